"""`kithkin duplicates`: look for records that may be one person. It can be stopped at any time and run again."""

import argparse

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithkin.base import actor
from kithkin.exchange.progress import Steps
from kithkin.organisations.models import Organisation
from kithkin.persons import duplicates


def run(given: argparse.Namespace) -> int:
    """Search in each organisation, and say how many pairs look alike."""
    for house in Organisation.objects.order_by("slug"):
        found = 0
        with Steps(duplicates.steps(house)) as bar:
            bar.next(house.name)
            for pairs in duplicates.search(house, by=actor.system(house.pk)):
                found += pairs
                bar.next(_("Comparing"))
        words = ngettext("%(found)d pair looks alike.", "%(found)d pairs look alike.", found) % {"found": found}
        print(f"{house.name}: {words}")
    return 0
