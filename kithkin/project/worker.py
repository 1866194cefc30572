"""What the worker does: letters when they are posted, and the rest by the clock."""

from datetime import timedelta

from django.core.management import call_command
from django_q.models import Schedule

from kithkin.base import clock
from kithkin.mail import postman

from .letters import TABLE


def deliver() -> None:
    """Send all letters that are due."""
    while postman.deliver(TABLE) == postman.BATCH:
        pass


def forget_sessions() -> None:
    """Throw away the sessions that have ended."""
    call_command("clearsessions")


# Every minute: letters to try again, and those whose worker died.
BY_THE_CLOCK = {deliver: timedelta(minutes=1), forget_sessions: timedelta(days=1)}


def set_clock() -> None:
    """Tell the queue what to do by the clock; at every start of a worker, so that it follows the code."""
    names = {f"{task.__module__}.{task.__name__}": every for task, every in BY_THE_CLOCK.items()}
    Schedule.objects.exclude(name__in=names).delete()
    for name, every in names.items():
        Schedule.objects.get_or_create(
            name=name,
            defaults={
                "func": name,
                "schedule_type": Schedule.MINUTES,
                "minutes": every // timedelta(minutes=1),
                "next_run": clock.now(),
            },
        )
