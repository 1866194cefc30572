"""Django's postgresql engine, writing down its statements."""

from django.db.backends.postgresql import base

from bench.engines import note


class DatabaseWrapper(base.DatabaseWrapper):
    """The engine itself; only its log of queries is another one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        note(self)
