"""Asking the member once more: by the lead, or by an operator."""

from django.utils.translation import gettext as _

from kithkin.audit import journal
from kithkin.base import clock
from kithkin.base.action import action
from kithkin.base.actor import Actor, Power
from kithkin.base.verdict import Refused, Verdict
from kithkin.connections import asking, queries, rules
from kithkin.connections.models import Connection
from kithkin.connections.presets import Preset


@action
def ask_again(connection: Connection, *, by: Actor, asks_for: Preset | None = None) -> Connection:
    """The lead asks once more, for the same or for something else: alike whatever the member has said (decision 13)."""
    rules.may_lead(by, connection).require()
    queries.hold_still(connection)
    asking.require_turn(connection)
    connection.asked_at, connection.asks = clock.now(), connection.asks + 1
    connection.asks_for = asks_for or connection.asks_for
    connection.save(update_fields=["asked_at", "asks", "asks_for"])
    journal.write("consent.asked-again", by=by, about=connection)
    asking.ask(connection, by=by)
    return connection


@action
def send_request(connection: Connection, *, by: Actor) -> None:
    """An operator sends the request: bound by what the member has said, and told why, but not by the lead's counts."""
    holds = by.has(Power.SEND_REQUESTS) and by.organisation_id == connection.organisation_id
    Verdict(holds, _("Your post does not allow sending requests.")).require()
    queries.hold_still(connection)
    looked = asking.look_into(connection)
    if looked.reason:
        raise Refused(looked.reason)
    asking.ask(connection, looked, by=by)
    journal.write("consent.sent-by-operator", by=by, about=connection)
