"""Writing the journal of acts."""

from django.db import models

from kithkin.base import clock
from kithkin.base.actor import Actor

from .models import Entry


def write(what: str, *, by: Actor, about: models.Model | None = None, **facts: object) -> None:
    """Note that `by` did `what`; call it inside the action's transaction. `facts` are ids and codes."""
    Entry.objects.create(
        at=clock.now(),
        organisation_id=by.organisation_id,
        kind=by.kind,
        counter=by.counter,
        login_id=by.login_id,
        contact_id=by.contact_id,
        what=what,
        about=about._meta.label_lower if about else "",
        about_id=about.pk if about else None,
        facts=facts,
    )
