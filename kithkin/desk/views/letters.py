"""Letters: what was sent and what waits."""

from django.http import HttpRequest, HttpResponse


def letters(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def letter(request: HttpRequest, letter) -> HttpResponse:
    raise NotImplementedError
