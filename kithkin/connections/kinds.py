"""What people are to each other: a word that presets what is asked for, and never grants anything."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kithkin.base.joined import Joined, Part
from kithkin.base.verdict import Refused

from .models import Connection, OwnKind
from .presets import Preset

# What the member is to the lead.
WORDS = {
    "partner": gettext_lazy("Partner"),
    "child": gettext_lazy("Child"),
    "parent": gettext_lazy("Parent"),
    "friend": gettext_lazy("Friend"),
    "carer": gettext_lazy("Carer"),
    "colleague": gettext_lazy("Colleague"),
}
PRESETS = {
    "partner": Preset.FULL,
    "child": Preset.LOOK_AFTER,
    "parent": Preset.FULL,
    "friend": Preset.JUST_BUY,
    "carer": Preset.LOOK_AFTER,
    "colleague": Preset.JUST_BUY,
}


@dataclass(frozen=True, slots=True)
class Tie:
    """What a lead says when he adds somebody: what they are to him, if he likes, and what he asks for."""

    kind: str = ""
    asks_for: Preset = Preset.FULL


UNSAID = Tie()


@dataclass(frozen=True, slots=True)
class Kinds:
    """The words of one organisation: the house's and the organiser's own."""

    own: tuple[OwnKind, ...]

    @property
    def offered(self) -> list[tuple[str, str | Promise]]:
        """Code and word of each that can be chosen now."""
        return [*WORDS.items(), *((each.code, each.name) for each in self.own if each.retired_at is None)]

    def word(self, code: str) -> str | Promise:
        """What was chosen, also when it is no longer offered; empty for nothing."""
        return WORDS.get(code) or next((each.name for each in self.own if each.code == code), "")

    def tie(self, code: str, asks_for: str = "", *, before: str = "") -> Tie:
        """A choice as it may be kept: without a wish of its own it asks for what the kind presets.

        Raises Refused for a kind that is not offered, unless it was chosen before.
        """
        if code not in ("", before, *dict(self.offered)):
            raise Refused(_("Choose one of the words in the list."), field="kind")
        own = {each.code: each.asks_for for each in self.own}
        return Tie(code, Preset(asks_for or PRESETS.get(code) or own.get(code, Preset.FULL)))


def of(organisation_id: int) -> Kinds:
    """The kinds of an organisation; one query."""
    return Kinds(tuple(kind for [kind] in _KIND.rows(_OWN, [organisation_id])))


_KIND = Joined(Part("k", OwnKind))
_OWN = "SELECT {columns} FROM connections_ownkind k WHERE k.organisation_id = %s ORDER BY k.name, k.id"


def words(connections: Iterable[Connection]) -> dict[int, str | Promise]:
    """What each member is to his lead, by connection; a query only where one is an organiser's own."""
    kinds = {each.pk: each.kind for each in connections if each.kind}
    organisations = {each.organisation_id for each in connections if each.kind and each.kind not in WORDS}
    own = OwnKind.objects.filter(organisation__in=organisations) if organisations else ()
    known = Kinds(tuple(own))
    return {number: known.word(kind) for number, kind in kinds.items()}
