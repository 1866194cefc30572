"""What the postman is told when a link, a code or news about signing in is about to go."""

from collections.abc import Sequence

from allauth.mfa.models import Authenticator
from django.conf import settings

from kithkin.base import rows, tokens
from kithkin.contacts import letters as contacts
from kithkin.contacts.models import Contact
from kithkin.mail.models import Letter
from kithkin.mail.tables import Envelope

from . import choice
from .claiming import unclaimed
from .models import AccessCode, LoginContact, Mailed, PasswordRequest

Envelopes = dict[int, Envelope | None]


def password_token(request: PasswordRequest, address_key: str) -> str:
    """The link's token: bound to this request and this address; never good for anything else."""
    return tokens.make("password", request.pk, address_key)


def access_code(asked: AccessCode, address_key: str) -> str:
    """Eight digits, made again alike when the letter is sent; bound to this row and this address."""
    return f"{int(tokens.keyed(f'access-code:{asked.pk}:{address_key}'), 16) % 10**8:08d}"


def access_codes(letters: Sequence[Letter]) -> Envelopes:
    """The code that the page asks for, good once; None when it is used or too old."""
    going = _usable(letters, AccessCode, "code")
    return {letter.pk: _coded(letter, *going[letter.pk]) if letter.pk in going else None for letter in letters}


def set_password(letters: Sequence[Letter]) -> Envelopes:
    """The link to set a password; None when it is used or too old."""
    going = _usable(letters, PasswordRequest, "request")
    made = {asked.pk: tokens.fingerprint(password_token(asked, key)) for asked, _to, key in going.values()}
    rows.set_each(PasswordRequest, "token_fingerprint", made)
    people = _people([asked.contact for asked, _to, _key in going.values()])
    return {
        letter.pk: _linked(letter, *going[letter.pk], people=people) if letter.pk in going else None
        for letter in letters
    }


def _usable(letters: Sequence[Letter], model: type[Mailed], fact: str) -> dict[int, tuple]:
    """By letter: what it brings, the address, and what links are bound to; without those that may no longer go."""
    related = model._default_manager.select_related("contact__organisation")
    found = related.in_bulk([letter.facts[fact] for letter in letters])
    ways = contacts.ways_to([letter.contact_id for letter in letters])
    return {
        letter.pk: (asked, *ways[letter.contact_id])
        for letter in letters
        if (asked := found.get(letter.facts[fact])) and asked.is_usable and letter.contact_id in ways
    }


def _coded(letter: Letter, asked: AccessCode, to: str, key: str) -> Envelope:
    digits = access_code(asked, key)
    code = f"{digits[:4]} {digits[4:]}"
    context = {
        "member": asked.contact.first_name,
        "organisation": asked.contact.organisation,
        "code": code,
        "shows_people": asked.purpose == AccessCode.Purpose.PEOPLE,
        "policy": f"{settings.BASE_URL}/privacy/",
    }
    return Envelope(to, letter.language, context, secret=code)


def _linked(letter: Letter, asked: PasswordRequest, to: str, key: str, *, people: dict[int, dict]) -> Envelope:
    link = f"{settings.BASE_URL}/password/{password_token(asked, key)}/"
    organisation = asked.contact.organisation
    context = {
        **people[asked.contact_id],
        "organisation": organisation,
        "hours": organisation.password_hours,
        "link": link,
        "not_me": f"{link}not-me/",
        "policy": f"{settings.BASE_URL}/privacy/",
    }
    return Envelope(to, letter.language, context)


def _people(asked: list[Contact]) -> dict[int, dict]:
    """The link is for everybody at the address: it names all of them, or the only one."""
    ids = [contact.pk for contact in asked]
    readers, new = contacts.together(ids), unclaimed(ids)
    return {contact.pk: _named(contact, readers[contact.pk], contact.pk in new) for contact in asked}


def _named(contact: Contact, readers: list[Contact], is_new: bool) -> dict:
    if len(readers) == 1:
        return {"member": contact.name}
    together = ", ".join(name for _number, name in choice.names(readers))
    return {"member": together, "together": True, "stranger": contact.name if is_new else ""}


def passkey_added(letters: Sequence[Letter]) -> Envelopes:
    """To the address that signs in: a new key lets in there; None once it is removed, or the reader left."""
    added = Authenticator.objects.in_bulk([letter.facts["passkey"] for letter in letters])
    behind = LoginContact.objects.filter(contact__in=[letter.contact_id for letter in letters])
    found = {link.contact_id: link for link in behind.select_related("contact__organisation")}
    ways = contacts.ways_to(found)
    return {
        letter.pk: _to_check(letter, link.contact, ways[letter.contact_id][0])
        for letter in letters
        if (link := found.get(letter.contact_id)) and letter.contact_id in ways
        if (key := added.get(letter.facts["passkey"])) and key.user_id == link.login_id
    }


def _to_check(letter: Letter, member, to: str) -> Envelope:
    context = {
        "organisation": member.organisation,
        "link": f"{settings.BASE_URL}/account/passkeys/",
        "password": f"{settings.BASE_URL}/account/password-link/",
        "policy": f"{settings.BASE_URL}/privacy/",
    }
    return Envelope(to, letter.language, context)
