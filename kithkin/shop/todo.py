"""What waits for the reader: one list, each entry with the one thing to do about it."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithkin.base import clock
from kithkin.base.actor import Kind
from kithkin.connections import door, waiting
from kithkin.connections.door import Card
from kithkin.sales import due, queries, shown, unnamed
from kithkin.ui.dates import ago, hour, moment
from kithkin.ui.templatetags.ui import money

PATIENCE = timedelta(days=1)  # before that nobody needs to be asked again
MOST = 6  # orders one by one
SINGLY = 4  # with more people who have not answered they are one entry


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do: a sentence that leads there, and what to know before."""

    picture: str
    words: str
    hint: str
    url: str


def items(request: HttpRequest) -> list[Item]:
    """Seats held, what to pay and answer, who has not answered; the same number of queries for any number of each."""
    if request.actor.kind != Kind.CUSTOMER:
        return []
    leads = request.point_of_sale.friends_and_family
    to_pay = [*_own(request), *(_for_members(request) if leads else [])]
    own = [*_held(request), *_urgent(to_pay), *_unnamed(request)]
    if not leads:
        return own
    return [*own, *_questions(request), *_unanswered(request)]


def _held(request: HttpRequest) -> list[Item]:
    """The seats in the basket, while nobody else can take them."""
    basket = queries.basket_of(request.actor)
    if basket is None or basket.is_over:
        return []
    count = len(basket.seats)
    said = ngettext("Pay your seat", "Pay your %(count)d seats", count) % {"count": count}
    return [Item("armchair", said, _("Kept until %(until)s") % {"until": hour(basket.held_until)}, _page("basket"))]


def _urgent(orders: list[Item]) -> list[Item]:
    """Not more of them than can be taken in; the others stand among the orders."""
    count = len(orders) - MOST
    if count <= 0:
        return orders
    said = ngettext("Pay %(count)d more order", "Pay %(count)d more orders", count) % {"count": count}
    return [*orders[:MOST], Item("banknote", said, _("Your orders"), _page("orders"))]


def _own(request: HttpRequest) -> list[Item]:
    return [_to_pay(head.number, money(head.total), head.pay_by) for head in shown.waiting_for_payment(request.actor)]


def _to_pay(number: str, total: str, pay_by, whose: str = "") -> Item:
    words = _("Pay order %(number)s of %(name)s, %(sum)s") if whose else _("Pay order %(number)s, %(sum)s")
    said = words % {"number": number, "sum": total, "name": whose}
    return Item("banknote", said, _("Kept until %(until)s") % {"until": moment(pay_by)}, _page("order", number))


def _for_members(request: HttpRequest) -> list[Item]:
    return [_to_pay(it.number, money(it.total), it.pay_by, it.whose) for it in due.of_members(request.actor)]


def _unnamed(request: HttpRequest) -> list[Item]:
    """What he paid for and nobody goes with: to the ticket, or of several to the order of the first."""
    found = list(unnamed.tickets(request.actor).values_list("public_id", "line__order__number"))
    if not found:
        return []
    (ticket, order), count = found[0], len(found)
    said = ngettext(
        "A ticket has come back to you: name who goes",
        "%(count)d tickets have come back to you: name who goes",
        count,
    )
    url = _page("ticket-holder", ticket) if count == 1 else _page("order", order)
    return [Item("ticket", said % {"count": count}, _("Order %(number)s") % {"number": order}, url)]


def _questions(request: HttpRequest) -> list[Item]:
    return [
        Item(
            "hand-helping",
            _("Answer %(name)s") % {"name": consent.connection.parent.name},
            _("Asked you %(when)s") % {"when": ago(consent.asked_at)},
            _page("acting"),
        )
        if not consent.through
        else _for_a_child(consent)
        for consent in waiting.questions(request.actor)
    ]


def _for_a_child(consent) -> Item:
    names = {"name": consent.connection.parent.name, "child": consent.connection.child.first_name}
    words = _("Answer %(name)s for %(child)s") % names
    hint = _("Asked %(when)s") % {"when": ago(consent.asked_at)}
    return Item("hand-helping", words, hint, _page("child", consent.through))


def _unanswered(request: HttpRequest) -> list[Item]:
    silent = [card for card in door.people(request.actor) if not card.active]
    if len(silent) <= SINGLY:
        return [_silent(card) for card in silent]
    count = len(silent)
    said = ngettext("%(count)d person has not answered", "%(count)d people have not answered", count)
    return [Item("clock", said % {"count": count}, _("See whom you can ask again"), _page("friends"))]


def _silent(card: Card) -> Item:
    is_time = card.may_ask_again and card.asked_at and card.asked_at < clock.now() - PATIENCE
    words = _("Ask %(name)s again") if is_time else _("%(name)s has not answered")
    asked = _("Asked %(when)s") % {"when": ago(card.asked_at)} if card.asked_at else ""
    return Item("clock", words % {"name": card.name}, asked, _page("person", card.connection_id))


def _page(name: str, *parts: str) -> str:
    return reverse(f"shop:{name}", args=parts)
