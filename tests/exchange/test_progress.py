"""The bar: quiet for what is quick, there for what is slow, gone afterwards."""

from io import StringIO
from time import monotonic, sleep

from rich.console import Console

from kithkin.exchange.progress import Steps


def shown(patience: float) -> str:
    out = StringIO()
    with Steps(2, patience=patience, console=Console(file=out, force_terminal=True, width=80)) as steps:
        steps.next("Reading")
        until = monotonic() + 5
        while patience < 1 and "Reading" not in out.getvalue() and monotonic() < until:
            sleep(0.01)
        steps.next("Saving")
    return out.getvalue()


def test_what_is_quick_stays_quiet():
    assert shown(patience=60) == ""


def test_what_is_slow_shows_what_goes_on():
    assert "Reading" in shown(patience=0.01)
