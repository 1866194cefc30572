"""Two records of one person become one: the one that goes is hidden and says into which. Nothing private moves.

Names, address and birth date of the kept record stay as they are: an address is proven by its own person alone.
"""

from django.db import connection

from kithkin.base import clock, rows

from .models import Contact


def hold_still(*contacts: Contact) -> list[Contact]:
    """These contacts as they stand now, in the order given; nobody is connected to them until the transaction ends."""
    rows = Contact.objects.select_for_update(of=("self",)).select_related("organisation")
    held = {contact.pk: contact for contact in rows.filter(pk__in=[each.pk for each in contacts]).order_by("pk")}
    return [held[each.pk] for each in contacts]


def keep_apart(*contacts: Contact) -> None:
    """None of these is joined with anybody until the transaction ends: whoever connects them, before he holds more.

    PostgreSQL would look at them at the very end, when somebody who joins them may be waiting for what he holds.
    """
    if connection.vendor == "postgresql":
        ids = [each.pk for each in contacts]
        with connection.cursor() as cursor:
            cursor.execute(_KEEP.format(these=rows.places(ids)), ids)


_KEEP = "SELECT id FROM contacts_contact WHERE id IN ({these}) ORDER BY id FOR KEY SHARE"


def join(kept: Contact, gone: Contact) -> dict:
    """Hide `gone`; nothing is to be remembered for `part`."""
    gone.hidden_at, gone.merged_into = clock.now(), kept
    gone.save(update_fields=["hidden_at", "merged_into"])
    return {}


def part(kept: Contact, gone: Contact, moved: dict) -> None:
    """It is there again."""
    gone.hidden_at, gone.merged_into = None, None
    gone.save(update_fields=["hidden_at", "merged_into"])
