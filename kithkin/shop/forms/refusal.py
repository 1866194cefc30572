"""A refusal of the house, shown in a form."""

from django import forms

from kithkin.base.verdict import Refused


def put_beside(form: forms.Form, refusal: Refused) -> None:
    """Make it an error beside the field that it names, or above the form when it names none."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
