"""The journal: acts, reads of leads and of staff, signals. No foreign keys, so that it outlives what it speaks of."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


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


class Counted(models.Model):
    """What comes again is one row: first time, last time, how often."""

    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Read(Counted):
    """A lead saw something of a member on a day."""

    lead_id = models.BigIntegerField()
    member_id = models.BigIntegerField()
    what = models.CharField(max_length=40)
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member_id", "lead_id", "what", "day"], name="read_once_a_day"),
        ]
        indexes = [models.Index(fields=["lead_id"], name="read_by_lead")]


class StaffRead(Counted):
    """An operator opened a person's sheet, coming from a case that concerns the person or giving a reason, or a letter.

    One row while the case or the reason counts. The operator is there for the organiser alone; the person reads
    the rest.
    """

    class Why(models.TextChoices):
        ORDER = "order", _("Because of an order")
        REQUEST = "request", _("Because of a connection")
        LETTER = "letter", _("Because of a letter")
        SIGNAL = "signal", _("Because a limit was met")
        DUPLICATE = "duplicate", _("Because there may be two records of one person")
        FILE = "file", _("Because the record was made at the desk")
        READING = "reading", _("A letter to you or about you")
        ASKED = "asked", _("The person asked for it")
        HELP = "help", _("To help with tickets or the account")
        MISUSE = "misuse", _("To look into a problem or misuse")
        LAW = "law", _("Because the law asks for it")
        OTHER = "other", _("Another reason")

    organisation_id = models.BigIntegerField()
    login_id = models.BigIntegerField()
    contact_id = models.BigIntegerField()
    why = models.CharField(max_length=9, choices=Why.choices)
    case_id = models.BigIntegerField(null=True)  # the row of the order, connection, letter, signal, pair or contact
    words = models.CharField(max_length=200, blank=True)
    times = models.PositiveIntegerField(default=0)  # a reason is written before anything is seen

    REASONS = (Why.ASKED, Why.HELP, Why.MISUSE, Why.LAW, Why.OTHER)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    why__in=["order", "request", "letter", "signal", "duplicate", "file", "reading"],
                    case_id__isnull=False,
                    words="",
                )
                | Q(why__in=["asked", "help", "misuse", "law"], case_id=None)
                | Q(why="other", case_id=None) & ~Q(words=""),
                name="staff_read_has_a_why",
            ),
        ]
        indexes = [models.Index(fields=["contact_id", "login_id", "-last_at"], name="staff_read_person")]


class Signal(Counted):
    """A lead met a limit, or something that operators should know about happened to him, on a day."""

    organisation_id = models.BigIntegerField()
    lead_id = models.BigIntegerField()
    what = models.CharField(max_length=20)
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lead_id", "what", "day"], name="signal_once_a_day"),
        ]
        indexes = [
            models.Index(fields=["organisation_id", "-last_at", "-id"], name="signal_newest"),
        ]
