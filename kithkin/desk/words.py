"""The desk's words for codes: scopes, letters, what happened and by which way."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kithkin.base.actor import Counter, Kind
from kithkin.connections.limits import Limit
from kithkin.connections.models import Connection
from kithkin.connections.scopes import Scope
from kithkin.mail import papers, postman
from kithkin.mail.models import State as LetterState


@dataclass(frozen=True, slots=True)
class Chip:
    """A state as it is shown: a word, a colour, a picture."""

    word: str | Promise
    kind: str
    picture: str


# Short: they stand in a row, the first with a capital.
SCOPES = {
    Scope.SEE_CONTACT_DETAILS: _("details"),
    Scope.SEE_TICKETS: _("tickets"),
    Scope.SEE_ORDERS: _("orders"),
    Scope.PAY_RESERVATIONS: _("paying"),
    Scope.MANAGE_TICKETS: _("managing tickets"),
    Scope.RESELL: _("reselling"),
}

WAYS = {
    Connection.How.EMAIL: _("by email"),
    Connection.How.NUMBER: _("by number"),
    Connection.How.DESK: _("at the desk"),
    Connection.How.IMPORT: _("from an import"),
    Connection.How.GUARDIAN: _("as parent or guardian"),
}

COUNTERS = {
    Counter.SHOP: _("in the shop"),
    Counter.DESK: _("at the desk"),
    Counter.MAIL_LINK: _("by the link in the mail"),
    Counter.EXCHANGE: _("from an import"),
    Counter.WORKER: _("on schedule"),
    Counter.DEMO: _("when the demo was built"),
}

# Who did it, where it was neither the lead nor the member.
KINDS = {
    Kind.OPERATOR: _("an operator"),
    Kind.SYSTEM: _("the house"),
    Kind.GUARDIAN: _("a guardian"),
    Kind.NOBODY: _("somebody who had not signed in"),
}

# What happened to a consent: the words, the picture, and whether a customer who did it was the lead.
EVENTS = {
    "connected": (_("Added by %(who)s"), "user-plus", True),
    "asked": (_("Asked by %(who)s"), "mail", True),
    "asked-to-renew": (_("Asked by %(who)s to renew"), "refresh-cw", True),
    "asked-in-vain": (_("Asked by %(who)s; no letter went out"), "mail", True),
    "removed": (_("Removed by %(who)s"), "trash-2", True),
    "erased": (_("Ended: one of them was erased"), "eye-off", True),
    "narrowed": (_("Rights given back by %(who)s"), "minus", True),
    "guardian-named": (_("Became parent or guardian, by %(who)s"), "shield-check", True),
    "guardian-ended": (_("No guardian any more, by %(who)s"), "undo-2", True),
    "age-changed": (_("Ends on another birthday, as the national age was changed by %(who)s"), "calendar", True),
    "came-of-age": (_("Came of age: the guardianship has ended"), "calendar", True),
    "allowed": (_("Allowed by %(who)s"), "check", False),
    "changed": (_("Changed by %(who)s"), "sliders-horizontal", False),
    "renewed": (_("Renewed by %(who)s"), "refresh-cw", False),
    "carried-over": (_("Carried over by %(who)s"), "history", False),
    "allowed-on-file": (_("Consent on a form, brought in by %(who)s"), "file-text", True),
    "cleared": (_("Left the group after a long silence"), "log-out", True),
    "restored": (_("Put back into the group by %(who)s"), "undo-2", True),
    "joined": (_("Joined with another record of the same person by %(who)s"), "users", True),
    "joined-away": (_("Ended: two records of one person were joined"), "users", True),
    "joined-no": (_("A no to one of the two records holds for both"), "ban", False),
    "parted": (_("Joining undone by %(who)s"), "undo-2", True),
    "parted-away": (_("Ended: two records are two people again"), "undo-2", True),
    "parted-no": (_("What was refused meanwhile stays refused"), "ban", False),
    "parted-open": (_("Waits for an answer, as before the records were joined"), "clock", False),
    "no-kept": (_("An earlier no of %(who)s still stands"), "ban", False),
    "allowed-at-desk": (_("Allowed on a signed form, confirmed by %(who)s"), "file-text", False),
    "declined-at-desk": (_("Declined at the desk, written down by %(who)s"), "x", False),
    "withdrawn-at-desk": (_("Withdrawn at the desk, written down by %(who)s"), "undo-2", False),
    "declined": (_("Declined by %(who)s"), "x", False),
    "declined-for-good": (_("Declined for good by %(who)s"), "ban", False),
    "withdrawn": (_("Withdrawn by %(who)s"), "undo-2", False),
}

# What a lead met: the words, and whether it closes something to him until tomorrow.
SIGNALS = {
    Limit.LOOKUP: (_("Contact numbers looked up in vain, more than allowed"), True),
    Limit.MISMATCH: (_("Known emails under wrong names, more than allowed"), True),
    Limit.NETWORK: (_("Too many numbers tried from one network"), False),
    Limit.DOUBLED: (_("An email that several contacts with the same name have"), False),
    Limit.RECIPIENT: (_("An address that had its requests for the day"), False),
    Limit.PAIR: (_("Asking one person more often than allowed"), False),
    Limit.ADDED: (_("Adding more people in a day than allowed"), False),
    Limit.PENDING: (_("Too many people who have not allowed anything"), False),
    Limit.GROUP: (_("A full group"), False),
}

# The versions of what a member had before his eyes when he answered.
SHOWN = {
    "text": _("Text %(version)s"),
    "policy": _("privacy policy %(version)s"),
}
LANGUAGES = dict(settings.LANGUAGES)

LETTERS = {
    "consent-receipt": (_("Consent receipt"), "receipt"),
    "consent-reminder": (_("Consent reminder"), "alarm-clock"),
    "access-code": (_("Code by mail"), "key-round"),
    "address-changed": (_("Your email was changed"), "undo-2"),
    "new-address": (_("Is this your new email?"), "mail-check"),
    "consent-renewal": (_("Request to renew"), "refresh-cw"),
    "consent-request": (_("Consent request"), "hand-helping"),
    "passkey-added": (_("A passkey was added"), "smartphone"),
    "people-joined": (_("Two records of one of your people are one"), "users"),
    "people-parted": (_("Two records that were joined are two again"), "undo-2"),
    "records-joined": (_("Your two records are one"), "users"),
    "records-parted": (_("Your records are two again"), "undo-2"),
    "birthday-soon": (_("From the birthday on"), "calendar"),
    "own-age-soon": (_("From your birthday on"), "calendar"),
    "child-news": (_("News for a guardian"), "mail"),
    "child-records": (_("A child's records were joined or parted"), "users"),
    "child-ticket": (_("A ticket for a child"), "ticket"),
    "child-erased": (_("A child was erased"), "trash-2"),
    "erasure-wish": (_("A child wants to be erased"), "trash-2"),
    "guardian-request": (_("Another guardian"), "hand-helping"),
    "guardian-news": (_("News about guardians"), "shield-check"),
    "set-password": (_("Set your password"), "key-round"),
    "order-confirmed": (_("Order confirmed"), "receipt"),
    "order-reserved": (_("Order reserved"), "shopping-bag"),
    "silent-notice": (_("Who leaves the group soon"), "clock"),
    "ticket-for-you": (_("A ticket for you"), "ticket"),
    "document-test": (_("Test of a document"), "file-text"),
}

LETTER_STATES = {
    LetterState.WAITING: Chip(LetterState.WAITING.label, "wait", "clock"),
    LetterState.SENDING: Chip(LetterState.SENDING.label, "wait", "send"),
    LetterState.SENT: Chip(LetterState.SENT.label, "good", "mail-check"),
    LetterState.DROPPED: Chip(LetterState.DROPPED.label, "", "ban"),
    LetterState.FAILED: Chip(LetterState.FAILED.label, "stop", "circle-alert"),
    LetterState.TO_PRINT: Chip(LetterState.TO_PRINT.label, "wait", "printer"),
    LetterState.PRINTED: Chip(LetterState.PRINTED.label, "good", "printer"),
}


# Why a letter stayed here, where the reason is our own.
REASONS = {
    postman.NO_LONGER: _("It may no longer go: what it asks for is settled or too old."),
    postman.NO_ADDRESS: _("The contact has no email."),
    papers.SETTLED: _("It was settled before it was printed: answered, too old, or the person is gone."),
    postman.TO_OTHERS: _("It went to the guardians in place of the child."),
}


def event(what: str) -> tuple[str | Promise, str, bool]:
    """What happened, in the order of EVENTS; an unknown event is called by its code."""
    return EVENTS.get(what, (f"{what}: %(who)s", "info", True))


def shown(versions: dict) -> list[str]:
    """What somebody read when he answered: versions of text and policy, and in which language."""
    said = [str(word) % {"version": versions[key]} for key, word in SHOWN.items() if versions.get(key)]
    return [*said, *(str(name) for code, name in LANGUAGES.items() if code == versions.get("language"))]


def letter(template: str) -> tuple[str | Promise, str]:
    """What a letter is called, and its picture; an unknown one is called by its code."""
    return LETTERS.get(template, (template.replace("-", " ").capitalize(), "mail"))


def language(code: str) -> str | Promise:
    """A language by its name; one that is no longer offered is called by its code."""
    return LANGUAGES.get(code, code)


def scopes(opened: frozenset[Scope]) -> list[str | Promise]:
    """What is open, always in the same order."""
    return [word for scope, word in SCOPES.items() if scope in opened]
