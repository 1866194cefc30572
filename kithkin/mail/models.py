"""A letter to be sent: which template, to whom, about which rows; never an address, text or token. And the
organiser's own words for such letters, which hold nothing about anybody."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a letter is on its way."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Sending")
    SENT = "sent", _("Sent")
    DROPPED = "dropped", _("Not sent")
    FAILED = "failed", _("Failed")
    TO_PRINT = "to-print", _("To print")
    PRINTED = "printed", _("Printed")


class Letter(models.Model):
    """One letter to one person. What it says is made from the rows named in `facts` when it is sent."""

    organisation_id = models.BigIntegerField()
    template = models.CharField(max_length=60)
    contact_id = models.BigIntegerField(null=True)  # nobody any more, once the person is erased
    facts = models.JSONField(default=dict)
    language = models.CharField(max_length=10)
    dedup = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=80, default="")
    # On paper, for somebody without an address: when an operator last had it in his hand, and which (a login).
    printed_at = models.DateTimeField(null=True)
    printed_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dedup"], name="letter_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="letter_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=State.SENT, sent_at__isnull=False) | (~Q(state=State.SENT) & Q(sent_at__isnull=True)),
                name="letter_sent_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=State.SENDING, claimed_until__isnull=False)
                | (~Q(state=State.SENDING) & Q(claimed_until__isnull=True)),
                name="letter_sending_is_claimed",
            ),
            models.CheckConstraint(
                condition=Q(state=State.PRINTED, printed_at__isnull=False, printed_by__isnull=False)
                | (~Q(state=State.PRINTED) & Q(printed_at__isnull=True, printed_by__isnull=True)),
                name="letter_printed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state=State.WAITING), name="letter_waiting"),
            models.Index(fields=["claimed_until"], condition=Q(state=State.SENDING), name="letter_sending"),
            models.Index(fields=["organisation_id", "state", "-id"], name="letter_by_state"),
            models.Index(fields=["contact_id", "organisation_id", "-id"], name="letter_by_contact"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.pk}"


class LetterText(models.Model):
    """The organiser's own words for one document in one language; without a row the house's are used."""

    organisation_id = models.BigIntegerField()
    template = models.CharField(max_length=60)
    language = models.CharField(max_length=10)
    text = models.TextField()
    edited_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "template", "language"], name="letter_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.language}"


class LetterTrial(models.Model):
    """The words that an operator last sent to himself to see how they arrive; saved nowhere else yet."""

    organisation_id = models.BigIntegerField()
    template = models.CharField(max_length=60)
    language = models.CharField(max_length=10)
    login_id = models.BigIntegerField()
    text = models.TextField()
    tried_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "template", "language", "login_id"], name="letter_trial_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.language}"
