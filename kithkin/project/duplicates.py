"""`kithkin duplicates`: look for records that may be one person. Ctrl-C stops after the step at hand."""

import argparse
from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithkin.base import actor
from kithkin.organisations.models import Organisation
from kithkin.persons import duplicates

from .stopping import done, stopping


def run(given: argparse.Namespace) -> int:
    """Search in each organisation, and say how many pairs look alike."""
    with stopping() as is_stopped:
        for house in Organisation.objects.order_by("slug"):
            if is_stopped():
                break
            print(_searched(house, is_stopped))
        if is_stopped():
            print(_("Stopped; the next run looks through everybody anew."))
    return 130 if is_stopped() else 0


def _searched(house: Organisation, is_stopped: Callable[[], bool]) -> str:
    search = duplicates.search(house, by=actor.system(house.pk))
    found = sum(done(search, duplicates.steps(house), house.name, is_stopped))
    words = ngettext("%(found)d pair looks alike.", "%(found)d pairs look alike.", found) % {"found": found}
    return f"{house.name}: {words}"
