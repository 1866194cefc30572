"""Who comes in: what a page asks for before it opens."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from kithkin.base.actor import Kind

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Customers only; others sign in first and come back to where they wanted to go."""

    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.actor.kind == Kind.CUSTOMER:
            return view(request, *args, **kwargs)
        back = request.get_full_path() if request.method == "GET" else resolve_url("shop:home")
        return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}")

    return page


def with_friends(view: View) -> View:
    """Pages of Friends and Family: where the point of sale has it switched off they do not exist."""

    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.point_of_sale.friends_and_family:
            raise Http404
        return view(request, *args, **kwargs)

    return signed_in(page)
