"""`kithkin import connections FILE.csv`: groups that exist already, pending or with the proof of their consent."""

from typing import Any

from django.utils.translation import gettext as _

from kithkin.base.actor import Actor
from kithkin.connections.actions.bring import bring
from kithkin.connections.bringing import Outcome
from kithkin.exchange import groups
from kithkin.exchange.importing import ImportCommand
from kithkin.exchange.readers import connections
from kithkin.exchange.readers.connections import Row
from kithkin.organisations.models import Organisation


class Command(ImportCommand):
    help = "Import who is in whose group; nobody is written to. See docs/importing.md."

    def read(self, content: str, **options: Any) -> list[Row]:
        return connections.read(content)

    def save(self, organisation: Organisation, rows: list[Row], *, by: Actor, **options: Any) -> str:
        met = bring(organisation, groups.wanted(organisation, rows), by=by)
        words = _(
            "%(pending)d connections are pending, %(allowed)d allowed by their proof, %(known)d were known, "
            "%(no)d have a no that stands, %(left)d were taken out of the group before and stay out."
        )
        return words % {
            "pending": met[Outcome.PENDING],
            "allowed": met[Outcome.ALLOWED],
            "known": met[Outcome.KNOWN],
            "no": met[Outcome.NO_STANDS],
            "left": met[Outcome.LEFT],
        }
