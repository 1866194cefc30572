"""Silent members who were taken out: what happened to each, when deletion follows, and putting somebody back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kithkin.base.actor import Power
from kithkin.desk import leaf
from kithkin.desk import silent as desk
from kithkin.desk.entry import at_desk
from kithkin.desk.forms.leaf import Part
from kithkin.desk.frame import page
from kithkin.persons import silent
from kithkin.persons.models import Clearing
from kithkin.persons.silent import Undone
from kithkin.ui import refusals


@require_safe
@at_desk(Power.UNDO_CLEARING)
def silent_members(request: HttpRequest) -> HttpResponse:
    """The newest first, page by page."""
    done = Clearing.objects.filter(organisation=request.post.organisation, done_at__isnull=False)
    with_both = done.select_related("connection__parent", "connection__child")
    found = leaf.of(with_both.order_by("-done_at", "-pk"), Part.read(request.GET))
    rows = [desk.Row(each) for each in found.rows]
    return page(request, "silent", {"rows": rows, "house": request.post.organisation, "leaf": found})


@require_POST
@at_desk(Power.UNDO_CLEARING)
def restoration(request: HttpRequest, clearing: int) -> HttpResponse:
    """Put one of them back, as far as that can be."""
    done = get_object_or_404(Clearing, organisation=request.post.organisation, pk=clearing, done_at__isnull=False)
    with refusals.as_message(request):
        _tell(request, silent.undo(done, by=request.actor))
    return redirect("desk:silent")


def _tell(request: HttpRequest, undone: Undone) -> None:
    messages.success(request, _("Put back.") if undone.in_group else _("The record is open again."))
    if not undone.in_group:
        messages.warning(request, _("Not put into the group: the lead has added the person anew, or is gone."))
    if undone.stayed:
        words = ngettext(
            "%(count)d ticket stays with the lead: it has changed since, or its season is over.",
            "%(count)d tickets stay with the lead: they have changed since, or their season is over.",
            undone.stayed,
        )
        messages.warning(request, words % {"count": undone.stayed})
    if undone.doubled:
        messages.warning(request, _("Somebody has registered this address once more meanwhile: there are two records."))
