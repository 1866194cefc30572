"""The pretend bank."""

from django.http import HttpRequest, HttpResponse


def pretend(request: HttpRequest, payment) -> HttpResponse:
    raise NotImplementedError
