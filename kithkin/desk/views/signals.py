"""Signals: what leads ran into, for whoever looks after the shop."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kithkin.audit import signals as noted
from kithkin.base import clock
from kithkin.base.actor import Power
from kithkin.desk import leaf
from kithkin.desk import signals as desk
from kithkin.desk.entry import at_desk
from kithkin.desk.forms.signals import SPANS, Wanted
from kithkin.desk.frame import page


@require_safe
@at_desk(Power.READ_SIGNALS)
def signals(request: HttpRequest) -> HttpResponse:
    """The newest first, of so many days back."""
    wanted = Wanted.read(request.GET)
    house = request.actor.organisation_id
    found = noted.since(house, clock.now() - timedelta(days=wanted["days"]))
    listed = leaf.of(found, wanted["page"], days=wanted["days"])
    what = {
        "wanted": wanted,
        "spans": SPANS,
        "rows": desk.rows(listed.rows),
        "leaf": listed,
        "blocked": list(desk.blocked_by_several(house)),
        "several": desk.SEVERAL,
    }
    return page(request, "signals", what)
