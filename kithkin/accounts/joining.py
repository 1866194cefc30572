"""Two records of one person become one: he signs in with the login of the kept record, never with the other's."""

from kithkin.base import clock
from kithkin.base.actor import Actor
from kithkin.contacts.models import Contact

from . import actions, queries
from .models import AccessCode, PasswordRequest


def join(kept: Contact, gone: Contact, *, by: Actor) -> dict[str, bool]:
    """Links and codes that went to `gone` end. Who could sign in for it only, is sent a link at the kept address."""
    now = clock.now()
    PasswordRequest.objects.filter(contact=gone, used_at=None, expires_at__gt=now).update(expires_at=now)
    AccessCode.objects.filter(contact=gone, used_at=None, expires_at__gt=now).update(expires_at=now)
    AccessCode.objects.filter(contact=gone, visit_until__gt=now).update(visit_until=now)
    invites = queries.has_login(gone.pk) and not queries.has_login(kept.pk)
    if invites:
        actions.invite(kept, by=by)
    return {"invited": invites}


def part(kept: Contact, gone: Contact, moved: dict[str, bool]) -> None:
    """The login of `gone` was never taken from it; as soon as it is no longer hidden, it stands for it again."""
