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
    # The holder made it his own: whoever bought it no longer has its code.
    taken_over_at = models.DateTimeField(null=True)
    link_fingerprint = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(state__in=["valid", "void"]), name="ticket_state")]


class VoidCode(models.Model):
    """A code that no longer opens the gate, so that the gate can say why and nobody gets it again."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="void_codes")
    code = models.CharField(max_length=32, unique=True)
    since = models.DateTimeField()
