"""Who sells, and where: organisations, their points of sale, their privacy policy."""

from django.db import models
from django.db.models import Q

from . import limits


class Organisation(models.Model):
    """The organiser; holds the consent switch and every limit that is his to set."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)
    language = models.CharField(max_length=8, default="en")
    country = models.CharField(max_length=2, default="GB")
    currency = models.CharField(max_length=3, default="GBP")
    timezone = models.CharField(max_length=64, default="Europe/London")
    brand_hue = models.PositiveSmallIntegerField(default=222)
    postal_address = models.CharField(max_length=240, blank=True)
    email = models.EmailField(blank=True)

    consent_on = models.BooleanField(default=True)
    request_days = models.PositiveSmallIntegerField(default=14)
    consent_days = models.PositiveSmallIntegerField(default=365)
    resend_hours = models.PositiveSmallIntegerField(default=24)
    requests_per_pair = models.PositiveSmallIntegerField(default=3)
    requests_per_recipient_day = models.PositiveSmallIntegerField(default=2)
    invitations_per_day = models.PositiveSmallIntegerField(default=10)
    pending_limit = models.PositiveSmallIntegerField(default=20)
    group_limit = models.PositiveSmallIntegerField(default=20)
    mismatch_per_day = models.PositiveSmallIntegerField(default=3)
    lookups_per_day = models.PositiveSmallIntegerField(default=10)
    keep_refusal_days = models.PositiveSmallIntegerField(default=90)
    purge_days = models.PositiveSmallIntegerField(default=60)
    purge_notice_days = models.PositiveSmallIntegerField(default=7)
    password_hours = models.PositiveSmallIntegerField(default=72)

    keep_inactive_months = models.PositiveSmallIntegerField(default=36)
    keep_log_months = models.PositiveSmallIntegerField(default=24)
    keep_reads_months = models.PositiveSmallIntegerField(default=24)
    keep_letters_months = models.PositiveSmallIntegerField(default=12)
    keep_signals_days = models.PositiveSmallIntegerField(default=90)
    keep_baskets_days = models.PositiveSmallIntegerField(default=30)
    keep_links_days = models.PositiveSmallIntegerField(default=30)

    basket_minutes = models.PositiveSmallIntegerField(default=15)
    extension_minutes = models.PositiveSmallIntegerField(default=5)
    reserve_on = models.BooleanField(default=True)
    reservation_days = models.PositiveSmallIntegerField(default=7)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(brand_hue__lt=360), name="hue_on_the_circle"),
            models.CheckConstraint(condition=limits.kept(), name="limits_within_bounds"),
        ]

    def __str__(self) -> str:
        return self.name


class NationalAge(models.Model):
    """From which age on the law of a country lets people decide for themselves, and where that is written.

    Rows without an organisation are the house's; an organisation's own goes before them.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True)
    country = models.CharField(max_length=2)
    age = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=160)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(age__range=(1, 25)), name="national_age_of_a_person"),
            models.UniqueConstraint(fields=["country"], condition=Q(organisation=None), name="national_age_once"),
            models.UniqueConstraint(fields=["organisation", "country"], name="national_age_once_each"),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.age}"


class PointOfSale(models.Model):
    """One shop or desk. Its Characteristics hold the Friends & Family switch (first seed)."""

    class Kind(models.TextChoices):
        SHOP = "shop"
        DESK = "desk"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="points_of_sale")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.SHOP)
    host = models.CharField(max_length=200, blank=True)
    friends_and_family = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["shop", "desk"]), name="point_of_sale_kind"),
            models.UniqueConstraint(fields=["host"], condition=Q(kind="shop"), name="one_shop_per_host"),
        ]

    def __str__(self) -> str:
        return self.name


class PolicyText(models.Model):
    """One version of the privacy policy in one language; a published one never changes."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="policies")
    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=8)
    body = models.TextField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "version", "language"], name="policy_version_once"),
        ]
