"""How alike a no and silence are in time: `python -m bench.alike [--tries 1000] [--database postgres]`.

Tries in turn, each committed and then put back; the medians of all states must lie within 3 ms (design decision 14).
"""

import argparse
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from statistics import median

from bench import own

WITHIN = 3.0
Times = dict[str, list[float]]


def main() -> int:
    """Print the medians of each act by state; 1 when those of one act lie further apart."""
    given = argparse.ArgumentParser(prog="python -m bench.alike", description=__doc__.splitlines()[0])
    given.add_argument("--tries", type=int, default=1000, help="for each act and state")
    given.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    options = given.parse_args()
    with own.database(options.database), _static_files_by_their_names():
        found = measured(options.tries)
    print(f"{options.database}: medians of {options.tries:,} tries in turn, in ms")
    return max([_print(act, times) for act, times in found.items()])


def _static_files_by_their_names():
    """Nobody has collected them for this measurement."""
    from django.test import override_settings  # noqa: PLC0415

    return override_settings(
        STORAGES={"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    )


def measured(tries: int) -> dict[str, Times]:
    """Milliseconds of every try, by act and state."""
    from tests.shop import alike  # noqa: PLC0415

    organisation = alike.open_shop()
    leads, adders = alike.leads(organisation), alike.adders(organisation)
    alike.may_ask_again()
    found: dict[str, Times] = defaultdict(lambda: defaultdict(list))
    for number in range(tries):
        for lead in _in_turn(leads, number):
            found["friends page"][lead.state].append(_ms(lead.looks))
            with alike.undone(lead.contact):
                found["ask again"][lead.state].append(_ms(lead.asks_again))
        for lead in _in_turn(adders, number):
            address = number if lead.state == alike.KNOWN else number + tries
            alike.register(organisation, "Gus", number if lead.state == alike.KNOWN else number + 2 * tries)
            with alike.undone(lead.contact):
                found["add by email"][lead.state].append(_ms(partial(lead.adds, address)))
    return found


def _in_turn(leads: list, number: int) -> list:
    """Nobody always comes first."""
    first = number % len(leads)
    return leads[first:] + leads[:first]


def _ms(act: Callable) -> float:
    began = time.perf_counter()
    answer = act()
    spent = (time.perf_counter() - began) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"answered {answer.status_code}")
    return spent


def _print(act: str, times: Times) -> int:
    medians = {state: median(each) for state, each in times.items()}
    apart = max(medians.values()) - min(medians.values())
    print(f"\n{act}")
    for state, each in medians.items():
        print(f"  {state:<22}{each:>8.2f}")
    print(f"  {'apart at most':<22}{apart:>8.2f}   (allowed {WITHIN:.0f})", flush=True)
    return int(apart > WITHIN)


if __name__ == "__main__":
    os.environ.setdefault("DEMO", "1")
    sys.exit(main())
