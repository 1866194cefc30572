"""Who goes with a ticket that has come back."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kithkin.shop.candidates import Candidate


class HolderForm(forms.Form):
    """One of the candidates, told by key."""

    who = forms.ChoiceField(
        label=gettext_lazy("Who goes"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose who goes."),
            "invalid_choice": gettext_lazy("This seat cannot be sold in this name."),
        },
    )

    def __init__(self, candidates: list[Candidate], data=None):
        super().__init__(data, use_required_attribute=False)
        self._by_key = {each.key: each for each in candidates}
        self.fields["who"].choices = [(each.key, _called(each)) for each in candidates]

    @property
    def chosen(self) -> Candidate:
        """Whom he chose."""
        return self._by_key[self.cleaned_data["who"]]


def _called(who: Candidate) -> str:
    return _("Me, %(name)s") % {"name": who.name} if who.is_me else who.name
