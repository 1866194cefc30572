"""A signed form as an operator takes it down, and what a person says at the desk."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from kithkin.connections.forms import Signed
from kithkin.connections.scopes import OFFERED, WORDS, Scope
from kithkin.desk import words
from kithkin.ui.days import DayField

_REFERENCE = re.compile(r"\w[\w ./-]{2,39}")


class SignedForm(forms.Form):
    """What stands on the paper: nothing is ticked before."""

    reference = forms.CharField(
        label=_("Form number"), max_length=40, error_messages={"required": _("Write the number of the form.")}
    )
    signed_on = DayField(
        label=_("Day of the signature"), error_messages={"required": _("Write the day of the signature.")}
    )
    language = forms.ChoiceField(label=_("Language of the form"), choices=list(words.LANGUAGES.items()))
    policy = forms.IntegerField(
        label=_("Version of the privacy policy"),
        help_text=_("It stands on the form."),
        min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 5}),
    )
    scopes = forms.MultipleChoiceField(choices=[(scope.value, WORDS[scope]) for scope in OFFERED], required=False)

    def __init__(self, typed=None, *, newest: int, **more):
        super().__init__(typed, use_required_attribute=False, **more)
        self.newest = newest
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def clean_reference(self) -> str:
        """Capital letters, single spaces."""
        typed = " ".join(self.cleaned_data["reference"].upper().split())
        if not _REFERENCE.fullmatch(typed):
            raise forms.ValidationError(_("Write the number as it stands on the form: letters, digits, hyphens."))
        return typed

    def clean_policy(self) -> int:
        """A version that there is."""
        if self.cleaned_data["policy"] > self.newest:
            raise forms.ValidationError(_("There is no such version of the privacy policy."))
        return self.cleaned_data["policy"]

    @property
    def signed(self) -> Signed:
        """What was read off the paper. Who does not show his tickets has nobody look after them, either."""
        told = self.cleaned_data
        ticked = frozenset(map(Scope, told["scopes"]))
        if Scope.SEE_TICKETS not in ticked:
            ticked -= {Scope.MANAGE_TICKETS}
        return Signed(told["reference"], told["signed_on"], ticked, told["language"], told["policy"])
