"""Where an operator arrives."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kithkin.desk import frame, waiting
from kithkin.desk.entry import at_desk
from kithkin.desk.frame import page


@require_safe
@at_desk()
def home(request: HttpRequest) -> HttpResponse:
    """What waits for this operator, and every page that the post opens."""
    pages = frame.open_pages(request)
    if not pages:
        return frame.closed(request)
    return page(request, "home", {"waiting": waiting.counted(request.actor), "pages": pages})
