"""Who comes to the desk: operators with a post, and the power that a page asks for."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from kithkin.accounts import queries as accounts
from kithkin.accounts.models import Login
from kithkin.base.actor import Power, operator

from . import frame

View = Callable[..., HttpResponse]


def at_desk(power: Power | None = None) -> Callable[[View], View]:
    """Operators of this organisation with this power, if one is asked for; to a customer the page does not exist.

    What an operator sees is never kept by the browser: a counter has many hands.
    """

    def guarded(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                query = urlencode({"next": request.get_full_path()})
                return redirect(f"{resolve_url(settings.LOGIN_URL)}?{query}")
            _take_post(request, request.user)
            allowed = power is None or request.actor.has(power)
            answer = view(request, *args, **kwargs) if allowed else frame.closed(request, power)
            answer.headers["Cache-Control"] = "no-store"
            return answer

        return page

    return guarded


def _take_post(request: HttpRequest, login: Login) -> None:
    """The operator's post at the organisation of this address becomes `request.post`; he acts from it."""
    organisation = request.point_of_sale.organisation
    post = accounts.post(login, organisation.pk)
    if post is None:
        raise Http404
    post.organisation = organisation
    request.post = post
    request.actor = operator(login.pk, organisation.pk, post.powers)
