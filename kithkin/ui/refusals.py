"""A refusal of the house, told to whoever wished: in his form, or on the next page."""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from kithkin.base.verdict import Refused


@contextmanager
def beside(form: forms.Form) -> Iterator[None]:
    """It becomes an error beside the field that it names, or above the form when it names none."""
    try:
        yield
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)


@contextmanager
def as_message(request: HttpRequest) -> Iterator[None]:
    """It becomes a warning, which the next page shows."""
    try:
        yield
    except Refused as refusal:
        messages.warning(request, refusal.message)
