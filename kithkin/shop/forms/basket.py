"""Who sits where."""

from django import forms
from django.utils.translation import gettext as _

from kithkin.sales.models import BasketSeat
from kithkin.shop.places import row_words


class Seating(forms.Form):
    """One person for each seat of a basket; seats and people are named by their place in it."""

    def __init__(self, seats: tuple[BasketSeat, ...], data=None):
        super().__init__(data)
        self.seats = seats
        self.people = [(str(seat.position), seat.called) for seat in seats]
        for seat in sorted(seats, key=_in_the_stand):
            self.fields[f"seat-{seat.position}"] = forms.TypedChoiceField(
                label=row_words(seat.seat), choices=self.people, coerce=int, initial=seat.position
            )

    @property
    def places(self) -> list[tuple[str, str, str]]:
        """Each seat's field, its words, and who is chosen for it."""
        return [(name, str(field.label), str(self[name].value())) for name, field in self.fields.items()]

    def clean(self) -> dict:
        """Who is moved to a seat changes places with whoever sat there; nobody can be moved to two."""
        wish = {seat.position: self.cleaned_data.get(f"seat-{seat.position}", seat.position) for seat in self.seats}
        moved = {seat: person for seat, person in wish.items() if seat != person}
        if len(set(moved.values())) < len(moved):
            raise forms.ValidationError(_("You put one person on two seats. Choose another seat for one of them."))
        self.cleaned_data["moved"] = moved
        return self.cleaned_data

    @property
    def swaps(self) -> list[tuple[int, int]]:
        """The pairs (contact ids) that change places, one after the other."""
        sits = {seat.position: seat.position for seat in self.seats}
        holders = {seat.position: seat.holder_id for seat in self.seats}
        pairs = []
        for seat, person in self.cleaned_data["moved"].items():
            before = next(place for place, who in sits.items() if who == person)
            if before != seat:
                pairs.append((holders[person], holders[sits[seat]]))
                sits[seat], sits[before] = person, sits[seat]
        return pairs


def _in_the_stand(seat: BasketSeat) -> tuple[int, int, int]:
    return seat.seat.block.order, seat.seat.row_order, seat.seat.seat_order
