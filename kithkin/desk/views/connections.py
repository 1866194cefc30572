"""A contact's connections: for whom he acts, who acts for him, what happened; and sending the request for a lead."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kithkin.base.actor import Power
from kithkin.connections import actions, guardians, queries
from kithkin.connections.models import Connection
from kithkin.desk import history, leaf, standing
from kithkin.desk.entry import at_desk
from kithkin.desk.forms.leaf import Part
from kithkin.desk.frame import page
from kithkin.desk.opening import of_contact
from kithkin.desk.sheet import Sheet
from kithkin.desk.standing import Stand
from kithkin.ui import refusals


@require_safe
@at_desk(Power.READ_CONTACTS)
@of_contact
def connections(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """The second tab, a page of each direction; `?history=` chooses whose history stands beside it."""
    number = Part.read(request.GET)
    as_lead, as_member = queries.of_contact(request.actor, sheet.contact.pk, leaf.part(number))
    leads = standing.of_lead(_at_home(request, as_lead[: leaf.LONG]))
    led_by = standing.of_member(_at_home(request, as_member[: leaf.LONG]))
    chosen = _chosen([*leads, *led_by], request.GET.get("history", ""))
    what = {"sheet": sheet, "tab": "connections", "leads": leads, "led_by": led_by, "chosen": chosen}
    what["leaf"] = leaf.Leaf(number, max(as_lead, as_member, key=len))
    what["may_send"] = chosen and chosen.may_be_asked and request.actor.has(Power.SEND_REQUESTS)
    what["guards"] = chosen and guardians.on(chosen.connection)
    may_record = chosen and not chosen.connection.removed_at and request.actor.has(Power.RECORD_CONSENTS)
    what["may_record"] = may_record and not what["guards"]
    what["may_connect"] = request.actor.has(Power.REGISTER_CONTACTS)
    return page(request, "contact_connections", {**what, "history": history.of(chosen.connection) if chosen else []})


@require_POST
@at_desk(Power.SEND_REQUESTS)
def send_request(request: HttpRequest, number: str, connection: str) -> HttpResponse:
    """The operator sends the request for a lead, or is told why it may not go."""
    found = connected(request, number, connection)
    with refusals.as_message(request):
        actions.send_request(found, by=request.actor)
        messages.success(request, _("The request to %(name)s is on its way.") % {"name": found.child.name})
    return redirect(history_page(number, connection, page=Part.read(request.POST)))


def connected(request: HttpRequest, number: str, public_id: str) -> Connection:
    """A standing connection of the operator's organisation, at one end of which is this contact."""
    standing_ones = Connection.objects.filter(
        organisation=request.post.organisation, removed_at=None, parent__hidden_at=None, child__hidden_at=None
    )
    of_contact = standing_ones.filter(Q(parent__number=number) | Q(child__number=number))
    return get_object_or_404(of_contact.select_related("parent", "child", "organisation"), public_id=public_id)


def history_page(number: str, public_id: str, **more: int) -> str:
    """Where the history of a connection stands on the sheet of this contact."""
    return f"{reverse('desk:connections', args=[number])}?{urlencode({**more, 'history': public_id})}#history"


def _at_home(request: HttpRequest, found: list[Connection]) -> list[Connection]:
    """All of them belong to the operator's organisation, which is known already."""
    for connection in found:
        connection.organisation = request.post.organisation
    return found


def _chosen(stands: list[Stand], public_id: str) -> Stand | None:
    fitting = [stand for stand in stands if stand.connection.public_id == public_id]
    return next(iter(fitting or stands), None)
