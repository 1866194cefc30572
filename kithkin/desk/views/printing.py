"""Letters to print: the list, one file of those that are ticked, and marking them as printed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kithkin.base.actor import Power
from kithkin.desk import post, printing, reading
from kithkin.desk.entry import at_desk
from kithkin.desk.forms.printing import Ticked
from kithkin.desk.frame import page
from kithkin.mail.papers import Sorted

_PRINTED = ngettext_lazy("%(count)d letter is marked as printed.", "%(count)d letters are marked as printed.", "count")
_TO_GUARDIANS = ngettext_lazy(
    "%(count)d letter is for a child who has a guardian by now, and goes to the guardian.",
    "%(count)d letters are for children who have a guardian by now, and go to the guardians.",
    "count",
)
_TO_MAIL = ngettext_lazy(
    "%(count)d letter goes by mail: its reader has an email by now.",
    "%(count)d letters go by mail: their readers have an email by now.",
    "count",
)
_OVER = ngettext_lazy(
    "%(count)d letter was settled meanwhile and is put aside.",
    "%(count)d letters were settled meanwhile and are put aside.",
    "count",
)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(Power.PRINT_LETTERS)
def letters(request: HttpRequest) -> HttpResponse:
    """What waits to be printed, the oldest first; POST marks what is ticked as printed."""
    if request.method == "POST":
        return _marked(request)
    found = printing.to_print(request.actor)
    _say(request, found)
    open_to_him = reading.open_to(request.actor, found.to_print)
    what = {
        "rows": post.rows(open_to_him),
        "closed": len(found.to_print) - len(open_to_him),
        "count": printing.waiting(request.actor.organisation_id).count(),
        "most": printing.MOST,
    }
    return page(request, "printing", what)


@require_safe
@at_desk(Power.PRINT_LETTERS)
def file(request: HttpRequest) -> HttpResponse:
    """The letters that are ticked as one PDF; also those printed before."""
    found = printing.chosen(request.actor, Ticked.read(request.GET))
    pdf = printing.file(found, by=request.actor) if found else None
    if pdf is None:
        messages.warning(request, _("Nothing to print: tick a letter. What was settled meanwhile is left out."))
        return redirect("desk:printing")
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="letters.pdf"'
    return answer


def _marked(request: HttpRequest) -> HttpResponse:
    found = printing.chosen(request.actor, Ticked.read(request.POST))
    if not found:
        messages.warning(request, _("Nothing was marked: tick the letters that are printed."))
        return redirect("desk:printing")
    printed, others = printing.mark(found, by=request.actor)
    if printed:
        messages.success(request, _PRINTED % {"count": printed})
    _say(request, others)
    return redirect("desk:printing")


def _say(request: HttpRequest, found: Sorted) -> None:
    """What dropped out of the list, and where it went."""
    for words, pile in ((_TO_GUARDIANS, found.to_others), (_TO_MAIL, found.to_mail), (_OVER, found.over)):
        if pile:
            messages.info(request, words % {"count": len(pile)})
