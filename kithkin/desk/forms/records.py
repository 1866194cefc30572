"""What an operator puts right in a person's record."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kithkin.contacts.correcting import Details


class Correction(forms.Form):
    """Names, phone, date of birth, language; the email has a way of its own."""

    first_name = forms.CharField(
        label=_("First name"), max_length=80, error_messages={"required": _("Write the first name.")}
    )
    last_name = forms.CharField(
        label=_("Family name"), max_length=80, error_messages={"required": _("Write the family name.")}
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    birth_date = forms.DateField(
        label=_("Date of birth"),
        required=False,
        error_messages={"invalid": _("Write the day as 1979-03-14.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d"],
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, now: Details, typed=None):
        super().__init__(typed, initial={name: getattr(now, name) for name in Details.__slots__})
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    @property
    def wanted(self) -> Details:
        """As typed."""
        return Details(**self.cleaned_data)
