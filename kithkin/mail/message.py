"""A letter as a mail message: both parts and the headers."""

from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from kithkin.base import tokens

from . import paper
from .models import Letter
from .plain import one_line
from .tables import Envelope, Sender
from .wording import Wording


class Mail(EmailMultiAlternatives):
    """A message whose parts are divided by a line made from its id: a random one must be searched for in all of it."""

    def message(self):
        """As Django makes it, and divided; no text can hold a keyed hash that it does not know."""
        made = super().message()
        made.set_boundary(tokens.keyed(self.extra_headers["Message-ID"])[:40])
        return made


def compose(letter: Letter, envelope: Envelope, sender: Sender, own: Wording | None = None) -> Mail:
    """From the organisation by our address; the same letter has the same Message-ID whenever it is tried."""
    page = paper.write(letter.template, envelope, sender, own=own)
    message = Mail(
        subject=page.subject,
        body=page.text,
        from_email=formataddr((one_line(sender.name), parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[envelope.to],
        reply_to=[sender.email] if sender.email else None,
        headers={"Message-ID": message_id(letter), "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(page.html, "text/html")
    return message


def message_id(letter: Letter) -> str:
    """Keyed, so that it does not count our letters."""
    return f"<{tokens.keyed(f'letter {letter.pk}')[:32]}@{urlsplit(settings.BASE_URL).hostname}>"
