"""A request learns at which point of sale it stands and who acts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from kithkin.base.actor import Actor, customer, nobody
from kithkin.organisations import queries as organisations
from kithkin.organisations.models import PointOfSale


def actor(get_response):
    """Give each request `point_of_sale` and `actor`, found when somebody asks for them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.point_of_sale = SimpleLazyObject(lambda: _point_of_sale(request))
        request.actor = SimpleLazyObject(lambda: _actor(request))
        try:
            return get_response(request)
        finally:
            timezone.deactivate()

    return middleware


def _point_of_sale(request: HttpRequest) -> PointOfSale:
    """The shop at this address; from here on times are those of its venue."""
    point = organisations.point_of_sale(request.get_host())
    if point is None:
        raise Http404
    timezone.activate(point.organisation.timezone)
    return point


def _actor(request: HttpRequest) -> Actor:
    """The contact of the signed-in login at this point of sale's organisation, else nobody."""
    organisation_id = request.point_of_sale.organisation_id
    login = request.user
    for contact in getattr(login, "people", []):
        if contact.organisation_id == organisation_id:
            request.contact = contact
            return customer(contact, login.pk)
    return nobody(organisation_id)
