"""What waits for an operator: each with its power, its page and how to count it."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kithkin.base.actor import Actor, Power
from kithkin.connections import forms

from . import printing

Count = Callable[[int], int]
WAITING: tuple[tuple[Power, str, str | Promise, str, Count], ...] = (
    (
        Power.PRINT_LETTERS,
        "desk:printing",
        _("Letters to print"),
        "printer",
        lambda house: printing.waiting(house).count(),
    ),
    (
        Power.RECORD_CONSENTS,
        "desk:forms",
        _("Signed forms to confirm"),
        "file-text",
        lambda house: forms.waiting(house).count(),
    ),
)


def counted(actor: Actor) -> list[tuple[str, str | Promise, str, int]]:
    """Address, words, picture and number of all that this post may settle; one query each."""
    open_to_him = [each for each in WAITING if actor.has(each[0])]
    return [
        (url, said, picture, count(actor.organisation_id or 0)) for _power, url, said, picture, count in open_to_him
    ]
