"""Links in mails: one purpose each, made again alike, never stored themselves.

A token is an HMAC of its purpose and of everything that it is bound to, so a mail that is sent
twice carries the same link, and a change of any part kills it (design decision 25).
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode

from django.conf import settings


def make(purpose: str, *parts: object) -> str:
    """The token for this purpose and these parts; 256 bits, fit for an address."""
    bound = "\x1f".join((purpose, *(str(part) for part in parts)))
    return urlsafe_b64encode(_keyed("token", bound)).decode().rstrip("=")


def fingerprint(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed(text: str) -> str:
    """A keyed hash of a text that must not be guessed from its hash, such as an address."""
    return _keyed("hash", text).hex()


def _keyed(use: str, text: str) -> bytes:
    key = f"kithkin.{use}.{settings.SECRET_KEY}".encode()
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
