"""Where a page sends people next."""

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


class SeeOther(HttpResponseRedirect):
    """After a POST: fetch this page with GET, and reloading it does nothing twice."""

    status_code = 303


def see_other(to, *parts) -> SeeOther:
    """To the page of this name with these parts in its address."""
    return SeeOther(resolve_url(to, *parts))


def back(request: HttpRequest, otherwise: str) -> SeeOther:
    """To where the person came from, as `next` says it, if that is a page of ours."""
    wish = request.POST.get("next", "") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wish, {request.get_host()}, require_https=request.is_secure())
    return SeeOther(wish) if is_ours else see_other(otherwise)
