"""`kithkin import fixtures FILE --home "Arsenal FC"`: a season's home matches in openfootball's JSON."""

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from kithkin.base.actor import Actor
from kithkin.base.verdict import Refused
from kithkin.catalogue.models import SeatingPlan
from kithkin.exchange import actions
from kithkin.exchange.importing import ImportCommand
from kithkin.exchange.readers import fixtures
from kithkin.exchange.readers.fixtures import Fixtures
from kithkin.organisations.models import Organisation


class Command(ImportCommand):
    help = "Import the home matches of a season; known matches are updated. See docs/importing.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--home", metavar="TEAM", required=True, help="the team whose home matches are wanted")
        parser.add_argument("--season", metavar="NAME", default="", help="the season (else it is called like the file)")
        parser.add_argument("--plan", metavar="NAME", default="", help="the seating plan (else the newest)")

    def read(self, content: str, **options: Any) -> Fixtures:
        return fixtures.read(content, home=options["home"])

    def save(self, organisation: Organisation, rows: Fixtures, *, by: Actor, **options: Any) -> str:
        plan = _plan(organisation, options["plan"])
        season, saved = actions.save_fixtures(organisation, rows, plan, season_name=options["season"], by=by)
        words = _("Season %(season)s: %(added)d matches added, %(changed)d changed, %(unchanged)d unchanged.")
        return words % {
            "season": season.name,
            "added": saved.added,
            "changed": saved.changed,
            "unchanged": saved.unchanged,
        }


def _plan(organisation: Organisation, name: str) -> SeatingPlan:
    plans = SeatingPlan.objects.filter(venue__organisation=organisation, **({"name": name} if name else {}))
    newest = plans.order_by("-pk").first()
    if newest is None:
        raise Refused(_("There is no such seating plan yet. Import it first with `kithkin import seating-plan FILE`."))
    return newest
