"""Who is this for? One login may stand for several people; here the browser says which."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kithkin.accounts import choice as choices
from kithkin.shop.answers import back
from kithkin.shop.entry import logged_in


@require_http_methods(["GET", "HEAD", "POST"])
@logged_in
def choice(request: HttpRequest) -> HttpResponse:
    """The first names to choose from; POST chooses one, and forms left open for another person are void."""
    names = choices.names(choices.people(request.user, request.point_of_sale.organisation_id))
    if "person" not in request.POST:
        context = {"names": names, "now": request.session.get(choices.KEY), "next": request.GET.get("next", "")}
        return render(request, "shop/account/choice.html", context)
    known = {str(contact_id): (contact_id, name) for contact_id, name in names}
    try:
        contact_id, name = known[request.POST.get("person", "")]
    except KeyError:
        raise Http404 from None
    request.session[choices.KEY] = contact_id
    rotate_token(request)
    messages.success(request, _("You are here as %(name)s now.") % {"name": name})
    return back(request, "shop:home")
