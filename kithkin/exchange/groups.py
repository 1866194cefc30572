"""From the lines of a file of connections to people of this organisation: whom each line means."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from kithkin.base import names
from kithkin.base.verdict import Refused
from kithkin.connections import bringing, kinds
from kithkin.connections.bringing import Wanted
from kithkin.connections.kinds import Kinds, Tie
from kithkin.contacts.models import Contact
from kithkin.organisations.models import Organisation

from .problems import Findings
from .readers.connections import Row

AT_ONCE = 1000


def wanted(organisation: Organisation, found: Sequence[Row]) -> list[Wanted]:
    """Each line with its people. Raises BadFile with every line that means nobody here, or cannot be."""
    findings, offered = Findings(), kinds.of(organisation.pk)
    people = dict(_people(organisation, {number for row in found for number in (row.parent, row.child)}))
    lines = [_wanted(findings, row, people, offered) for row in found]
    findings.settle()
    there = bringing.known(lines)
    for place, reason in bringing.problems(organisation, lines, there):
        findings.note(found[place].where, reason)
    findings.settle()
    return lines


def _people(organisation: Organisation, numbers: set[str]) -> Iterator[tuple[str, Contact]]:
    own, every = Contact.objects.filter(organisation=organisation, hidden_at=None), sorted(numbers)
    for begin in range(0, len(every), AT_ONCE):
        for contact in own.filter(number__in=every[begin : begin + AT_ONCE]):
            yield contact.number, contact


def _wanted(findings: Findings, row: Row, people: dict[str, Contact], offered: Kinds) -> Wanted | None:
    parent = _person(findings, f"{row.where}, parent number", people.get(row.parent), row.parent_name)
    child = _person(findings, f"{row.where}, child number", people.get(row.child), row.child_name)
    try:
        tie = _tie(row.kind, offered)
    except Refused as refused:
        findings.note(f"{row.where}, relationship", refused.message)
        return None
    return Wanted(parent, child, row.child_name, tie, row.evidence) if parent and child else None


def _person(findings: Findings, where: str, found: Contact | None, last_name: str) -> Contact | None:
    """One text for both: whoever brings a file in is no better guesser than anybody else."""
    if found is None or not names.same(last_name, found.last_name):
        findings.note(where, _("Nobody here has this number and this family name."))
        return None
    return found


def _tie(word: str, offered: Kinds) -> Tie:
    """By its code or by the organiser's own word."""
    own = {str(said).casefold(): code for code, said in offered.offered}
    return offered.tie(own.get(word.casefold(), word.casefold()))
