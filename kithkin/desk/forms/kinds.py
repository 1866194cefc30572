"""A relationship in the organiser's own word."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kithkin.connections.actions.kind import LONGEST
from kithkin.connections.presets import Preset

# The desk's words for what a request asks for.
ASKS = [
    (Preset.JUST_BUY.value, _("Nothing: the lead just buys")),
    (Preset.FULL.value, _("Details, tickets, orders, paying reservations")),
    (Preset.LOOK_AFTER.value, _("The same, and looking after tickets")),
]


class KindForm(forms.Form):
    """The word, and what a request then asks for unless the lead asks for something else."""

    name = forms.CharField(
        label=_("Word"), max_length=LONGEST, error_messages={"required": _("Write the word that people choose.")}
    )
    asks_for = forms.ChoiceField(label=_("A request asks for"), choices=ASKS, initial=Preset.FULL.value)
