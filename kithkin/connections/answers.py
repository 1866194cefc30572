"""What every answer of a member rests on, and how it ends."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from kithkin.base import clock
from kithkin.base.actor import Actor, Kind
from kithkin.base.verdict import WrongMove
from kithkin.contacts import letters

from . import proof, queries
from .models import Connection, Consent, Refusal
from .scopes import Scope
from .states import LIVE, State, move

_NOTHING = {str(scope): False for scope in Scope}


def require_open(consent: Consent) -> None:
    """Raises WrongMove for a request that is too old, or of a connection that is gone."""
    if consent.connection.removed_at or queries.has_expired(consent):
        raise WrongMove(_("This request is too old to be answered. The person can ask you again."))


def require_in_force(consent: Consent) -> None:
    """Raises WrongMove for a consent that has ended."""
    if not queries.is_in_force(consent) or consent.connection.removed_at:
        raise WrongMove(_("This has ended. Open the page again to see how it stands."))


def end_from_now(connection: Connection, until: datetime | None) -> datetime:
    """When a consent ends that is given now: a child's on the birthday at the latest."""
    end = clock.now() + timedelta(days=connection.organisation.consent_days)
    return min(end, until) if until else end


def close(consent: Consent, to: State) -> None:
    """The round ends, and with it everything that it opened."""
    move(consent, to, answered_at=clock.now(), **_NOTHING)


def close_live(connection: Connection) -> None:
    """What is asked or allowed ends with the connection; a no stays. One statement, whatever the member has said."""
    live = connection.consents.filter(state__in=LIVE)
    live.update(state=State.REMOVED, answered_at=clock.now(), **_NOTHING)


def refuse(connection: Connection) -> None:
    """This lead cannot ask this member again."""
    Refusal.objects.update_or_create(
        member_id=connection.child_id,
        lead_id=connection.parent_id,
        defaults={"since": clock.now(), "address_key": letters.hashed_address(connection.child_id)},
    )


def send_receipt(consent: Consent, by: Actor) -> None:
    """To the member alone; the lead is told of nothing (design decision 13)."""
    if by.kind not in (Kind.CUSTOMER, Kind.LINK, Kind.GUARDIAN, Kind.OPERATOR):
        return
    event = proof.end(consent.connection).event
    letters.write_to(consent.connection.child, "consent-receipt", dedup=f"consent-receipt:{event}", event=event)
