"""Who sits where before the story begins: households side by side, row after row. Pure; no rows are written here."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from kithkin.catalogue.queries import Offer
from kithkin.catalogue.shape import Line, Place

from . import people
from .roles import Role

FULL = {"centre": 0.75, "wing": 0.6, "corner": 0.35, "goal": 0.4}


@dataclass(frozen=True)
class Party:
    """A household in its seats; the first of it pays."""

    people: list[Role]
    places: list[Place]


def parties(offer: Offer) -> Iterator[Party]:
    """About half of the seats; the gaps are wider where seats are in less demand. Always the same ones."""
    random = Random(1901)
    households = people.households()
    codes = {category.pk: category.code for category in offer.categories}
    for line in offer.geometry.lines:
        for run in _runs(line):
            start = 0
            while start < len(run):
                household = next(households)
                size, full = len(household), FULL[codes[run[start].category_id]]
                start += round(random.uniform(0, 2) * size * (1 - full) / full)
                if start + size <= len(run):
                    yield Party(household, run[start : start + size])
                start += size


def _runs(line: Line) -> list[list[Place]]:
    """The ordinary seats of a row, parted where an aisle or a place for a wheelchair lies between them."""
    runs: list[list[Place]] = [[]]
    for place in line.places:
        if runs[-1] and place.bit != runs[-1][-1].bit + 1:
            runs.append([])
        if place.kind == "normal":
            runs[-1].append(place)
    return runs
