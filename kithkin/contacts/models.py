"""People the house knows: number and names, nothing private."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from kithkin.base import numbers


class Contact(models.Model):
    """A person in one organisation's file. Address, birth date and the like are in the vault."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20, default=numbers.contact_number)
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    language = models.CharField(max_length=8, default="en")
    created_at = models.DateTimeField()
    # Closed: no matching, list, door or sign-in finds him, and no letter reaches him.
    hidden_at = models.DateTimeField(null=True)
    # Names, details and login are gone for good; what the accounts need stays.
    erased_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="contact_number_once"),
            models.CheckConstraint(condition=Q(erased_at=None) | Q(hidden_at__isnull=False), name="erased_is_hidden"),
            models.CheckConstraint(condition=Q(merged_into=None) | Q(hidden_at__isnull=False), name="merged_is_hidden"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def name(self) -> str:
        """First and family name; of somebody who is erased, that."""
        return f"{self.first_name} {self.last_name}".strip() or _("Name withdrawn")
