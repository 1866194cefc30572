"""A member takes his consent back in the very moment in which his lead pays his reservation."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from threading import Event
from unittest.mock import patch

from django.db import connection, transaction

from kithkin.base import actor, clock
from kithkin.base.verdict import Refused
from kithkin.connections import actions as connections
from kithkin.connections import queries as connected
from kithkin.connections.models import Consent, Refusal
from kithkin.connections.scopes import Scope
from kithkin.mail.models import Letter
from kithkin.sales import choosing, rules
from kithkin.sales.actions import order as orders
from kithkin.sales.actions import payment as payments
from kithkin.sales.actions.basket import Person
from kithkin.sales.models import Order, Payment, Ticket
from tests import people

from .ground import Shop, basket

LONG = 10.0  # for what must come
FORGOTTEN = 7  # days after a no
ACTS, MOMENTS, ENDS = ("start", "settle"), ("before", "looked", "written"), ("withdraw", "block", "block all", "narrow")
KINDS = list(product(ACTS, MOMENTS, ENDS))


@dataclass(frozen=True)
class Race:
    """What is begun, at which moment the member intervenes, and how."""

    act: str
    moment: str
    end: str

    @property
    def rule(self) -> str:
        """The rule that the payment asks, after which it is interrupted."""
        return "may_pay" if self.act == "start" else "is_still_allowed"


@dataclass
class Track:
    """One reservation of one member, put back after each race."""

    shop: Shop
    placed: Order
    patience: float = 0.05  # how long the payment waits for a withdrawal that may be waiting for it

    @property
    def member(self):
        return self.shop.members[0]

    def run(self, race: Race) -> bool:
        """Run one race; whether something was paid or begun on a consent that had ended before the commit."""
        payment = self._ready(race)
        reached, ended = Event(), Event()
        with ThreadPoolExecutor(2) as pool:
            paying = pool.submit(_alone, lambda: self._pay(race, payment, reached, ended))
            ending = pool.submit(_alone, lambda: self._end(race, reached, ended))
            too_late = paying.result(LONG)
            ending.result(LONG)
        return too_late and self._done(race)

    def _ready(self, race: Race) -> Payment | None:
        Payment.objects.filter(order=self.placed).delete()
        Ticket.objects.filter(line__order=self.placed).delete()
        Letter.objects.all().delete()
        Refusal.objects.all().delete()
        Consent.objects.update(answered_at=clock.now() - timedelta(days=FORGOTTEN + 1))
        Order.objects.filter(pk=self.placed.pk).update(state=Order.State.RESERVED, paid_at=None)
        link = connected.members(self.shop.by).get(child=self.member)
        people.allow(link)
        return payments.start(self._order(), key="begun", by=self.shop.by) if race.act == "settle" else None

    def _order(self) -> Order:
        return Order.objects.select_related("purchaser").get(pk=self.placed.pk)

    def _pay(self, race: Race, payment: Payment | None, reached: Event, ended: Event) -> bool:
        """Whether the withdrawal was complete before this commit."""

        def pause() -> None:
            reached.set()
            ended.wait(self.patience)

        if race.moment == "before":
            pause()
        with interrupted(race, pause), transaction.atomic():
            try:
                self._act(race, payment)
            except Refused:
                return False
            finally:
                reached.set()
            if race.moment == "written":
                pause()
            return ended.is_set()

    def _act(self, race: Race, payment: Payment | None) -> None:
        if payment is None:
            payments.start(self._order(), key="begun", by=self.shop.by)
        else:
            anew = Payment.objects.select_related("order__purchaser").get(pk=payment.pk)
            payments.settle(anew, by=actor.system(self.shop.organisation.pk))

    def _end(self, race: Race, reached: Event, ended: Event) -> None:
        reached.wait(LONG)
        link = connected.leads_of(actor.customer(self.member)).get(parent=self.shop.andrew)
        by, consent = actor.customer(self.member), connected.latest(link)
        ways: dict[str, Callable] = {
            "withdraw": lambda: connections.withdraw(consent, by=by),
            "block": lambda: connections.block(self.member, self.shop.andrew, by=by),
            "block all": lambda: connections.block(self.member, None, by=by),
            "narrow": lambda: connections.change(consent, frozenset({Scope.SEE_TICKETS}), by=by),
        }
        ways[race.end]()
        ended.set()

    def _done(self, race: Race) -> bool:
        if race.act == "start":
            return Payment.objects.filter(order=self.placed).exists()
        return Order.objects.get(pk=self.placed.pk).state == Order.State.PAID


@contextmanager
def interrupted(race: Race, pause: Callable[[], None]) -> Iterator[None]:
    """The payment stops right after it has asked whether it may."""
    asked = getattr(rules, race.rule)

    def asking(*given):
        verdict = asked(*given)
        if race.moment == "looked":
            pause()
        return verdict

    with patch.object(rules, race.rule, asking):
        yield


def _alone(act: Callable):
    """In a thread of its own with a connection of its own."""
    try:
        return act()
    finally:
        connection.close()


def laid(shop: Shop) -> Track:
    """Blaise, whose lead is Andrew, has reserved a ticket for himself."""
    organisation, blaise = shop.organisation, shop.members[0]
    organisation.keep_refusal_days = FORGOTTEN
    organisation.save()
    by, person = actor.customer(blaise), Person(blaise.pk, blaise.name, shop.offer.tariff("adult").pk)
    held = choosing.hold_best(shop.offer, [person], shop.centre, pos=shop.pos, by=by)
    return Track(shop, orders.place(basket(held), by=by, pay_now=False))


def races(count: int) -> Iterator[Race]:
    """So many, through all kinds in turn."""
    for number in range(count):
        yield Race(*KINDS[number % len(KINDS)])
