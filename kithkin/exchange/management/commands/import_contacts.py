"""`kithkin import contacts FILE.csv`: people with their contact numbers."""

from typing import Any

from django.utils.translation import gettext as _

from kithkin.accounts import queries as accounts
from kithkin.base.actor import Actor
from kithkin.connections import actions as connections
from kithkin.contacts import bringing
from kithkin.contacts.actions import Person
from kithkin.exchange import kept
from kithkin.exchange.importing import ImportCommand
from kithkin.exchange.readers import contacts
from kithkin.organisations.models import Organisation


class Command(ImportCommand):
    help = "Import contacts from a CSV file; known contact numbers are updated. See docs/importing.md."

    def read(self, content: str, **options: Any) -> list[Person]:
        return contacts.read(content)

    def save(self, organisation: Organisation, rows: list[Person], *, by: Actor, **options: Any) -> str:
        signing_in = accounts.numbers_signing_in(organisation.pk)
        came = bringing.save_many(organisation, rows, signing_in=signing_in, by=by)
        connections.move_birthdays(organisation, by=by)  # a list may correct a date of birth
        told = _("%(new)d contacts added, %(known)d updated.") % {"new": came.new, "known": came.known}
        return "\n".join([told, *kept.told(came.kept)])
