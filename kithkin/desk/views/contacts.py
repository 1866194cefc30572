"""Contacts: find one, see its details and connections."""

from django.http import HttpRequest, HttpResponse


def find(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def details(request: HttpRequest, number) -> HttpResponse:
    raise NotImplementedError


def connections(request: HttpRequest, number) -> HttpResponse:
    raise NotImplementedError
