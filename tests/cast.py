"""The cast as a fixture: built once with real actions, then put back from memory for every test that asks."""

import pickle
from collections.abc import Callable
from datetime import time
from typing import Any, NamedTuple, TypeVar

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from kithkin.catalogue import shape
from kithkin.demo import club
from kithkin.demo.cast import Cast
from kithkin.mail import queue
from kithkin.mail.models import Letter
from kithkin.organisations.models import Organisation

Thing = TypeVar("Thing")
_NOT_OURS = {"contenttypes", "auth", "django_q"}


class Rows(NamedTuple):
    """All rows of a table as the database gave them, and the statement that takes one back."""

    insert: str
    found: list[tuple]


_kept: dict[tuple, tuple[bytes, list[Rows]]] = {}


@pytest.fixture
def cast(db) -> Cast:
    """The small club: its people, their connections, a ground of 374 seats, a season of 19 matches."""
    return built(small_club)


def small_club() -> Cast:
    return club.build(small=True)


def built(build: Callable[..., Thing], *given: Any) -> Thing:
    """What `build` makes in an empty database; from the second time on its rows are put back from memory."""
    if Organisation.objects.exists():
        return build(*given)
    shape.forget()
    if (build, *given) in _kept:
        _put_back(_kept[build, *given][1])
    else:
        _kept[build, *given] = (pickle.dumps(build(*given)), _everything())
    return pickle.loads(_kept[build, *given][0])


def _everything() -> list[Rows]:
    ours = [model for model in apps.get_models() if model._meta.app_label not in _NOT_OURS]
    return [rows for model in ours if (rows := _rows(model)).found]


def _rows(model: type[models.Model]) -> Rows:
    quote = connection.ops.quote_name
    stored = [field for field in model._meta.concrete_fields if not isinstance(field, models.GeneratedField)]
    table, columns = quote(model._meta.db_table), ", ".join(quote(field.column) for field in stored)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table}")
        places = ", ".join(["%s"] * len(stored))
        found = [tuple(map(_storable, row)) for row in cursor.fetchall()]
    return Rows(f"INSERT INTO {table} ({columns}) VALUES ({places}) ON CONFLICT DO NOTHING", found)


def _storable(value: Any) -> Any:
    return value.isoformat() if isinstance(value, time) else value  # SQLite gives times and does not take them


def _put_back(kept: list[Rows]) -> None:
    """What a migration has filled in is there already."""
    with transaction.atomic(), connection.cursor() as cursor:
        for rows in kept:
            cursor.executemany(*rows)
        if Letter.objects.exists():
            queue.wake()  # as whoever posted them has done
