"""Who comes to the desk: operators with a post, and the power that a page asks for."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from kithkin.accounts import queries as accounts
from kithkin.base.actor import Power, operator

View = Callable[..., HttpResponse]


def at_desk(power: Power) -> Callable[[View], View]:
    """Operators with this power; nobody else learns that the page exists, except that he may sign in."""

    def guarded(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                query = urlencode({"next": request.get_full_path()})
                return redirect(f"{resolve_url(settings.LOGIN_URL)}?{query}")
            post = accounts.any_post(request.user)
            if post is None:
                raise Http404
            request.post = post
            request.actor = operator(request.user.pk, post.organisation_id, post.powers)
            if not request.actor.has(power):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return page

    return guarded
