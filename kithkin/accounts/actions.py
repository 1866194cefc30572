"""Inviting people to sign in, setting passwords, posts at the desk."""

import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db.models import F
from django.utils.translation import gettext as _

from kithkin.audit import journal
from kithkin.base import clock, rows, tokens
from kithkin.base.action import action
from kithkin.base.actor import Actor, Power
from kithkin.base.addresses import canonical
from kithkin.base.verdict import WrongMove
from kithkin.contacts import actions as contacts
from kithkin.contacts import letters
from kithkin.contacts.actions import Person
from kithkin.contacts.models import Contact
from kithkin.organisations.models import Organisation

from . import queries
from .letters import access_code
from .models import AccessCode, Login, LoginContact, PasswordRequest, StaffPost

CODE_LASTS, CODE_PAUSE, CODE_TRIES, CODES_A_DAY = timedelta(minutes=10), timedelta(minutes=1), 5, 5
VISIT_LASTS = timedelta(minutes=15)


@action
def invite(contact: Contact, *, by: Actor) -> PasswordRequest:
    """Send a link to set a password: for a new account, and for one who forgot it."""
    now = clock.now()
    request = PasswordRequest.objects.create(
        contact=contact, made_at=now, expires_at=now + timedelta(hours=contact.organisation.password_hours)
    )
    letters.write_to(contact, "set-password", dedup=f"set-password:{request.pk}", request=request.pk)
    journal.write("account.invited", by=by, about=contact)
    return request


@action
def invite_if_new(contact: Contact, is_new: bool, *, by: Actor) -> None:
    """Like `invite` for somebody who was just registered; nothing, by the same statements, for others."""
    now = clock.now()
    request = {
        "contact_id": contact.pk,
        "made_at": now,
        "expires_at": now + timedelta(hours=contact.organisation.password_hours),
    }
    [(number,)] = rows.insert(PasswordRequest, [request], when=is_new, returning=("id",)) or [(0,)]
    letters.write_to(contact, "set-password", dedup=f"set-password:{number}", when=is_new, request=number)
    journal.write("account.invited" if is_new else "account.left-alone", by=by, about=contact)


@action
def invite_address(organisation: Organisation, email: str, *, by: Actor) -> None:
    """Send the link to whoever is known at this address, once; write to nobody otherwise.

    The caller's page says the same in both cases (design decision 4).
    """
    known = letters.holders(organisation.pk, email)
    if known and not _invited_lately(known[0]):
        invite(known[0], by=by)


@action
def sign_up(organisation: Organisation, person: Person, *, by: Actor) -> None:
    """Open an account: a known address gets its link, an unknown one is registered and gets the same link."""
    contact = contacts.register_unknown(organisation, person, by=by)
    if contact:
        invite(contact, by=by)
    else:
        invite_address(organisation, person.email, by=by)


@action
def invite_again(token: str, *, by: Actor) -> None:
    """Who comes with a link that is used or too old gets a new one, at the address the old one went to."""
    request = queries.password_request(token)
    if request and not _invited_lately(request.contact):
        invite(request.contact, by=by)


@action
def set_password(token: str, password: str, *, by: Actor) -> Login:
    """Use a mailed link, once: the address is proven and the login opens with this password.

    Who shares the address with a login joins that login (design decision 2). Raises WrongMove for a
    link that is used, too old, damaged or bound to an address that has changed.
    """
    request = _usable(token)
    address = letters.addresses([request.contact_id])[request.contact_id]
    login = _login_at(canonical(address)) or _open_login(address)
    login.set_password(password)
    login.save(update_fields=["password"])
    LoginContact.objects.get_or_create(contact=request.contact, defaults={"login": login, "since": clock.now()})
    letters.prove(request.contact_id, clock.now())
    journal.write("account.password-set", by=by, about=request.contact)
    return login


