"""What people are to each other: the lead chooses a word, the organiser adds words of his own. None grants anything."""

from django.utils.translation import gettext as _

from kithkin.audit import journal
from kithkin.base import clock, names
from kithkin.base.action import action
from kithkin.base.actor import Actor, Kind, Power
from kithkin.base.verdict import Refused, Verdict
from kithkin.connections import kinds, rules
from kithkin.connections.models import Connection, OwnKind
from kithkin.connections.presets import Preset
from kithkin.organisations.models import Organisation

LONGEST = 40


@action
def call(connection: Connection, kind: str, *, by: Actor) -> Preset:
    """The lead says what this person is to him. Returns what that presets for the day when he asks again."""
    rules.may_lead(by, connection).require()
    tie = kinds.of(connection.organisation_id).tie(kind, before=connection.kind)
    connection.kind = tie.kind
    connection.save(update_fields=["kind"])
    journal.write("connection.kind-chosen", by=by, about=connection, kind=connection.kind)
    return tie.asks_for


@action
def add_kind(organisation: Organisation, name: str, asks_for: Preset, *, by: Actor) -> OwnKind:
    """The organiser offers a word of his own, and what it presets."""
    _may_set(by, organisation.pk).require()
    called = names.clean(name, field="name")
    if len(called) > LONGEST:
        raise Refused(_("Use %(most)d letters at most.") % {"most": LONGEST}, field="name")
    if any(names.same(str(word), called) for _code, word in kinds.of(organisation.pk).offered):
        raise Refused(_("This word is in the list already."), field="name")
    kind = OwnKind.objects.create(organisation=organisation, name=called, asks_for=asks_for)
    journal.write("kind.added", by=by, about=kind, asks_for=asks_for)
    return kind


@action
def retire_kind(kind: OwnKind, *, by: Actor) -> OwnKind:
    """No longer offered; whoever was called so still is."""
    _may_set(by, kind.organisation_id).require()
    kind.retired_at = kind.retired_at or clock.now()
    kind.save(update_fields=["retired_at"])
    journal.write("kind.retired", by=by, about=kind)
    return kind


def _may_set(actor: Actor, organisation_id: int) -> Verdict:
    holds = actor.has(Power.SET_CHARACTERISTICS) and actor.organisation_id == organisation_id
    return Verdict(actor.kind == Kind.SYSTEM or holds, _("Your post does not allow changing characteristics."))
