"""Who is coming, at which tariff, in which category."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kithkin.base.money import Money
from kithkin.catalogue.models import PriceCategory, Tariff
from kithkin.catalogue.queries import Offer
from kithkin.catalogue.shape import Geometry
from kithkin.sales import pricing
from kithkin.sales.actions.basket import Person
from kithkin.sales.allocation import Shape
from kithkin.shop.candidates import ME, Candidate
from kithkin.ui.templatetags.ui import money


@dataclass(frozen=True, slots=True)
class Row:
    """One person on the page, as it stands; without a price where the tariff is not sold in the category."""

    who: Candidate
    ticked: bool
    tariff: Tariff
    price: Money | None

    @property
    def label(self) -> str:
        """For the sum: "Blaise, Adult"."""
        return _("%(name)s, %(tariff)s") % {"name": self.who.first_name, "tariff": self.tariff.name}


@dataclass(frozen=True, slots=True)
class Area:
    """A category to choose: where it is, and its lowest price."""

    code: str
    name: str
    stands: str
    least: Money


class Coming(forms.Form):
    """Who comes (keys of candidates), each one's tariff, the category, and what of worse seats is agreed to."""

    who = forms.MultipleChoiceField(
        label=gettext_lazy("People"),
        error_messages={
            "required": gettext_lazy("Tick at least one person."),
            "invalid_choice": gettext_lazy("You can only buy for yourself and for people in your group."),
        },
    )
    category = forms.ChoiceField(label=gettext_lazy("Seats"))
    accept = forms.ChoiceField(required=False, choices=[(shape.value, shape.value) for shape in Shape])

    def __init__(self, offer: Offer, candidates: list[Candidate], data=None, **initial):
        super().__init__(data, initial={"who": [ME], "category": offer.categories[0].code, **initial})
        self.offer, self.candidates = offer, candidates
        self.fields["who"].choices = [(who.key, who.name) for who in candidates]
        self.fields["category"].choices = [(category.code, category.name) for category in offer.categories]
        codes = [(tariff.code, tariff.name) for tariff in offer.tariffs]
        for who in candidates:
            label = _("Tariff for %(name)s") % {"name": who.name}
            field = forms.ChoiceField(choices=codes, initial=who.tariff, required=False, label=label)
            self.fields[f"tariff-{who.key}"] = field

    @cached_property
    def category_now(self) -> PriceCategory:
        """The category that is chosen at this moment, whether or not the rest is right."""
        return self.offer.category(self["category"].value()) or self.offer.categories[0]

    @cached_property
    def rows(self) -> list[Row]:
        """Everybody with what he would pay."""
        ticked = set(self["who"].value() or [])
        return [self._row(who, who.key in ticked) for who in self.candidates]

    def _row(self, who: Candidate, ticked: bool) -> Row:
        code = self[f"tariff-{who.key}"].value()
        tariff = self.offer.tariff(code) or self.offer.tariff(who.tariff) or self.offer.tariffs[0]
        amount = self.offer.amounts.get((self.category_now.pk, tariff.pk))
        return Row(who, ticked, tariff, None if amount is None else Money(amount, self.offer.currency))

    @cached_property
    def least(self) -> str:
        """ "from £150.00", for those who are not ticked."""
        return _("from %(price)s") % {"price": money(least_in(self.offer, self.category_now))}

    @cached_property
    def tariffs(self) -> list[tuple[Tariff, str]]:
        """What a row offers."""
        return [(tariff, meant_for(tariff)) for tariff in self.offer.tariffs]

    @property
    def areas(self) -> list[Area]:
        """The categories to choose from."""
        stands = stands_of(self.offer.geometry)
        return [
            Area(category.code, category.name, ", ".join(stands[category.pk]), least_in(self.offer, category))
            for category in self.offer.categories
        ]

    @property
    def ticked(self) -> list[Row]:
        """Those who come."""
        return [row for row in self.rows if row.ticked]

    @property
    def total(self) -> Money:
        """What all of them pay."""
        return pricing.total((row.price for row in self.ticked if row.price), self.offer.currency)

    @property
    def title(self) -> str:
        """How many tickets that makes."""
        count = len(self.ticked)
        return ngettext("%(count)d season ticket", "%(count)d season tickets", count) % {"count": count}

    @property
    def people(self) -> list[Person]:
        """The same for the sale."""
        return [Person(row.who.contact_id, row.who.name, row.tariff.pk) for row in self.ticked]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Names and values that carry the choice to another page."""
        chosen = [("category", self.category_now.code)]
        for row in self.ticked:
            chosen += [("who", row.who.key), (f"tariff-{row.who.key}", row.tariff.code)]
        return chosen

    @property
    def accepted(self) -> Shape:
        """How badly the group agrees to sit."""
        return Shape(self.cleaned_data["accept"] or Shape.TOGETHER)


def least_in(offer: Offer, category: PriceCategory) -> Money:
    """The lowest price in a category."""
    return Money(min(amount for (pk, _tariff), amount in offer.amounts.items() if pk == category.pk), offer.currency)


@lru_cache(maxsize=16)
def stands_of(geometry: Geometry) -> dict[int, list[str]]:
    """Category id -> the stands that have such seats."""
    stands: dict[int, list[str]] = {category.pk: [] for category in geometry.categories}
    for block in geometry.blocks:
        for pk in {seat.category_id for seat in block.places}:
            if block.stand not in stands[pk]:
                stands[pk].append(block.stand)
    return stands


def meant_for(tariff: Tariff) -> str:
    """ "Adult, 18 to 64", "Senior, from 65", "Junior, under 18"."""
    name, low, high = tariff.name, tariff.from_age, tariff.to_age
    if low is not None and high is not None:
        return _("%(name)s, %(low)d to %(high)d") % {"name": name, "low": low, "high": high}
    if low is not None:
        return _("%(name)s, from %(low)d") % {"name": name, "low": low}
    if high is not None:
        return _("%(name)s, under %(high)d") % {"name": name, "high": high + 1}
    return name
