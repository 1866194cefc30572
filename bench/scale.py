"""The rule at a million: `python -m bench.scale [--contacts 1000000 --connections 5000000] [--database sqlite]`.

Prints plan and CPU time of `rules.may`, `rules.open_to` and `door.group` among a thousand people and among all,
and fails when a plan scans a table or sorts, or when the crowd costs more than 1.2 times the thousand.
"""

import argparse
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Self

SMALL, MOST_RATIO, TIMES, ROUNDS = 1000, 1.2, 40, 30
SIZES = (0, 1, 50)
# A search by an index may name the table that it searches; a scan may only be of what was just found.
_BAD = {
    "sqlite": re.compile(r"SCAN (?!CONSTANT)|USE TEMP B-TREE FOR ORDER", re.IGNORECASE),
    "postgresql": re.compile(r"Seq Scan on (?!organisations_)|\bSort\b", re.IGNORECASE),
}


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
    spent: dict[str, float] = field(default_factory=dict)

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
        ms = float(self.process.stdout.readline())
        self.spent[name] = min(ms, self.spent.get(name, ms))


def serve(contacts: int, connections: int) -> None:
    """In the process of its own: the plans first, then milliseconds for every name that comes in."""
    questions = prepared(contacts, connections)
    print(json.dumps({name: plan(ask) for name, ask in questions.items()}), flush=True)
    for line in sys.stdin:
        print(cpu(questions[line.strip()]), flush=True)


def _told(options: argparse.Namespace, small: Crowd, large: Crowd) -> int:
    for name, plan in large.plans.items():
        print(f"{name}\n{plan}\n")
    print(f"{options.database}: CPU of one call in ms\n{'':<22}{SMALL:>10,}{options.contacts:>12,}{'ratio':>8}")
    for name, spent in large.spent.items():
        print(f"{name:<22}{small.spent[name]:>10.3f}{spent:>12.3f}{spent / small.spent[name]:>8.2f}")
    bad = [name for name, plan in large.plans.items() if is_bad(plan, options.database)]
    print(f"plans that scan or sort: {', '.join(bad) or 'none'}")
    return int(bool(bad) or any(spent > MOST_RATIO * small.spent[name] for name, spent in large.spent.items()))


def is_bad(plan: str, kind: str) -> bool:
    """Whether a plan scans a table or sorts."""
    return bool(_BAD["postgresql" if kind.startswith("postgres") else kind].search(plan))


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


def cpu(ask: Callable) -> float:
    """Milliseconds of CPU of this process for one call, over some in a row."""
    began = time.process_time()
    for _ in range(TIMES):
        ask()
    return (time.process_time() - began) / TIMES * 1000


def plan(ask: Callable) -> str:
    """How the database goes about the last statement of a question."""
    from django.db import connection  # noqa: PLC0415

    found = []

    def note(execute, sql, params, many, context):
        found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ask()
    sql, params = next(each for each in reversed(found) if "connections_connection" in each[0])
    with connection.cursor() as cursor:
        word = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN (ANALYZE, COSTS OFF, BUFFERS) "
        cursor.execute(word + sql, params)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


if __name__ == "__main__":
    sys.exit(main())
