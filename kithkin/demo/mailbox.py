"""The demo's mail server: keeps every letter in a table, where /mailbox/ shows it to everybody."""

from collections.abc import Collection, Sequence

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q

from kithkin.base import clock

from .models import KeptLetter


class Backend(BaseEmailBackend):
    """Works in the demo only: nobody's letters lie open because of a wrong setting."""

    def __init__(self, *args, **kwargs):
        if not settings.DEMO:
            raise ImproperlyConfigured("The mailbox that everybody can read works with DEMO=1 only.")
        super().__init__(*args, **kwargs)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """One row per reader."""
        kept = [_kept(message, reader) for message in email_messages for reader in message.recipients()]
        KeptLetter.objects.bulk_create(kept)
        return len(email_messages)

    def forget(self, words: Collection[str]) -> None:
        """Throw away every letter to these people or about them: by address, by first name."""
        for word in words if KeptLetter.objects.exists() else ():
            named = word if "@" in word else word.split()[0]
            KeptLetter.objects.filter(Q(to=word) | Q(text__icontains=named) | Q(subject__icontains=named)).delete()


def _kept(message: EmailMessage, reader: str) -> KeptLetter:
    return KeptLetter(
        at=clock.now(),
        sender=message.from_email,
        to=reader,
        subject=str(message.subject),
        text=str(message.body),
        whole=message.message().as_string(),
    )
