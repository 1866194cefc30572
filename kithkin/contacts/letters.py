"""Letters without addresses: who writes to a contact never holds the address."""

from collections.abc import Iterable

from kithkin.mail import outbox

from .models import Contact
from .vault.models import PrivateDetails


def write_to(contact: Contact, template: str, *, dedup: str, **facts: int) -> None:
    """Put a letter into the outbox, in the caller's transaction. `facts` are row ids."""
    outbox.post(
        template,
        contact_id=contact.pk,
        organisation_id=contact.organisation_id,
        language=contact.language,
        dedup=dedup,
        **facts,
    )


def addresses(contact_ids: Iterable[int]) -> dict[int, str]:
    """Where the postman finds these contacts; those without an address are left out."""
    found = PrivateDetails.objects.filter(contact_id__in=list(contact_ids)).exclude(email="")
    return dict(found.values_list("contact_id", "email"))


def prove(contact_id: int, address_key: str, at) -> None:
    """A mailed link was answered: the address is the person's."""
    PrivateDetails.objects.filter(contact_id=contact_id, email_key=address_key).update(email_proven_at=at)


def address_key(contact_id: int) -> str:
    """The canonical address that a link is bound to."""
    return PrivateDetails.objects.filter(contact_id=contact_id).values_list("email_key", flat=True).first() or ""
