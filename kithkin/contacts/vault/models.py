"""Private details. Nothing points here: no path leads from a contact to them."""

import secrets

from django.db import models
from django.db.models import F, Q


def new_salt() -> str:
    """Salt for the hashes of proofs; gone with the details at erasure."""
    return secrets.token_hex(16)


class PrivateDetails(models.Model):
    """What only the person, the desk and those whom the person allows may see."""

    contact = models.OneToOneField("contacts.Contact", on_delete=models.CASCADE, related_name="+", primary_key=True)
    email = models.CharField(max_length=254, blank=True)
    email_key = models.CharField(max_length=254, blank=True)
    email_proven_at = models.DateTimeField(null=True)
    # How often the address has changed. Links are bound to it: what died with a change stays dead after its undoing.
    moves = models.PositiveIntegerField(default=0)
    phone = models.CharField(max_length=40, blank=True)
    birth_date = models.DateField(null=True)
    # Names of fields, also of the contact's, that the person or the desk has put right: no file changes them.
    put_right = models.CharField(max_length=60, blank=True)
    salt = models.CharField(max_length=32, default=new_salt)

    class Meta:
        indexes = [models.Index(fields=["email_key"], name="details_email_key")]


class AddressChange(models.Model):
    """A wish to be written to elsewhere, from the asking until the old address may no longer undo it."""

    class State(models.TextChoices):
        ASKED = "asked"
        ENDED = "ended"
        DONE = "done"
        UNDONE = "undone"

    details = models.ForeignKey(PrivateDetails, on_delete=models.CASCADE, related_name="+")
    email = models.CharField(max_length=254)
    email_key = models.CharField(max_length=254, db_index=True)
    old_email = models.CharField(max_length=254, blank=True)
    old_email_key = models.CharField(max_length=254, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    token_fingerprint = models.CharField(max_length=64, blank=True, db_index=True)
    undo_fingerprint = models.CharField(max_length=64, blank=True, db_index=True)
    # The login that could do it; a number, as logins live a floor above.
    left_login = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["asked", "ended", "done", "undone"]), name="change_state"),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "ended"], done_at=None)
                | Q(state__in=["done", "undone"], done_at__isnull=False),
                name="change_done_has_a_day",
            ),
            models.CheckConstraint(condition=~Q(email_key=F("old_email_key")), name="change_leads_elsewhere"),
            models.UniqueConstraint(fields=["details"], condition=Q(state="asked"), name="one_change_at_a_time"),
        ]
