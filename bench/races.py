"""Withdrawal against paying a member's reservation: `python -m bench.races --races 2000 [--database postgres]`."""

import argparse
import os
import sys
import time

from bench import own


def main() -> int:
    """Print how many orders or payments rest on a consent that had ended before their commit; 1 unless it is none."""
    given = argparse.ArgumentParser(prog="python -m bench.races", description=__doc__)
    given.add_argument("--races", type=int, default=2000)
    given.add_argument("--database", choices=("sqlite", "postgres"), action="append")
    options = given.parse_args()
    kinds = options.database or ["sqlite", "postgres"]
    if len(kinds) == 1:
        return _run(kinds[0], options.races)
    each = (f"{sys.executable} -m bench.races --races {options.races} --database {kind}" for kind in kinds)
    return max(os.waitstatus_to_exitcode(os.system(command)) for command in each)


def _run(kind: str, count: int) -> int:
    with own.database(kind):
        from tests.sales.consent_race import laid, races  # noqa: PLC0415
        from tests.sales.ground import open_shop  # noqa: PLC0415

        track, began = laid(open_shop(members=1)), time.monotonic()
        lost = [race for race in races(count) if track.run(race)]
        seconds = time.monotonic() - began
    print(f"{kind}: {len(lost)} of {count:,} orders and payments rest on a consent that had ended ({seconds:.0f} s)")
    return int(bool(lost))


if __name__ == "__main__":
    sys.exit(main())