@action
def send_code(contact: Contact, *, by: Actor) -> None:
    """Mail a fresh code; the older ones end. Pressed too often it sends nothing, and the page says the same."""
    now = clock.now()
    today = AccessCode.objects.filter(contact=contact, made_at__gt=now - timedelta(days=1))
    if today.filter(made_at__gt=now - CODE_PAUSE).exists() or today.count() >= CODES_A_DAY:
        return
    AccessCode.objects.filter(contact=contact, used_at=None).update(expires_at=now)
    asked = AccessCode.objects.create(contact=contact, made_at=now, expires_at=now + CODE_LASTS)
    asked.code_fingerprint = tokens.keyed(access_code(asked, letters.hidden_address(contact.pk)))
    asked.save(update_fields=["code_fingerprint"])
    letters.write_to(contact, "access-code", dedup=f"access-code:{asked.pk}", code=asked.pk)
    journal.write("access-code.sent", by=by, about=contact)


@action
def enter_code(contact: Contact, typed: str, *, by: Actor) -> str:
    """Use a mailed code, once: the secret of a short visit, or nothing. Every try counts, also a wrong one."""
    now = clock.now()
    usable = AccessCode.objects.filter(contact=contact, used_at=None, expires_at__gt=now, tries__lt=CODE_TRIES)
    asked = usable.order_by("-pk").first()
    if asked is None or not usable.filter(pk=asked.pk).update(tries=F("tries") + 1):
        return ""
    expected = access_code(asked, letters.hidden_address(contact.pk))
    is_right = secrets.compare_digest(tokens.keyed(typed), asked.code_fingerprint) and typed == expected
    secret = secrets.token_urlsafe(32)
    visit = {"visit_fingerprint": tokens.fingerprint(secret), "visit_until": now + VISIT_LASTS}
    unused = AccessCode.objects.filter(pk=asked.pk, used_at=None)
    if not is_right or not unused.update(used_at=now, **visit):
        return ""
    letters.prove(contact.pk, now)
    journal.write("access-code.used", by=by, about=contact)
    return secret


@action
def end_visit(visit: AccessCode, *, by: Actor) -> None:
    """Close the visit that a code opened."""
    AccessCode.objects.filter(pk=visit.pk).update(visit_until=clock.now())


@action
def open_login(contact: Contact, password: str, *, by: Actor) -> Login:
    """A login for a contact whose address the organiser vouches for (imports, demo)."""
    address = letters.addresses([contact.pk])[contact.pk]
    login = _login_at(canonical(address)) or _open_login(address)
    login.set_password(password)
    login.save(update_fields=["password"])
    LoginContact.objects.get_or_create(contact=contact, defaults={"login": login, "since": clock.now()})
    journal.write("account.opened", by=by, about=contact)
    return login


@action
def open_post(
    organisation: Organisation, *, name: str, email: str, password: str, powers: list[Power], by: Actor
) -> StaffPost:
    """A person of the organiser gets a login and a post at the desk."""
    login = _login_at(canonical(email)) or _open_login(email)
    login.set_password(password)
    login.save(update_fields=["password"])
    post = StaffPost.objects.create(login=login, organisation=organisation, name=name, powers=powers)
    journal.write("post.opened", by=by, about=post, powers=powers)
    return post


def _usable(token: str) -> PasswordRequest:
    request = queries.password_request(token)
    if request is None:
        raise WrongMove(_("This link no longer works. Ask for a new one."))
    unused = PasswordRequest.objects.filter(pk=request.pk, used_at=None, expires_at__gt=clock.now())
    if not unused.update(used_at=clock.now()):
        raise WrongMove(_("This link was used or is too old. Ask for a new one."))
    return request


def _invited_lately(contact: Contact) -> bool:
    since = clock.now() - timedelta(minutes=5)
    return PasswordRequest.objects.filter(contact=contact, used_at=None, made_at__gt=since).exists()


def _login_at(address_key: str) -> Login | None:
    known = EmailAddress.objects.filter(email=address_key, verified=True).select_related("user").first()
    return known.user if known else None


def _open_login(address: str) -> Login:
    login = Login.objects.create_user()
    EmailAddress.objects.create(user=login, email=canonical(address), verified=True, primary=True)
    return login
