"""The seat map: stands, one block, its seats."""

from django.http import HttpRequest, HttpResponse


def stands(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def block(request: HttpRequest, block) -> HttpResponse:
    raise NotImplementedError
