"""The database's clock: holds, tokens and limits are judged by one clock for all processes."""

from datetime import UTC, datetime

from django.db import connection
from django.db.models import DateTimeField, Func

_SQL = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f', 'now')",
    "postgresql": "clock_timestamp()",
}


class Now(Func):
    """The moment the database reads this expression."""

    output_field = DateTimeField()

    def as_sqlite(self, compiler, connection, **extra):
        """SQLite keeps moments as text in UTC."""
        return _SQL["sqlite"].replace("%", "%%"), []

    def as_postgresql(self, compiler, connection, **extra):
        """Not now(), which stands still during a transaction."""
        return _SQL["postgresql"], []


def sql() -> str:
    """The same as a fragment of SQL for cursor.execute() with parameters."""
    return _SQL[connection.vendor].replace("%", "%%")


def moment(value: datetime | str) -> datetime:
    """A moment as a cursor gives it; SQLite keeps text, knows no zones and means UTC."""
    read = datetime.fromisoformat(value) if isinstance(value, str) else value
    return read if read.tzinfo else read.replace(tzinfo=UTC)
