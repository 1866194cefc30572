"""The journal: acts, reads and signals. No foreign keys, so that it outlives what it speaks of."""

from django.db import models


class Entry(models.Model):
    """Somebody did something. Ids and codes only, never a name or an address."""

    at = models.DateTimeField()
    organisation_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=16)
    counter = models.CharField(max_length=16)
    login_id = models.BigIntegerField(null=True)
    contact_id = models.BigIntegerField(null=True)
    what = models.CharField(max_length=60)
    about = models.CharField(max_length=40, blank=True)
    about_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["about", "about_id", "id"], name="entry_about"),
            models.Index(fields=["organisation_id", "id"], name="entry_organisation"),
            models.Index(fields=["contact_id", "id"], name="entry_contact"),
        ]


class Read(models.Model):
    """A lead saw something of a member on a day: first time, last time, how often."""

    lead_id = models.BigIntegerField()
    member_id = models.BigIntegerField()
    what = models.CharField(max_length=40)
    day = models.DateField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member_id", "lead_id", "what", "day"], name="read_once_a_day"),
        ]
        indexes = [models.Index(fields=["lead_id"], name="read_by_lead")]


class Signal(models.Model):
    """A lead met a limit, or something that operators should know about happened to him: on a day, how often."""

    organisation_id = models.BigIntegerField()
    lead_id = models.BigIntegerField()
    what = models.CharField(max_length=20)
    day = models.DateField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lead_id", "what", "day"], name="signal_once_a_day"),
        ]
        indexes = [
            models.Index(fields=["organisation_id", "-last_at", "-id"], name="signal_newest"),
        ]
