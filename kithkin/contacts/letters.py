"""Letters without addresses: who writes to a contact never holds the address."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Subquery

from kithkin.base import rows, tokens
from kithkin.base.addresses import canonical
from kithkin.mail import outbox

from .models import Contact
from .vault.models import PrivateDetails


def write_to(contact: Contact, template: str, *, dedup: str, when: bool = True, **facts: int) -> None:
    """Put a letter into the outbox, in the caller's transaction. `facts` are row ids; without `when`, none, alike."""
    outbox.post_many([letter(contact, template, dedup=dedup, **facts)], when=when)


def write_to_each(people: Iterable[Contact], template: str, *, dedup: str, when: bool = True, **facts: int) -> None:
    """The same to several, in one statement however many there are."""
    outbox.post_many([letter(each, template, dedup=f"{dedup}:{each.pk}", **facts) for each in people], when=when)


def letter(contact: Contact, template: str, *, dedup: str, **facts: int | list[int]) -> dict[str, Any]:
    """A letter to this contact as the outbox takes many."""
    to = {"contact_id": contact.pk, "organisation_id": contact.organisation_id, "language": contact.language}
    return {"template": template, "dedup": dedup, **to, **facts}


def addresses(contact_ids: Iterable[int]) -> dict[int, str]:
    """Where the postman finds these contacts; those without an address are left out."""
    return {contact_id: email for contact_id, (email, _key) in ways_to(contact_ids).items()}


def last_addresses(contact_ids: Iterable[int]) -> dict[int, str]:
    """The same also for those who are hidden, to tell them that records were joined; empty for who has none."""
    found = PrivateDetails.objects.filter(contact_id__in=list(contact_ids))
    return dict(found.values_list("contact_id", "email"))


def ways_to(contact_ids: Iterable[int], *, on_paper: bool = False) -> dict[int, tuple[str, str]]:
    """Both in one statement: where the postman finds these contacts, and what their links are bound to.

    With `on_paper` also those without an address, for letters that are printed then: both are empty.
    """
    ids = list(contact_ids)
    mailed = "" if on_paper else "AND d.email <> ''"
    with connection.cursor() as cursor:
        cursor.execute(_WAYS.format(these=rows.places(ids), mailed=mailed), ids)
        found = cursor.fetchall()
    return {number: (email, _bound(key, moves) if key else "") for number, email, key, moves in found}


_WAYS = """
SELECT d.contact_id, d.email, d.email_key, d.moves FROM vault_privatedetails d
JOIN contacts_contact c ON c.id = d.contact_id AND c.hidden_at IS NULL
WHERE d.contact_id IN ({these}) {mailed}
"""


def address_keys(contact_ids: Iterable[int]) -> dict[int, str]:
    """What links are bound to: the canonical address, hashed, so that a link dies when it changes, for good."""
    of_these = PrivateDetails.objects.filter(contact_id__in=list(contact_ids), contact__hidden_at=None)
    found = of_these.exclude(email_key="")
    bound = found.values_list("contact_id", "email_key", "moves")
    return {contact_id: _bound(key, moves) for contact_id, key, moves in bound}


def _bound(address_key: str, moves: int) -> str:
    return tokens.keyed(f"{address_key}#{moves}" if moves else address_key)


def hidden_address(contact_id: int) -> str:
    """What the links of one contact are bound to; empty when he has no address."""
    return address_keys([contact_id]).get(contact_id, "")


def hashed_address(contact_id: int) -> str:
    """The keyed hash of one contact's address, alike whenever it is his; empty when there is none."""
    key = PrivateDetails.objects.filter(contact_id=contact_id).values_list("email_key", flat=True).first()
    return tokens.keyed(key) if key else ""


def at_address(contact_id: int) -> tuple[str, list[int]]:
    """The keyed hash of one contact's address, and who is to be found there; one statement. Nothing without one."""
    with connection.cursor() as cursor:
        cursor.execute(_AT_ADDRESS, [contact_id])
        found = cursor.fetchall()
    here = [number for _key, number in found if number]
    return (tokens.keyed(found[0][0]) if found else ""), here


