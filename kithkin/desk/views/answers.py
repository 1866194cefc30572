"""What a person says at the desk: no, or no longer. It takes one operator and one press."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kithkin.base.actor import Power
from kithkin.connections import actions, queries
from kithkin.connections.states import State
from kithkin.desk.entry import at_desk
from kithkin.desk.frame import page
from kithkin.ui import refusals

from .connections import connected, history_page


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(Power.RECORD_CONSENTS)
def no(request: HttpRequest, number: str, connection: str) -> HttpResponse:
    """Ask whether it is meant; POST ends what is open, or declines what was asked."""
    found = connected(request, number, connection)
    if request.method != "POST":
        last = queries.latest(found)
        is_open = last is not None and last.state == State.ALLOWED
        return page(request, "no", {"connection": found, "is_open": is_open, "back": history_page(number, connection)})
    with refusals.as_message(request):
        actions.say_no(found, by=request.actor, for_good="for_good" in request.POST)
        said = _("Noted. Nothing of %(member)s is open to %(lead)s.")
        messages.success(request, said % {"member": found.child.name, "lead": found.parent.name})
    return redirect(history_page(number, connection))
