"""Counting statements as the database gets them: BEGIN, COMMIT and SAVEPOINT included."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are run inside, one string each."""
    seen: list[str] = []

    def note(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen
