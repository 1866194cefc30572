"""A request learns at which point of sale it stands and who acts."""

from django.contrib import auth
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from kithkin.accounts import choice, visits
from kithkin.accounts.backends import having_met
from kithkin.accounts.visits import Visit
from kithkin.base import network
from kithkin.base.actor import Actor, customer, nobody
from kithkin.organisations.models import PointOfSale


def actor(get_response):
    """Give each request `point_of_sale`, `user` and `actor`, found together when somebody asks for one of them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.visit = SimpleLazyObject(lambda: _visit(request))
        request.point_of_sale = SimpleLazyObject(lambda: _point_of_sale(request))
        request.user = SimpleLazyObject(lambda: _user(request))  # type: ignore[assignment]
        request.actor = SimpleLazyObject(lambda: _actor(request))
        try:
            return get_response(request)
        finally:
            timezone.deactivate()

    return middleware


def _visit(request: HttpRequest) -> Visit:
    found = visits.find(request.get_host(), request.session.session_key)
    if found is None:
        raise Http404
    request.session.recall(found.session_data)
    return found


def _point_of_sale(request: HttpRequest) -> PointOfSale:
    """The shop at this address; from here on times are those of its venue."""
    point = request.visit.point_of_sale
    timezone.activate(point.organisation.timezone)
    return point


def _user(request: HttpRequest):
    """The login of this session, once the session has proven itself as Django asks."""
    with having_met(request.visit.login):
        return auth.get_user(request)


def _actor(request: HttpRequest) -> Actor:
    """Whom the signed-in login stands for here: its only person, or the one chosen of several; else nobody."""
    organisation_id = request.point_of_sale.organisation_id
    person = choice.chosen(choice.people(request.user, organisation_id), request.session)
    if person is None:
        return nobody(organisation_id)
    request.contact = person
    return customer(person, request.user.pk, network=network.of(request.META))
