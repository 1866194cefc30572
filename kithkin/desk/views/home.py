"""Where an operator arrives."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from kithkin.desk import frame
from kithkin.desk.entry import at_desk


@require_safe
@at_desk()
def home(request: HttpRequest) -> HttpResponse:
    """The first page that the operator's post opens."""
    first = frame.first_page(request)
    return redirect(first) if first else frame.closed(request)
