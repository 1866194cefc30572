"""What web and worker ask before they start: `python -m bench.noes [--lines 100000] [--database sqlite]`.

So many people have withdrawn, each from another lead, and as many want nothing more from anybody; every refusal was
noted beside an entry of the journal of its own. Prints how long it takes to see that nothing is lost, and then with one
no in a hundred gone from the database, as after a restored backup; fails when it counts them wrong.
"""

import argparse
import sys
import time

from bench import own

NOW = "2026-01-01 00:00:00"
MOMENT = "2026-01-01T00:00:00+00:00"
EVENTS = """
INSERT INTO connections_consentevent
    (id, connection_id, consent_id, sequence, what, at, by_kind, counter, scopes, shown, evidence, previous, hash)
SELECT i, i, i, 1, 'withdrawn', '{now}', 'customer', 'shop', '[]', '{{}}', '{{}}', '', 'hash' || i"""
ENTRIES = """
INSERT INTO audit_entry (id, at, kind, counter, what, about, facts)
SELECT i, '{now}', 'customer', 'shop', 'member.refused', '', '{{}}'"""


def main() -> int:
    """Fill a database of its own and both files, then ask."""
    given = argparse.ArgumentParser(prog="python -m bench.noes", description=__doc__.splitlines()[0])
    given.add_argument("--lines", type=int, default=100_000, help="in each of the two files")
    given.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    options = given.parse_args()
    with own.database(options.database):
        return measured(options.lines)


def measured(lines: int) -> int:
    """Nothing is lost; then one in a hundred."""
    from kithkin.audit.models import Entry  # noqa: PLC0415
    from kithkin.connections.models import ConsentEvent  # noqa: PLC0415

    fill(lines)
    right = asked(0)
    for model in (ConsentEvent, Entry):
        model.objects.filter(pk__gt=lines - lines // 100).delete()
    return int(not (asked(lines // 100) and right))


def asked(lost: int) -> bool:
    """How long each file takes, with how many statements."""
    from kithkin.persons import noes_lost  # noqa: PLC0415

    return all([_timed(find, lost) for find in (noes_lost.lost, noes_lost.lost_refusals)])


def _timed(find, lost: int) -> bool:
    from django.db import connection  # noqa: PLC0415

    statements = []
    began, cpu = time.monotonic(), time.process_time()
    with connection.execute_wrapper(lambda run, *given: (statements.append(1), run(*given))[1]):
        found = sum(1 for _each in find())
    took, cpu = time.monotonic() - began, time.process_time() - cpu
    print(f"{find.__name__}: {found:,} lost, {took:.2f} s, CPU {cpu:.2f} s, {len(statements):,} statements", flush=True)
    return found == lost


def fill(lines: int) -> None:
    """A connection for every line, its withdrawal, an entry of the journal, and both files."""
    from django.db import connection  # noqa: PLC0415

    from kithkin.persons import beside, noes  # noqa: PLC0415
    from tests import people  # noqa: PLC0415

    from . import crowd  # noqa: PLC0415

    crowd.gather(people.organisation().pk, lines, lines, NOW, NOW)
    with connection.cursor() as cursor:
        for insert in (EVENTS, ENTRIES):
            if insert is ENTRIES:
                cursor.execute("DELETE FROM audit_entry")
            cursor.execute(crowd.SERIES[connection.vendor].format(insert=insert.format(now=NOW), most=lines))
        cursor.execute("ANALYZE")
    numbers = range(1, lines + 1)
    beside.add(noes.FILE, (f"p{each} hash{each} withdrawn -" for each in numbers))
    beside.add(noes.REFUSALS, (f"{each}@{MOMENT} everybody {MOMENT} {each}@{MOMENT}" for each in numbers))


if __name__ == "__main__":
    sys.exit(main())
