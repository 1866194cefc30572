"""Attempts to pay an order. The row is there before the gateway is asked."""

from django.db import models
from django.db.models import Q

from kithkin.base import numbers


class Payment(models.Model):
    """One attempt. The key makes pressing twice the same attempt; one success per order."""

    class State(models.TextChoices):
        CREATED = "created"
        PAID = "paid"
        FAILED = "failed"
        REFUNDED = "refunded"

    order = models.ForeignKey("sales.Order", on_delete=models.PROTECT, related_name="payments")
    public_id = models.CharField(max_length=22, unique=True, default=numbers.public_id)
    payer = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="+", db_index=False)
    gateway = models.CharField(max_length=20)
    amount = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=8, choices=State.choices, default=State.CREATED)
    idempotency_key = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(state="paid"), name="one_success_per_order"),
            models.CheckConstraint(
                condition=Q(state__in=["created", "paid", "failed", "refunded"]), name="payment_state"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="payment_not_negative"),
            models.CheckConstraint(
                condition=Q(state="created") | Q(settled_at__isnull=False), name="settled_payment_has_its_moment"
            ),
        ]
