"""`kithkin import contacts FILE.csv`: people with their contact numbers."""

from typing import Any

from django.utils.translation import gettext as _

from kithkin.base.actor import Actor
from kithkin.connections import actions as connections
from kithkin.contacts import actions
from kithkin.contacts.actions import Person
from kithkin.exchange.importing import ImportCommand
from kithkin.exchange.readers import contacts
from kithkin.organisations.models import Organisation


class Command(ImportCommand):
    help = "Import contacts from a CSV file; known contact numbers are updated. See docs/importing.md."

    def read(self, content: str, **options: Any) -> list[Person]:
        return contacts.read(content)

    def save(self, organisation: Organisation, rows: list[Person], *, by: Actor, **options: Any) -> str:
        new, known = actions.save_many(organisation, rows, by=by)
        connections.move_birthdays(organisation, by=by)  # a list may correct a date of birth
        return _("%(new)d contacts added, %(known)d updated.") % {"new": new, "known": known}
