"""The right of entry: one ticket per line of a paid order."""

from django.db import models
from django.db.models import Q

from kithkin.base import numbers


class Ticket(models.Model):
    """`code` is what the gate reads; `public_id` names the ticket in addresses."""

    class State(models.TextChoices):
        VALID = "valid"
        VOID = "void"

    line = models.OneToOneField("sales.OrderLine", on_delete=models.PROTECT, related_name="ticket")
    holder = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    public_id = models.CharField(max_length=22, unique=True, default=numbers.public_id)
    state = models.CharField(max_length=5, choices=State.choices, default=State.VALID)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(state__in=["valid", "void"]), name="ticket_state")]
