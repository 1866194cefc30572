"""Choosing one person of the group in a list: me, or a member who lets the reader see it."""

from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from kithkin.connections import door
from kithkin.connections.door import Card
from kithkin.connections.scopes import Scope

ME = "me"


@dataclass(frozen=True, slots=True)
class Pick:
    """One chip above a list."""

    label: str
    query: str
    current: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """The chips, whom they chose (a contact's id, or None for everybody), and who is not shown and why."""

    picks: list[Pick]
    chosen: int | None
    waiting: list[str]
    closed: list[Card]  # active, and have not opened this
    acting: str = ""  # the member in whose file the reader looks
    children: dict[int, str] = field(default_factory=dict)  # whom he decides for: contact and connection


def choice(request: HttpRequest, scope: Scope) -> Choice:
    """Chips for everybody, me, and each member who has opened `scope`; nobody else can be chosen.

    Where Friends and Family is switched off there is nobody but oneself.
    """
    if not request.point_of_sale.friends_and_family:
        return Choice([], request.actor.contact_id, [], [])
    people = door.people(request.actor)
    wanted = request.GET.get("of", "")
    known = {"": None, ME: request.actor.contact_id}
    known |= {card.connection_id: card.contact_id for card in people if scope in card.open}
    if wanted not in known:
        raise Http404
    closed = [card for card in people if scope not in card.open]
    called = _called(people)
    labels = {"": _("Everybody"), ME: _("Me"), **called}
    return Choice(
        picks=[Pick(labels[key], f"?{urlencode({'of': key})}" if key else "?", key == wanted) for key in known],
        chosen=known[wanted],
        acting=next((card.name for card in people if card.connection_id == wanted), ""),
        waiting=[called[card.connection_id] for card in closed if not card.active],
        closed=[card for card in closed if card.active],
        children={card.contact_id: card.connection_id for card in people if card.guards},
    )


def require_open(request: HttpRequest, *, own: bool) -> None:
    """A single page of a member's file is closed with the lists. Raises Http404."""
    if not own and not request.point_of_sale.friends_and_family:
        raise Http404


def _called(people: list[Card]) -> dict[str, str]:
    """First names; of namesakes the whole names."""
    often = Counter(card.first_name for card in people)
    return {card.connection_id: card.first_name if often[card.first_name] == 1 else card.name for card in people}
