"""What every page of the shop knows: who sells, who reads, and the menu."""

from functools import cache

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from kithkin.accounts import choice
from kithkin.base.actor import Kind
from kithkin.organisations.models import Organisation

Entry = tuple[str, str, str]
Item = tuple[str, str, str, bool]


def shop(request: HttpRequest) -> dict:
    """`shop` in templates."""
    return {"shop": Shop(request)}


class Shop:
    """Each part is found when a page asks for it: a page without a menu never looks at who has signed in."""

    def __init__(self, request: HttpRequest):
        self._request = request

    @cached_property
    def organisation(self) -> Organisation | None:
        """Who sells here; at an address where nobody does there is only the page that says so."""
        try:
            return self._request.point_of_sale.organisation
        except Http404:
            return None

    @cached_property
    def friends_and_family(self) -> bool:
        """Whether the feature is on at this point of sale."""
        return self._request.point_of_sale.friends_and_family

    @cached_property
    def me(self) -> str | None:
        """The reader's first name, once signed in."""
        return self._request.contact.first_name if self._is_known else None

    @cached_property
    def shares(self) -> list[str]:
        """The first names of those who sign in together; empty for a login of one's own."""
        point, user = self._request.point_of_sale, self._request.user
        behind = choice.people(user, point.organisation_id)
        return [name for _id, name in choice.names(behind)] if len(behind) > 1 else []

    @cached_property
    def menu(self) -> list[Item]:
        """The links at the head of the page."""
        entries = [("shop:home", _("Matches"), "calendar"), ("shop:season-ticket", _("Season ticket"), "armchair")]
        if not self._is_known:
            sign_in = ("account_login", _("Sign in"), "log-in")
            return self._items([*entries, ("shop:choice", _("Who is this for?"), "users") if self.shares else sign_in])
        entries.append(("shop:tickets", _("My tickets"), "ticket"))
        if self.friends_and_family:
            entries.append(("shop:friends", _("Friends and family"), "users"))
        entries.append(("shop:account", _("Account"), "user"))
        if self.shares:
            entries.append(("shop:choice", _("Not %(name)s?") % {"name": self.me}, "users"))
        return self._items(entries)

    @cached_property
    def pages(self) -> list[Item]:
        """The links at its foot: all pages."""
        orders = []
        if self._is_known:  # what was allowed can be ended also where nobody can be added any more
            orders = [
                ("shop:orders", _("Orders"), "shopping-bag"),
                ("shop:acting", _("People who act for me"), "shield-check"),
            ]
        texts = [("shop:help", _("Help"), "info"), ("shop:privacy", _("Privacy"), "shield-check")]
        way_out = [("account_logout", _("Sign out"), "log-out")] if self._is_known or self.shares else []
        return [*self.menu, *self._items([*orders, *texts, *way_out])]

    @cached_property
    def _is_known(self) -> bool:
        return self._request.actor.kind == Kind.CUSTOMER

    def _items(self, entries: list[Entry]) -> list[Item]:
        found = [(_address(name), label, icon) for name, label, icon in entries]
        return [(url, label, icon, self._request.path == url) for url, label, icon in found]


@cache
def _address(name: str) -> str:
    """Addresses do not change while the process runs, and a page names a dozen."""
    return reverse(name)
