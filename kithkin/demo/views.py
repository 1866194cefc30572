"""The pages of the demo's mailbox."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from .models import KeptLetter

MOST = 200


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """All letters, the newest first; `?to=` chooses those to one address."""
    readers = list(KeptLetter.objects.order_by("to").values_list("to", flat=True).distinct())
    chosen = request.GET.get("to", "")
    letters = KeptLetter.objects.filter(**({"to": chosen} if chosen in readers else {})).order_by("-pk")
    shown = letters.only("at", "to", "subject")[:MOST]
    return render(request, "demo/mailbox.html", {"letters": shown, "readers": readers, "chosen": chosen, "most": MOST})


@require_safe
def letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """One letter: who wrote to whom, and its text with links."""
    return render(request, "demo/letter.html", {"letter": get_object_or_404(KeptLetter, pk=letter_id)})


@require_safe
def letter_file(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The whole message, to be opened in a mail program: no page of ours allows the styles that mails need."""
    kept = get_object_or_404(KeptLetter, pk=letter_id)
    name = {"Content-Disposition": f'attachment; filename="letter-{kept.pk}.eml"'}
    return HttpResponse(kept.whole, content_type="message/rfc822", headers=name)
