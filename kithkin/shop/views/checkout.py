"""Paying or reserving, and the confirmation."""

from django.http import HttpRequest, HttpResponse


def checkout(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def confirmation(request: HttpRequest, number) -> HttpResponse:
    raise NotImplementedError
