"""`kithkin retention`: let go of what was kept long enough. Ctrl-C stops after the batch at hand."""

import argparse
import sys
from collections import Counter
from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithkin.organisations.models import Organisation
from kithkin.persons import noes_again, retention, retention_rules
from kithkin.persons.retention import Plan

from .stopping import done, stopping

MOST_SHOWN = 50


def run(given: argparse.Namespace) -> int:
    """Say what is due, and unless it is only to be said, let it go; or undo what a restored backup brought back."""
    if given.replay:
        return replay()
    if given.limit is not None and given.limit < 1:
        sys.exit(_("The limit is a number from 1 on."))
    with stopping() as is_stopped:
        for house in Organisation.objects.order_by("slug"):
            planned = retention.plan(house, given.limit)
            if given.dry_run:
                show(planned)
            elif not is_stopped():
                tell(house, _done(planned, given.limit, is_stopped))
        if is_stopped():
            print(_("Stopped; the next run goes on from here."))
    return 130 if is_stopped() else 0


def replay() -> int:
    """Also before every start of web server and worker."""
    if closed := noes_again.replay():
        said = ngettext("%(count)d no was said anew.", "%(count)d noes were said anew.", closed)
        print(said % {"count": closed})
    if count := retention.replay():
        said = ngettext("%(count)d person was erased anew.", "%(count)d people were erased anew.", count)
        print(said % {"count": count})
    return 0


def show(planned: Plan) -> None:
    """What would go, and which people, by their contact numbers."""
    print(_("%(house)s: nothing was changed. This would go:") % {"house": planned.house.name})
    print("\n".join(retention_rules.in_words(planned.counts.items())) or f"{0:>8}")
    for number in planned.people[:MOST_SHOWN]:
        print(f"          {number}")
    if (more := len(planned.people) - MOST_SHOWN) > 0:
        print("          " + _("… and %(more)d more.") % {"more": more})


def tell(house: Organisation, count: Counter) -> None:
    """What has gone."""
    print(f"{house.name}:")
    print("\n".join(retention_rules.in_words(count.items())) or f"{0:>8}")


def _done(planned: Plan, limit: int | None, is_stopped: Callable[[], bool]) -> Counter:
    steps = retention.steps(planned.house, limit)
    return sum(done(steps, planned.batches, planned.house.name, is_stopped), Counter())
