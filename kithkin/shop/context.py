"""What every page of the shop knows: who sells, who reads, and the menu."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from kithkin.base.actor import Kind

Item = tuple[str, str, str, bool]


def shop(request: HttpRequest) -> dict:
    """`shop` in templates; found only when a page asks for it."""
    return {"shop": SimpleLazyObject(lambda: _shop(request))}


def _shop(request: HttpRequest) -> dict:
    point = request.point_of_sale
    known = request.actor.kind == Kind.CUSTOMER
    return {
        "organisation": point.organisation,
        "point_of_sale": point,
        "me": request.contact.first_name if known else None,
        "menu": [_item(request, *entry) for entry in _menu(point, known)],
        "pages": [_item(request, *entry) for entry in [*_menu(point, known), *_more(known)]],
    }


def _menu(point, known: bool) -> list[tuple[str, str, str]]:
    entries = [("shop:home", _("Matches"), "calendar"), ("shop:season-ticket", _("Season ticket"), "armchair")]
    if not known:
        return [*entries, ("account_login", _("Sign in"), "log-in")]
    entries.append(("shop:tickets", _("My tickets"), "ticket"))
    if point.friends_and_family:
        entries.append(("shop:friends", _("Friends and family"), "users"))
    return [*entries, ("shop:account", _("Account"), "user")]


def _more(known: bool) -> list[tuple[str, str, str]]:
    texts = [("shop:help", _("Help"), "info"), ("shop:privacy", _("Privacy"), "shield-check")]
    if not known:
        return texts
    return [("shop:orders", _("Orders"), "shopping-bag"), *texts, ("account_logout", _("Sign out"), "log-out")]


def _item(request: HttpRequest, name: str, label: str, icon: str) -> Item:
    url = reverse(name)
    return url, label, icon, request.path == url
