"""The long run of the life of consent: `python -m bench.life --steps 100000 [--people 4] [--database postgres]`.

The suite takes 50 times 50 steps and looks at what a step touched; here everything is compared after every step,
and a failure is made small before it is shown.
"""

import argparse
import os
import sys
import time

from bench import own

STEPS_AT_ONCE = 100


def main() -> int:
    """Run, and say how many steps agreed."""
    given = argparse.ArgumentParser(prog="python -m bench.life", description=__doc__.splitlines()[0])
    given.add_argument("--steps", type=int, default=100_000)
    given.add_argument("--people", type=int, default=4, help="how many people, 3 to 5")
    given.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    options = given.parse_args()
    with own.database(options.database):
        began = time.monotonic()
        taken = run(options.steps, options.people)
        minutes = (time.monotonic() - began) / 60
    print(
        f"{options.database}: {taken:,} steps of {options.people} people in {minutes:.1f} min, model and database agree"
    )
    return 0


def run(steps: int, people: int) -> int:
    """How many steps were taken; raises AssertionError with the shortest story that disagrees."""
    from hypothesis import HealthCheck, settings  # noqa: PLC0415
    from hypothesis.stateful import run_state_machine_as_test  # noqa: PLC0415

    from tests.connections.whole_life import life_of  # noqa: PLC0415

    machine = life_of(people, look_at_everything=True)
    shape = settings(
        max_examples=max(1, steps // STEPS_AT_ONCE),
        stateful_step_count=STEPS_AT_ONCE,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=shape)
    return machine.taken


if __name__ == "__main__":
    os.environ.setdefault("DEMO", "1")
    sys.exit(main())
