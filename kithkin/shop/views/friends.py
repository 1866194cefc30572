"""Friends and family: the list, adding, asking again, removing."""

from django.http import HttpRequest, HttpResponse


def friends(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def ask_again(request: HttpRequest, connection) -> HttpResponse:
    raise NotImplementedError


def removal(request: HttpRequest, connection) -> HttpResponse:
    raise NotImplementedError
