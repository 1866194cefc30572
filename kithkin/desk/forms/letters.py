"""Which letters an operator wants to see."""

from django import forms

from kithkin.mail.models import State


class Wanted(forms.Form):
    """From the address of the list; what cannot be understood chooses nothing."""

    state = forms.ChoiceField(choices=State.choices, required=False)
    contact = forms.CharField(max_length=20, required=False)
    page = forms.IntegerField(min_value=1, max_value=100_000, required=False)

    @classmethod
    def read(cls, query) -> dict:
        """Every field, with its default where nothing usable was given."""
        form = cls(query)
        form.is_valid()
        return {"state": "", "contact": "", **form.cleaned_data, "page": form.cleaned_data.get("page") or 1}
