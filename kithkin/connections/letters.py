"""What the postman is told when a letter of Friends & Family is about to go."""

from collections.abc import Sequence

from django.conf import settings

from kithkin.base import addresses, tokens
from kithkin.contacts import letters as contacts
from kithkin.mail.models import Letter
from kithkin.mail.postman import Envelope

from . import queries
from .links import token
from .models import Consent
from .states import State


def consent_request(letters: Sequence[Letter]) -> dict[int, Envelope | None]:
    """The request with its link, the lead's name and the privacy policy (second seed); None when it is over."""
    rounds = Consent.objects.select_related("connection__parent", "connection__child", "connection__organisation")
    asked = rounds.in_bulk([letter.facts["consent"] for letter in letters])
    keys = contacts.address_keys([letter.contact_id for letter in letters])
    found = contacts.addresses([letter.contact_id for letter in letters])
    return {letter.pk: _request(letter, asked.get(letter.facts["consent"]), keys, found) for letter in letters}


def _request(letter: Letter, consent: Consent | None, keys: dict[int, str], found: dict[int, str]) -> Envelope | None:
    if consent is None or not _still_asks(letter, consent) or letter.contact_id not in found:
        return None
    link = token(consent, keys[letter.contact_id])
    Consent.objects.filter(pk=consent.pk).update(token_fingerprint=tokens.fingerprint(link))
    connection = consent.connection
    context = {
        "lead": connection.parent.name,
        "member": f"{connection.typed_first} {connection.typed_last}",
        "organisation": connection.organisation,
        "address": addresses.masked(found[letter.contact_id]),
        "days": connection.organisation.request_days,
        "link": f"{settings.BASE_URL}/consent/{link}/",
        "policy": f"{settings.BASE_URL}/privacy/",
    }
    return Envelope(to=found[letter.contact_id], language=letter.language, context=context)


def _still_asks(letter: Letter, consent: Consent) -> bool:
    same_press = consent.asks == letter.facts["ask"]
    return (
        consent.state == State.ASKED
        and same_press
        and consent.connection.removed_at is None
        and not queries.has_expired(consent)
    )
