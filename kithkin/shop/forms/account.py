"""Opening an account, asking for a link, setting a password."""

from collections.abc import Callable

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kithkin.base import addresses, names
from kithkin.base.verdict import Refused


def _field(label, missing, widget, autocomplete) -> forms.CharField:
    attributes = {"autocomplete": autocomplete}
    return forms.CharField(label=label, error_messages={"required": missing}, widget=widget(attrs=attributes))


class LinkForm(forms.Form):
    """The address that a link to set a password goes to."""

    email = _field(_("Email"), _("Write the email."), forms.EmailInput, "email")

    def clean_email(self) -> str:
        """As typed, once it can be an address."""
        _accepted(addresses.canonical, self.cleaned_data["email"])
        return self.cleaned_data["email"]


class AddressForm(LinkForm):
    """Where letters shall go from now on."""

    email = _field(_("Your new email"), _("Write the email."), forms.EmailInput, "email")


class SignUpForm(LinkForm):
    """Names and address; names are judged before anybody looks whether the address is known."""

    first_name = _field(_("First name"), _("Write the first name."), forms.TextInput, "given-name")
    last_name = _field(_("Family name"), _("Write the family name."), forms.TextInput, "family-name")
    field_order = ("first_name", "last_name", "email")

    def clean_first_name(self) -> str:
        """A name that people have."""
        return _accepted(names.clean, self.cleaned_data["first_name"])

    def clean_last_name(self) -> str:
        """A name that people have."""
        return _accepted(names.clean, self.cleaned_data["last_name"])


class PasswordForm(forms.Form):
    """One field: who mistypes it asks for another link."""

    password = forms.CharField(
        label=_("Your new password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters. Four words in a row are easy to remember."),
        error_messages={"required": _("Write a password.")},
    )

    def clean_password(self) -> str:
        """Long enough, and not one of those that everybody tries first."""
        validate_password(self.cleaned_data["password"])
        return self.cleaned_data["password"]


def _accepted(judge: Callable[[str], str], text: str) -> str:
    try:
        return judge(text)
    except Refused as refusal:
        raise ValidationError(refusal.message) from None
