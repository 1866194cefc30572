"""What stands in a person's record, as an operator types it: a new one, or one that is put right."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kithkin.contacts.actions import Person
from kithkin.contacts.correcting import Details
from kithkin.desk import words
from kithkin.ui.days import DayField


class RecordForm(forms.Form):
    """Names, phone, date of birth, language."""

    first_name = forms.CharField(
        label=_("First name"), max_length=80, error_messages={"required": _("Write the first name.")}
    )
    last_name = forms.CharField(
        label=_("Family name"), max_length=80, error_messages={"required": _("Write the family name.")}
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    birth_date = DayField(label=_("Date of birth"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=list(words.LANGUAGES.items()))

    def __init__(self, typed=None, **more):
        super().__init__(typed, **more)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"


class Correction(RecordForm):
    """A record that is there; the email has a way of its own."""

    def __init__(self, now: Details, typed=None):
        super().__init__(typed, initial={name: getattr(now, name) for name in Details.__slots__})

    @property
    def wanted(self) -> Details:
        """As typed."""
        return Details(**self.cleaned_data)


class NewContact(RecordForm):
    """Somebody without an email; nothing of it is needed but the names."""

    def __init__(self, typed=None, **more):
        super().__init__(typed, use_required_attribute=False, **more)
        self.fields["birth_date"].help_text = _("For junior and senior prices.")
        self.fields["language"].label = _("Language of letters and forms")

    @property
    def person(self) -> Person:
        """What was written."""
        return Person(**self.cleaned_data)
