"""A basket: seats kept for some minutes while people decide."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from kithkin.base import numbers


class Basket(models.Model):
    """What one buyer is about to order; its claims last until `held_until`."""

    class State(models.TextChoices):
        OPEN = "open"
        ORDERED = "ordered"
        LET_GO = "let-go"

    public_id = models.CharField(max_length=22, unique=True, default=numbers.public_id)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    point_of_sale = models.ForeignKey(
        "organisations.PointOfSale", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    buyer = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="+", db_index=False)
    product = models.ForeignKey("catalogue.Product", on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    made_at = models.DateTimeField()
    held_until = models.DateTimeField()
    extended = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["held_until"], condition=Q(state="open"), name="open_basket_by_end")]
        constraints = [
            models.UniqueConstraint(fields=["buyer", "product"], condition=Q(state="open"), name="one_open_basket"),
            models.CheckConstraint(condition=Q(state__in=["open", "ordered", "let-go"]), name="basket_state"),
        ]


class BasketSeat(models.Model):
    """One person's place in a basket: who, at which tariff, on which seat, for how much."""

    basket = models.ForeignKey(Basket, on_delete=models.CASCADE, related_name="seats", db_index=False)
    position = models.PositiveSmallIntegerField()
    holder = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="+", db_index=False)
    holder_name = models.CharField(max_length=161)
    tariff = models.ForeignKey("catalogue.Tariff", on_delete=models.PROTECT, related_name="+", db_index=False)
    seat = models.ForeignKey("catalogue.Seat", on_delete=models.PROTECT, related_name="+", db_index=False)
    price = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["basket", "position"], name="basket_position_once"),
            models.UniqueConstraint(fields=["basket", "holder"], name="one_seat_per_holder"),
            models.UniqueConstraint(fields=["basket", "seat"], name="basket_seat_once"),
            models.CheckConstraint(condition=Q(price__gte=0), name="basket_price_not_negative"),
        ]

    @property
    def called(self) -> str:
        """The name as the buyer knows it, as long as its bearer has not withdrawn it."""
        return self.holder_name or _("Name withdrawn")
