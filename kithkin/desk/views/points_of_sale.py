"""Points of sale and their characteristics."""

from django.http import HttpRequest, HttpResponse


def points_of_sale(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def characteristics(request: HttpRequest, point) -> HttpResponse:
    raise NotImplementedError
