"""The page behind the mailed link: who asks, what it opens, the answer, and how it stands afterwards.

It neither uses nor touches whoever is signed in in this browser: it answers for the member whom the link was sent to.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kithkin.base.actor import by_link
from kithkin.connections import queries
from kithkin.connections.models import Consent
from kithkin.shop import answering, request_page
from kithkin.shop.answers import see_other
from kithkin.shop.entry import behind_link
from kithkin.shop.forms.consent import AnswerForm


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def consent(request: HttpRequest, token: str) -> HttpResponse:
    """Read and answer; only a pressed button changes anything."""
    asked = queries.request_behind(token)
    if asked is None:
        return render(request, "shop/consent/unknown.html", {"messages": ()}, status=404)
    timezone.activate(asked.connection.organisation.timezone)
    if request.method != "POST":
        return _page(request, token, asked)
    form = AnswerForm(asked, request.POST)
    if form.is_valid() and answering.answered(asked, form, by=by_link(asked.connection.child)):
        return see_other("shop:consent", token)
    return _page(request, token, queries.request_behind(token) or asked, form)


def _page(request: HttpRequest, token: str, asked: Consent, form: AnswerForm | None = None) -> HttpResponse:
    standing = request_page.standing(asked)
    context = request_page.context(asked, standing, form) | {"token": token}
    status = 410 if standing.is_over else 422 if form else 200
    return render(request, standing.template, context, status=status)
