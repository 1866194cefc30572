"""Records that may be one person: the list, two side by side, and what was joined, with its undoing."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kithkin.base.actor import Power
from kithkin.base.verdict import Refused
from kithkin.contacts.models import Contact
from kithkin.desk import duplicates as desk
from kithkin.desk import frame, leaf, opening
from kithkin.desk import merges as joined
from kithkin.desk import pairs as waiting
from kithkin.desk.entry import at_desk
from kithkin.desk.forms.duplicates import Decision, Numbers, Wanted
from kithkin.desk.forms.leaf import Part
from kithkin.desk.frame import page
from kithkin.persons import duplicates, merging
from kithkin.persons.models import Duplicate, Merge
from kithkin.ui import refusals


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(Power.MERGE_CONTACTS)
def pairs(request: HttpRequest) -> HttpResponse:
    """The likeliest first; POST puts two records together by their numbers."""
    form = Numbers(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals.beside(form):
            return redirect("desk:duplicate", duplicates.pair(**form.cleaned_data, by=request.actor).pk)
    wanted = Wanted.read(request.GET)
    found = leaf.of(_LISTS[wanted["state"]](request.actor), wanted["page"], state=wanted["state"])
    rows = [(each, desk.why(each)) for each in found.rows]
    what = {"form": form, "wanted": wanted, "rows": rows, "leaf": found}
    return page(request, "duplicates", what, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(Power.MERGE_CONTACTS)
def pair(request: HttpRequest, duplicate: int) -> HttpResponse:
    """Two records side by side; POST decides: join them, or two people."""
    found = get_object_or_404(duplicates.of(request.actor), pk=duplicate)
    if found.first.hidden_at or found.second.hidden_at:
        raise Http404
    if closed := _closed(request, found):
        return closed
    return _decided(request, found) if request.method == "POST" else _side_by_side(request, found)


@require_safe
@at_desk(Power.MERGE_CONTACTS)
def merges(request: HttpRequest) -> HttpResponse:
    """What was joined and undone, the newest first."""
    found = leaf.of(merging.of(request.actor).order_by("-pk"), Part.read(request.GET))
    rows = joined.history(found.rows, request.actor.organisation_id)
    return page(request, "merges", {"rows": rows, "leaf": found})


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(Power.MERGE_CONTACTS)
def merge_undoing(request: HttpRequest, merge: int) -> HttpResponse:
    """Ask whether it is meant; POST makes two records of one again."""
    found = get_object_or_404(merging.of(request.actor), pk=merge, state=Merge.State.DONE)
    if request.method != "POST":
        return page(request, "merge_undoing", {"merge": found})
    with refusals.as_message(request):
        merging.undo(found, by=request.actor)
        messages.success(request, _("Undone: these are two records again. Both people and their leads are told."))
    return redirect("desk:merges")


def _closed(request: HttpRequest, found: Duplicate) -> HttpResponse | None:
    """A minor's record is not for every post."""
    for contact in (found.first, found.second):
        contact.organisation = request.post.organisation
        if opening.is_minor(contact) and not request.actor.has(Power.READ_MINORS):
            return frame.closed(request, Power.READ_MINORS)
    return None


def _side_by_side(request: HttpRequest, found: Duplicate) -> HttpResponse:
    proposal = merging.proposed([found]).get(found.pk)
    wished = proposal.kept if proposal else _chosen(found, request.GET.get("keep", ""))
    what = {"why": desk.why(found), "pair": desk.pair(found, wished, by=request.actor)}
    if proposal:
        named = joined.who([proposal], found.organisation_id)
        mine = proposal.proposed_by == request.actor.login_id
        what |= {"proposal": proposal, "proposed_by": named.get(proposal.proposed_by, ""), "mine": mine}
    return page(request, "duplicate", what)


def _chosen(found: Duplicate, number: str) -> Contact | None:
    return next((each for each in (found.first, found.second) if each.number == number), None)


def _decided(request: HttpRequest, found: Duplicate) -> HttpResponse:
    form = Decision(request.POST)
    if not form.is_valid():
        raise BadRequest(form.errors.as_text())
    with refusals.as_message(request):
        said, where = _DECIDE[form.cleaned_data["do"]](request, found, form.cleaned_data["keep"])
        messages.success(request, said)
        return redirect(where)
    return redirect("desk:duplicate", found.pk)


def _propose(request: HttpRequest, found: Duplicate, number: str) -> tuple[str, str]:
    kept = _chosen(found, number)
    if kept is None:
        raise Refused(_("Choose one of these two records."))
    merging.propose(found, kept, by=request.actor)
    return _("Proposed: somebody else has to confirm it within 7 days. Nothing has changed yet."), "desk:duplicates"


def _confirm(request: HttpRequest, found: Duplicate, number: str) -> tuple[str, str]:
    merging.confirm(_proposal(found), by=request.actor)
    return _("Joined. The person and every lead are told; it can be undone for 30 days."), "desk:merges"


def _drop(request: HttpRequest, found: Duplicate, number: str) -> tuple[str, str]:
    merging.drop(_proposal(found), by=request.actor)
    return _("The proposal is taken back. Nothing has changed."), "desk:duplicates"


def _not_the_same(request: HttpRequest, found: Duplicate, number: str) -> tuple[str, str]:
    duplicates.not_the_same(found, by=request.actor)
    return _("Saved: these are two people. The house will not ask again."), "desk:duplicates"


def _proposal(found: Duplicate) -> Merge:
    proposal = merging.proposed([found]).get(found.pk)
    if proposal is None:
        raise Refused(_("This proposal is too old. Propose it again, if the records still look alike."))
    return proposal


_DECIDE = {"propose": _propose, "confirm": _confirm, "drop": _drop, "not-the-same": _not_the_same}
_LISTS = {
    "open": waiting.to_look_at,
    "proposed": waiting.to_confirm,
    "not-the-same": lambda actor: duplicates.still_there(actor).filter(state=Duplicate.State.NOT_THE_SAME),
}
