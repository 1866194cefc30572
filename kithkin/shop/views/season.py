"""Who is coming?"""

from django.http import HttpRequest, HttpResponse


def who(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def total(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError
