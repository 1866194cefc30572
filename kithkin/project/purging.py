"""`kithkin purge`: silent members, by the table of docs/silent-members.md. Ctrl-C stops after the batch at hand."""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from kithkin.organisations.models import Organisation
from kithkin.persons import silent_runs, silent_told
from kithkin.persons.silent_models import Fate
from kithkin.persons.silent_runs import Plan

from .stopping import done, stopping


def run(given: argparse.Namespace) -> int:
    """Plan for each organisation, then show it or do it."""
    wanted = {"slug": given.organisation} if given.organisation else {}
    houses = list(Organisation.objects.filter(**wanted).order_by("slug"))
    if given.organisation and not houses:
        sys.exit(_("There is no such organisation."))
    if given.limit is not None and given.limit < 1:
        sys.exit(_("The limit is a number from 1 on."))
    with stopping() as is_stopped:
        for house in houses:
            if is_stopped():
                break
            planned = silent_runs.plan(house, given.limit)
            for line in silent_told.lines(planned) if given.dry_run else _done(planned, is_stopped):
                print(line)
    return 130 if is_stopped() else 0


def _done(planned: Plan, is_stopped: Callable[[], bool]) -> Iterator[str]:
    name = planned.organisation.name
    count = sum(done(silent_runs.steps(planned), planned.batches, name, is_stopped), Counter())
    yield f"{name}: {_summary(count)}"
    if is_stopped():
        yield _("Stopped; the next run goes on from here.")


def _summary(count: Counter) -> str:
    words = _(
        "left their groups: %(leaves)d, closed: %(closed)d, of these with tickets given back: %(returned)d, "
        "deleted: %(deleted)d, told to leads: %(told)d."
    )
    closed = count[Fate.CLOSED] + count[Fate.RETURNED]
    return words % {
        "leaves": count[Fate.LEAVES],
        "closed": closed,
        "returned": count[Fate.RETURNED],
        "deleted": count["deleted"],
        "told": count["told"],
    }
