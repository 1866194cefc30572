"""One silent member: the lead was told, then what was done to him, when deletion follows, and whether it was undone."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Fate(models.TextChoices):
    """What becomes of a silent member (the table of docs/silent-members.md)."""

    STAYS = "stays", _("Stays as he is")
    LEAVES = "leaves", _("Leaves the group")
    CLOSED = "closed", _("Closed, then deleted")
    RETURNED = "returned", _("Tickets go back, closed, then deleted")


class Clearing(models.Model):
    """Ids only. A connection has one row that waits at most; what was done stays for the list."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    connection = models.ForeignKey("connections.Connection", on_delete=models.PROTECT, related_name="+")
    announced_at = models.DateTimeField()
    fate = models.CharField(max_length=8, choices=Fate.choices, blank=True)
    done_at = models.DateTimeField(null=True)
    delete_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.BigIntegerField(null=True)
    # The round that ended with it, and the lines of orders that went back: enough to undo both.
    ended = models.JSONField(default=dict)
    returned = models.JSONField(default=list)
    stayed = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection"], condition=Q(done_at=None), name="cleared_once"),
            models.CheckConstraint(condition=Q(fate__in=["", *Fate.values]), name="clearing_fate"),
            models.CheckConstraint(
                condition=Q(done_at=None, fate="") | (Q(done_at__isnull=False) & ~Q(fate="")), name="done_has_a_fate"
            ),
            models.CheckConstraint(
                condition=Q(deleted_at=None) | Q(undone_at=None, delete_at__isnull=False), name="deleted_for_good"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-done_at", "-id"], name="clearing_newest"),
            models.Index(fields=["connection", "-undone_at"], name="clearing_of_connection"),
            models.Index(fields=["delete_at"], condition=Q(deleted_at=None, undone_at=None), name="clearing_to_delete"),
        ]
