"""What the database's own files still hold of rows that are gone."""

from django.db import OperationalError, connection

LARGE = 200_000_000  # bytes; a larger file is rewritten at night only


def wipe(*, however_large: bool = False) -> None:
    """SQLite: empty the log of writes, then write the file anew without its gaps.

    When others read or write just now it stays for the night. PostgreSQL does this by itself.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        small = cursor.fetchone()[0] < LARGE
        try:
            if small or however_large:
                cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except OperationalError:
            return
