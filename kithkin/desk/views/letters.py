"""Letters: what was sent and what waits."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from kithkin.base.actor import Power
from kithkin.contacts.models import Contact
from kithkin.desk import leaf, post, reading
from kithkin.desk.entry import at_desk
from kithkin.desk.forms.letters import Wanted
from kithkin.desk.frame import closed, page
from kithkin.mail import postman, queries, tables
from kithkin.mail.models import Letter, State


@require_safe
@at_desk(Power.READ_LETTERS)
def letters(request: HttpRequest) -> HttpResponse:
    """The newest first: all of them, those in one state, or those to one contact."""
    house = request.actor.organisation_id
    wanted = Wanted.read(request.GET)
    contact = wanted["contact"] and get_object_or_404(Contact, organisation_id=house, number=wanted["contact"])
    found = _wanted(house, contact, wanted["state"])
    listed = leaf.of(found, wanted["page"], state=wanted["state"], contact=wanted["contact"])
    what = {
        "wanted": wanted,
        "contact": contact,
        "rows": post.rows(listed.rows, {contact.pk: contact} if contact else None),
        "leaf": listed,
        "counts": post.counts(house),
        "demo": settings.DEMO,
        "may_print": request.actor.has(Power.PRINT_LETTERS),
    }
    return page(request, "letters", what)


@require_safe
@at_desk(Power.READ_LETTERS)
def letter(request: HttpRequest, letter: int) -> HttpResponse:
    """One letter as its reader has it, without where its links lead (design decision 25); the reader's log says so."""
    found = get_object_or_404(Letter, organisation_id=request.actor.organisation_id, pk=letter)
    if not reading.open_to(request.actor, [found]):
        return closed(request, Power.READ_MINORS)
    reading.note([found], by=request.actor)
    [row] = post.rows([found])
    paper = postman.shown(found, tables.wired())
    what = {"row": row, "paper": paper, "demo": settings.DEMO}
    on_paper = found.state in (State.TO_PRINT, State.PRINTED)
    what["may_print"] = on_paper and paper and request.actor.has(Power.PRINT_LETTERS)
    what["printed_by"] = post.printer(found) if found.printed_by else ""
    return page(request, "letter", what)


def _wanted(house: int, contact: Contact | None, state: str) -> QuerySet[Letter]:
    if contact:
        return queries.letters_to(house, contact.pk)
    return queries.letters(house, State(state) if state else None)
