"""The mailed link of a request: its token, and whether it still is what was mailed."""

from kithkin.base import tokens
from kithkin.contacts import letters as contacts

from .models import Consent
from .scopes import TEXT_VERSION


def token(consent: Consent, address_key: str) -> str:
    """The link's token: bound to this round, this press, this address and this text."""
    return tokens.make("consent", consent.pk, consent.asks, address_key, TEXT_VERSION)


def is_whole(consent: Consent, typed: str) -> bool:
    """Whether a link is the one of this round and its address is still the member's."""
    key = contacts.hidden_address(consent.connection.child_id)
    return bool(key) and tokens.fingerprint(token(consent, key)) == tokens.fingerprint(typed)
