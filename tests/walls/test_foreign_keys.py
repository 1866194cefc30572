"""Keys written as text are invisible to the import contracts; here they are held to the same floors."""

from django.apps import apps
from django.db.models import Field, Model

from .source import floors

HIDDEN = {"contacts.Contact", "vault.PrivateDetails", "accounts.Login"}


def package(model: type[Model]) -> str:
    return model.__module__.split(".")[1]


def keys() -> list[Field]:
    ours = [model for model in apps.get_models() if model.__module__.startswith("kithkin.")]
    return [
        field for model in ours for field in model._meta.get_fields() if isinstance(field, Field) and field.is_relation
    ]


def test_keys_point_down_or_stay_on_the_floor():
    height = floors()
    up = [
        str(key)
        for key in keys()
        if key.related_model.__module__.startswith("kithkin.")
        and height[package(key.related_model)] > height[package(key.model)]
    ]

    assert len(keys()) > 20
    assert up == []


def test_siblings_on_one_floor_have_no_keys_to_each_other():
    height = floors()
    across = [
        str(key)
        for key in keys()
        if key.related_model.__module__.startswith("kithkin.")
        and package(key.related_model) != package(key.model)
        and height[package(key.related_model)] == height[package(key.model)]
    ]

    assert across == []


def test_no_way_leads_back_from_a_person():
    open_ways = [
        str(key)
        for key in keys()
        if key.related_model._meta.label in HIDDEN
        and package(key.model) != package(key.related_model)
        and not key.remote_field.hidden
    ]

    assert open_ways == []


def test_a_contact_offers_no_way_to_anything():
    contact = apps.get_model("contacts.Contact")

    assert [str(relation) for relation in contact._meta.related_objects if not relation.hidden] == []
