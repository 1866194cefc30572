"""A passkey: what it is called, and what the browser says of it."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, LoginWebAuthnForm, ReauthenticateWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from kithkin.accounts.passkeys import BROKEN


class NameForm(forms.Form):
    """What the person calls it."""

    name = forms.CharField(
        label=_("What do you call it?"),
        max_length=40,
        help_text=_("For example: my phone."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write a name for it.")},
    )


class NewForm(NameForm):
    """The browser's answer comes along unseen; without one it says so above the form."""

    credential = forms.JSONField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict:
        """An answer has several parts, whatever they are."""
        told = super().clean()
        if not isinstance(told.get("credential"), dict):
            raise forms.ValidationError(_("This passkey could not be made. Please try once more."))
        return told


class _ShownForm(AuthenticateWebAuthnForm):
    """allauth's, which falls over an answer that is not whole."""

    def clean_credential(self) -> Authenticator:
        """The passkey that was shown."""
        try:
            return super().clean_credential()
        except BROKEN:
            raise get_adapter().validation_error("incorrect_code") from None


class SignInForm(_ShownForm, LoginWebAuthnForm):
    """Who shows a passkey is whose it is."""


class OnceMoreForm(_ShownForm, ReauthenticateWebAuthnForm):
    """Who is signed in shows one of his own."""
