"""Who was erased, in a file outside the database: a restored backup must not bring anybody back.

`DATA_DIR/erased.txt`, one line each: when, the contact's id, and when the contact was registered. Only ever added to;
copy it elsewhere with the heads of the chains. The third word keeps a number that a restored database gives once
more from leading to somebody else.
"""

import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.conf import settings

from kithkin.base import clock
from kithkin.contacts.models import Contact

Line = tuple[int, datetime]
BATCH = 500


def path() -> Path:
    """Where the lines stand."""
    return Path(settings.DATA_DIR) / "erased.txt"


def note(people: Iterable[Line]) -> None:
    """Add these people, and be sure that they stand there."""
    path().parent.mkdir(parents=True, exist_ok=True)
    at = clock.now().isoformat(timespec="seconds")
    descriptor = os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with open(descriptor, "a") as lines:
        lines.writelines(f"{at} {contact_id} {registered.isoformat()}\n" for contact_id, registered in people)
        lines.flush()
        os.fsync(lines.fileno())


def noted() -> Iterator[Line]:
    """Everybody who stands in the file; a last line that was cut off is left out."""
    if not path().exists():
        return
    with path().open() as lines:
        for words in map(str.split, lines):
            if len(words) == 3:
                yield int(words[1]), datetime.fromisoformat(words[2])


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
