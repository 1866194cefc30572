"""Friends and Family: limits and times."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kithkin.base.actor import Power
from kithkin.desk.entry import at_desk
from kithkin.desk.forms.limits import Limits
from kithkin.desk.frame import page
from kithkin.organisations import actions


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(Power.SET_LIMITS)
def limits(request: HttpRequest) -> HttpResponse:
    """Every limit and time with its bounds; POST sets those that were changed."""
    form = Limits(request.post.organisation, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return page(request, "limits", {"form": form}, status=422 if form.errors else 200)
    changed = len(actions.set_limits(request.post.organisation, form.wanted, by=request.actor))
    if changed:
        said = ngettext("Saved: %(count)d value is new.", "Saved: %(count)d values are new.", changed)
        messages.success(request, said % {"count": changed})
    else:
        messages.info(request, _("Nothing was changed: all values are as they were."))
    return redirect("desk:limits")
