"""This is not me: a mail went to the wrong person, who ends it with one press and without an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.views.decorators.http import require_http_methods, require_safe

from kithkin.accounts import queries
from kithkin.base.actor import by_link
from kithkin.base.verdict import NotAllowed
from kithkin.connections import queries as connections
from kithkin.contacts import letters
from kithkin.contacts.models import Contact
from kithkin.persons import strangers
from kithkin.persons.strangers import Takes
from kithkin.sales import links
from kithkin.shop.answers import SeeOther
from kithkin.shop.entry import behind_link


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def by_password_link(request: HttpRequest, token: str) -> HttpResponse:
    """From the mail with a link to set a password, used or old as it may be."""
    asked = queries.password_request(token)
    if asked is None:
        return render(request, "shop/account/unknown_link.html", {"messages": ()}, status=404)
    return _page(request, asked.contact, asked.contact.name)


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def by_request(request: HttpRequest, token: str) -> HttpResponse:
    """From the mail that asks for consent."""
    asked = connections.request_behind(token)
    if asked is None:
        return render(request, "shop/consent/unknown.html", {"messages": ()}, status=404)
    connection = asked.connection
    connection.child.organisation = connection.organisation
    return _page(request, connection.child, connection.typed_name)


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def by_ticket(request: HttpRequest, token: str) -> HttpResponse:
    """From the mail that somebody bought a ticket; for as long as other links work, and until the ticket is taken."""
    found = links.behind(token)
    if found is None:
        return render(request, "shop/tickets/unknown_link.html", {"messages": ()}, status=404)
    found.holder.organisation = found.line.order.organisation
    return _page(request, found.holder, found.holder.name, works=links.is_fresh(found))


@require_safe
def gone(request: HttpRequest) -> HttpResponse:
    """The same for everybody: what was taken away is no longer known here; the address says whether a name stays."""
    return render(request, "shop/account/gone.html", {"name_stays": "name-stays" in request.GET})


def _page(request: HttpRequest, contact: Contact, name: str, *, works: bool = True) -> HttpResponse:
    by = by_link(contact)
    takes = strangers.takes(by, contact) if works else Takes.NOTHING
    status = 200
    if request.method == "POST" and not works:
        status = 409
    elif request.method == "POST":
        try:
            strangers.disown(contact, by=by)
        except NotAllowed:
            status = 409
        else:
            return SeeOther(f"{resolve_url('shop:gone')}{'?name-stays' if takes is Takes.EMAIL else ''}")
    context = {
        "shop": {"organisation": contact.organisation},
        "messages": (),
        "name": name,
        "works": works,
        "shared": letters.sharing_address(contact.pk).count() > 1,
        "takes": takes.value,
    }
    return render(request, "shop/account/not_me.html", context, status=status)
