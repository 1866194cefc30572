"""Where a page sends people next."""

from django.http import HttpResponseRedirect
from django.shortcuts import resolve_url


class SeeOther(HttpResponseRedirect):
    """After a POST: fetch this page with GET, and reloading it does nothing twice."""

    status_code = 303


def see_other(to, *parts) -> SeeOther:
    """To the page of this name with these parts in its address."""
    return SeeOther(resolve_url(to, *parts))