_AT_ADDRESS = """
SELECT d.email_key, c.id FROM vault_privatedetails d JOIN vault_privatedetails s ON s.email_key = d.email_key
LEFT JOIN contacts_contact c ON c.id = s.contact_id AND c.hidden_at IS NULL
WHERE d.contact_id = %s AND d.email_key <> ''
"""


def sharing_address(contact_id: int) -> QuerySet[Contact]:
    """The contacts at this contact's address, himself included; nobody when he has none."""
    key = PrivateDetails.objects.filter(contact_id=contact_id).exclude(email_key="").values("email_key")
    sharing = PrivateDetails.objects.filter(email_key=Subquery(key)).values("contact_id")
    return Contact.objects.filter(pk__in=sharing, hidden_at=None)


def together(contact_ids: Iterable[int]) -> dict[int, list[Contact]]:
    """For each of these contacts who at his organisation reads at his address, himself included; in one statement."""
    ids, found = list(contact_ids), defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_TOGETHER.format(these=rows.places(ids)), ids)
        for number, reader, first_name in cursor.fetchall():
            found[number].append(Contact(pk=reader, first_name=first_name))
    return found


_TOGETHER = """
SELECT a.id, c.id, c.first_name FROM contacts_contact a JOIN vault_privatedetails s ON s.contact_id = a.id
JOIN vault_privatedetails d ON d.email_key = s.email_key
JOIN contacts_contact c ON c.id = d.contact_id AND c.organisation_id = a.organisation_id AND c.hidden_at IS NULL
WHERE s.email_key <> '' AND a.id IN ({these}) ORDER BY c.id
"""


def sealed(contact_id: int, *facts: str) -> list[str]:
    """Facts as hashes with the contact's own salt and his address as the first; unreadable once the salt is gone."""
    return sealed_many([(contact_id, facts)])[0]


def sealed_many(asked: Sequence[tuple[int, Sequence[str]]]) -> list[list[str]]:
    """The same for facts about many contacts, in one query; nothing for those without details."""
    ids = {contact_id for contact_id, _facts in asked}
    with connection.cursor() as cursor:
        cursor.execute(_SALTS.format(these=rows.places(ids)), [*ids])
        found = {number: (salt, key) for number, salt, key in cursor.fetchall()}
    return [_seals(*found[contact_id], facts) if contact_id in found else [] for contact_id, facts in asked]


_SALTS = "SELECT contact_id, salt, email_key FROM vault_privatedetails WHERE contact_id IN ({these})"


def _seals(salt: str, address_key: str, facts: Sequence[str]) -> list[str]:
    return [tokens.fingerprint(f"{salt}:{fact}") for fact in (address_key, *facts)]


def holders(organisation_id: int, email: str) -> list[Contact]:
    """Contacts of an organisation at this address, oldest first; for writing to them, never for showing."""
    key = canonical(email)
    return list(
        Contact.objects.filter(
            organisation_id=organisation_id,
            hidden_at=None,
            pk__in=PrivateDetails.objects.filter(email_key=key).values("contact_id"),
        ).order_by("pk")
    )


def prove(contact_id: int, at: datetime) -> None:
    """A mailed link was answered: the address is the person's."""
    prove_all([contact_id], at)


def prove_all(contact_ids: Iterable[int], at: datetime) -> None:
    """The same for all who share the address."""
    unproven = PrivateDetails.objects.filter(contact_id__in=list(contact_ids), email_proven_at=None)
    unproven.update(email_proven_at=at)


def proven(contact_ids: Iterable[int]) -> set[int]:
    """Those from whose address somebody has answered before."""
    answered = PrivateDetails.objects.filter(contact_id__in=list(contact_ids), email_proven_at__isnull=False)
    return set(answered.values_list("contact_id", flat=True))


def is_proven(contact_id: int) -> bool:
    """Whether anybody ever answered from this contact's address."""
    return bool(proven([contact_id]))
