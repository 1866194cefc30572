"""Handing rows from one owner to another, so that it can be taken back: the ids of what was moved are kept."""

from django.db.models import Model, QuerySet

Moved = dict[str, list[int]]


def hand_over(rows: QuerySet, column: str, to: int) -> list[int]:
    """Give these rows their new owner; their ids."""
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    rows.model._base_manager.filter(pk__in=ids).update(**{column: to})
    return ids


def hand_back(model: type[Model], column: str, ids: list[int], *, since: int, to: int) -> None:
    """Those that still are where they were brought return; what has moved on since stays."""
    model._base_manager.filter(pk__in=ids, **{column: since}).update(**{column: to})
