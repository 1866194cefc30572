"""The rule at a million: `python -m bench.scale [--contacts 1000000 --connections 5000000] [--database sqlite]`.

Prints plan and CPU time of `rules.may`, `rules.open_to` and `door.group` among a thousand people and among all,
and fails when a plan scans a table or sorts, or when the crowd costs more than 1.2 times the thousand.
"""

import argparse
import re
import sys
import time
from collections.abc import Callable
from datetime import timedelta

from bench import own

SMALL, MOST_RATIO, TIMES = 1000, 1.2, 300
SIZES = (0, 1, 50)
# A search by an index may name the table that it searches; a scan may only be of what was just found.
_BAD = {
    "sqlite": re.compile(r"SCAN (?!CONSTANT)|USE TEMP B-TREE FOR ORDER", re.IGNORECASE),
    "postgresql": re.compile(r"Seq Scan on (?!organisations_)|\bSort\b", re.IGNORECASE),
}


def main() -> int:
    """Measure both sizes on each database wanted."""
    given = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__.splitlines()[0])
    given.add_argument("--contacts", type=int, default=1_000_000)
    given.add_argument("--connections", type=int, default=5_000_000)
    given.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    options = given.parse_args()
    each = options.connections // options.contacts
    with own.database(options.database):
        small, _plans = measured(SMALL, SMALL * each)
    return _in_the_crowd(options, small)


def _in_the_crowd(options: argparse.Namespace, small: dict[str, float]) -> int:
    """In a process of its own, since Django is set up once."""
    import json  # noqa: PLC0415
    import subprocess  # noqa: PLC0415

    code = (
        "import json, sys; from bench import own, scale\n"
        f"with own.database({options.database!r}):\n"
        f"    print(json.dumps(scale.measured({options.contacts}, {options.connections})))"
    )
    answer = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    large, plans = json.loads(answer.splitlines()[-1])
    for name, plan in plans.items():
        print(f"{name}\n{plan}\n")
    print(f"{options.database}: CPU of one call in ms\n{'':<22}{SMALL:>10,}{options.contacts:>12,}{'ratio':>8}")
    for name, spent in large.items():
        print(f"{name:<22}{small[name]:>10.3f}{spent:>12.3f}{spent / small[name]:>8.2f}")
    bad = [name for name, plan in plans.items() if is_bad(plan, options.database)]
    print(f"plans that scan or sort: {', '.join(bad) or 'none'}")
    return int(bool(bad) or any(spent > MOST_RATIO * small[name] for name, spent in large.items()))


def is_bad(plan: str, kind: str) -> bool:
    """Whether a plan scans a table or sorts."""
    return bool(_BAD["postgresql" if kind.startswith("postgres") else kind].search(plan))


def measured(contacts: int, connections: int) -> tuple[dict[str, float], dict[str, str]]:
    """Milliseconds and plans, by the name of what was asked."""
    from kithkin.base import clock  # noqa: PLC0415
    from tests import people  # noqa: PLC0415

    from . import crowd  # noqa: PLC0415

    house = people.organisation()
    for number in range(20):  # a table of one row would rightly be read whole
        people.organisation(f"other-{number}")
    now = clock.now().replace(microsecond=0, tzinfo=None)
    moments = str(now), str(now + timedelta(days=300))
    crowd.gather(house.pk, contacts, connections, *moments)
    questions = asked(house, contacts, moments)
    return {name: cpu(ask) for name, ask in questions.items()}, {name: plan(ask) for name, ask in questions.items()}


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
    """The best of five rounds, in milliseconds of CPU of this process."""
    rounds = []
    for _ in range(5):
        began = time.process_time()
        for _ in range(TIMES // 5):
            ask()
        rounds.append((time.process_time() - began) / (TIMES // 5) * 1000)
    return min(rounds)


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
