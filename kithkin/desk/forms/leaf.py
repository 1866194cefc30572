"""Which leaf of a long list an operator wants to see."""

from django import forms


class Part(forms.Form):
    """From the address of the page; what cannot be understood is the first leaf."""

    page = forms.IntegerField(min_value=1, max_value=100_000)

    @classmethod
    def read(cls, query) -> int:
        """The number of the leaf."""
        form = cls(query)
        return form.cleaned_data["page"] if form.is_valid() else 1
