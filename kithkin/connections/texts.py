"""Texts as they are kept for the proof, each by its hash: of a request, of the form, of a guardian; without names."""

import hashlib

from django.utils import translation
from django.utils.translation import gettext as _

from kithkin.base import rows

from .models import ConsentText
from .scopes import FULL, HINTS, OFFERED, SIGHTS, WORDS, Scope

GUARDIAN_VERSION = 1


def name(body: str) -> str:
    """How a text is called: by its hash."""
    return hashlib.sha256(body.encode()).hexdigest()


def keep(body: str, language: str, version: int, *, when: bool = True) -> str:
    """Keep what somebody was shown, and return its name. One statement, whether or not it is known already.

    Without `when` the statement keeps nothing.
    """
    named = name(body)
    kept = {"hash": named, "language": language, "version": version, "body": body}
    rows.insert(ConsentText, [kept], on_conflict="ON CONFLICT (hash) DO NOTHING", when=when)
    return named


def is_kept(named: str) -> bool:
    """Whether the text of this name was shown to somebody before."""
    return ConsentText.objects.filter(hash=named).exists()


def request(asked: frozenset[Scope] = FULL) -> str:
    """What asking on paper for this says, in the shop's words, in the active language, without names."""
    seen = [f"{WORDS[scope]} ({HINTS[scope]})" for scope in OFFERED if scope in asked & set(SIGHTS)]
    done = [f"{WORDS[scope]} ({HINTS[scope]})" for scope in OFFERED if scope in asked - set(SIGHTS)]
    chosen = [f"{WORDS[scope]} ({HINTS[scope]})" for scope in OFFERED]
    return "\n".join(
        [
            _("Nothing changes unless you press Allow."),
            *_opened(seen, done),
            _("If you choose yourself, you can open:"),
            *chosen,
            _("The person never sees your password, your bank card or who else you go with."),
            _("It ends by itself on the day that the page names, and you can take it back at any time."),
        ]
    )


def form(days: int) -> str:
    """What stands on the form that is signed at the desk, in the active language, without names."""
    chosen = [f"{WORDS[scope]} ({HINTS[scope]})" for scope in OFFERED]
    return "\n".join([*form_intro(), *chosen, *form_outro(days)])


def form_intro() -> list[str]:
    """Above the boxes."""
    return [
        _("The person named above can buy tickets for you. What you tick here, the person can see and do besides:"),
    ]


def form_outro(days: int) -> list[str]:
    """Below the boxes."""
    return [
        _("What you do not tick stays closed. You need not tick or sign anything: your own tickets stay as they are."),
        _("The person never sees your password, your bank card or who else you go with."),
        _(
            "It ends by itself %(days)s days after the day on which you sign. You can take it back at any time: "
            "say so at the ticket desk, and it ends at once."
        )
        % {"days": days},
    ]


def guardian() -> str:
    """What somebody says of himself who is to decide for a child, in the active language."""
    return _("I am the parent or guardian of this child, and I may decide for the child.")


def said_by_guardian(language: str, policy: int, policy_hash: str = "") -> dict:
    """For the proof: these words kept by their hash, and what else could be read."""
    with translation.override(language or None):
        body = guardian()
    named = keep(body, language, GUARDIAN_VERSION)
    said = {"text": GUARDIAN_VERSION, "text_hash": named, "language": language, "policy": policy}
    return {**said, "policy_hash": policy_hash} if policy_hash else said


def already_there(name: str) -> str:
    """To a lead who adds a name that his group holds."""
    return _(
        "%(name)s is already among your people. Is it somebody else of this name? Add both in the same way: "
        "by email, or by contact number."
    ) % {"name": name}


def _opened(seen: list[str], done: list[str]) -> list[str]:
    if not seen and not done:
        return [_("The person who asks will go on buying tickets for you, and see nothing of yours.")]
    return [
        _("If you press Allow, the person who asks will see:"),
        *seen,
        _("and will be able to:"),
        *done,
    ]
