"""Writing the journal of acts."""

from collections.abc import Collection, Iterable

from django.db import models
from django.db.models import QuerySet

from kithkin.base import clock, rows
from kithkin.base.actor import Actor

from .models import Entry


def write(what: str, *, by: Actor, about: models.Model | None = None, **facts: object) -> None:
    """Note that `by` did `what`; call it inside the action's transaction. `facts` are ids and codes."""
    label, key = (about._meta.label_lower, about.pk) if about else ("", None)
    rows.insert(Entry, [{**_who(by), "what": what, "about": label, "about_id": key, "facts": facts}])


def write_many(what: str, about: type[models.Model], noted: Iterable[tuple[int, dict]], *, by: Actor) -> None:
    """The same of many rows of one model, each with its facts, in one statement."""
    label = about._meta.label_lower
    entries = [{**_who(by), "what": what, "about": label, "about_id": key, "facts": facts} for key, facts in noted]
    rows.insert(Entry, entries)


def about(model: type[models.Model], key: int | None, what: Collection[str]) -> QuerySet[Entry]:
    """What of this was noted about a row, the newest first."""
    found = Entry.objects.filter(about=model._meta.label_lower, about_id=key, what__in=what)
    return found.order_by("-id")


def _who(by: Actor) -> dict:
    return {
        "at": clock.now(),
        "organisation_id": by.organisation_id,
        "kind": by.kind,
        "counter": by.counter,
        "login_id": by.login_id,
        "contact_id": by.guardian_id or by.contact_id,
    }
