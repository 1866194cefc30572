"""The basket: your seats, and how long they are kept."""

from django.http import HttpRequest, HttpResponse


def basket(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def extension(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def removal(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError
