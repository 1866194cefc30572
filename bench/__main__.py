"""`make bench`: the whole group order on SQLite and PostgreSQL, in statements and in plain pages of CPU."""

import argparse
import sys
from statistics import median, quantiles

from bench import cpu, order
from bench.order import Steps, Timed
from bench.running import site

STATEMENTS, PAGES = 60, 20


def main() -> int:
    """Print the figures; 1 when one of them misses its mark."""
    given = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    given.add_argument("--orders", type=int, default=15, help="how many orders are timed")
    given.add_argument("--database", choices=("sqlite", "postgres"), action="append")
    options = given.parse_args()
    kinds = options.database or ["sqlite", "postgres"]
    print(f"{cpu.cores()} processors; three season tickets, {options.orders} orders timed one after the other")
    return 1 if [kind for kind in kinds if not _measured(kind, options.orders)] else 0


def _measured(kind: str, orders: int) -> bool:
    with site(kind) as running:
        three, twelve = order.statements(running, 3), order.statements(running, 12)
        timed = order.time_spent(running, 3, orders)
    _print(kind, three, twelve, timed)
    return three.total <= STATEMENTS and three.total == twelve.total and median(timed.ratios) <= PAGES


def _print(kind: str, three: Steps, twelve: Steps, timed: Timed) -> None:
    spent, page, ratios = timed.middle, timed.page, sorted(timed.ratios)
    print(f"\n{kind}\n{'step':<22}{'statements':>11}{'for 12':>8}{'CPU ms':>9}{'plain pages':>13}")
    for name in spent.taken:
        ms = spent.taken[name]
        print(f"{name:<22}{three.taken[name]:>11.0f}{twelve.taken[name]:>8.0f}{ms:>9.2f}{ms / page:>13.2f}")
    whole = median(order.total for order in timed.orders)
    print(f"{'the whole order':<22}{three.total:>11.0f}{twelve.total:>8.0f}{whole:>9.2f}{median(ratios):>13.2f}")
    print(f"the middle of {len(ratios)} orders; half of them between {_quarters(ratios)}, all between {_ends(ratios)}")
    print(f"one plain page: {page:.2f} ms of CPU, the middle of {len(ratios) * len(timed.pages[0])}", flush=True)


def _quarters(ratios: list[float]) -> str:
    low, _middle, high = quantiles(ratios, n=4)
    return f"{low:.1f} and {high:.1f}"


def _ends(ratios: list[float]) -> str:
    return f"{ratios[0]:.1f} and {ratios[-1]:.1f}"


if __name__ == "__main__":
    sys.exit(main())
