"""Silent members by the hundred thousand: `python -m bench.purge [--contacts 100000] [--database postgres]`.

Every second one was there before, the others were created by their leads, one in five of those holds a ticket to come.
Prints the seconds of the simulation, of telling the leads, of taking out, of deleting, and of looking at each chain.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from bench import own

GROUP, MOST_SECONDS = 10, 60


def main() -> int:
    """Measure; 1 when a run takes longer than a minute."""
    given = argparse.ArgumentParser(prog="python -m bench.purge", description=__doc__.splitlines()[0])
    given.add_argument("--contacts", type=int, default=100_000)
    given.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    options = given.parse_args()
    with own.database(options.database):
        taken = measured(options.contacts)
    print(f"{options.database:<28}{'seconds':>9}{'CPU':>8}")
    for name, (seconds, cpu, met) in taken.items():
        print(f"{name:<28}{seconds:>9.1f}{cpu:>8.1f}   {met}")
    return int(any(seconds > MOST_SECONDS for seconds, _cpu, _met in taken.values()))


def measured(contacts: int) -> dict[str, tuple[float, float, str]]:
    """Seconds by the clock and of this process's CPU, and how many met what, by the name of the run."""
    from bench.silent_crowd import gather  # noqa: PLC0415
    from kithkin.base import clock  # noqa: PLC0415
    from kithkin.connections import ledger  # noqa: PLC0415
    from kithkin.persons import silent_runs  # noqa: PLC0415

    house, now, taken = gather(contacts, GROUP), clock.now(), {}

    def timed(name: str, days: int, run: Callable[[], Counter]) -> None:
        with clock.held(now + timedelta(days=days)):
            begun, cpu = time.perf_counter(), time.process_time()
            met = run()
            told = ", ".join(f"{count:,} {fate}" for fate, count in met.items())
            taken[name] = time.perf_counter() - begun, time.process_time() - cpu, told

    def broken() -> Counter:
        problems = [each for low, high in ledger.batches() for each in ledger.problems(low, high)]
        return Counter({"broken chains": len(problems)})

    timed("telling the leads", 53, lambda: silent_runs.run(house))
    timed("simulation", 60, lambda: Counter(planned=len(silent_runs.plan(house).leaving)))
    timed("taking out", 60, lambda: silent_runs.run(house))
    timed("deleting after 30 days", 90, lambda: silent_runs.run(house))
    timed("looking at every chain", 90, broken)
    return taken


if __name__ == "__main__":
    sys.exit(main())
