"""`kithkin verify`: rows that contradict each other. The database prevents most; this looks whether it did."""

import argparse
from collections.abc import Callable, Iterable

from django.db.models import Count, Exists, F, OuterRef, Sum

from kithkin.connections import ledger
from kithkin.connections.models import Connection
from kithkin.exchange.progress import Steps
from kithkin.project import heads
from kithkin.project.building import waiting_migrations
from kithkin.sales.models import Claim, Order, OrderLine

Check = Callable[[], Iterable[str]]


def run(given: argparse.Namespace) -> int:
    problems: list[str] = []
    ranges = list(ledger.batches())
    with Steps(len(CHECKS) + len(ranges)) as steps:
        for check in CHECKS:
            steps.next(check.__name__.replace("_", " "))
            problems += check()
        for low, high in ranges:
            steps.next(f"the proof of consent, connections {low} to {high - 1}")
            problems += ledger.problems(low, high)
    for problem in problems:
        print(problem)
    print(f"{len(CHECKS) + 1} checks, {len(problems) or 'no'} contradictions.")
    return int(bool(problems))


def every_migration_is_applied() -> Iterable[str]:
    for migration in waiting_migrations():
        yield f"Migration {migration} is not applied: run `kithkin migrate`."


def no_seat_is_claimed_twice() -> Iterable[str]:
    twice = Claim.objects.values("event_id", "seat_id").annotate(times=Count("pk")).filter(times__gt=1)
    for row in twice:
        yield f"Seat {row['seat_id']} of event {row['event_id']} is claimed {row['times']} times."


def an_order_costs_the_sum_of_its_lines() -> Iterable[str]:
    for order in Order.objects.annotate(lines_total=Sum("lines__price")).exclude(lines_total=F("total")):
        yield f"Order {order.number} says {order.total}, its lines say {order.lines_total}."


def a_paid_order_has_its_seats() -> Iterable[str]:
    claims = Claim.objects.filter(order=OuterRef("order"), seat=OuterRef("seat"), held_until=None)
    for line in OrderLine.objects.filter(~Exists(claims), order__state=Order.State.PAID).select_related("order"):
        yield f"Order {line.order} was paid, but seat {line.seat_id} is not its own."


def nobody_is_connected_to_himself_or_across_organisations() -> Iterable[str]:
    for row in Connection.objects.filter(parent=F("child")):
        yield f"Connection {row.pk} leads to its own lead."
    across = Connection.objects.exclude(
        organisation=F("parent__organisation"), parent__organisation=F("child__organisation")
    )
    for row in across:
        yield f"Connection {row.pk} crosses organisations."


def a_refusal_leaves_nothing_open() -> Iterable[str]:
    yield from ledger.open_in_spite_of_a_refusal()


def chains_are_what_the_last_digest_says() -> Iterable[str]:
    yield from heads.problems()


CHECKS: list[Check] = [
    every_migration_is_applied,
    no_seat_is_claimed_twice,
    an_order_costs_the_sum_of_its_lines,
    a_paid_order_has_its_seats,
    nobody_is_connected_to_himself_or_across_organisations,
    a_refusal_leaves_nothing_open,
    chains_are_what_the_last_digest_says,
]
