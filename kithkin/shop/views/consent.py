"""The page behind the mailed link."""

from django.http import HttpRequest, HttpResponse


def consent(request: HttpRequest, token) -> HttpResponse:
    raise NotImplementedError
