"""What is sold: products, the tariffs people pay by, and the price of each in each category."""

from django.db import models
from django.db.models import F, Q

from kithkin.base import numbers


class Tariff(models.Model):
    """A kind of price by audience; ages say whom it is meant for, the gate asks for proof."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=20)
    name = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField(default=0)
    from_age = models.PositiveSmallIntegerField(null=True, blank=True)
    to_age = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="tariff_code_once"),
            models.CheckConstraint(
                condition=Q(from_age=None) | Q(to_age=None) | Q(to_age__gte=F("from_age")), name="tariff_ages_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Product(models.Model):
    """Something to buy for a season, between two moments."""

    class Kind(models.TextChoices):
        SEASON_TICKET = "season-ticket"

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    season = models.ForeignKey("catalogue.Season", on_delete=models.PROTECT, related_name="products")
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.SEASON_TICKET)
    name = models.CharField(max_length=120)
    on_sale_from = models.DateTimeField()
    on_sale_until = models.DateTimeField()
    # New whenever anything of the offer changes, so that a process knows whether what it keeps is current.
    edition = models.CharField(max_length=24, default=numbers.public_id)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["season", "kind", "name"], name="product_name_once"),
            models.CheckConstraint(condition=Q(kind__in=["season-ticket"]), name="product_kind"),
            models.CheckConstraint(condition=Q(on_sale_until__gt=F("on_sale_from")), name="sale_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.name


class Price(models.Model):
    """What one tariff pays in one category, in minor units of the organisation's currency."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="prices", db_index=False)
    category = models.ForeignKey("catalogue.PriceCategory", on_delete=models.PROTECT, related_name="+")
    tariff = models.ForeignKey(Tariff, on_delete=models.PROTECT, related_name="+")
    amount = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "category", "tariff"], name="price_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="price_not_negative"),
        ]
