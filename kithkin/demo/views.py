"""The pages of the demo's mailbox."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from .models import KeptLetter

MOST = 200
# Mails have their styles beside the words; so this one page, alone in its frame, is allowed them.
CAGE = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
    "sandbox allow-top-navigation-by-user-activation"
)


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """All letters, the newest first; `?to=` chooses those to one address."""
    readers = list(KeptLetter.objects.order_by("to").values_list("to", flat=True).distinct())
    chosen = request.GET.get("to", "")
    letters = KeptLetter.objects.filter(**({"to": chosen} if chosen in readers else {})).order_by("-pk")
    shown = letters.only("at", "to", "subject")[:MOST]
    return render(request, "demo/mailbox.html", {"letters": shown, "readers": readers, "chosen": chosen, "most": MOST})


@require_safe
@csp_update({"frame-src": [SELF]})
def letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """One letter: its text with links, and as a mail program shows it."""
    return render(request, "demo/letter.html", {"letter": get_object_or_404(KeptLetter, pk=letter_id)})


@require_safe
def letter_as_html(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The letter's HTML alone, in a cage: no script, no form, nothing loaded; its links open outside."""
    html = get_object_or_404(KeptLetter, pk=letter_id).html
    page = html.replace("<head>", '<head><base target="_top">', 1)
    return HttpResponse(page, headers={"Content-Security-Policy": CAGE})
