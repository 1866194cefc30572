"""Why an operator opens a sheet to which no case led him."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kithkin.audit.looks import Why
from kithkin.audit.models import StaffRead


class Reason(forms.Form):
    """A reason of the short list, and words of his own; the person can read both."""

    why = forms.ChoiceField(
        label=_("Reason"),
        choices=[(why.value, why.label) for why in StaffRead.REASONS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason."), "invalid_choice": _("Choose a reason.")},
    )
    words = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=200,
        help_text=_("Needed for “Another reason”. Write nothing about other people."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, typed=None):
        super().__init__(typed, use_required_attribute=False)

    @property
    def reason(self) -> Why:
        """The one that was chosen."""
        return Why(self.cleaned_data["why"])

    def clean(self) -> None:
        """Another reason needs to be said."""
        if self.cleaned_data.get("why") == Why.OTHER and not self.cleaned_data.get("words"):
            self.add_error("words", _("Write the reason."))
