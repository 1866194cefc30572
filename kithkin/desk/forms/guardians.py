"""Guardians and national ages, as an operator types them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .typed import NUMBER, WORDS


class GuardianForm(forms.Form):
    """Who becomes a guardian, and the document that says so."""

    number = forms.CharField(
        label=_("Contact number of the guardian"),
        widget=forms.TextInput(NUMBER),
        error_messages={"required": _("Write the contact number.")},
    )
    document = forms.CharField(
        label=_("The document that you have seen"),
        max_length=80,
        widget=forms.TextInput(WORDS),
        help_text=_("What it is and its number, for example: birth certificate 4711/2017."),
        error_messages={"required": _("Write which document you have seen.")},
    )


class AgeForm(forms.Form):
    """A country, its age and where that is written."""

    country = forms.RegexField(
        r"^[A-Z]{2}$",
        label=_("Country"),
        help_text=_("Two capital letters, for example DE."),
        error_messages={"required": _("Write the country."), "invalid": _("Write two capital letters, like DE.")},
    )
    age = forms.IntegerField(label=_("Age"), error_messages={"required": _("Write the age.")})
    source = forms.CharField(
        label=_("Where this is written"), max_length=160, error_messages={"required": _("Write where this is written.")}
    )
