"""What an operator decides about two records."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .typed import NUMBER


class Numbers(forms.Form):
    """Two contact numbers of one person."""

    first = forms.CharField(label=_("One contact number"), max_length=20, widget=forms.TextInput(NUMBER))
    second = forms.CharField(label=_("The other contact number"), max_length=20, widget=forms.TextInput(NUMBER))


class Decision(forms.Form):
    """What was pressed, and the record that would stay."""

    do = forms.ChoiceField(choices=[(word, word) for word in ("propose", "confirm", "drop", "not-the-same")])
    keep = forms.CharField(max_length=20, required=False)


class Wanted(forms.Form):
    """Which pairs, and which page of them; what cannot be understood chooses the first."""

    state = forms.ChoiceField(choices=[(state, state) for state in ("open", "proposed", "not-the-same")])
    page = forms.IntegerField(min_value=1, max_value=100_000)

    @classmethod
    def read(cls, query) -> dict:
        """Every field, with its default where nothing usable was given."""
        form = cls(query)
        form.is_valid()
        return {"state": "open", "page": 1, **form.cleaned_data}
