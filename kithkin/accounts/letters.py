"""What the postman is told when a link, a code or news about signing in is about to go."""

from collections.abc import Sequence

from django.conf import settings

from kithkin.base import clock, tokens
from kithkin.base.addresses import masked
from kithkin.contacts import changes
from kithkin.contacts import letters as contacts
from kithkin.mail.models import Letter
from kithkin.mail.postman import Envelope

from .models import AccessCode, PasswordRequest


def password_token(request: PasswordRequest, address_key: str) -> str:
    """The link's token: bound to this request and this address; never good for anything else."""
    return tokens.make("password", request.pk, address_key)


def access_code(asked: AccessCode, address_key: str) -> str:
    """Eight digits, made again alike when the letter is sent; bound to this row and this address."""
    return f"{int(tokens.keyed(f'access-code:{asked.pk}:{address_key}'), 16) % 10**8:08d}"


def access_codes(letters: Sequence[Letter]) -> dict[int, Envelope | None]:
    """The code that the page asks for, good once; None when it is used or too old."""
    codes = AccessCode.objects.select_related("contact__organisation")
    asked = codes.in_bulk([letter.facts["code"] for letter in letters])
    keys = contacts.address_keys([letter.contact_id for letter in letters])
    found = contacts.addresses([letter.contact_id for letter in letters])
    return {letter.pk: _coded(letter, asked.get(letter.facts["code"]), keys, found) for letter in letters}


def _coded(letter, asked: AccessCode | None, keys: dict[int, str], found: dict[int, str]) -> Envelope | None:
    if asked is None or asked.used_at or asked.expires_at <= clock.now() or letter.contact_id not in found:
        return None
    digits = access_code(asked, keys[letter.contact_id])
    code = f"{digits[:4]} {digits[4:]}"
    context = {
        "member": asked.contact.first_name,
        "organisation": asked.contact.organisation,
        "code": code,
        "shows_people": asked.purpose == AccessCode.Purpose.PEOPLE,
        "policy": f"{settings.BASE_URL}/privacy/",
    }
    return Envelope(found[letter.contact_id], letter.language, context, secret=code)


def set_password(letters: Sequence[Letter]) -> dict[int, Envelope | None]:
    """The link to set a password; None when it is used or too old."""
    requests = PasswordRequest.objects.select_related("contact__organisation")
    asked = requests.in_bulk([letter.facts["request"] for letter in letters])
    keys = contacts.address_keys([letter.contact_id for letter in letters])
    found = contacts.addresses([letter.contact_id for letter in letters])
    return {letter.pk: _envelope(letter, asked.get(letter.facts["request"]), keys, found) for letter in letters}


def _envelope(letter, request: PasswordRequest | None, keys: dict[int, str], found: dict[int, str]) -> Envelope | None:
    if request is None or request.used_at or request.expires_at <= clock.now() or letter.contact_id not in found:
        return None
    token = password_token(request, keys[letter.contact_id])
    PasswordRequest.objects.filter(pk=request.pk).update(token_fingerprint=tokens.fingerprint(token))
    organisation = request.contact.organisation
    context = {
        "member": request.contact.name,
        "organisation": organisation,
        "hours": organisation.password_hours,
        "link": f"{settings.BASE_URL}/password/{token}/",
        "not_me": f"{settings.BASE_URL}/password/{token}/not-me/",
        "policy": f"{settings.BASE_URL}/privacy/",
    }
    return Envelope(to=found[letter.contact_id], language=letter.language, context=context)


def new_address(letters: Sequence[Letter]) -> dict[int, Envelope | None]:
    """To the new address: the link that proves it; None when it was used, replaced or is too old."""
    asked = changes.in_bulk(letter.facts["change"] for letter in letters)
    return {letter.pk: _to_prove(letter, asked.get(letter.facts["change"])) for letter in letters}


def _to_prove(letter: Letter, change) -> Envelope | None:
    if change is None or not changes.can_be_made(change):
        return None
    link = f"{settings.BASE_URL}/address/{changes.proof_token(change)}/"
    return Envelope(change.email, letter.language, {**_about(change), "link": link})


def address_changed(letters: Sequence[Letter]) -> dict[int, Envelope | None]:
    """To the old address: what happened, and the link that takes it back; None once it is taken back or too late."""
    done = changes.in_bulk(letter.facts["change"] for letter in letters)
    return {letter.pk: _to_undo(letter, done.get(letter.facts["change"])) for letter in letters}


def _to_undo(letter: Letter, change) -> Envelope | None:
    if change is None or not changes.can_be_undone(change):
        return None
    link = f"{settings.BASE_URL}/address/undo/{changes.undo_token(change)}/"
    return Envelope(
        change.old_email, letter.language, {**_about(change), "link": link, "address": masked(change.email)}
    )


def _about(change) -> dict:
    member = change.details.contact
    policy = f"{settings.BASE_URL}/privacy/"
    return {"member": member.first_name, "organisation": member.organisation, "policy": policy}
