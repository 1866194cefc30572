"""What the worker does: letters when they are posted, and the rest by the clock."""

from collections.abc import Callable
from datetime import timedelta

from django_q.models import Schedule

from kithkin.base import actor, clock
from kithkin.connections import actions as connections
from kithkin.desk import printing
from kithkin.mail import postman
from kithkin.organisations.models import Organisation
from kithkin.persons import duplicates, merging, noes, retention, silent_runs
from kithkin.sales.actions import order

from . import heads
from .letters import TABLE
from .logs import discreet


@discreet
def deliver() -> None:
    """Send all letters that are due."""
    while postman.deliver(TABLE) == postman.BATCH:
        pass


@discreet
def sort_papers() -> None:
    """Let go of letters to print that mean nothing any more."""
    for organisation in Organisation.objects.order_by("pk"):
        printing.sort_out(organisation.pk, by=actor.system(organisation.pk))


@discreet
def expire_orders() -> None:
    """Close the orders whose time to pay is over."""
    order.expire_due(by=actor.system(None))


@discreet
def remind_of_ends() -> None:
    """Write to members whose consent ends soon."""
    while connections.remind_due(by=actor.system(None)) == connections.MOST_AT_ONCE:
        pass


@discreet
def keep_birthdays() -> None:
    """Tell of birthdays that end guardianships, and write down those that have."""
    by = actor.system(None)
    while connections.tell_before(by=by) == connections.MOST_AT_ONCE:
        pass
    while connections.write_down_ended(by=by) == connections.MOST_AT_ONCE:
        pass


@discreet
def keep_heads() -> None:
    """Write down outside the database where the chains of consent ended today."""
    heads.write()


@discreet
def note_noes() -> None:
    """Write down outside the database what was closed, so that a restored backup does not open it again."""
    noes.note()


@discreet
def clear_silent() -> None:
    """Tell leads of silent members, take out those whose days are over, delete those whose 30 days are."""
    silent_runs.run_all(seconds=LASTS)


@discreet
def keep_no_longer() -> None:
    """Let go of what was kept long enough."""
    retention.run(seconds=LASTS)


@discreet
def find_duplicates() -> None:
    """Look for records that may be one person, and erase what is left of those joined long enough ago."""
    for organisation in Organisation.objects.order_by("pk"):
        for _found in duplicates.search(organisation, by=actor.system(organisation.pk)):
            pass
    while merging.finish(by=actor.system(None)) == merging.AT_ONCE:
        pass


LASTS = 40  # seconds; the queue ends a task after 60, and what is left by then is done the next time
# Letters by the clock, too: those to try again, and those whose worker died.
BY_THE_CLOCK = {
    deliver: timedelta(minutes=1),
    note_noes: timedelta(minutes=1),
    expire_orders: timedelta(minutes=5),
    sort_papers: timedelta(hours=1),
    remind_of_ends: timedelta(hours=1),
    keep_birthdays: timedelta(hours=1),
    keep_heads: timedelta(hours=1),  # the first of a day writes
    clear_silent: timedelta(days=1),
    find_duplicates: timedelta(days=1),
    keep_no_longer: timedelta(days=1),
}


def set_clock() -> None:
    """Tell the queue what to do by the clock: anew at every start of a worker, so that it follows the code."""
    Schedule.objects.all().delete()
    Schedule.objects.bulk_create(_every(task, interval) for task, interval in BY_THE_CLOCK.items())


def _every(task: Callable, interval: timedelta) -> Schedule:
    name = f"{task.__module__}.{task.__name__}"
    minutes = interval // timedelta(minutes=1)
    kind = Schedule.MINUTES
    return Schedule(name=name, func=name, schedule_type=kind, minutes=minutes, repeats=-1, next_run=clock.now())
