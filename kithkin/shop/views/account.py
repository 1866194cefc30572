"""The client account: own details, signing up, setting a password."""

from django.http import HttpRequest, HttpResponse


def account(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def sign_up(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def password_link(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def set_password(request: HttpRequest, token) -> HttpResponse:
    raise NotImplementedError
