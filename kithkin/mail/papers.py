"""Letters that wait to be printed: which still mean something. The others drop out, or go the way they have by now."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from . import claims, postman
from .models import Letter, State
from .tables import Envelope, Table

SETTLED = "settled before it was printed"


@dataclass
class Sorted:
    """What becomes of letters that wait."""

    to_print: list[Letter] = field(default_factory=list)
    to_others: list[Letter] = field(default_factory=list)  # a child has guardians by now
    to_mail: list[Letter] = field(default_factory=list)  # the reader has an address by now
    over: list[Letter] = field(default_factory=list)  # answered, too old, or the reader is gone

    def settle(self) -> None:
        """Write it down; the postman asks anew about what he gets back."""
        back = [letter.pk for letter in (*self.to_others, *self.to_mail)]
        if back:
            claims.hand_back(back)
        if self.over:
            over = Letter.objects.filter(pk__in=[letter.pk for letter in self.over], state=State.TO_PRINT)
            over.update(state=State.DROPPED, error=SETTLED)


def sort(letters: Iterable[Letter], table: Table) -> Sorted:
    """Ask of all at once, each template in a fixed number of statements; nothing is written."""
    found = Sorted()
    for template, alike in postman.by_template(letters).items():
        envelopes = table.facts[template](alike)
        for letter in alike:
            _pile(found, envelopes.get(letter.pk)).append(letter)
    found.to_print.sort(key=lambda letter: letter.pk)
    return found


def _pile(found: Sorted, envelope: Envelope | None) -> list[Letter]:
    if envelope is None:
        return found.over
    if envelope.to_others:
        return found.to_others
    if envelope.to:
        return found.to_mail
    return found.to_print if envelope.on_paper else found.over
