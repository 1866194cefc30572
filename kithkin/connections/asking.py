"""Whether and how a member is asked. The lead never learns which of these paths was taken.

Not even from the database: whatever the member has said, a press of the lead runs the same statements
(design decision 14). Where he is not to be asked, they write no round and no letter.
"""

from datetime import timedelta
from typing import NamedTuple

from django.db import connection as database
from django.utils.translation import gettext as _

from kithkin.base import clock, rows
from kithkin.base.actor import Actor, Kind
from kithkin.base.verdict import Refused
from kithkin.contacts import letters

from . import limits, obstacles, proof, queries, request_words
from .limits import Limit
from .models import Connection, Consent
from .states import State

# The old link dies with the count it was bound to.
_ONCE_MORE = """
ON CONFLICT ("connection_id") WHERE "state" IN ('asked', 'allowed') DO UPDATE SET
"asked_at" = excluded."asked_at", "asks" = "connections_consent"."asks" + 1, "token_fingerprint" = ''
WHERE "connections_consent"."state" = 'asked'
"""
_OLDER_LINKS_DIE = "UPDATE connections_consent SET token_fingerprint = '' WHERE connection_id = %s AND id < %s"


def require_turn(connection: Connection) -> None:
    """One resend at once, then one a day, three requests in all; judged by the lead's presses only."""
    organisation = connection.organisation
    if connection.asks >= organisation.requests_per_pair:
        often = _("You have asked often enough. The person can still answer the last request.")
        raise Refused(often, leaves=limits.noting(connection.parent, Limit.PAIR))
    wait = timedelta(hours=organisation.resend_hours if connection.asks > 1 else 0)
    if connection.asked_at + wait > clock.now():
        raise Refused(_("You can ask again tomorrow."))


class Looked(NamedTuple):
    """What speaks against asking a member at this moment."""

    found: obstacles.Found
    reason: str  # for the desk's eyes only; empty where nothing speaks against it
    takes_one_more: bool  # whether the address takes one more request today
    too_many: bool  # whether that alone speaks against it


def ask(connection: Connection, looked: Looked | None = None, *, by: Actor) -> bool:
    """Ask the member, unless there is a reason not to or the lead has asked often enough; whether a letter goes.

    Whose consent has passed its day is asked to renew it: that needs no new round (design decision 6).
    `looked` comes from whoever has looked into it already.
    """
    if not connection.organisation.consent_on:
        return False
    looked = looked or look_into(connection)
    often_enough = by.kind == Kind.CUSTOMER and looked.found.pressed > connection.organisation.requests_per_pair
    last = looked.found.last
    limits.note(connection.parent, Limit.RECIPIENT, when=looked.too_many)
    goes = not (looked.reason or often_enough)
    lapsed = goes and last is not None and last.state == State.ALLOWED
    asked = _round(connection, when=goes and not lapsed)
    consent = last if lapsed else asked
    template = "consent-renewal" if lapsed else "consent-request"
    shown = request_words.shown(connection, template, consent, mailed=looked.found.has_address, when=goes)
    event = proof.add(
        connection,
        "asked-to-renew" if lapsed else "asked" if asked else "asked-in-vain",
        by=by,
        consent=consent,
        shown=shown,
    )
    letters.write_to(
        connection.child,
        template,
        dedup=f"consent-request:{event.pk}",
        when=goes,
        consent=consent.pk if consent else 0,
        ask=consent.asks if consent else 0,
        policy=shown.get("policy", 0),
    )
    return goes


def reopen(connection: Connection) -> Consent:
    """A round that nobody is written for: a member who refused or withdrew answers anew by the link he has."""
    return Consent.objects.create(connection=connection, asked_at=clock.now())


def look_into(connection: Connection) -> Looked:
    """What speaks against asking; everything is found out before anything is judged.

    The member's address is held until the transaction ends, so that its requests of a day are counted in turn.
    Whoever changes the connection, too, holds that first.
    """
    limits.hold_addresses_still([connection.child_id])
    found = obstacles.of(connection)
    takes_one_more = limits.takes_one_more(connection, found.asked_today)
    since = clock.now() - timedelta(days=connection.organisation.keep_refusal_days)
    reasons = {
        _("The organisation does not ask for consent."): not connection.organisation.consent_on,
        _("This person does not want to be asked again."): found.refuses or found.refused_before,
        _("This person has allowed it already."): found.last is not None and queries.is_in_force(found.last),
        _("This person has said no; a new request may go out only some time after that."): (
            found.no_at is not None and found.no_at > since
        ),
        _("This address has been sent enough requests for today. Try again tomorrow."): not takes_one_more,
    }
    against = [reason for reason, holds in reasons.items() if holds]
    alone = len(against) == 1 and not takes_one_more
    return Looked(found, against[0] if against else "", takes_one_more, alone)


def _round(connection: Connection, *, when: bool) -> Consent | None:
    """The round that waits for an answer once more, or one of its own, with a link of its own: the older ones die."""
    row = {"connection_id": connection.pk, "state": State.ASKED, "asked_at": clock.now()}
    written = rows.insert(Consent, [row], on_conflict=_ONCE_MORE, when=when, returning=("id", "asks"))
    number, asks = written[0] if written else (0, 0)
    with database.cursor() as cursor:
        cursor.execute(_OLDER_LINKS_DIE, [connection.pk, number])
    return Consent(pk=number, connection=connection, asks=asks) if written else None
