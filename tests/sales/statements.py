"""Counting statements as the database gets them: BEGIN and COMMIT included, on both databases alike."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are run inside, one string each; use it with a transactional database."""
    seen: list[str] = []
    logged, connection.force_debug_cursor = connection.force_debug_cursor, True
    connection.queries_log.clear()
    try:
        yield seen
    finally:
        seen += [each["sql"] for each in connection.queries_log]
        connection.force_debug_cursor = logged
