"""What the letter says in which a member is asked, for the proof: its words by their hash, and the privacy policy."""

from collections.abc import Iterable

from django.utils import translation

from kithkin.mail import own, paper, tables
from kithkin.mail.models import Letter
from kithkin.mail.wording import PLACEHOLDER, Wording
from kithkin.organisations import queries as organisations

from . import letters, texts
from .models import Connection, Consent
from .scopes import OFFERED, TEXT_VERSION, WORDS


def shown(connection: Connection, template: str, consent: Consent | None, *, mailed: bool, when: bool) -> dict:
    """The organiser's own words or the house's, without names; three statements, whether or not a letter goes.

    What is not `mailed` is printed, or goes to guardians in other words: of that only the policy is known yet.
    """
    language = connection.child.language
    policy = organisations.policy_in_force(connection.organisation, language)
    document = tables.wired().documents[template]
    written = _own(connection, template, language)
    wording = written or paper.shipped(document, language)
    version = 0 if written else TEXT_VERSION
    with translation.override(language):
        body = _body(wording, _opens(connection, consent))
    kept = {"text": version, "text_hash": texts.keep(body, language, version, when=when and mailed)}
    return {**(kept if mailed else {}), "language": language, **policy.shown} if when else {}


def _opens(connection: Connection, consent: Consent | None) -> list:
    """What the request asks for; of a consent that has ended, what it opened."""
    was_open = consent.scopes() if consent else frozenset()
    return [WORDS[scope] for scope in OFFERED if scope in was_open] or letters.opens(connection)


def _own(connection: Connection, template: str, language: str) -> Wording | None:
    letter = Letter(pk=0, organisation_id=connection.organisation_id, template=template, language=language)
    return next(iter(own.words([letter], tables.wired().documents).values()), None)


def _body(wording: Wording, opens: Iterable) -> str:
    """With a line for each right, as the letter has it; everything else stays open."""
    lines: list[str] = []
    for line in wording.text.splitlines():
        repeats = any(found[1] == "opens" for found in PLACEHOLDER.finditer(line))
        lines += [_with(line, str(words)) for words in opens] if repeats else [line]
    return "\n".join(lines)


def _with(line: str, words: str) -> str:
    return PLACEHOLDER.sub(lambda found: words if found[1] == "opens" else found[0], line)
