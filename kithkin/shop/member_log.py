"""What each lead saw of a member and did for him: reads, acts and orders in one row, the newest first."""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from io import StringIO

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kithkin.audit import looks, reads
from kithkin.audit.models import Read, StaffRead
from kithkin.base.actor import Actor, Kind
from kithkin.connections import queries as connections
from kithkin.connections.models import Connection, ConsentEvent
from kithkin.connections.scopes import WORDS, Scope
from kithkin.sales import for_others, furnished
from kithkin.sales.models import Order, OrderLine, Payment
from kithkin.sales.places import where
from kithkin.shop import deeds

PER_PAGE = 40


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that happened: who, what, when; a read is one row a day, with its first time and how often."""

    at: datetime
    lead_id: int
    lead: str
    what: str
    words: str
    picture: str
    hint: str = ""
    first_at: datetime | None = None
    times: int = 1


@dataclass(frozen=True, slots=True)
class Log:
    """One page of it."""

    acts: list[Act]
    more: bool


def page(actor: Actor, number: int = 1, lead_id: int | None = None) -> Log:
    """A page, of everybody or of one lead; a fixed number of queries."""
    most = number * PER_PAGE + 1
    found = _acts(actor, lead_id, most)[(number - 1) * PER_PAGE : most]
    return Log(found[:PER_PAGE], len(found) > PER_PAGE)


def whole(actor: Actor, lead_id: int | None = None) -> list[Act]:
    """All of it, to take away."""
    return _acts(actor, lead_id, None)


def happened(connection: Connection) -> list[Act]:
    """What happened to one connection, in its order."""
    names, parents = {connection.parent_id: connection.parent}, {connection.pk: connection.parent_id}
    return [_event(event, parents, names) for event in connection.events.order_by("sequence")]


def as_data(acts: Iterable[Act]) -> list[dict]:
    """For a file that machines read."""
    return [
        {
            "first_at": (act.first_at or act.at).isoformat(),
            "last_at": act.at.isoformat(),
            "times": act.times,
            "who": act.lead,
            "what": act.what,
            "words": act.words,
            "details": act.hint,
        }
        for act in acts
    ]


def as_table(acts: Iterable[Act]) -> str:
    """For a spreadsheet; no cell can become a formula."""
    file = StringIO()
    columns = ["first_at", "last_at", "times", "who", "what", "words", "details"]
    table = csv.writer(file)
    table.writerow(columns)
    table.writerows([_harmless(str(row[column])) for column in columns] for row in as_data(acts))
    return file.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else cell


def _acts(actor: Actor, lead_id: int | None, most: int | None) -> list[Act]:
    led = list(connections.ever_led(actor))
    names = {each.parent_id: each.parent for each in led}
    parents = {each.pk: each.parent_id for each in led}
    handed = for_others.handed(actor)
    named = [each.line.pk for each in handed if not each.declined]
    found = [
        *_told(reads.about(actor.contact_id), "lead_id", lead_id, most, lambda row: _read(row, names)),
        *_told(
            connections.events_about(actor),
            "connection__parent_id",
            lead_id,
            most,
            lambda row: _event(row, parents, names),
        ),
        *_told(
            for_others.bought_for(actor, named),
            "order__purchaser_id",
            lead_id,
            most,
            lambda row: _bought(row, names),
            furnished.lines,
        ),
        *[_handed(each, names) for each in handed if lead_id in (None, each.lead_id)],
        *_told(for_others.paid_for(actor), "payer_id", lead_id, most, lambda row: _paid(row, names)),
        *([_looked(row) for row in looks.about(actor.contact_id)[:most]] if lead_id is None else []),
    ]
    return sorted(found, key=lambda act: act.at, reverse=True)[:most]


def _told(
    rows: QuerySet, lead: str, lead_id: int | None, most: int | None, words: Callable, furnish: Callable = list
) -> list[Act]:
    """The newest rows of one kind as acts."""
    wanted = rows if lead_id is None else rows.filter(**{lead: lead_id})
    return [words(row) for row in furnish(wanted[:most])]


def _read(row: Read, names: dict) -> Act:
    words, picture = deeds.read(row.what)
    lead = names.get(row.lead_id)
    return Act(
        row.last_at,
        row.lead_id,
        _name(lead),
        f"saw.{row.what}",
        words,
        picture,
        deeds.how_often(row.first_at, row.times),
        row.first_at,
        row.times,
    )


def _looked(row: StaffRead) -> Act:
    """Somebody of the organiser's looked, and why; who it was is not for the person."""
    is_letter = row.why == StaffRead.Why.READING
    words = _("Read a letter to you or about you") if is_letter else _("Opened your sheet")
    why = "" if is_letter else str(row.get_why_display())
    hint = ". ".join(filter(None, (why, row.words, deeds.how_often(row.first_at, row.times))))
    return Act(
        row.last_at,
        0,
        _("Somebody at the ticket desk"),
        f"staff.{row.why}",
        words,
        "eye",
        hint,
        row.first_at,
        row.times,
    )


def _event(row: ConsentEvent, parents: dict[int, int], names: dict) -> Act:
    lead = names[parents[row.connection_id]]
    by_house, by_guardian = row.by_kind in (Kind.SYSTEM, Kind.OPERATOR), row.by_kind == Kind.GUARDIAN
    words, picture = deeds.event(row.what, lead.first_name, by_house=by_house, by_guardian=by_guardian)
    opened = ", ".join(str(WORDS[scope]) for scope in Scope if scope in row.scopes)
    return Act(row.at, lead.pk, _name(lead), f"consent.{row.what}", words, picture, opened)


def _bought(row: OrderLine, names: dict) -> Act:
    is_paid = row.order.state == Order.State.PAID
    what = "bought" if is_paid else "reserved"
    words = _("Bought a ticket for you") if is_paid else _("Reserved a seat for you")
    lead_id = row.order.purchaser_id
    return Act(row.order.made_at, lead_id, _name(names.get(lead_id)), what, words, "ticket", where(row.seat))


def _handed(each: for_others.Handed, names: dict) -> Act:
    lead = names.get(each.lead_id)
    what, words, picture = "named", _("Named you for a ticket"), "ticket"
    if each.declined:
        what, words, picture = "declined", _("You did not want the ticket that they had bought for you"), "undo-2"
    if each.declined and each.by_guardian:
        words = _("A guardian did not want the ticket that they had bought for you")
    return Act(each.at, each.lead_id, _name(lead), what, words, picture, where(each.line.seat))


def _paid(row: Payment, names: dict) -> Act:
    words = _("Paid your order %(number)s") % {"number": row.order.number}
    paid = row.settled_at or row.made_at
    return Act(
        paid, row.payer_id, _name(names.get(row.payer_id)), "paid", words, "banknote", row.order.sum.display("en")
    )


def _name(lead) -> str:
    return lead.name if lead else _("Somebody who is no longer here")
