"""Makes moto handle one request at a time. Python imports this file at startup if PYTHONPATH contains its folder.

DynamoDB's writes are atomic. Moto's are not if threads interleave, so tests of concurrent invocations would sometimes
fail although AWS does not behave like that. For a transaction, moto copies the whole table for each of its items, to restore
it if the transaction is cancelled; here it copies the table once.
"""

import sys

try:
    from werkzeug import serving
except ImportError:  # A Python without moto: the start of the server fails with the install command.
    pass
else:
    _run_simple = serving.run_simple

    class _CopyOnce:
        """The module `copy` for the time of one request, in which a table is copied before anything is written to it."""

        def __init__(self, module):
            self._module = module
            self.copies = {}

        def __getattr__(self, name):
            return getattr(self._module, name)

        def deepcopy(self, value):
            if type(value).__name__ != "Table":
                return self._module.deepcopy(value)
            if id(value) not in self.copies:
                self.copies[id(value)] = self._module.deepcopy(value)
            return self.copies[id(value)]

    def _copying_once(app):
        def handle(environ, start_response):
            models = sys.modules.get("moto.dynamodb.models")
            if models is not None:
                if not isinstance(models.copy, _CopyOnce):
                    models.copy = _CopyOnce(models.copy)
                models.copy.copies.clear()
            return app(environ, start_response)

        return handle

    def _run_one_at_a_time(hostname, port, application, **kwargs):
        return _run_simple(hostname, port, _copying_once(application), **{**kwargs, "threaded": False})

    serving.run_simple = _run_one_at_a_time
