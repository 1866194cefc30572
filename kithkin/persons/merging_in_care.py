"""Joined records of a child without an address: each guardian is told all, in the child's place."""

from collections.abc import Sequence

from kithkin.base.numbers import show_contact_number
from kithkin.connections import guardians
from kithkin.connections.guardian_letters import RIGHTS
from kithkin.connections.models import Connection
from kithkin.contacts import letters as contacts
from kithkin.mail.models import Letter
from kithkin.mail.tables import Envelope

from .duplicates_models import Merge
from .merging_letters import behind, envelope, is_joined, last_day, leads_of, line


def child_records(letters: Sequence[Letter]) -> dict[int, Envelope | None]:
    """To a guardian, by mail or on paper: the child's records are one, or two again; None where that is so no more."""
    meant = Letter.objects.in_bulk([letter.facts["letter"] for letter in letters])
    merges = behind(meant.values())
    ways, own, led = _ways(letters), _own(letters, meant), leads_of(merges.values())
    envelopes: dict[int, Envelope | None] = {}
    for letter in letters:
        original = meant.get(letter.facts["letter"])
        merge = merges.get(original.facts["merge"]) if original else None
        mine = own.get((letter.contact_id, original.contact_id)) if original else None
        if merge and mine and letter.contact_id in ways and _is_so(original, merge):
            lines = [line(each, letter.language, RIGHTS) for each in led.get(mine.child_id, [])]
            envelopes[letter.pk] = _told(letter, merge, mine, lines, ways[letter.contact_id])
        else:
            envelopes[letter.pk] = None
    return envelopes


def _is_so(original: Letter, merge: Merge) -> bool:
    return is_joined(merge) is (original.template == "records-joined")


def _told(letter: Letter, merge: Merge, mine: Connection, lines: list, to: str) -> Envelope:
    """`mine` is what makes the reader a guardian of the child."""
    context = {
        "guardian": mine.parent.first_name,
        "child": mine.child.first_name,
        "number": show_contact_number(mine.child.number),
        "day": last_day(merge, letter.language),
        "joined": is_joined(merge),
        "lines": lines,
    }
    return envelope(letter, to, merge.organisation, f"/account/friends/{mine.public_id}/child/", context)


def _ways(letters: Sequence[Letter]) -> dict[int | None, str]:
    readers = contacts.ways_to([letter.contact_id for letter in letters if letter.contact_id], on_paper=True)
    return {number: to for number, (to, _key) in readers.items()}


def _own(letters: Sequence[Letter], meant: dict[int, Letter]) -> dict[tuple, Connection]:
    """What makes the readers guardians of these children now, by guardian and child."""
    children, readers = ({each.contact_id for each in some} for some in (meant.values(), letters))
    standing = guardians.standing().filter(connection__child_id__in=children, connection__parent_id__in=readers)
    those = standing.select_related("connection__parent", "connection__child")
    return {(each.connection.parent_id, each.connection.child_id): each.connection for each in those}
