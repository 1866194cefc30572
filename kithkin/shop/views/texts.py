"""Pages of text, and the club colour."""

from django.http import HttpRequest, HttpResponse


def privacy(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def help_page(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def brand(request: HttpRequest, hue) -> HttpResponse:
    raise NotImplementedError
