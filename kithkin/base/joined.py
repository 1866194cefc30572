"""Rows of several models out of one statement written as SQL.

For the few questions that nearly every page asks: the ORM builds its statement anew each time, which
costs more than the database needs to answer it.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import BooleanField, DateField, DateTimeField, Field, JSONField, Model

from . import dbclock

# What SQLite keeps otherwise than Python: truth as numbers, moments and days as text.
_READ: dict[type[Field], Callable] = {
    BooleanField: bool,
    DateTimeField: dbclock.moment,
    DateField: lambda day: date.fromisoformat(day) if isinstance(day, str) else day,
}


class Part:
    """One table of a statement under its alias: all columns of a model, or the named ones."""

    def __init__(self, alias: str, model: type[Model], *names: str):
        self._alias, self._model = alias, model
        self._only = names

    @cached_property
    def _fields(self) -> list[Field]:
        fields = [field for field in self._model._meta.concrete_fields if not self._only or field.attname in self._only]
        if any(isinstance(field, JSONField) for field in fields):
            raise TypeError(f"{self._model.__name__} holds JSON, which each database hands over differently")
        return fields

    @cached_property
    def names(self) -> list[str]:
        """The columns in the order in which they are read."""
        return [field.attname for field in self._fields]

    @property
    def columns(self) -> str:
        """For the SELECT."""
        return ", ".join(f"{self._alias}.{field.column}" for field in self._fields)

    @cached_property
    def _reads(self) -> list[tuple[int, Callable]]:
        reads = ((at, _READ.get(type(field))) for at, field in enumerate(self._fields))
        return [(at, read) for at, read in reads if read]

    @cached_property
    def _key(self) -> int:
        return next(at for at, field in enumerate(self._fields) if field.primary_key)

    def read(self, values: list, met: dict[Any, Any]) -> Any:
        """The instance, the same one in each row that names it; None where an outer join found nothing."""
        key = values[self._key]
        if key is not None and key not in met:
            met[key] = self._made(values)
        return met.get(key)

    def _made(self, values: list) -> Any:
        for at, read in self._reads:
            if values[at] is not None:
                values[at] = read(values[at])
        return self._model.from_db(connection.alias, self.names, values)


class Joined:
    """The parts of a statement, in the order of its SELECT."""

    def __init__(self, *parts: Part):
        self.parts = parts

    @cached_property
    def columns(self) -> str:
        """For the SELECT; further columns may follow."""
        return ", ".join(part.columns for part in self.parts)

    def _read(self, row: tuple, met: list[dict]) -> tuple:
        """The instances of one row, then what follows them as it is."""
        found, start = [], 0
        for part, known in zip(self.parts, met, strict=True):
            end = start + len(part.names)
            found.append(part.read(list(row[start:end]), known))
            start = end
        return (*found, *row[start:])

    def rows(self, sql: str, values: list) -> Iterator[tuple]:
        """Run the statement, `{columns}` standing for the parts, and read each row."""
        with connection.cursor() as cursor:
            cursor.execute(sql.replace("{columns}", self.columns, 1), values)
            found = cursor.fetchall()
        met: list[dict] = [{} for _part in self.parts]
        return (self._read(row, met) for row in found)
