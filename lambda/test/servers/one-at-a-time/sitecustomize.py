"""Makes moto answer one request at a time. Python imports this at start-up where PYTHONPATH names its folder.

DynamoDB's writes are atomic; moto's are not when its threads meet, and tests of what two invocations do at once would
then fail now and then for a reason that AWS does not give them.
"""

try:
    from werkzeug import serving
except ImportError:  # A Python without moto: the server's own start says so, with what to install.
    pass
else:
    _run_simple = serving.run_simple

    def _run_one_at_a_time(*args, **kwargs):
        return _run_simple(*args, **{**kwargs, "threaded": False})

    serving.run_simple = _run_one_at_a_time
