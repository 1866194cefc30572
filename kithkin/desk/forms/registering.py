"""Somebody without an email, as an operator writes him down."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kithkin.contacts.actions import Person
from kithkin.desk import words


class NewContact(forms.Form):
    """Names, and what the person likes to leave here; nothing of it is needed but the names."""

    first_name = forms.CharField(
        label=_("First name"), max_length=80, error_messages={"required": _("Write the name.")}
    )
    last_name = forms.CharField(
        label=_("Family name"), max_length=80, error_messages={"required": _("Write the name.")}
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    birth_date = forms.DateField(
        label=_("Birth date"),
        required=False,
        help_text=_("For junior and senior prices."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write a day, such as 1949-05-12.")},
    )
    language = forms.ChoiceField(label=_("Language of letters and forms"), choices=list(words.LANGUAGES.items()))

    def __init__(self, typed=None, **more):
        super().__init__(typed, use_required_attribute=False, **more)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    @property
    def person(self) -> Person:
        """What was written."""
        told = self.cleaned_data
        return Person(
            told["first_name"],
            told["last_name"],
            language=told["language"],
            phone=told["phone"],
            birth_date=told["birth_date"],
        )
