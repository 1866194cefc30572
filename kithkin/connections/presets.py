"""Ready-made choices of rights: what a request asks for, and what a member opens in one press (design decision 7)."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .scopes import FULL, JUST_BUY, LOOK_AFTER, OFFERED, Scope


class Preset(models.TextChoices):
    """The word says what the member presses."""

    JUST_BUY = "just-buy", _("Just buy for me")
    FULL = "full", _("See my details, tickets and orders")
    LOOK_AFTER = "look-after", _("Look after my tickets")

    @property
    def rights(self) -> frozenset[Scope]:
        """What it opens, no more and no less."""
        return _RIGHTS[self]


_RIGHTS = {Preset.JUST_BUY: JUST_BUY, Preset.FULL: FULL, Preset.LOOK_AFTER: LOOK_AFTER}


def offered() -> dict[Preset, str | Promise]:
    """The ready-made choices of which the shop uses every right."""
    return {preset: preset.label for preset in Preset if preset.rights <= frozenset(OFFERED)}
