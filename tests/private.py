"""What is private of everybody: a canary in each field, a word that is found nowhere else."""

from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.db.models import CharField, DateField

from kithkin.accounts.models import LoginContact
from kithkin.contacts.models import Contact
from kithkin.contacts.vault.models import PrivateDetails

FIELDS = PrivateDetails._meta.concrete_fields
PRIVATE = [field.name for field in FIELDS if isinstance(field, CharField) and field.name != "email_key"]
DAYS = [field.name for field in FIELDS if type(field) is DateField]
Secrets = dict[str, str | date]  # by field; and what an operator said why he looked


def canary(field: str, name: str) -> str:
    """A word that is found nowhere else."""
    return f"canary-{field}-{name.lower()}"


def address(name: str) -> str:
    """Where this person gets letters."""
    return canary("email", name) + "@example.org"


def birth_date(contact: Contact) -> date:
    """A day on which nobody else was born, so long ago that everybody is of age."""
    return date(1940, 1, 1) + timedelta(days=37 * contact.pk % 20_011)


def hide_canaries(everybody: dict[str, Contact]) -> None:
    """Put one into every private field that there is."""
    for name, contact in everybody.items():
        details = {field: canary(field, name) for field in PRIVATE} | dict.fromkeys(DAYS, birth_date(contact))
        details |= {"email": address(name), "email_key": address(name)}
        PrivateDetails.objects.filter(contact=contact).update(**details)
        logins = LoginContact.objects.filter(contact=contact).values("login")
        EmailAddress.objects.filter(user__in=logins).update(email=address(name))


def secrets(found: dict[str, Contact]) -> dict[str, Secrets]:
    """Every private field that is filled in."""
    names = {contact.pk: name for name, contact in found.items()}
    rows = PrivateDetails.objects.filter(contact__in=names).values("contact", *PRIVATE, *DAYS)
    return {names[row.pop("contact")]: {field: value for field, value in row.items() if value} for row in rows}
