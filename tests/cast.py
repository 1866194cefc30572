"""The cast as a fixture: built once with real actions, then put back from memory for every test that asks."""

from copy import deepcopy

import pytest
from django.apps import apps
from django.db import models, transaction

from kithkin.catalogue import shape
from kithkin.demo import club
from kithkin.demo.cast import Cast

_NOT_OURS = {"contenttypes", "auth", "django_q"}
_kept: dict[str, object] = {}


@pytest.fixture
def cast(db) -> Cast:
    """The small club: its people, their connections, a ground of 374 seats, a season of 19 matches."""
    if not _kept:
        _kept["cast"] = club.build(small=True)
        _kept["rows"] = {model: list(model._base_manager.all()) for model in _models()}
    else:
        _put_back(_kept["rows"])
    return deepcopy(_kept["cast"])


def _models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label not in _NOT_OURS]


def _put_back(kept: dict[type[models.Model], list[models.Model]]) -> None:
    shape.forget()
    with transaction.atomic():
        for model, rows in kept.items():
            model._base_manager.bulk_create(rows)
