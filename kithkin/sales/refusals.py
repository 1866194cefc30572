"""Refusals with something the page can offer instead."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kithkin.base.verdict import Refused

from .allocation import Choice


class SeatTaken(Refused):
    """Somebody else was quicker; nothing was taken. `lost` are the seats that are gone."""

    def __init__(self, lost: Iterable[int]):
        super().__init__(_("Somebody has just taken one of these seats."))
        self.lost = frozenset(lost)


class NotTogether(Refused):
    """There are no seats side by side; `choice` is the next best, to be agreed to before it is taken."""

    def __init__(self, choice: Choice):
        super().__init__(choice.words)
        self.choice = choice


class SoldOut(Refused):
    """So many seats are not left in this category."""

    def __init__(self):
        super().__init__(_("There are not enough seats left in this category. Choose another one."))


class TimeOver(Refused):
    """The basket's time is over, so its seats may be somebody else's."""

    def __init__(self):
        super().__init__(_("The time for your seats has run out. Choose seats again; nothing was charged."))
