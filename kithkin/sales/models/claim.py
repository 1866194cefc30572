"""Who has a seat at an event. The database keeps it unique; that is what makes overselling impossible."""

from django.db import models
from django.db.models import Q


class Claim(models.Model):
    """One seat at one event, held by a basket or bound to an order.

    `held_until` empty means for good. A hold whose time is over, by the database's clock, may be
    taken over; until then the row is still its basket's or order's. To give a seat back is to end
    its time: a row is never deleted.
    """

    event = models.ForeignKey("catalogue.Event", on_delete=models.PROTECT, related_name="+", db_index=False)
    seat = models.ForeignKey("catalogue.Seat", on_delete=models.PROTECT, related_name="+", db_index=False)
    basket = models.ForeignKey("sales.Basket", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    order = models.ForeignKey("sales.Order", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    whole_season = models.BooleanField()
    held_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["event"], condition=Q(whole_season=False), name="single_claim_by_event")]
        constraints = [
            models.UniqueConstraint(fields=["event", "seat"], name="seat_once_per_event"),
            models.CheckConstraint(
                condition=Q(basket__isnull=False, order__isnull=True) | Q(basket__isnull=True, order__isnull=False),
                name="claim_of_basket_or_order",
            ),
            models.CheckConstraint(
                condition=Q(basket__isnull=True) | Q(held_until__isnull=False), name="basket_holds_for_a_time"
            ),
        ]
