"""Whether and how a member is asked. The lead never learns which of these paths was taken."""

from datetime import timedelta

from django.utils.translation import gettext as _

from kithkin.base import clock
from kithkin.base.actor import Actor, Kind
from kithkin.base.verdict import Refused
from kithkin.contacts import letters

from . import limits, proof, queries
from .models import Connection, Consent
from .states import State


def require_turn(connection: Connection) -> None:
    """One resend at once, then one a day, three requests in all; judged by the lead's presses only."""
    organisation = connection.organisation
    if connection.asks >= organisation.requests_per_pair:
        raise Refused(_("You have asked often enough. The person can still answer the last request."))
    wait = timedelta(hours=organisation.resend_hours if connection.asks > 1 else 0)
    if connection.asked_at + wait > clock.now():
        raise Refused(_("You can ask again tomorrow."))


def ask(connection: Connection, *, by: Actor) -> None:
    """Ask the member, unless there is a reason not to, or the lead has asked often enough."""
    often_enough = by.kind == Kind.CUSTOMER and connection.asks > connection.organisation.requests_per_pair
    if often_enough or why_not(connection):
        return
    consent = queries.latest(connection)
    consent = _again(consent) if consent and consent.state == State.ASKED else _new_round(connection, consent)
    proof.add(connection, "asked", by=by, consent=consent)
    letters.write_to(
        connection.child,
        "consent-request",
        dedup=f"consent-request:{consent.pk}:{consent.asks}",
        consent=consent.pk,
        ask=consent.asks,
    )


def why_not(connection: Connection) -> str:
    """Why this member is not asked now, for the desk's eyes only; empty where nothing speaks against it."""
    consent = queries.latest(connection)
    if not connection.organisation.consent_on:
        return _("The organisation does not ask for consent.")
    if queries.refuses(connection):
        return _("This person does not want to be asked again.")
    if consent and consent.state == State.ALLOWED:
        return _("This person has allowed it already.")
    if not _wants_to_be_asked(connection):
        return _("This person has said no; a new request may go out only some time after that.")
    if not limits.may_be_written_to(connection.child):
        return _("This address has been sent enough requests for today. Try again tomorrow.")
    return ""


def _new_round(connection: Connection, last: Consent | None) -> Consent:
    """A round of its own, with a link of its own: those of earlier rounds die."""
    if last:
        connection.consents.update(token_fingerprint="")
    return reopen(connection)


def reopen(connection: Connection) -> Consent:
    """A round that nobody is written for: a member who refused or withdrew answers anew by the link he has."""
    return Consent.objects.create(connection=connection, asked_at=clock.now())


def _again(consent: Consent) -> Consent:
    """The same round once more; the old link dies with the count it was bound to."""
    consent.asked_at, consent.asks, consent.token_fingerprint = clock.now(), consent.asks + 1, ""
    consent.save(update_fields=["asked_at", "asks", "token_fingerprint"])
    return consent


def _wants_to_be_asked(connection: Connection) -> bool:
    """No refusal for good stands, and no plain no of this pair is younger than the organiser's limit."""
    if queries.refuses(connection):
        return False
    no = standing_no(connection)
    since = clock.now() - timedelta(days=connection.organisation.keep_refusal_days)
    return no is None or no.answered_at <= since


def standing_no(connection: Connection) -> Consent | None:
    """The no that was the last answer of this pair, in this connection or in one before it."""
    pair = Consent.objects.filter(connection__parent_id=connection.parent_id, connection__child_id=connection.child_id)
    last = pair.exclude(state=State.ASKED).order_by("-id").first()
    return last if last and last.state in (State.DECLINED, State.WITHDRAWN) else None
