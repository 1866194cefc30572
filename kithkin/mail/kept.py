"""Letters that the way of sending keeps: none of a mail server's are ours, the demo's mailbox keeps all of them."""

from collections.abc import Collection

from django.core.mail import get_connection


def forget(words: Collection[str]) -> None:
    """Throw away what names these people, where letters are kept at all."""
    forgetful = getattr(get_connection(), "forget", None)
    if forgetful and words:
        forgetful(words)
