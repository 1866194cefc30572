"""What is to become of a person's records: wishes that wait for a second operator, and what was done. Ids only."""

from django.db import models
from django.db.models import F, Q

from .duplicates_models import Duplicate, Merge
from .silent_models import Clearing

__all__ = ["Clearing", "Duplicate", "ErasureDemand", "Merge"]


class ErasureDemand(models.Model):
    """An operator wants a person erased; a second one confirms or refuses."""

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        REFUSED = "refused"

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    asked_by = models.BigIntegerField()
    asked_at = models.DateTimeField()
    settled_by = models.BigIntegerField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["open", "done", "refused"]), name="demand_state"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(settled_by__isnull=False) & ~Q(settled_by=F("asked_by")),
                name="demand_confirmed_by_a_second",
            ),
            models.UniqueConstraint(fields=["contact"], condition=Q(state="open"), name="one_open_demand"),
        ]
