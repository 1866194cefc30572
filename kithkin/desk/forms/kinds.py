"""A relationship in the organiser's own word."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kithkin.connections.actions.kind import LONGEST
from kithkin.connections.presets import Preset
from kithkin.desk import words


def asks() -> dict[str, str]:
    """What a request asks for, by preset, in the desk's words."""
    opened = {preset.value: words.scopes(preset.rights) for preset in Preset}
    return {code: capfirst(", ".join(map(str, rights))) or gettext("Nothing") for code, rights in opened.items()}


class KindForm(forms.Form):
    """The word, and what a request then asks for unless the lead asks for something else."""

    name = forms.CharField(
        label=_("Word"), max_length=LONGEST, error_messages={"required": _("Write the word that people choose.")}
    )
    asks_for = forms.ChoiceField(
        label=_("A request asks for"), choices=lambda: asks().items(), initial=Preset.FULL.value
    )
