"""`kithkin import seating-plan FILE`: a ground or hall in pretix's open JSON."""

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from kithkin.base.actor import Actor
from kithkin.catalogue import actions
from kithkin.catalogue.rows import PlanRows
from kithkin.exchange.importing import ImportCommand
from kithkin.exchange.readers import seating_plan
from kithkin.organisations.models import Organisation


class Command(ImportCommand):
    help = "Import a seating plan; the same plan again changes nothing. See docs/importing.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--venue", metavar="NAME", default="", help="the venue (else it is called like the plan)")

    def read(self, content: str, **options: Any) -> PlanRows:
        return seating_plan.read(content)

    def save(self, organisation: Organisation, rows: PlanRows, *, by: Actor, **options: Any) -> str:
        plan = actions.save_plan(organisation, options["venue"] or rows.name, rows, by=by)
        words = _("%(plan)s, version %(version)d: %(seats)d seats in %(blocks)d blocks and %(categories)d categories.")
        return words % {
            "plan": plan.name,
            "version": plan.version,
            "seats": plan.seat_count,
            "blocks": len(rows.blocks),
            "categories": len(rows.categories),
        }
