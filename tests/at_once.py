"""Several people press in the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from kithkin.base.verdict import Refused


def at_once(wishes: list[Callable]) -> list:
    """Run all wishes in threads of their own, from the same moment on; what each came to, or its refusal."""
    barrier = Barrier(len(wishes))

    def run(wish: Callable):
        try:
            connection.ensure_connection()
            barrier.wait()
            return wish()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(wishes)) as pool:
        return list(pool.map(run, wishes))
