"""Consent on a signed form, for people without an email: what stands on it, its number, and what speaks against it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kithkin.base import clock, tokens
from kithkin.base.numbers import show_contact_number
from kithkin.base.verdict import Refused
from kithkin.contacts import letters
from kithkin.ui import dates, typesetting
from kithkin.ui.typesetting import printable

from . import guardians, obstacles, texts
from .form_rows import SignedForm
from .models import Connection, Refusal
from .scopes import HINTS, OFFERED, WORDS, Scope

TEMPLATE = Path(__file__).parent / "print" / "form.typ"
LASTS = timedelta(days=14)
TEXT_VERSION = 1
_CLEAR = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Signed:
    """What an operator reads off the paper."""

    reference: str
    signed_on: date
    scopes: frozenset[Scope]
    language: str
    policy: int


def waiting(organisation_id: int) -> QuerySet[SignedForm]:
    """Forms that wait for a second operator, the oldest first."""
    opened = SignedForm.objects.filter(organisation_id=organisation_id, state=SignedForm.State.OPEN)
    since = clock.now() - LASTS
    related = ("connection__parent", "connection__child", "connection__organisation", "text", "organisation")
    return opened.filter(made_at__gt=since).select_related(*related).order_by("pk")


def number(connection: Connection, language: str, policy: int) -> str:
    """The number on a form: another one for each connection, day, language and policy."""
    parts = (connection.public_id, today(connection), language, policy, TEXT_VERSION)
    value = int(tokens.keyed("form:" + ":".join(map(str, parts))), 16)
    signs = "".join(_CLEAR[value >> 5 * place & 31] for place in range(8))
    return f"F-{signs[:4]}-{signs[4:]}"


def today(connection: Connection) -> date:
    """The day it is where the organisation is."""
    return _local(connection, clock.now()).date()


def ends_at(connection: Connection, signed_on: date) -> datetime:
    """When what was signed on this day ends by itself."""
    last = signed_on + timedelta(days=connection.organisation.consent_days)
    return datetime(last.year, last.month, last.day, tzinfo=ZoneInfo(connection.organisation.timezone))


def kept_text(connection: Connection, language: str) -> str:
    """The words of the form, kept; how they are named."""
    return texts.keep(_words(connection, language), language, TEXT_VERSION)


def require_own_word(connection: Connection) -> None:
    """Raises Refused for somebody who answers by mail, or for whom guardians decide."""
    if guardians.is_guarded(connection.organisation, connection.child_id):
        raise Refused(_("For this person the parents or guardians decide."))
    if letters.hidden_address(connection.child_id):
        raise Refused(_("This person has an email and answers by the link in a mail: send the request instead."))


def require_valid(connection: Connection, signed_on: date, since: datetime | None = None) -> None:
    """Raises Refused for a day that cannot be, and where the person has said no later than that."""
    if signed_on > today(connection):
        raise Refused(_("This day has not come yet."), field="signed_on")
    if ends_at(connection, signed_on) <= clock.now():
        raise Refused(
            _("What was signed on this day has ended already. A new form has to be signed."), field="signed_on"
        )
    said_at = obstacles.of(connection).no_at
    if Refusal.objects.filter(member_id=connection.child_id, lead=None).exists():
        raise Refused(_("This person wants nobody to act for him or her. That has to be lifted first."))
    if said_at and (_local(connection, said_at).date() > signed_on or (since and said_at > since)):
        raise Refused(_("Since then this person has said no. A new form has to be signed."))


def pdf(connection: Connection, language: str, policy: int) -> bytes:
    """The form to be printed and signed, in the member's language."""
    with translation.override(language), timezone.override(ZoneInfo(connection.organisation.timezone)):
        return typesetting.pdf(TEMPLATE, _printable(_paper(connection, language, policy)))


def _paper(connection: Connection, language: str, policy: int) -> dict:
    organisation, member = connection.organisation, connection.child
    names = {"lead": connection.parent.name, "member": member.name}
    return {
        "language": language,
        "title": _("What %(lead)s can see and do") % names,
        "sender": [organisation.name, *filter(None, organisation.postal_address.splitlines())],
        "number": _("Form %(number)s") % {"number": number(connection, language, policy)},
        "people": [
            [_("You"), f"{member.name}, {show_contact_number(member.number)}"],
            [_("The person"), connection.parent.name],
        ],
        "intro": texts.form_intro(),
        "scopes": [[str(WORDS[scope]), str(HINTS[scope])] for scope in OFFERED],
        "outro": texts.form_outro(organisation.consent_days),
        "policy": _("Privacy policy, version %(policy)s, in force when this was printed on %(day)s.")
        % {"policy": policy, "day": dates.plain_day(clock.now())},
        "sign": [_("Day"), _("Signature of %(member)s") % names],
        "desk": [_("Taken down at the desk by"), _("Confirmed by a second person")],
    }


def _words(connection: Connection, language: str) -> str:
    with translation.override(language):
        return texts.form(connection.organisation.consent_days)


def _local(connection: Connection, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(connection.organisation.timezone))


def _printable(told):
    if isinstance(told, dict):
        return {key: _printable(value) for key, value in told.items()}
    return printable(told) if isinstance(told, str) else [_printable(each) for each in told]
