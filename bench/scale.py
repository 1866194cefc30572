"""The rule at a million: `python -m bench.scale [--contacts 1000000 --connections 5000000] [--database sqlite]`.

Prints plan and CPU time of `rules.may`, `rules.open_to` and `door.group` among a thousand people and among all,
and fails when a plan scans a table or sorts, or when the crowd costs more than 1.2 times the thousand. What counts is
the process that asks together with the server's process that answers it; SQLite has none.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple, Self

from bench.cpu import spent
from bench.plans import is_bad, plan, short

SMALL, MOST_RATIO, TIMES, ROUNDS = 1000, 1.2, 40, 30
SIZES = (0, 1, 50)


class Cpu(NamedTuple):
    """Milliseconds of one call."""

    asking: float
    server: float

    @property
    def both(self) -> float:
        return self.asking + self.server


def main() -> int:
    """Measure both sizes in turn, round by round, so that whatever else the machine does meets both alike."""
    given = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__.splitlines()[0])
    given.add_argument("--contacts", type=int, default=1_000_000)
    given.add_argument("--connections", type=int, default=5_000_000)
    given.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    options = given.parse_args()
    each = options.connections // options.contacts
    with (
        Crowd.gathered(options.database, SMALL, SMALL * each) as small,
        Crowd.gathered(options.database, options.contacts, options.connections) as large,
    ):
        for _ in range(ROUNDS):
            for name in large.plans:
                small.ask(name)
                large.ask(name)
    return _told(options, small, large)


@dataclass
class Crowd:
    """A database of one size in a process of its own, since Django is set up once."""

    process: subprocess.Popen
    plans: dict[str, str]
    spent: dict[str, Cpu] = field(default_factory=dict)

    @classmethod
    @contextmanager
    def gathered(cls, kind: str, contacts: int, connections: int) -> Iterator[Self]:
        """Ready to be asked."""
        code = f"from bench import own, scale\nwith own.database({kind!r}):\n    scale.serve({contacts}, {connections})"
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        with subprocess.Popen([sys.executable, "-c", code], **pipes) as process:
            yield cls(process, json.loads(process.stdout.readline()))
            process.stdin.close()

    def ask(self, name: str) -> None:
        """One more round; the best one counts."""
        print(name, file=self.process.stdin, flush=True)
        once = Cpu(*json.loads(self.process.stdout.readline()))
        self.spent[name] = min(once, self.spent.get(name, once), key=lambda each: each.both)


def serve(contacts: int, connections: int) -> None:
    """In the process of its own: the plans first, then milliseconds for every name that comes in."""
    questions = prepared(contacts, connections)
    print(json.dumps({name: plan(ask) for name, ask in questions.items()}), flush=True)
    for line in sys.stdin:
        print(json.dumps(cpu(questions[line.strip()])), flush=True)


def _told(options: argparse.Namespace, small: Crowd, large: Crowd) -> int:
    for told, names in _by_plan(large.plans).items():
        print(f"{', '.join(names)}\n{told}\n")
    print(f"{options.database}: CPU of one call in ms, asking + server")
    print(f"{'':<18}{SMALL:>20,}{options.contacts:>20,}{'ratio':>8}")
    ratios = {name: found.both / small.spent[name].both for name, found in large.spent.items()}
    for name, ratio in ratios.items():
        sums = "".join(f"{each.asking:>12.3f} +{each.server:>6.3f}" for each in (small.spent[name], large.spent[name]))
        print(f"{name:<18}{sums}{ratio:>8.2f}")
    bad = [name for name, plan in large.plans.items() if is_bad(plan, options.database)]
    print(f"plans that scan or sort: {', '.join(bad) or 'none'}")
    return int(bool(bad) or max(ratios.values()) > MOST_RATIO)


def _by_plan(plans: dict[str, str]) -> dict[str, list[str]]:
    """What each plan comes down to, with the questions that it answers."""
    found: dict[str, list[str]] = {}
    for name, told in plans.items():
        found.setdefault(short(told), []).append(name)
    return found


def prepared(contacts: int, connections: int) -> dict[str, Callable]:
    """What is asked, by name, in a database filled to this size."""
    from kithkin.base import clock  # noqa: PLC0415
    from tests import people  # noqa: PLC0415

    from . import crowd  # noqa: PLC0415

    house = people.organisation()
    for number in range(20):  # a table of one row would rightly be read whole
        people.organisation(f"other-{number}")
    now = clock.now().replace(microsecond=0, tzinfo=None)
    moments = str(now), str(now + timedelta(days=300))
    crowd.gather(house.pk, contacts, connections, *moments)
    crowd.guard(connections, *moments)
    return asked(house, contacts, moments)


def asked(house, contacts: int, moments: tuple[str, str]) -> dict[str, Callable]:
    """What is measured: the rule for one, the list, and the door for groups of three sizes."""
    from kithkin.base import actor  # noqa: PLC0415
    from kithkin.connections import door, rules  # noqa: PLC0415
    from kithkin.connections.scopes import Scope  # noqa: PLC0415
    from kithkin.contacts.models import Contact  # noqa: PLC0415

    from . import crowd  # noqa: PLC0415

    middle = Contact.objects.get(pk=contacts // 2)
    by, scope = actor.customer(middle), Scope.SEE_TICKETS
    member = Contact.objects.get(pk=contacts // 2 + 3)
    questions: dict[str, Callable] = {
        "rules.may": lambda: rules.may(by, scope, member),
        "rules.open_to": lambda: list(rules.open_to(by, scope)),
    }
    for size in SIZES:
        lead = Contact.objects.create(
            pk=contacts * 10 + size + 1,
            organisation=house,
            number=f"L{size}",
            first_name="Lead",
            last_name="Of",
            created_at=middle.created_at,
        )
        crowd.group_of(house.pk, lead.pk, size, contacts, *moments)
        questions[f"door.group of {size}"] = lambda lead=lead: door.people(actor.customer(lead))
    return questions


def cpu(ask: Callable) -> Cpu:
    """Milliseconds of one call, over some in a row."""
    answering = _backend()
    began, served = time.process_time(), spent(answering)
    for _ in range(TIMES):
        ask()
    return Cpu((time.process_time() - began) / TIMES * 1000, (spent(answering) - served) / TIMES)


def _backend() -> set[int]:
    """The server's process that answers us."""
    from django.db import connection  # noqa: PLC0415

    return {connection.connection.info.backend_pid} if connection.vendor == "postgresql" else set()


if __name__ == "__main__":
    sys.exit(main())
