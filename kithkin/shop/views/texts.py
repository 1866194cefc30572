"""Pages of text, and the club colour."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kithkin.organisations import queries
from kithkin.shop import paragraphs
from kithkin.ui import hue as colours

A_YEAR = 365 * 24 * 3600


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The organisation's privacy policy, in the reader's language if there is such a text."""
    policy = queries.policy(request.point_of_sale.organisation, get_language() or "")
    blocks = paragraphs.read(policy.body) if policy else []
    return render(request, "shop/texts/privacy.html", {"policy": policy, "blocks": blocks})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How the shop and Friends and Family work, in plain words."""
    return render(request, "shop/texts/help.html")


@require_safe
def brand(request: HttpRequest, hue: int) -> HttpResponse:
    """The stylesheet of one hue: the address names all that is in it, so that caches may keep it."""
    if hue not in range(360):
        raise Http404
    response = HttpResponse(colours.stylesheet(hue), content_type="text/css")
    patch_cache_control(response, public=True, max_age=A_YEAR, immutable=True)
    return response
