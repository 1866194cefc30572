"""Which part of a long list of connections an operator wants to see."""

from django import forms


class Part(forms.Form):
    """From the address of the tab; what cannot be understood is the first page."""

    page = forms.IntegerField(min_value=1, max_value=100_000)

    @classmethod
    def read(cls, query) -> int:
        """The number of the page."""
        form = cls(query)
        return form.cleaned_data["page"] if form.is_valid() else 1
