"""What turning the consent switch would mean, in numbers."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from kithkin.base import clock
from kithkin.connections import queries
from kithkin.connections.models import Connection, Consent, Guardianship
from kithkin.connections.states import State
from kithkin.organisations.models import Organisation

from .standing import ANSWERED


@dataclass(frozen=True, slots=True)
class Figures:
    """The standing connections of an organisation, by what the members said."""

    all: int
    allowed: int
    unanswered: int

    @property
    def pending(self) -> int:
        """Those that are not active while consent is asked for."""
        return self.all - self.allowed

    @property
    def closed(self) -> int:
        """Those that no switch opens: the member said no, or his consent has ended."""
        return self.pending - self.unanswered


def consent(organisation: Organisation) -> Figures:
    """Counted in one query; the conditions are those of connections.rules."""
    rounds = Consent.objects.filter(connection=OuterRef("pk"))
    guards = Guardianship.objects.filter(connection=OuterRef("pk"), state=Guardianship.State.STANDS)
    refused = queries.said_no("child", "parent", guards)
    in_force = Exists(rounds.filter(state=State.ALLOWED, ends_at__gt=clock.now()))
    answered = Exists(rounds.filter(state__in=ANSWERED))
    standing = Connection.objects.filter(organisation=organisation, removed_at=None)
    return Figures(
        **standing.aggregate(
            all=Count("pk"),
            allowed=Count("pk", filter=in_force & ~refused),
            unanswered=Count("pk", filter=~answered & ~refused),
        )
    )
