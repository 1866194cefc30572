"""Codes by mail: for a short visit to "People who act for me", and to show once more that it is the person."""

import secrets
from datetime import timedelta

from django.db.models import F

from kithkin.accounts.letters import access_code
from kithkin.accounts.models import AccessCode
from kithkin.audit import journal
from kithkin.base import clock, tokens
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.contacts import letters
from kithkin.contacts.models import Contact

CODE_LASTS, CODE_PAUSE, CODE_TRIES, CODES_A_DAY = timedelta(minutes=10), timedelta(minutes=1), 5, 5
VISIT_LASTS = timedelta(minutes=15)
Purpose = AccessCode.Purpose


@action
def send_code(contact: Contact, *, by: Actor, purpose: Purpose = Purpose.PEOPLE) -> None:
    """Mail a fresh code; the older ones end. Pressed too often it sends nothing, and the page says the same."""
    now = clock.now()
    today = AccessCode.objects.filter(contact=contact, made_at__gt=now - timedelta(days=1))
    if today.filter(made_at__gt=now - CODE_PAUSE).exists() or today.count() >= CODES_A_DAY:
        return
    AccessCode.objects.filter(contact=contact, used_at=None).update(expires_at=now)
    asked = AccessCode.objects.create(contact=contact, purpose=purpose, made_at=now, expires_at=now + CODE_LASTS)
    asked.code_fingerprint = tokens.keyed(access_code(asked, letters.hidden_address(contact.pk)))
    asked.save(update_fields=["code_fingerprint"])
    letters.write_to(contact, "access-code", dedup=f"access-code:{asked.pk}", code=asked.pk)
    journal.write("access-code.sent", by=by, about=contact)


@action
def enter_code(contact: Contact, typed: str, *, by: Actor) -> str:
    """Use a mailed code, once: the secret of a short visit, or nothing. Every try counts, also a wrong one."""
    secret = secrets.token_urlsafe(32)
    visit = {"visit_fingerprint": tokens.fingerprint(secret), "visit_until": clock.now() + VISIT_LASTS}
    return secret if _used(contact, typed, Purpose.PEOPLE, by, **visit) else ""


@action
def prove_by_code(contact: Contact, typed: str, *, by: Actor) -> bool:
    """Use a mailed code, once, to show that it is the person; every try counts, also a wrong one."""
    return _used(contact, typed, Purpose.PROOF, by)


@action
def end_visit(visit: AccessCode, *, by: Actor) -> None:
    """Close the visit that a code opened."""
    AccessCode.objects.filter(pk=visit.pk).update(visit_until=clock.now())


def _used(contact: Contact, typed: str, purpose: Purpose, by: Actor, **visit) -> bool:
    now = clock.now()
    usable = AccessCode.objects.filter(
        contact=contact, purpose=purpose, used_at=None, expires_at__gt=now, tries__lt=CODE_TRIES
    )
    asked = usable.order_by("-pk").first()
    if asked is None or not usable.filter(pk=asked.pk).update(tries=F("tries") + 1):
        return False
    expected = access_code(asked, letters.hidden_address(contact.pk))
    is_right = secrets.compare_digest(tokens.keyed(typed), asked.code_fingerprint) and typed == expected
    unused = AccessCode.objects.filter(pk=asked.pk, used_at=None)
    if not is_right or not unused.update(used_at=now, **visit):
        return False
    letters.prove(contact.pk, now)
    journal.write("access-code.used", by=by, about=contact)
    return True
