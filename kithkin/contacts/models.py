"""People the house knows: number and names, nothing private."""

from django.db import models

from kithkin.base import numbers


class Contact(models.Model):
    """A person in one organisation's file. Address, birth date and the like are in the vault."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20, default=numbers.contact_number)
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    language = models.CharField(max_length=8, default="en")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="contact_number_once"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def name(self) -> str:
        """First and family name."""
        return f"{self.first_name} {self.last_name}"
