"""What stands around every page of the desk: the rail, the search, who sits there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kithkin.base.actor import Power

PAGES = (
    (Power.READ_CONTACTS, "desk:contacts", _("Contacts"), "users"),
    (Power.MERGE_CONTACTS, "desk:duplicates", _("Duplicates"), "copy"),
    (Power.READ_LETTERS, "desk:letters", _("Letters"), "mail"),
    (Power.PRINT_LETTERS, "desk:printing", _("To print"), "printer"),
    (Power.RECORD_CONSENTS, "desk:forms", _("Signed forms"), "hand-helping"),
    (Power.EDIT_DOCUMENTS, "desk:documents", _("Documents"), "file-text"),
    (Power.PUBLISH_POLICY, "desk:policies", _("Privacy"), "shield-check"),
    (Power.READ_SIGNALS, "desk:signals", _("Signals"), "flag"),
    (Power.UNDO_CLEARING, "desk:silent", _("Silent members"), "history"),
    (Power.ERASE_CONTACTS, "desk:erasures", _("Erasures"), "trash-2"),
    (Power.READ_REGISTER, "desk:register", _("Register"), "receipt"),
    (Power.SET_LIMITS, "desk:limits", _("Limits"), "sliders-horizontal"),
    (Power.SET_LIMITS, "desk:ages", _("Ages"), "calendar"),
    (Power.SET_CHARACTERISTICS, "desk:kinds", _("Relationships"), "tag"),
    (Power.SET_CHARACTERISTICS, "desk:points-of-sale", _("Points of sale"), "store"),
)


def page(request: HttpRequest, template: str, what: dict, status: int = 200) -> HttpResponse:
    """A page of the desk; `what` is its own part."""
    organisation = request.post.organisation
    around = {"shop": {"organisation": organisation}, "desk": _desk(request)}
    return render(request, f"desk/{template}.html", {**around, **what}, status=status)


def closed(request: HttpRequest, power: Power | None = None) -> HttpResponse:
    """What an operator reads where his post ends."""
    return page(request, "closed", {"power": power, "open": open_pages(request)}, status=403)


def _desk(request: HttpRequest) -> dict:
    return {
        "home": reverse("desk:home"),
        "find": reverse("desk:contacts") if request.actor.has(Power.READ_CONTACTS) else "",
        "me": request.post.name,
        "sign_out": reverse("account_logout"),
        "menu": open_pages(request),
    }


def open_pages(request: HttpRequest) -> list[tuple]:
    """Those of this post: address, words, picture, and whether it is the present one."""
    pages = [(reverse(name), words, picture) for power, name, words, picture in PAGES if request.actor.has(power)]
    return [(url, words, picture, request.path.startswith(url)) for url, words, picture in pages]
