"""Two records that may be one person, and what was decided about them. Ids only."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

PROPOSAL_LASTS = timedelta(days=7)
UNDO_LASTS = timedelta(days=30)


class Duplicate(models.Model):
    """A pair of contacts that look like one person. What was found to be two people stays known for good."""

    class State(models.TextChoices):
        OPEN = "open"
        NOT_THE_SAME = "not-the-same"
        MERGED = "merged"

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    # The smaller id first, so that a pair is there once.
    first = models.ForeignKey("contacts.Contact", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("contacts.Contact", on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    why = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    seen_at = models.DateTimeField()
    # The operator who put the pair together by two numbers; nobody where the house found it.
    paired_by = models.BigIntegerField(null=True)
    settled_by = models.BigIntegerField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="duplicate_in_order"),
            models.CheckConstraint(condition=Q(state__in=["open", "not-the-same", "merged"]), name="duplicate_state"),
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_once"),
        ]
        indexes = [models.Index(fields=["organisation", "state", "-score", "id"], name="duplicate_likeliest")]


class Merge(models.Model):
    """One record goes into another: proposed by one operator, confirmed by a second, undone within 30 days or never."""

    class State(models.TextChoices):
        PROPOSED = "proposed"
        DROPPED = "dropped"
        DONE = "done"
        UNDONE = "undone"
        FINAL = "final"

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    duplicate = models.ForeignKey(Duplicate, on_delete=models.CASCADE, related_name="merges")
    kept = models.ForeignKey("contacts.Contact", on_delete=models.CASCADE, related_name="+")
    gone = models.ForeignKey("contacts.Contact", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    confirmed_by = models.BigIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    # What each floor has moved, by the name of the floor.
    moved = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_of_two"),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "dropped", "done", "undone", "final"]), name="merge_state"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "dropped"], confirmed_by=None, confirmed_at=None)
                | Q(state__in=["done", "undone", "final"], confirmed_by__isnull=False, confirmed_at__isnull=False)
                & ~Q(confirmed_by=F("proposed_by")),
                name="merge_confirmed_by_a_second",
            ),
            models.UniqueConstraint(fields=["duplicate"], condition=Q(state="proposed"), name="one_proposal_a_pair"),
            models.UniqueConstraint(fields=["gone"], condition=Q(state="done"), name="merged_away_once"),
        ]
        indexes = [models.Index(fields=["organisation", "-id"], name="merge_newest")]
