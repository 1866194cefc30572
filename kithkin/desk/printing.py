"""Letters that go on paper: which wait, one file of those chosen, and the word that they are printed."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kithkin.audit import journal
from kithkin.base import clock
from kithkin.base.action import action
from kithkin.base.actor import Actor, Power
from kithkin.base.numbers import show_contact_number
from kithkin.base.verdict import Verdict
from kithkin.contacts.models import Contact
from kithkin.mail import claims, postman, printing, queries, tables
from kithkin.mail.models import Letter, State
from kithkin.mail.printing import Sheet

MOST = 100


def waiting(organisation_id: int) -> QuerySet[Letter]:
    """What is to be printed, the longest waiting first."""
    return queries.letters(organisation_id, State.TO_PRINT).order_by("pk")


def chosen(actor: Actor, ids: Sequence[int]) -> list[Letter]:
    """Those of these letters that are printed or to be printed, in the order in which they were posted."""
    papers = queries.letters(actor.organisation_id or 0).filter(state__in=(State.TO_PRINT, State.PRINTED))
    return list(papers.filter(pk__in=ids[:MOST]).order_by("pk"))


@action
def file(letters: list[Letter], *, by: Actor) -> bytes | None:
    """These letters as one PDF, each look noted; None where none of them may go any more."""
    _may_print(by).require()
    sheets = _sheets(letters)
    _note("letter.read", [sheet.letter for sheet in sheets], by)
    return printing.pdf(sheets) if sheets else None


class Marked(NamedTuple):
    """How many letters are printed, go to guardians in a child's place, and are put aside."""

    printed: int
    to_guardians: int
    over: int


@action
def mark(letters: list[Letter], *, by: Actor) -> Marked:
    """They are printed: when, by whom. A child's may be its guardians' by now; what may no longer go is put aside."""
    _may_print(by).require()
    good = [sheet.letter for sheet in _sheets(letters)]
    others = [letter for letter in letters if letter not in good]
    printed = {"state": State.PRINTED, "printed_at": clock.now(), "printed_by": by.login_id}
    papers = Letter.objects.filter(state__in=(State.TO_PRINT, State.PRINTED))
    papers.filter(pk__in=[letter.pk for letter in good]).update(**printed)
    _note("letter.printed", good, by)
    handed_back = claims.hand_back(letter.pk for letter in postman.go_to_others(others, tables.wired()))
    over = papers.filter(pk__in=[letter.pk for letter in others], state=State.TO_PRINT)
    return Marked(len(good), handed_back, over.update(state=State.DROPPED, error=postman.NO_LONGER))


def _sheets(letters: list[Letter]) -> list[Sheet]:
    """Those that may still go, each with its reader."""
    written = postman.on_paper(letters, tables.wired())
    readers = Contact.objects.filter(hidden_at=None).in_bulk({letter.contact_id for letter in letters})
    return [
        Sheet(letter, *written[letter], reader.name, show_contact_number(reader.number))
        for letter in letters
        if letter in written and (reader := readers.get(letter.contact_id or 0))
    ]


def _note(what: str, letters: list[Letter], by: Actor) -> None:
    journal.write_many(what, Letter, ((letter.pk, {}) for letter in letters), by=by)


def _may_print(actor: Actor) -> Verdict:
    return Verdict(actor.has(Power.PRINT_LETTERS), _("Your post does not allow printing letters."))
