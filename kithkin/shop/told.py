"""Everything we hold about the reader, in his words: sections, columns and codes of persons.telling made readable."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kithkin.base.money import Money
from kithkin.connections import kinds
from kithkin.connections.door import EVERYTHING
from kithkin.connections.scopes import WORDS as SCOPES
from kithkin.mail import tables
from kithkin.persons import acts
from kithkin.persons.telling import Rows, Told
from kithkin.shop import deeds
from kithkin.ui.dates import hour, plain_day

Words = str | Promise

SECTIONS: dict[str, Words] = {
    "yourself": _("You"),
    "changes_of_email": _("Changes of your email"),
    "sign_in": _("Signing in"),
    "sign_in_emails": _("The email you sign in with"),
    "sign_in_keys": _("What else you sign in with"),
    "posts": _("Your post at the desk"),
    "sessions": _("Where you are signed in"),
    "password_links": _("Links to set a password"),
    "codes": _("Codes by mail"),
    "added_by_somebody_else": _("Made by somebody else, and not yet yours"),
    "people_you_act_for": _("People you act for"),
    "people_who_act_for_you": _("People who act for you"),
    "guardians": _("Who decides for you"),
    "guardian_of": _("Whom you decide for"),
    "consent_events": _("What you allowed, refused or took back"),
    "forms_you_signed": _("Forms you signed"),
    "texts_you_were_shown": _("The texts you were shown"),
    "refusals": _("Who may not ask you"),
    "tries": _("Tries to find people today"),
    "baskets": _("Your baskets"),
    "orders": _("Your orders"),
    "seats_in_your_orders": _("Seats in your orders"),
    "seats_bought_for_you": _("Seats bought for you"),
    "payments": _("Payments"),
    "letters": _("Letters we wrote to you"),
    "acts": _("What happened to your record"),
    "seen_by_others": _("Who saw what of you"),
    "seen_by_staff": _("When somebody at the ticket desk opened your sheet"),
    "seen_by_you": _("What you saw of others"),
    "limits_met": _("Limits you met"),
    "records_joined": _("Records of yours that were joined"),
    "demands_to_erase_you": _("Requests of the organiser to erase you"),
}
COLUMNS: dict[str, Words] = {
    "amount": _("Amount"),
    "asked_at": _("Asked"),
    "at": _("When"),
    "birth_date": _("Date of birth"),
    "body": _("Text"),
    "bought_by": _("Bought by"),
    "by_kind": _("By whom"),
    "by_you": _("By you"),
    "confirmed_at": _("Confirmed"),
    "counter": _("Where"),
    "created_at": _("Since"),
    "day": _("Day"),
    "done_at": _("Done"),
    "document": _("Document"),
    "email": _("Email"),
    "email_proven_at": _("Email proven"),
    "ended_at": _("Ended"),
    "ends_at": _("Until"),
    "ends_on": _("Last day"),
    "expire_date": _("Until"),
    "expires_at": _("Until"),
    "first_at": _("First"),
    "first_name": _("First name"),
    "gateway": _("Paid through"),
    "ground": _("On what ground"),
    "hash": _("Proof"),
    "held_until": _("Kept until"),
    "holder": _("Ticket holder"),
    "how": _("How"),
    "kind": _("Kind"),
    "known_since": _("Known since"),
    "language": _("Language"),
    "last_at": _("Last"),
    "last_name": _("Family name"),
    "last_sign_in": _("Last signed in"),
    "last_used_at": _("Last used"),
    "lead": _("Who asked"),
    "made_at": _("Made"),
    "name": _("Name"),
    "number": _("Number"),
    "old_email": _("Email before"),
    "order": _("Order"),
    "paid_at": _("Paid"),
    "paid_by": _("Paid by"),
    "phone": _("Phone"),
    "powers": _("Powers"),
    "price": _("Price"),
    "printed_at": _("Printed"),
    "product": _("Product"),
    "queued_at": _("Written"),
    "reference": _("Form number"),
    "scopes": _("What it opens"),
    "seat": _("Seat"),
    "sent_at": _("Sent"),
    "settled_at": _("Settled"),
    "shown": _("What you were shown"),
    "signed_on": _("Signed"),
    "since": _("Since"),
    "state": _("State"),
    "taken_over_at": _("Made your own"),
    "tariff": _("Tariff"),
    "template": _("Letter"),
    "ticket": _("Ticket"),
    "times": _("How often"),
    "total": _("Total"),
    "type": _("Kind"),
    "typed_as": _("As they wrote your name"),
    "until": _("Until"),
    "used_at": _("Used"),
    "version": _("Version"),
    "what": _("What"),
    "who": _("Who"),
    "whom": _("Whom"),
    "why": _("Why"),
    "words": _("In these words"),
}
CODES: dict[str, Words] = {
    "aside": _("Put aside"),
    "printed": _("Printed"),
    "allowed": _("Allowed"),
    "asked": _("Asked"),
    "cancelled": _("Cancelled"),
    "created": _("Begun"),
    "customer": _("a customer"),
    "document": _("a document at the desk"),
    "demo": _("when the demo was built"),
    "desk": _("at the desk"),
    "done": _("Done"),
    "dropped": _("Not sent"),
    "email": _("by email"),
    "ended": _("Ended"),
    "exchange": _("from an import"),
    "expired": _("Expired"),
    "failed": _("Failed"),
    "final": _("Settled"),
    "guardian": _("the guardian's word"),
    "import": _("from an import"),
    "let-go": _("Given back"),
    "link": _("by the link in the mail"),
    "mail-link": _("by the link in the mail"),
    "nobody": _("somebody who had not signed in"),
    "number": _("by number"),
    "open": _("Open"),
    "operator": _("an operator"),
    "ordered": _("Ordered"),
    "own-word": _("the word of whoever added you"),
    "paid": _("Paid"),
    "refunded": _("Given back"),
    "refused": _("Refused"),
    "reserved": _("Reserved"),
    "sending": _("Sending"),
    "stands": _("Stands"),
    "sent": _("Sent"),
    "shop": _("in the shop"),
    "system": _("the house"),
    "to-print": _("To be printed"),
    "undone": _("Undone"),
    "unpaid": _("Not paid yet"),
    "valid": _("Valid"),
    "void": _("No longer valid"),
    "waiting": _("Waiting"),
    "webauthn": _("Passkey"),
    "worker": _("on schedule"),
}
_SEEN: dict[str, Words] = {
    **{str(scope): words for scope, words in SCOPES.items()},
    EVERYTHING: _("Everything, as the guardian"),
}
_YES_NO = {True: _("Yes"), False: _("No")}
_VERSIONS: dict[str, Words] = {"text": _("Text %(version)s"), "policy": _("privacy policy %(version)s")}
_CODED = {"state", "counter", "by_kind", "kind", "how", "ticket", "ground", "type"}


@dataclass(frozen=True, slots=True)
class Section:
    """One heading with its table."""

    name: str
    title: Words
    columns: list[Words]
    rows: list[list[str]]

    @property
    def pairs(self) -> list[tuple[Words, str]]:
        """Of a single row, each column with what stands in it."""
        return [(column, cell) for column, cell in zip(self.columns, self.rows[0], strict=True) if cell]

    @property
    def is_single(self) -> bool:
        """Whether it reads better as a list than as a table."""
        return len(self.rows) == 1


def sections(told: Told) -> list[Section]:
    """In words; what is empty is left out, and named at the end by `empty`."""
    return [_section(name, rows) for name, rows in told.sections.items() if rows]


def empty(told: Told) -> list[Words]:
    """What we could hold and do not."""
    return [SECTIONS[name] for name, rows in told.sections.items() if not rows]


def _section(name: str, rows: Rows) -> Section:
    columns = [column for column in rows[0] if any(row[column] not in (None, "", [], {}) for row in rows)]
    cells = [[_cell(name, column, row) for column in columns] for row in rows]
    return Section(name, SECTIONS.get(name, name), [COLUMNS.get(each, each) for each in columns], cells)


def _cell(section: str, column: str, row: dict[str, Any]) -> str:
    value = row[column]
    if value in (None, "", [], {}):
        return ""
    said = _SAYS.get((section, column))
    return str(said(value, row) if said else _plain(column, value))


def _plain(column: str, value: Any) -> Words:
    if isinstance(value, bool):
        return _YES_NO[value]
    if isinstance(value, Money):
        return value.display(get_language() or "en")
    if isinstance(value, datetime):
        return _moment(timezone.localtime(value))
    if isinstance(value, date):
        return plain_day(value)
    if column in _CODED:
        return CODES.get(value, value)
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def _moment(at: datetime) -> str:
    return f"{plain_day(at)}, {hour(at)}"


def _letter(template: str, row: dict) -> Words:
    documents = tables.wired().documents
    return documents[template].called if template in documents else template.replace("-", " ").capitalize()


def _event(what: str, row: dict) -> str:
    by_house = row["by_kind"] in ("system", "operator")
    return deeds.event(what, row["lead"], by_house=by_house)[0]


def _scopes(opened: list[str], row: dict) -> str:
    return ", ".join(str(words) for scope, words in SCOPES.items() if scope in opened)


def _shown(shown: dict, row: dict) -> str:
    said = [str(words) % {"version": shown[key]} for key, words in _VERSIONS.items() if shown.get(key)]
    return ", ".join([*said, str(_language(shown.get("language", ""), row))])


@cache
def _languages() -> dict[str, Words]:
    return dict(settings.LANGUAGES)


def _language(code: str, row: dict) -> Words:
    return _languages().get(code, code)


def _kind(code: str, row: dict) -> Words:
    return kinds.WORDS.get(code, code)


_SAYS: dict[tuple[str, str], Callable[[Any, dict], Words]] = {
    ("letters", "template"): _letter,
    ("letters", "language"): _language,
    ("yourself", "language"): _language,
    ("texts_you_were_shown", "language"): _language,
    ("consent_events", "what"): _event,
    ("consent_events", "scopes"): _scopes,
    ("forms_you_signed", "scopes"): _scopes,
    ("consent_events", "shown"): _shown,
    ("consent_events", "hash"): lambda value, row: value[:16],
    ("texts_you_were_shown", "hash"): lambda value, row: value[:16],
    ("people_you_act_for", "kind"): _kind,
    ("people_who_act_for_you", "kind"): _kind,
    ("acts", "what"): lambda value, row: acts.WORDS.get(value, value),
    ("seen_by_others", "what"): lambda value, row: deeds.read(value)[0],
    ("seen_by_you", "what"): lambda value, row: _SEEN.get(value, value),
}
