"""Which signals an operator wants to see."""

from django import forms

SPANS = (1, 7, 30, 90)


class Wanted(forms.Form):
    """From the address of the list; what cannot be understood chooses nothing."""

    days = forms.TypedChoiceField(choices=[(days, days) for days in SPANS], coerce=int)
    page = forms.IntegerField(min_value=1, max_value=100_000)

    @classmethod
    def read(cls, query) -> dict:
        """Every field, with its default where nothing usable was given."""
        form = cls(query)
        form.is_valid()
        return {"days": 7, "page": 1, **form.cleaned_data}
