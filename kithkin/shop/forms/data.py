"""Your data: what a person puts right himself."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kithkin.contacts.correcting import Details
from kithkin.ui.days import DayField, DayInput


class DetailsForm(forms.Form):
    """Own names, phone, language; the date of birth as long as nobody has written it down."""

    first_name = forms.CharField(
        label=_("First name"),
        max_length=80,
        error_messages={"required": _("Write the first name.")},
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Family name"),
        max_length=80,
        error_messages={"required": _("Write the family name.")},
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    birth_date = DayField(
        label=_("Date of birth"),
        required=False,
        help_text=_("You can write it once. Later we put it right for you."),
        widget=DayInput(attrs={"autocomplete": "bday"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, help_text=_("We write to you in it."))

    def __init__(self, now: Details, typed=None, *, born_anew: bool = False):
        super().__init__(typed, initial={name: getattr(now, name) for name in Details.__slots__})
        self._now = now
        if now.birth_date and not born_anew:
            del self.fields["birth_date"]

        if born_anew:
            self.fields["birth_date"].help_text = _("It says until when you are the guardian here.")

    @property
    def wanted(self) -> Details:
        """As typed; what the form does not ask for stays."""
        return Details(**{"birth_date": self._now.birth_date, **self.cleaned_data})
