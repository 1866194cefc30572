"""Who was erased, in a file outside the database: a restored backup must not bring anybody back.

`DATA_DIR/erased.txt`, one line each: when, the contact's id, and when the contact was registered. Only ever added to;
copy it elsewhere with the heads of the chains. The third word keeps a number that a restored database gives once
more from leading to somebody else.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from kithkin.contacts.models import Contact

from . import beside

Line = tuple[int, datetime]
FILE = "erased.txt"
BATCH = 500


def note(people: Iterable[Line]) -> None:
    """Add these people, and be sure that they stand there."""
    beside.add(FILE, (f"{contact_id} {registered.isoformat()}" for contact_id, registered in people))


def noted() -> Iterator[Line]:
    """Everybody who stands in the file."""
    for contact_id, registered in beside.lines(FILE, 2):
        yield int(contact_id), datetime.fromisoformat(registered)


def returned() -> Iterator[Contact]:
    """The people whom the file calls erased and the database does not."""
    lines = noted()
    while batch := dict(islice(lines, BATCH)):
        for contact in Contact.objects.filter(pk__in=batch, erased_at=None).select_related("organisation"):
            if contact.created_at == batch[contact.pk]:
                yield contact


def make_up() -> int:
    """Note who is erased and stands not in the file: a process may die between the two; how many."""
    known = set(noted())
    erased = Contact.objects.exclude(erased_at=None).values_list("pk", "created_at")
    missing = [line for line in erased.iterator() if line not in known]
    if missing:
        note(missing)
    return len(missing)
