"""What a run would do to whom, and why, in lines for the operator at the console."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kithkin.base.numbers import show_contact_number
from kithkin.connections.models import Connection

from .silent_models import Clearing, Fate
from .silent_rules import BATCH, Case
from .silent_runs import Plan

STAYS_HERE = gettext_lazy("was known before this lead added the person")
ELSEWHERE = gettext_lazy("added by this lead, but others count on the person, too")


def why(case: Case) -> str | Promise:
    """The row of the table, in words."""
    if case.fate is Fate.LEAVES:
        return ELSEWHERE if case.created else STAYS_HERE
    return _WHY[case.fate]


_WHY = {
    Fate.STAYS: gettext_lazy("added by this lead, and has signed in since"),
    Fate.CLOSED: gettext_lazy("added by this lead, never signed in, nothing to come was bought"),
    Fate.RETURNED: gettext_lazy("added by this lead, never signed in, and the lead bought what is still to come"),
}


def lines(planned: Plan) -> Iterator[str]:
    """Four lists: now, later, not at all, and for good."""
    yield f"{planned.organisation.name}:"
    yield from _listed(_("Would happen now: %(count)d"), planned.leaving)
    yield from _listed(_("Leads would be told, and later: %(count)d"), planned.told)
    yield from _listed(_("Silent, and stay: %(count)d"), planned.staying)
    yield "  " + _("Would be deleted for good: %(count)d") % {"count": len(planned.deleting)}
    for number in planned.deleting:
        done = Clearing.objects.select_related("connection__child").get(pk=number)
        yield f"    {show_contact_number(done.connection.child.number)}"


def _listed(heading: str, cases: list[Case]) -> Iterator[str]:
    yield "  " + heading % {"count": len(cases)}
    for begin in range(0, len(cases), BATCH):
        part = cases[begin : begin + BATCH]
        found = Connection.objects.select_related("parent", "child").in_bulk([each.connection_id for each in part])
        yield from (_line(each, found[each.connection_id]) for each in part)


def _line(case: Case, connection: Connection) -> str:
    words = _("%(number)s %(name)s, in the group of %(lead)s: %(fate)s (%(why)s)")
    return "    " + words % {
        "number": show_contact_number(connection.child.number),
        "name": connection.typed_name,
        "lead": show_contact_number(connection.parent.number),
        "fate": case.fate.label,
        "why": why(case),
    }
