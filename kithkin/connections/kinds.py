"""What people are to each other: a word that presets what is proposed, and never grants anything."""

from django.utils.translation import gettext_lazy as _

from .scopes import FULL, JUST_BUY, LOOK_AFTER, Scope

WORDS = {
    "partner": _("Partner"),
    "child": _("Child"),
    "parent": _("Parent"),
    "friend": _("Friend"),
    "carer": _("Carer"),
    "colleague": _("Colleague"),
}
_PRESETS = {
    "partner": FULL,
    "child": LOOK_AFTER,
    "parent": FULL,
    "friend": JUST_BUY,
    "carer": LOOK_AFTER,
    "colleague": JUST_BUY,
}


def preset(kind: str) -> frozenset[Scope]:
    """The scopes whose switches a member finds proposed in words; nothing is on until he presses."""
    return _PRESETS.get(kind, FULL)
