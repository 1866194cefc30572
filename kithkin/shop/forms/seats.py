"""Seats picked in one block."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext

from kithkin.catalogue.shape import BlockShape


class Picked(forms.Form):
    """As many seats of this block as people come; what was ticked stays ticked."""

    seat = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Seats"),
        coerce=int,
        error_messages={
            "required": gettext_lazy("Choose a seat for each person."),
            "invalid_choice": gettext_lazy("One of these seats is not in this block. Choose again."),
        },
    )

    def __init__(self, block: BlockShape, wanted: int, data=None, **initial):
        super().__init__(data, initial=initial)
        self.wanted = wanted
        self.fields["seat"].choices = [(seat.id, seat.number) for seat in block.places]

    @property
    def ticked(self) -> set[int]:
        """What is chosen at this moment, whether or not it is right."""
        return {int(seat) for seat in self["seat"].value() or [] if str(seat).isdigit()}

    def clean_seat(self) -> list[int]:
        """In the order of the block, so that neighbours in the list are neighbours in the stand."""
        chosen = set(self.cleaned_data["seat"])
        if len(chosen) != self.wanted:
            raise forms.ValidationError(self._wrong_number(len(chosen)))
        return [seat for seat, _number in self.fields["seat"].choices if seat in chosen]

    def _wrong_number(self, count: int) -> str:
        seats = npgettext("counted", "%(count)d seat", "%(count)d seats", count) % {"count": count}
        people = ngettext("%(count)d person", "%(count)d people", self.wanted) % {"count": self.wanted}
        return _("You chose %(seats)s for %(people)s. Choose one for each.") % {"seats": seats, "people": people}
