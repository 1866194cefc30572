"""How a database goes about a question: its plan, what is bad in one, and the short of it."""

import re
from collections import Counter
from collections.abc import Callable

# A search by an index may name the table that it searches; a scan may only be of what was just found.
_BAD = {
    "sqlite": re.compile(r"SCAN (?!CONSTANT)|USE TEMP B-TREE FOR ORDER", re.IGNORECASE),
    "postgresql": re.compile(r"Seq Scan on (?!organisations_)|\bSort\b", re.IGNORECASE),
}
_STEP = re.compile(r"(SEARCH|SCAN|USE TEMP|Scan\b|\bSort\b|Sort Key)")
_BY_THE_WAY = re.compile(r"^\W*-> +| LEFT-JOIN$")


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
        word = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN (COSTS OFF) "
        cursor.execute(word + sql, params)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def is_bad(plan: str, kind: str) -> bool:
    """Whether a plan scans a table or sorts."""
    return bool(_BAD["postgresql" if kind.startswith("postgres") else kind].search(plan))


def short(plan: str) -> str:
    """The steps that look for rows, each once, with how often it is written."""
    steps = (_BY_THE_WAY.sub("", line.strip()) for line in plan.splitlines() if _STEP.search(line))
    told = Counter(re.sub(r" on (\w+) \w+$", r" on \1", step) for step in steps)
    return "\n".join(f"{times:>3} x {step}" for step, times in told.items())
