"""Tickets and their papers."""

from django.http import HttpRequest, HttpResponse


def order_pdf(request: HttpRequest, number) -> HttpResponse:
    raise NotImplementedError


def tickets(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def pdf(request: HttpRequest, ticket) -> HttpResponse:
    raise NotImplementedError
