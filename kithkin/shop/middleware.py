"""A request learns at which point of sale it stands and who acts."""

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from kithkin.base.actor import Actor, customer, nobody
from kithkin.organisations import queries as organisations
from kithkin.organisations.models import PointOfSale


def actor(get_response):
    """Give each request `point_of_sale` and `actor`, found when somebody asks for them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.point_of_sale = SimpleLazyObject(lambda: organisations.point_of_sale(request.get_host()))
        request.actor = SimpleLazyObject(lambda: find(request))
        return get_response(request)

    return middleware


def find(request: HttpRequest) -> Actor:
    """The contact of the signed-in login at this point of sale's organisation, else nobody."""
    point: PointOfSale = request.point_of_sale
    login = request.user
    for contact in getattr(login, "people", []):
        if contact.organisation_id == point.organisation_id:
            request.contact = contact
            return customer(contact, login.pk)
    return nobody(point.organisation_id)
