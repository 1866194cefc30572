"""The cast as a fixture: built once with real actions, then put back from memory for every test that asks."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any, TypeVar

import pytest
from django.apps import apps
from django.db import models, transaction

from kithkin.catalogue import shape
from kithkin.demo import club
from kithkin.demo.cast import Cast

Thing = TypeVar("Thing")
_NOT_OURS = {"contenttypes", "auth", "django_q"}
_kept: dict[Callable, tuple[Any, dict[type[models.Model], list[models.Model]]]] = {}


@pytest.fixture
def cast(db) -> Cast:
    """The small club: its people, their connections, a ground of 374 seats, a season of 19 matches."""
    return built(small_club)


def small_club() -> Cast:
    return club.build(small=True)


def built(build: Callable[[], Thing]) -> Thing:
    """What `build` makes in an empty database; from the second time on its rows are put back from memory."""
    shape.forget()
    if build in _kept:
        _put_back(_kept[build][1])
    else:
        _kept[build] = (build(), {model: list(model._base_manager.all()) for model in _models()})
    return deepcopy(_kept[build][0])


def _models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label not in _NOT_OURS]


def _put_back(kept: dict[type[models.Model], list[models.Model]]) -> None:
    with transaction.atomic():
        for model, rows in kept.items():
            model._base_manager.bulk_create(rows)
