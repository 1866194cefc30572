"""What the postman is told when a child wants to be erased, and when it was: to the guardians."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation

from kithkin.connections import guardians
from kithkin.connections.models import Guardianship
from kithkin.contacts import letters as contacts
from kithkin.contacts.models import Contact
from kithkin.mail.models import Letter
from kithkin.mail.tables import Envelope
from kithkin.ui import dates

Envelopes = dict[int, Envelope | None]


def erasure_wish(letters: Sequence[Letter]) -> Envelopes:
    """To each guardian: the child asks; None once he is no guardian any more, or the child is erased."""
    wanted = [letter.facts["guardianship"] for letter in letters]
    whole = ("connection__parent", "connection__child", "connection__organisation")
    standing = guardians.standing().select_related(*whole).in_bulk(wanted)
    return _envelopes(letters, standing, _wish)


def child_erased(letters: Sequence[Letter]) -> Envelopes:
    """To a guardian: what another one, or the desk, has done. The child is not named: nothing of the name is left."""
    wanted = [letter.facts["guardianship"] for letter in letters]
    ended = Guardianship.objects.select_related("connection__parent", "connection__organisation").in_bulk(wanted)
    others = Contact.objects.filter(hidden_at=None).in_bulk([letter.facts["by"] for letter in letters])
    return _envelopes(letters, ended, lambda letter, each: _done(each, letter.facts["by"], others))


def _wish(letter: Letter, each: Guardianship) -> dict[str, Any]:
    link = f"{settings.BASE_URL}/account/friends/{each.connection.public_id}/child/erasure/"
    return {"child": each.connection.child.first_name, "link": link}


def _done(each: Guardianship, other: int, others: dict[int, Contact]) -> dict[str, Any]:
    with timezone.override(ZoneInfo(each.connection.organisation.timezone)):
        since = dates.plain_day(each.made_at)
    name = others[other].name if other in others else ""
    return {"since": since, "other": name, "by_desk": not other, "link": f"{settings.BASE_URL}/orders/"}


def _envelopes(letters: Sequence[Letter], found: dict[int, Guardianship], facts) -> Envelopes:
    ways = contacts.ways_to([letter.contact_id or 0 for letter in letters], on_paper=True)
    envelopes: Envelopes = {}
    for letter in letters:
        each = found.get(letter.facts["guardianship"])
        with translation.override(letter.language):
            known = _frame(each) | facts(letter, each) if each and letter.contact_id in ways else None
        if known:
            envelopes[letter.pk] = Envelope(ways[letter.contact_id or 0][0], letter.language, known, on_paper=True)
    return envelopes


def _frame(each: Guardianship) -> dict[str, Any]:
    organisation = each.connection.organisation
    person, policy = each.connection.parent.first_name, f"{settings.BASE_URL}/privacy/"
    return {"person": person, "organisation": organisation, "policy": policy, "write_to": organisation.email}
