"""What the postman is told of letters about a child: to the guardians, and to the young person before the birthday."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kithkin.base import clock
from kithkin.contacts import letters as contacts
from kithkin.mail.models import Letter
from kithkin.mail.tables import Envelope
from kithkin.ui import dates

from . import birthdays, guardians, queries
from .letters import policy_address
from .models import Connection, Consent, ConsentEvent, Guardianship
from .presets import Preset
from .scopes import OFFERED, Scope
from .states import State

Envelopes = dict[int, Envelope | None]
RIGHTS: dict[Scope, Promise] = {
    Scope.SEE_CONTACT_DETAILS: gettext_lazy("See email and phone"),
    Scope.SEE_TICKETS: gettext_lazy("See tickets"),
    Scope.SEE_ORDERS: gettext_lazy("See orders, and what they cost"),
    Scope.PAY_RESERVATIONS: gettext_lazy("Pay reservations"),
    Scope.MANAGE_TICKETS: gettext_lazy("Look after tickets, also those taken over"),
}
_ALL = ("connection__parent", "connection__child", "connection__organisation")


def guardian_request(letters: Sequence[Letter]) -> Envelopes:
    """To each guardian: somebody says that he is a guardian of this child, too; None once it is answered."""
    asked = _guardianships(letters)
    found, own = _also_on_paper(letters), _own(letters, asked.values())
    return {letter.pk: _asked(letter, asked.get(letter.facts["guardianship"]), found, own) for letter in letters}


def _asked(letter: Letter, asked: Guardianship | None, found: dict, own: dict) -> Envelope | None:
    if asked is None or asked.state != Guardianship.State.ASKED or asked.connection.removed_at:
        return None
    mine = own.get((letter.contact_id, asked.connection.child_id))
    return _envelope(letter, found, mine, {"asker": asked.connection.parent.name}) if mine else None


def end_of_childhood(letters: Sequence[Letter]) -> Envelopes:
    """To a guardian and to the young person, by mail or on paper: what ends on the birthday, or has ended just now.

    None once it has ended before the letter said so, and where it does not end by age.
    """
    due, found = _guardianships(letters), _also_on_paper(letters)
    return {letter.pk: _ending(letter, due.get(letter.facts["guardianship"]), found) for letter in letters}


def _ending(letter: Letter, due: Guardianship | None, found: dict) -> Envelope | None:
    if due is None or due.connection.removed_at or due.ends_on is None or due.ends_at is None:
        return None
    is_over, by_age = due.ends_at <= clock.now(), due.ended_why in ("", Guardianship.Why.AGE)
    if not by_age or is_over is not bool(letter.facts.get("over")):
        return None
    last = (due.ends_at + birthdays.HAND_OVER).astimezone(ZoneInfo(due.connection.organisation.timezone))
    with translation.override(letter.language):
        told = {"over": is_over, "day": dates.plain_day(due.ends_on), "last": dates.plain_day(last.date())}
    if is_over and letter.contact_id == due.connection.parent_id:
        told["child"] = due.connection.typed_first
    return _envelope(letter, found, due.connection, told)


def child_news(letters: Sequence[Letter]) -> Envelopes:
    """To a guardian, in place of a letter about consent that a child would get; None where that may no longer go."""
    meant = Letter.objects.in_bulk([letter.facts["letter"] for letter in letters])
    rounds = _by_key(Consent.objects.select_related(*_ALL), meant.values(), "consent")
    events = _by_key(ConsentEvent.objects.select_related(*_ALL, "consent"), meant.values(), "event")
    about = [each.connection for each in (*rounds.values(), *events.values())]
    found, own = _also_on_paper(letters), _own_of(letters, {each.child_id for each in about})
    envelopes: Envelopes = {}
    for letter in letters:
        original = meant.get(letter.facts["letter"])
        facts = original.facts if original else {}
        row = rounds.get(facts.get("consent")) or events.get(facts.get("event"))
        mine = own.get((letter.contact_id, row.connection.child_id)) if row else None
        with translation.override(letter.language):
            news = _news(original, row) if original and mine else None
        if news and (version := facts.get("policy") or getattr(row, "shown", {}).get("policy")):
            news["policy"] = policy_address(version)
        envelopes[letter.pk] = _envelope(letter, found, mine, news) if mine and news else None
    return envelopes


def _news(original: Letter, row: Consent | ConsentEvent) -> dict[str, Any] | None:
    if isinstance(row, ConsentEvent):
        return _decided(row)
    if row.connection.removed_at:
        return None
    if original.template == "consent-request":
        return _asks(row) if row.state == State.ASKED and row.asks == original.facts["ask"] else None
    is_over = row.state != State.ALLOWED or queries.is_in_force(row) is (original.template == "consent-renewal")
    return None if is_over else _lasts(original.template, row)


def _asks(row: Consent) -> dict[str, Any]:
    asked = Preset(row.connection.asks_for).rights
    opens = _("Nothing changes unless you allow it. If you do, this is open:") if asked else _("Just buying.")
    told = _told(_("%(lead)s asks to look after tickets with %(child)s"), row.connection, opens, asked)
    return told | {"asks": True}


def _lasts(template: str, row: Consent) -> dict[str, Any]:
    asks_anew = template == "consent-renewal"
    title = _("%(lead)s asks you to renew what was open of %(child)s's") if asks_anew else None
    title = title or _("What %(lead)s can see of %(child)s's ends soon")
    said = _("This was open until %(day)s:") if asks_anew else _("This is open until %(day)s:")
    return _told(title, row.connection, said, row.scopes(), row.ends_at)


def _decided(event: ConsentEvent) -> dict[str, Any]:
    scopes = frozenset(map(Scope, event.scopes))
    if event.what in guardians.NOES:
        said = _("Nothing of %(child)s's is open to %(lead)s. %(lead)s is not told.")
        return _told(_("Closed to %(lead)s: what is %(child)s's"), event.connection, said, frozenset())
    said = _("Until %(day)s this is open to %(lead)s:") if scopes else _("%(lead)s may buy for %(child)s.")
    return _told(_("What %(lead)s can see and do for %(child)s"), event.connection, said, scopes, event.ends_at)


def _told(
    title: str, about: Connection, said: str, scopes: frozenset[Scope], until: datetime | None = None
) -> dict[str, Any]:
    day = ""
    if until:
        with timezone.override(ZoneInfo(about.organisation.timezone)):
            day = dates.plain_day(until)
    names = {"lead": about.parent.name, "child": about.child.first_name, "day": day}
    lines = [{"opens": str(RIGHTS[scope])} for scope in OFFERED if scope in scopes]
    return {"title": title % names, "decision": said % names, "lines": lines}


def _envelope(letter: Letter, found: dict[int, str], mine: Connection, facts: dict[str, Any]) -> Envelope | None:
    """By mail, or on paper where there is no address. `mine` is the connection between the guardian and the child."""
    if letter.contact_id not in found:
        return None
    context = {
        "guardian": mine.parent.first_name,
        "guardian_name": mine.parent.name,
        "child": mine.child.first_name,
        "organisation": mine.organisation,
        "link": f"{settings.BASE_URL}/account/friends/{mine.public_id}/child/",
        "policy": f"{settings.BASE_URL}/privacy/",
        **facts,
    }
    to = found[letter.contact_id]
    return Envelope(to, letter.language, context, on_paper=True)


def _readers(letters: Sequence[Letter]) -> list[int]:
    return [letter.contact_id for letter in letters if letter.contact_id]


def _also_on_paper(letters: Sequence[Letter]) -> dict[int, str]:
    """Where each reader gets it; nothing for whoever gets it printed."""
    ways = contacts.ways_to(_readers(letters), on_paper=True)
    return {contact_id: to for contact_id, (to, _key) in ways.items()}


def _guardianships(letters: Sequence[Letter]) -> dict[int, Guardianship]:
    ids = [letter.facts["guardianship"] for letter in letters]
    return Guardianship.objects.select_related(*_ALL).in_bulk(ids)


def _own(letters: Sequence[Letter], about: Iterable[Guardianship]) -> dict[tuple, Connection]:
    return _own_of(letters, {each.connection.child_id for each in about})


def _own_of(letters: Sequence[Letter], children: set[int]) -> dict[tuple, Connection]:
    """What stands now between the readers and these children, by guardian and child."""
    standing = guardians.standing().filter(connection__child_id__in=children).select_related(*_ALL)
    those = [each.connection for each in standing.filter(connection__parent_id__in=_readers(letters))]
    return {(each.parent_id, each.child_id): each for each in those}


def _by_key(rows, meant: Iterable[Letter], key: str) -> dict[int, Any]:
    return rows.in_bulk([letter.facts[key] for letter in meant if letter.facts.get(key)])
