"""The postman: takes the letters that are due, asks whether they may still go, and sends them.

Whatever the number of letters, a round has the same statements: one claims, one asks who signs, one looks for
the organiser's own words, each template asks for its facts, one marks. No transaction is open while a mail
server is spoken to.
"""

import logging
import smtplib
from collections import defaultdict
from collections.abc import Iterable

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from . import claims, message, paper
from .claims import Outcome
from .models import Letter
from .own import words
from .tables import Envelope, Sender, Table

log = logging.getLogger(__name__)

BATCH = 50
NO_LONGER = "no longer to be sent"
NO_ADDRESS = "no address"
TO_OTHERS = "to others in its place"
_LINE_LOST = (smtplib.SMTPServerDisconnected, ConnectionError, TimeoutError)


def deliver(table: Table, limit: int = BATCH) -> int:
    """Send what is due, at most `limit` letters; return how many were taken up."""
    letters = claims.claim(limit)
    if letters:
        outcome = Outcome()
        try:
            _send(_composed(letters, table, outcome), outcome)
        finally:  # also when we are stopped half way: what has gone must not go again
            outcome.mark()
    return len(letters)


def shown(letter: Letter, table: Table) -> paper.Paper | None:
    """What the letter says now, its links blotted out; None when it may no longer go."""
    facts = table.facts.get(letter.template)
    envelope = facts([letter]).get(letter.pk) if facts else None
    if envelope is None or not envelope.has_a_way:
        return None
    [sender] = table.senders({letter.organisation_id}).values()
    own = words([letter], table.documents).get(letter)
    return paper.write(letter.template, envelope, sender, own=own, blot=True)


def on_paper(letters: list[Letter], table: Table) -> dict[Letter, tuple[paper.Paper, Sender]]:
    """What letters to be printed say and who signs, in a fixed number of statements; not those that may not go."""
    senders = table.senders({letter.organisation_id for letter in letters})
    own = words(letters, table.documents)
    written = {}
    for template, alike in by_template(letters).items():
        envelopes = table.facts[template](alike)
        for letter in alike:
            envelope = envelopes.get(letter.pk)
            if envelope and envelope.has_a_way:
                sender = senders[letter.organisation_id]
                written[letter] = (paper.write(template, envelope, sender, own=own.get(letter)), sender)
    return written


def _composed(letters: list[Letter], table: Table, outcome: Outcome) -> dict[Letter, EmailMessage]:
    senders = table.senders({letter.organisation_id for letter in letters})
    own = words(letters, table.documents)
    messages: dict[Letter, EmailMessage] = {}
    for letter, envelope in _that_may_go(letters, table, outcome):
        try:
            messages[letter] = message.compose(letter, envelope, senders[letter.organisation_id], own.get(letter))
        except Exception as error:  # one letter that cannot be written must not keep the others
            log.exception("Letter %s cannot be written", letter.pk)
            outcome.errors[letter] = _said(error)
    return messages


def _that_may_go(letters: list[Letter], table: Table, outcome: Outcome) -> list[tuple[Letter, Envelope]]:
    """Only now is asked whether a letter may still go, whom it goes to and what it says."""
    going = []
    for template, alike in by_template(letters).items():
        try:
            envelopes = table.facts[template](alike)
        except Exception as error:
            log.exception("No facts for the letters %s", template)
            outcome.errors |= dict.fromkeys(alike, _said(error))
            continue
        for letter in alike:
            envelope = envelopes.get(letter.pk)
            if envelope and envelope.to:
                going.append((letter, envelope))
            elif envelope and envelope.on_paper:
                outcome.to_print.append(letter)
            else:
                outcome.dropped[letter] = _why_not(envelope)
    return going


def _why_not(envelope: Envelope | None) -> str:
    if envelope is None:
        return NO_LONGER
    return TO_OTHERS if envelope.to_others else NO_ADDRESS


def by_template(letters: Iterable[Letter]) -> dict[str, list[Letter]]:
    """The letters that are alike, together."""
    groups = defaultdict(list)
    for letter in letters:
        groups[letter.template].append(letter)
    return groups


def _send(messages: dict[Letter, EmailMessage], outcome: Outcome) -> None:
    """All over one connection; when it is lost, what has not gone waits with the rest."""
    if not messages:
        return
    try:
        with get_connection() as connection:
            for letter, each in messages.items():
                _hand_over(connection, letter, each, outcome)
    except Exception as error:
        log.warning("The mail server cannot be used: %s", _said(error))
        left = [letter for letter in messages if letter not in outcome.sent and letter not in outcome.errors]
        outcome.errors |= dict.fromkeys(left, _said(error))


def _hand_over(connection: BaseEmailBackend, letter: Letter, each: EmailMessage, outcome: Outcome) -> None:
    try:
        connection.send_messages([each])
    except _LINE_LOST:
        raise
    except Exception as error:
        log.warning("Letter %s was refused: %s", letter.pk, _said(error))
        outcome.errors[letter] = _said(error)
    else:
        outcome.sent.append(letter)


def _said(error: Exception) -> str:
    """The error by name and code; what a mail server writes beside it often holds the address."""
    codes = {code for code, _ in getattr(error, "recipients", {}).values()} or {getattr(error, "smtp_code", "")}
    return " ".join(str(word) for word in (type(error).__name__, *sorted(codes)) if word)
