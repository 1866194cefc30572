"""What a guardian types for a child."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kithkin.base import addresses
from kithkin.base.verdict import Refused


class HandOverForm(forms.Form):
    """The young person's own address."""

    email = forms.CharField(
        label=_("The young person's own email"),
        error_messages={"required": _("Write the email.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def clean_email(self) -> str:
        """As typed, once it can be an address."""
        try:
            addresses.canonical(self.cleaned_data["email"])
        except Refused as refusal:
            raise forms.ValidationError(refusal.message) from None
        return self.cleaned_data["email"]


class WordForm(forms.Form):
    """That the reader is the parent or guardian."""

    guardian = forms.BooleanField(error_messages={"required": _("Tick that you are the parent or guardian.")})
