"""A contact's connections, to be read: for whom he acts, who acts for him, and what happened."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from kithkin.base.actor import Power
from kithkin.connections import queries
from kithkin.connections.models import Connection
from kithkin.desk import history, sheet, standing
from kithkin.desk.entry import at_desk
from kithkin.desk.frame import page
from kithkin.desk.standing import Stand


@require_safe
@at_desk(Power.READ_CONTACTS)
def connections(request: HttpRequest, number: str) -> HttpResponse:
    """The second tab; `?history=` chooses whose history stands beside it."""
    contact = get_object_or_404(sheet.readable(request.actor), number=number)
    opened = sheet.opened(contact, by=request.actor)
    as_lead, as_member = queries.of_contact(request.actor, contact.pk)
    leads = standing.of_lead(_at_home(request, as_lead))
    led_by = standing.of_member(_at_home(request, as_member))
    chosen = _chosen([*leads, *led_by], request.GET.get("history", ""))
    what = {"sheet": opened, "tab": "connections", "leads": leads, "led_by": led_by, "chosen": chosen}
    return page(request, "contact_connections", {**what, "history": history.of(chosen.connection) if chosen else []})


def _at_home(request: HttpRequest, found: list[Connection]) -> list[Connection]:
    """All of them belong to the operator's organisation, which is known already."""
    for connection in found:
        connection.organisation = request.post.organisation
    return found


def _chosen(stands: list[Stand], public_id: str) -> Stand | None:
    fitting = [stand for stand in stands if stand.connection.public_id == public_id]
    return next(iter(fitting or stands), None)
