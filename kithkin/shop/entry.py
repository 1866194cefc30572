"""Who comes in: what a page asks for before it opens."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django_htmx.http import HttpResponseClientRedirect

from kithkin.base.actor import Kind, by_link
from kithkin.connections import queries
from kithkin.connections.models import Connection
from kithkin.shop import code_visits as visits

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Customers only; others sign in first and come back to where they wanted to go. No cache keeps the page."""

    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.actor.kind == Kind.CUSTOMER:
            return unkept(view(request, *args, **kwargs))
        return _sign_in_first(request)

    return page


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    if request.htmx:  # a part of a page cannot become the sign-in page: the whole of it goes there
        return HttpResponseClientRedirect(_sign_in(request.htmx.current_url_abs_path))
    return redirect(_sign_in(request.get_full_path() if request.method == "GET" else None))


def _sign_in(back: str | None) -> str:
    return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back or resolve_url('shop:home')})}"


def with_friends(view: View) -> View:
    """Pages of Friends and Family: where the point of sale has it switched off they do not exist."""

    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.point_of_sale.friends_and_family:
            raise Http404
        return view(request, *args, **kwargs)

    return signed_in(page)


def led(request: HttpRequest, connection: str) -> Connection:
    """A connection that the reader leads; for every other one there is no such page."""
    try:
        return queries.connection(request.actor, connection)
    except Connection.DoesNotExist:
        raise Http404 from None


def as_member(view: View) -> View:
    """A person about himself: signed in, or for some minutes by a code from his mail, which is never a sign-in.

    The page knows him as `request.member`; `request.code_visit` is set when he came by the code.
    """

    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        request.code_visit = visit = visits.code_visit(request)
        request.member = by_link(visit.contact) if visit else request.actor
        if request.member.contact_id is None or request.member.kind not in (Kind.CUSTOMER, Kind.LINK):
            return _sign_in_first(request)
        return unkept(view(request, *args, **kwargs))

    return page


def behind_link(view: View) -> View:
    """Pages behind a mailed link: no cache keeps them, no other page learns their address, prefetching gets nothing.

    Without a referrer browsers send `Origin: null`, which the usual check against forged forms refuses. It has
    nothing to guard here: who acts is told by the secret in the address, which no other page knows, never by a cookie.
    """

    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if "prefetch" in request.headers.get("Sec-Purpose", ""):
            return HttpResponse(status=503)
        response = unkept(view(request, *args, **kwargs))
        response["Referrer-Policy"] = "no-referrer"
        return response

    return csrf_exempt(page)


def unkept(response: HttpResponse) -> HttpResponse:
    """The same answer, for this reader and this moment only."""
    add_never_cache_headers(response)
    return response
