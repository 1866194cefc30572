"""Orders, own and open."""

from django.http import HttpRequest, HttpResponse


def orders(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def order(request: HttpRequest, number) -> HttpResponse:
    raise NotImplementedError


def pay(request: HttpRequest, number) -> HttpResponse:
    raise NotImplementedError
