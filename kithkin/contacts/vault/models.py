"""Private details. Nothing points here: no path leads from a contact to them."""

import secrets

from django.db import models


def new_salt() -> str:
    """Salt for the hashes of proofs; gone with the details at erasure."""
    return secrets.token_hex(16)


class PrivateDetails(models.Model):
    """What only the person, the desk and those whom the person allows may see."""

    contact = models.OneToOneField("contacts.Contact", on_delete=models.CASCADE, related_name="+", primary_key=True)
    email = models.CharField(max_length=254, blank=True)
    email_key = models.CharField(max_length=254, blank=True)
    email_proven_at = models.DateTimeField(null=True)
    phone = models.CharField(max_length=40, blank=True)
    birth_date = models.DateField(null=True)
    salt = models.CharField(max_length=32, default=new_salt)

    class Meta:
        indexes = [models.Index(fields=["email_key"], name="details_email_key")]
