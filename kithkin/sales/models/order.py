"""An order and its lines, as they were when it was placed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from kithkin.base import numbers
from kithkin.base.money import Money


class Order(models.Model):
    """What one purchaser ordered, once from each basket. Until it is paid its seats are kept until `pay_by`."""

    class State(models.TextChoices):
        RESERVED = "reserved"
        UNPAID = "unpaid"
        PAID = "paid"
        CANCELLED = "cancelled"
        EXPIRED = "expired"

    number = models.CharField(max_length=9, default=numbers.order_number)
    public_id = models.CharField(max_length=22, unique=True, default=numbers.public_id)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    point_of_sale = models.ForeignKey(
        "organisations.PointOfSale", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    purchaser = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="+", db_index=False)
    basket = models.OneToOneField("sales.Basket", on_delete=models.PROTECT, related_name="order")
    state = models.CharField(max_length=10, choices=State.choices)
    total = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    made_at = models.DateTimeField()
    pay_by = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["purchaser", "made_at"], name="order_by_purchaser"),
            models.Index(fields=["pay_by"], condition=Q(state__in=["reserved", "unpaid"]), name="open_order_by_end"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="order_number_once"),
            models.CheckConstraint(condition=Q(total__gte=0), name="order_total_not_negative"),
            models.CheckConstraint(
                condition=Q(state__in=["reserved", "unpaid", "paid", "cancelled", "expired"]), name="order_state"
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(paid_at__isnull=False), name="paid_order_has_its_moment"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def sum(self) -> Money:
        """The total with its currency."""
        return Money(self.total, self.currency)


class OrderLine(models.Model):
    """One person's season ticket in an order; the name is as the purchaser saw it."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines", db_index=False)
    position = models.PositiveSmallIntegerField()
    product = models.ForeignKey("catalogue.Product", on_delete=models.PROTECT, related_name="+", db_index=False)
    tariff = models.ForeignKey("catalogue.Tariff", on_delete=models.PROTECT, related_name="+", db_index=False)
    category = models.ForeignKey("catalogue.PriceCategory", on_delete=models.PROTECT, related_name="+", db_index=False)
    seat = models.ForeignKey("catalogue.Seat", on_delete=models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="+")
    holder_name = models.CharField(max_length=161)
    price = models.PositiveIntegerField()
    # The purchaser holds it in the place of somebody who does not go, until he says who goes.
    came_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="order_position_once"),
            models.UniqueConstraint(fields=["order", "seat"], name="order_seat_once"),
            models.CheckConstraint(condition=Q(price__gte=0), name="line_price_not_negative"),
        ]

    @property
    def called(self) -> str:
        """The name as the buyer knows it, as long as its bearer has not withdrawn it."""
        return self.holder_name or _("Name withdrawn")
