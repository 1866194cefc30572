"""`kithkin register`: the register of processing as plain text."""

import argparse
import sys

from django.utils import translation
from django.utils.translation import gettext as _

from kithkin.organisations.models import Organisation
from kithkin.persons.register import as_text, of


def run(given: argparse.Namespace) -> int:
    """Each organisation's, in its own language unless another is wanted."""
    wanted = {"slug": given.organisation} if given.organisation else {}
    houses = list(Organisation.objects.filter(**wanted).order_by("slug"))
    if given.organisation and not houses:
        sys.exit(_("There is no such organisation."))
    for house in houses:
        with translation.override(given.language or house.language):
            print("\n".join(as_text(of(house))))
    return 0
