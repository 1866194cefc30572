"""What a member signed on paper, as one operator took it down and a second one settles it."""

from django.db import models
from django.db.models import F, Q


class SignedForm(models.Model):
    """It opens nothing; a second operator makes a consent of it, or puts it aside. The paper stays with the house."""

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        ASIDE = "aside"

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    connection = models.ForeignKey("connections.Connection", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=40, blank=True)  # emptied when one of the two is erased
    signed_on = models.DateField()
    scopes = models.JSONField(default=list)
    # What stood on the form: its words by their hash, and the version of the policy that went with it.
    text = models.ForeignKey("connections.ConsentText", on_delete=models.PROTECT, related_name="+")
    policy = models.PositiveIntegerField()
    state = models.CharField(max_length=5, choices=State.choices, default=State.OPEN)
    made_by = models.BigIntegerField()
    made_at = models.DateTimeField()
    settled_by = models.BigIntegerField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["open", "done", "aside"]), name="form_state"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(settled_by__isnull=False) & ~Q(settled_by=F("made_by")),
                name="form_confirmed_by_a_second",
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None) | ~Q(state="open") & Q(settled_at__isnull=False),
                name="form_settled_has_a_time",
            ),
            models.UniqueConstraint(fields=["connection"], condition=Q(state="open"), name="one_open_form"),
            models.UniqueConstraint(
                fields=["organisation", "reference"],
                condition=Q(state__in=["open", "done"]) & ~Q(reference=""),
                name="form_counts_once",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state", "-id"], name="form_by_state")]
