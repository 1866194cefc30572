"""Seasons and their matches."""

from django.db import models
from django.db.models import F, Q


class Season(models.Model):
    """A period of matches, played on one seating plan."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey("catalogue.SeatingPlan", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    starts = models.DateField()
    ends = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="season_name_once"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="season_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    """One match. Without `kick_off` its time is still to be announced."""

    class Status(models.TextChoices):
        PLANNED = "planned"
        POSTPONED = "postponed"
        PLAYED = "played"

    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="events", db_index=False)
    round = models.CharField(max_length=80)
    home = models.CharField(max_length=80)
    away = models.CharField(max_length=80)
    date = models.DateField()
    kick_off = models.TimeField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PLANNED)

    class Meta:
        indexes = [models.Index(fields=["season", "date"], name="event_by_date")]
        constraints = [
            models.UniqueConstraint(fields=["season", "round", "home", "away"], name="match_once"),
            models.CheckConstraint(condition=Q(status__in=["planned", "postponed", "played"]), name="event_status"),
            models.CheckConstraint(condition=~Q(home=F("away")), name="match_has_two_sides"),
        ]

    def __str__(self) -> str:
        return f"{self.home} – {self.away}"
