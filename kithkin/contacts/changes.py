"""A change of address: asked for, proven at the new address, and for some days undone from the old one."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kithkin.base import addresses, clock, tokens
from kithkin.base.verdict import Refused

from .models import Contact
from .vault.models import AddressChange, PrivateDetails

PROOF_LASTS, UNDO_LASTS = timedelta(hours=24), timedelta(days=7)
A_DAY, A_DAY_TO_ONE_ADDRESS = 5, 3
State = AddressChange.State


def ask(contact: Contact, email: str) -> AddressChange:
    """Write the wish down; an older one that still waits for its proof ends. Raises Refused, never for who is known."""
    now, key = clock.now(), addresses.canonical(email)
    details = PrivateDetails.objects.select_for_update(no_key=True).get(contact=contact)
    if key == details.email_key:
        raise Refused(_("This is your email already."), field="email")
    mine = AddressChange.objects.filter(details=details)
    if mine.filter(asked_at__gt=now - timedelta(days=1)).count() >= A_DAY:
        raise Refused(_("That was the last try for today. Try again tomorrow."), field="email")
    mine.filter(state=State.ASKED).update(state=State.ENDED)
    old = {"old_email": details.email, "old_email_key": details.email_key}
    change = AddressChange.objects.create(details=details, email=email.strip(), email_key=key, asked_at=now, **old)
    change.token_fingerprint = tokens.fingerprint(proof_token(change))
    change.undo_fingerprint = tokens.fingerprint(undo_token(change))
    change.save(update_fields=["token_fingerprint", "undo_fingerprint"])
    return change


def is_pestered(change: AddressChange) -> bool:
    """Whether this address was written to often enough today, whoever asked."""
    since = change.asked_at - timedelta(days=1)
    wishes = AddressChange.objects.filter(email_key=change.email_key, asked_at__gt=since)
    return wishes.count() > A_DAY_TO_ONE_ADDRESS


def make(change: AddressChange, left_login: int | None = None) -> bool:
    """From now on this is the address, proven; False when somebody was quicker. Every link mailed before is dead.

    `left_login` is the login that stood for the person until now.
    """
    now = clock.now()
    asked = AddressChange.objects.filter(pk=change.pk, state=State.ASKED, asked_at__gt=now - PROOF_LASTS)
    if not asked.update(state=State.DONE, done_at=now, left_login=left_login):
        return False
    _move(change, change.email, change.email_key)
    return True


def undo(change: AddressChange) -> bool:
    """The old address is back, whatever was changed since; False when it is too late or was done already."""
    now = clock.now()
    done = AddressChange.objects.filter(pk=change.pk, state=State.DONE, done_at__gt=now - UNDO_LASTS)
    if not done.update(state=State.UNDONE):
        return False
    later = AddressChange.objects.filter(details_id=change.details_id, pk__gt=change.pk)
    later.filter(state=State.DONE).update(state=State.UNDONE)
    later.filter(state=State.ASKED).update(state=State.ENDED)
    _move(change, change.old_email, change.old_email_key)
    return True


def _move(change: AddressChange, email: str, key: str) -> None:
    details = PrivateDetails.objects.select_for_update(no_key=True).get(pk=change.details_id)
    details.email, details.email_key, details.email_proven_at = email, key, clock.now()
    details.moves += 1
    details.save(update_fields=["email", "email_key", "email_proven_at", "moves"])


def proof_token(change: AddressChange) -> str:
    """The link mailed to the new address."""
    return tokens.make("new-address", change.pk, change.email_key)


def undo_token(change: AddressChange) -> str:
    """The link mailed to the old address."""
    return tokens.make("address-undo", change.pk, change.old_email_key)


def to_prove(typed: str) -> AddressChange | None:
    """The change behind a link that was mailed to a new address, however it stands; None for a damaged link."""
    return _all().filter(token_fingerprint=tokens.fingerprint(typed)).first()


def to_undo(typed: str) -> AddressChange | None:
    """The change behind a link that was mailed to an old address, however it stands; None for a damaged link."""
    return _all().filter(undo_fingerprint=tokens.fingerprint(typed)).first()


def can_be_made(change: AddressChange) -> bool:
    """Whether its proof still counts."""
    return change.state == State.ASKED and change.asked_at > clock.now() - PROOF_LASTS


def can_be_undone(change: AddressChange) -> bool:
    """Whether the old address may still take it back."""
    return change.state == State.DONE and change.done_at is not None and change.done_at > clock.now() - UNDO_LASTS


def in_bulk(ids: Iterable[int]) -> dict[int, AddressChange]:
    """Changes that letters are about."""
    return _all().in_bulk(list(ids))


def _all() -> QuerySet[AddressChange]:
    related = AddressChange.objects.select_related("details__contact__organisation")
    return related.filter(details__contact__hidden_at=None)
