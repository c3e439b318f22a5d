"""Makes moto handle one request at a time. Python imports this file at startup if PYTHONPATH contains its folder.

DynamoDB's writes are atomic. Moto's are not if threads interleave, so tests of concurrent invocations would sometimes
fail although AWS does not behave like that.
"""

try:
    from werkzeug import serving
except ImportError:  # A Python without moto: the start of the server fails with the install command.
    pass
else:
    _run_simple = serving.run_simple

    def _run_one_at_a_time(*args, **kwargs):
        return _run_simple(*args, **{**kwargs, "threaded": False})

    serving.run_simple = _run_one_at_a_time
