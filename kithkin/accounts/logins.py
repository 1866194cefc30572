"""Which login stands for whom: always the one at the person's own address, so that mail and sign-in keep in step."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import IntegrityError
from django.utils.translation import gettext as _

from kithkin.base import clock
from kithkin.base.addresses import canonical
from kithkin.base.verdict import Refused
from kithkin.contacts.models import Contact

from . import sessions
from .models import Login, LoginContact, Session, StaffPost


def at(address: str) -> Login | None:
    """The login that signs in with this address."""
    known = EmailAddress.objects.filter(email=canonical(address), verified=True).select_related("user").first()
    return known.user if known else None


def standing_at(addresses: Iterable[str]) -> set[str]:
    """Those of many addresses at which somebody signs in."""
    keys = {canonical(address) for address in addresses}
    return set(EmailAddress.objects.filter(email__in=keys, verified=True).values_list("email", flat=True))


def opened_at(address: str) -> Login:
    """The login at this address, opened without a password if there was none."""
    return at(address) or _open(address)


def of(contact_id: int) -> Login | None:
    """The login that stands for this contact."""
    link = LoginContact.objects.filter(contact_id=contact_id).select_related("login").first()
    return link.login if link else None


def number_of(contact_id: int) -> int | None:
    """Its number alone."""
    return LoginContact.objects.filter(contact_id=contact_id).values_list("login_id", flat=True).first()


def stands_alone(login: Login) -> bool:
    """Whether nobody else and no post hangs on this login."""
    return login.links.count() <= 1 and not StaffPost.objects.filter(login=login).exists()


def gather(login: Login, contacts: Iterable[Contact]) -> None:
    """The login stands for these people, too; whoever has a login already keeps it."""
    since = clock.now()
    links = [LoginContact(login=login, contact=contact, since=since) for contact in contacts]
    LoginContact.objects.bulk_create(links, ignore_conflicts=True)


def hand_over(contact: Contact, login: Login) -> None:
    """The login stands for this contact, and no other one does; one that is left without anybody goes."""
    before = of(contact.pk)
    LoginContact.objects.update_or_create(contact=contact, defaults={"login": login, "since": clock.now()})
    if before and before != login:
        _end_empty(before)


def would_open(contact: Contact, address: str) -> bool:
    """Whether `settle` would have to open a login, which then needs a password."""
    return at(address) is None and not _renames(of(contact.pk))


def settle(contact: Contact, address: str) -> Login:
    """The person's address is this one now: his login follows, or he goes to the one that is there already."""
    own = of(contact.pk)
    if at(address) is None and own and _renames(own):
        _rename(own, address)
        return own
    login = opened_at(address)
    hand_over(contact, login)
    return login


def bring_home(contact: Contact, address: str, left: int | None) -> None:
    """This address is his again: back into the login that he left, which is locked; never into another's.

    Where somebody else has a login there by now, no login stands for him until he comes by a mailed link.
    """
    own, there = of(contact.pk), at(address)
    if own:
        sessions.end([own.pk], {contact.pk})
    if there is None or there.pk in (left, own.pk if own else None):
        lock(settle(contact, address))
    elif own:
        _part(contact, own)


def end_sessions(login: Login) -> None:
    """Whoever is signed in with this login is so no longer, in every browser."""
    Session.objects.filter(login=login).delete()


def lock(login: Login) -> None:
    """Nobody comes in any more until a new password is set by a mailed link."""
    login.set_unusable_password()
    login.save(update_fields=["password"])
    Authenticator.objects.filter(user=login).delete()
    end_sessions(login)


def _part(contact: Contact, login: Login) -> None:
    LoginContact.objects.filter(contact=contact, login=login).delete()
    _end_empty(login)


def _end_empty(login: Login) -> None:
    if not login.links.exists() and stands_alone(login):
        login.delete()


def _renames(login: Login | None) -> bool:
    return login is not None and stands_alone(login)


def _open(address: str) -> Login:
    login = Login.objects.create_user()
    try:
        EmailAddress.objects.create(user=login, email=canonical(address), verified=True, primary=True)
    except IntegrityError:
        raise Refused(_taken()) from None
    return login


def _rename(login: Login, address: str) -> None:
    try:
        EmailAddress.objects.filter(user=login, primary=True).update(email=canonical(address))
    except IntegrityError:
        raise Refused(_taken()) from None


def _taken() -> str:
    return _("This email has just been used in another window. Press once more.")
