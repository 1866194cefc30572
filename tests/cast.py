"""The cast as a fixture: built once with real actions, then put back from memory for every test that asks."""

import json
import pickle
from collections.abc import Callable
from datetime import time
from importlib import import_module
from typing import Any, NamedTuple, TypeVar

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from kithkin.base import rows
from kithkin.catalogue import shape
from kithkin.demo import club
from kithkin.demo.cast import Cast
from kithkin.mail import queue
from kithkin.mail.models import Letter
from kithkin.organisations.models import NationalAge, Organisation

Thing = TypeVar("Thing")
_NOT_OURS = {"contenttypes", "auth", "django_q"}


class Rows(NamedTuple):
    """All rows of a table as the database gave them, and the statement that takes them back."""

    insert: str
    found: list[tuple]  # on PostgreSQL one text that holds them all: a statement each way and row is dear there


_kept: dict[tuple, tuple[bytes, list[Rows]]] = {}


@pytest.fixture
def cast(db) -> Cast:
    """The small club: its people, their connections, a ground of 374 seats, a season of 19 matches."""
    return built(small_club)


def small_club() -> Cast:
    return club.build(small=True)


def built(build: Callable[..., Thing], *given: Any) -> Thing:
    """What `build` makes in an empty database; from the second time on its rows are put back from memory."""
    _fill_again()
    if Organisation.objects.exists():
        return build(*given)
    shape.forget()
    if (build, *given) in _kept:
        _put_back(_kept[build, *given][1])
    else:
        there = _everything()
        made = pickle.dumps(build(*given))
        _kept[build, *given] = (made, [table for table in _everything() if table not in there])
    return pickle.loads(_kept[build, *given][0])


def _fill_again() -> None:
    """What a migration has filled in goes with everything else after a test with transactions of its own."""
    if not NationalAge.objects.exists():
        import_module("kithkin.organisations.migrations.0002_known_national_ages").fill(apps, None)


def _everything() -> list[Rows]:
    ours = [model for model in apps.get_models() if model._meta.app_label not in _NOT_OURS]
    return [table for model in ours if (table := _rows(model)).found]


def _rows(model: type[models.Model]) -> Rows:
    quote = connection.ops.quote_name
    stored = [field for field in model._meta.concrete_fields if not isinstance(field, models.GeneratedField)]
    table, columns = quote(model._meta.db_table), ", ".join(quote(field.column) for field in stored)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table}")
        found = [tuple(map(_storable, row)) for row in cursor.fetchall()]
    source = f"VALUES ({rows.places(stored)})"
    if connection.vendor == "postgresql":
        source = f"SELECT {columns} FROM json_populate_recordset(NULL::{table}, %s)"
        found = [(_text(stored, found),)] if found else []
    return Rows(f"INSERT INTO {table} ({columns}) {source} ON CONFLICT DO NOTHING", found)


def _text(stored: list[models.Field], found: list[tuple]) -> str:
    reads = [json.loads if isinstance(field, models.JSONField) else (lambda value: value) for field in stored]
    names = [field.column for field in stored]
    filled = [[read(value) for read, value in zip(reads, row, strict=True)] for row in found]
    return json.dumps([dict(zip(names, row, strict=True)) for row in filled], default=str)


def _storable(value: Any) -> Any:
    return value.isoformat() if isinstance(value, time) else value  # SQLite gives times and does not take them


def _put_back(kept: list[Rows]) -> None:
    """What a migration has filled in is there already, and not among it."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in kept:
            cursor.executemany(*table)
        if Letter.objects.exists():
            queue.wake()  # as whoever posted them has done
