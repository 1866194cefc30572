"""A venue and its seating plans. A saved plan never changes: another file makes another version."""

from django.db import models
from django.db.models import Q


class Venue(models.Model):
    """A ground or hall; times of its events are told in its zone."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    timezone = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="venue_name_once")]

    def __str__(self) -> str:
        return self.name


class SeatingPlan(models.Model):
    """One version of a plan. `fingerprint` tells whether a file says the same again."""

    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="plans")
    name = models.CharField(max_length=120)
    version = models.PositiveSmallIntegerField()
    fingerprint = models.CharField(max_length=64)
    seat_count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["venue", "name", "version"], name="plan_version_once"),
            models.UniqueConstraint(fields=["venue", "name", "fingerprint"], name="plan_file_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.version})"


class PriceCategory(models.Model):
    """A class of seats with a price of its own; the best comes first."""

    plan = models.ForeignKey(SeatingPlan, on_delete=models.PROTECT, related_name="categories")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="category_code_once"),
            models.UniqueConstraint(fields=["plan", "order"], name="category_order_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Block(models.Model):
    """A block of a stand; `x` and `y` place it on the plan."""

    plan = models.ForeignKey(SeatingPlan, on_delete=models.PROTECT, related_name="blocks")
    stand = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField()
    x = models.FloatField()
    y = models.FloatField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "stand", "name"], name="block_name_once"),
            models.UniqueConstraint(fields=["plan", "order"], name="block_order_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """One place to sit. Neighbours follow from `row_order` and `seat_order`, never from pixels."""

    class Kind(models.TextChoices):
        NORMAL = "normal"
        WHEELCHAIR = "wheelchair"
        COMPANION = "companion"

    plan = models.ForeignKey(SeatingPlan, on_delete=models.PROTECT, related_name="+")
    block = models.ForeignKey(Block, on_delete=models.PROTECT, related_name="seats", db_index=False)
    category = models.ForeignKey(PriceCategory, on_delete=models.PROTECT, related_name="+", db_index=False)
    guid = models.CharField(max_length=80)
    row = models.CharField(max_length=20)
    number = models.CharField(max_length=20)
    row_order = models.PositiveSmallIntegerField()
    seat_order = models.PositiveSmallIntegerField()
    x = models.FloatField()
    y = models.FloatField()
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.NORMAL)
    restricted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "guid"], name="seat_guid_once"),
            models.UniqueConstraint(fields=["block", "row_order", "seat_order"], name="seat_place_once"),
            models.UniqueConstraint(fields=["block", "row", "number"], name="seat_number_once"),
            models.CheckConstraint(condition=Q(kind__in=["normal", "wheelchair", "companion"]), name="seat_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.row}/{self.number}"
