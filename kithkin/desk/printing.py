"""Letters that go on paper: which wait, one file of those chosen, and the word that they are printed."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kithkin.audit import journal
from kithkin.base import clock
from kithkin.base.action import action
from kithkin.base.actor import Actor, Power
from kithkin.base.numbers import show_contact_number
from kithkin.base.verdict import Verdict
from kithkin.contacts.models import Contact
from kithkin.mail import papers, postman, printing, queries, tables
from kithkin.mail.models import Letter, State
from kithkin.mail.papers import Sorted
from kithkin.mail.printing import Sheet

from . import reading

MOST = 100


def waiting(organisation_id: int) -> QuerySet[Letter]:
    """What is to be printed, the longest waiting first."""
    return queries.letters(organisation_id, State.TO_PRINT).order_by("pk")


def chosen(actor: Actor, ids: Sequence[int]) -> list[Letter]:
    """Those of these letters that go on paper and that the post opens, in the order in which they were posted."""
    on_paper = queries.letters(actor.organisation_id or 0).filter(state__in=(State.TO_PRINT, State.PRINTED))
    return reading.open_to(actor, list(on_paper.filter(pk__in=ids[:MOST]).order_by("pk")))


@action
def file(letters: list[Letter], *, by: Actor) -> bytes | None:
    """These letters as one PDF, each look noted; None where none of them may go any more."""
    _may_print(by).require()
    sheets = _sheets(letters)
    reading.note([sheet.letter for sheet in sheets], by=by)
    return printing.pdf(sheets) if sheets else None


@action
def mark(letters: list[Letter], *, by: Actor) -> tuple[int, Sorted]:
    """They are printed: when, by whom. How many, and what became of those that mean nothing any more."""
    _may_print(by).require()
    good = [sheet.letter for sheet in _sheets(letters)]
    printed = {"state": State.PRINTED, "printed_at": clock.now(), "printed_by": by.login_id}
    on_paper = Letter.objects.filter(state__in=(State.TO_PRINT, State.PRINTED))
    on_paper.filter(pk__in=[letter.pk for letter in good]).update(**printed)
    journal.write_many("letter.printed", Letter, ((letter.pk, {}) for letter in good), by=by)
    others = [letter for letter in letters if letter not in good and letter.state == State.TO_PRINT]
    return len(good), _settled(papers.sort(others, tables.wired()), by=by)


def to_print(actor: Actor) -> Sorted:
    """The letters longest waiting that still mean something; the others drop out here, or by the clock."""
    found = papers.sort(waiting(actor.organisation_id or 0)[:MOST], tables.wired())
    return _settled(found, by=actor)


def sort_out(organisation_id: int, *, by: Actor) -> None:
    """The same of all that wait, by the clock; so many at once."""
    after = 0
    while batch := list(waiting(organisation_id).filter(pk__gt=after)[:MOST]):
        _settled(papers.sort(batch, tables.wired()), by=by)
        after = batch[-1].pk


def _settled(found: Sorted, *, by: Actor) -> Sorted:
    """Reading a list writes nothing, unless something has to drop out."""
    if found.over or found.to_others or found.to_mail:
        _settle(found, by=by)
    return found


@action
def _settle(found: Sorted, *, by: Actor) -> None:
    found.settle()
    journal.write_many("letter.settled", Letter, ((letter.pk, {}) for letter in found.over), by=by)


def _sheets(letters: list[Letter]) -> list[Sheet]:
    """Those that may still go, each with its reader."""
    written = postman.on_paper(letters, tables.wired())
    readers = Contact.objects.filter(erased_at=None).in_bulk({letter.contact_id for letter in letters})
    return [
        Sheet(letter, *written[letter], reader.name, show_contact_number(reader.number))
        for letter in letters
        if letter in written and (reader := readers.get(letter.contact_id or 0))
    ]


def _may_print(actor: Actor) -> Verdict:
    return Verdict(actor.has(Power.PRINT_LETTERS), _("Your post does not allow printing letters."))
