"""Writing what comes again: a row a day, counted up from the second time on."""

from functools import cache
from typing import Any

from kithkin.base import clock, rows

from .models import Counted


def count(model: type[Counted], seen: list[dict[str, Any]], *, when: bool = True) -> None:
    """Once more today for each of `seen`, in one statement; without `when` for none, by the same statement."""
    now = clock.now()
    once = {"day": now.date(), "first_at": now, "last_at": now, "times": 1}
    rows.insert(model, [{**each, **once} for each in seen], on_conflict=_again(model), when=when)


@cache
def _again(model: type[Counted]) -> str:
    [once_a_day] = model._meta.total_unique_constraints
    known_by = ", ".join(f'"{column}"' for column in once_a_day.fields)
    counted = f'"times" = "{model._meta.db_table}"."times" + 1'
    return f'ON CONFLICT ({known_by}) DO UPDATE SET "last_at" = excluded."last_at", {counted}'
