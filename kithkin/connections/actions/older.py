"""Connections made while consent was off, once it is switched on."""

from django.utils.translation import gettext as _

from kithkin.audit import journal
from kithkin.base import clock
from kithkin.base.action import action
from kithkin.base.actor import Actor, Kind, Power
from kithkin.base.verdict import Verdict
from kithkin.connections import answers, asking, childhood, proof, queries
from kithkin.connections.models import Connection
from kithkin.connections.scopes import FULL, Scope
from kithkin.connections.states import State, move
from kithkin.organisations.models import Organisation


@action
def settle_older(organisation: Organisation, *, active: bool, by: Actor) -> int:
    """After consent was switched on: connections that nobody ever asked about become active, or stay pending.

    Pending is the default, and how a child stays: requests are then sent in stages (`connections.stages`). Returns
    how many there are.
    """
    _may_settle(by, organisation).require()
    older = list(queries.never_asked(organisation))
    children = childhood.below_age(organisation, {connection.child_id for connection in older}) if active else ()
    if active:
        for connection in older:
            if connection.child_id not in children:
                _carry_over(connection, by)
    journal.write("connections.settled", by=by, about=organisation, active=active, count=len(older))
    return len(older)


@action
def ask_first(connection: Connection, *, by: Actor) -> bool | None:
    """Ask the member of a connection that nobody ever asked about; whether a letter goes.

    The day of asking is noted, whether or not a letter goes: from then on the lead waits for an answer. None where
    nothing is noted: the address takes no more today, or somebody was quicker.
    """
    _may_settle(by, connection.organisation).require()
    waited_since = connection.asked_at
    queries.hold_still(connection)
    looked = asking.look_into(connection)
    waits = connection.removed_at is None and connection.asked_at == waited_since
    if not (waits and looked.takes_one_more):
        return None
    connection.asked_at, connection.asks = clock.now(), max(1, connection.asks)
    connection.save(update_fields=["asked_at", "asks"])
    return asking.ask(connection, looked, by=by)


@action
def end_stage(organisation: Organisation, letters: int, *, by: Actor) -> None:
    """Write down how many letters a stage sent."""
    _may_settle(by, organisation).require()
    journal.write("connections.asked", by=by, about=organisation, count=letters)


def _carry_over(connection: Connection, by: Actor) -> None:
    now = clock.now()
    consent = asking.reopen(connection)
    ends_at = answers.end_from_now(connection, None)
    columns = {str(scope): scope in FULL for scope in Scope}
    move(consent, State.ALLOWED, answered_at=now, ends_at=ends_at, **columns)
    proof.add(connection, "carried-over", by=by, consent=consent)


def _may_settle(actor: Actor, organisation: Organisation) -> Verdict:
    holds = actor.has(Power.SET_CHARACTERISTICS) and actor.organisation_id == organisation.pk
    return Verdict(actor.kind == Kind.SYSTEM or holds, _("Your post does not allow changing characteristics."))
