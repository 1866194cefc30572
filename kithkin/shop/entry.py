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

from kithkin.accounts import recently
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


def logged_in(view: View) -> View:
    """Whoever has signed in, before it is settled for whom."""

    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return unkept(view(request, *args, **kwargs)) if request.user.is_authenticated else _sign_in_first(request)

    return page


def settled(view: View) -> View:
    """Pages for everybody; only a login that stands for several people first says for whom."""

    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        is_open = request.actor.kind == Kind.NOBODY and getattr(request.user, "people", ())
        return _sign_in_first(request) if is_open else view(request, *args, **kwargs)

    return page


def shown_again(view: View) -> View:
    """What changes something important asks once more for the password, or for a code from the mail."""

    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if recently.shown(request):
            return view(request, *args, **kwargs)
        return redirect(f"{resolve_url('account_reauthenticate')}?{urlencode({'next': request.path})}")

    return page


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    if request.htmx:  # a part of a page cannot become the sign-in page: the whole of it goes there
        return HttpResponseClientRedirect(_way_in(request, request.htmx.current_url_abs_path))
    return redirect(_way_in(request, request.get_full_path() if request.method == "GET" else None))


def _way_in(request: HttpRequest, back: str | None) -> str:
    """To sign in; for a login that stands for several people, or for nobody here, to say for whom."""
    place = "shop:choice" if request.user.is_authenticated else settings.LOGIN_URL
    return f"{resolve_url(place)}?{urlencode({'next': back or resolve_url('shop:home')})}"


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
