"""What waits for an operator: each with its power, its page and how to count it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kithkin.base.actor import Actor, Power
from kithkin.connections import forms
from kithkin.persons import merging

from . import pairs, printing, records


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of work; `part` is the part of the page where it stands."""

    power: Power
    page: str
    words: str | Promise
    picture: str
    count: Callable[[Actor], int]
    part: str = ""


WAITING = (
    Waiting(
        Power.PRINT_LETTERS,
        "desk:printing",
        _("Letters to print"),
        "printer",
        lambda actor: printing.waiting(actor.organisation_id or 0).count(),
    ),
    Waiting(
        Power.RECORD_CONSENTS,
        "desk:forms",
        _("Signed forms to confirm"),
        "file-text",
        lambda actor: forms.waiting(actor.organisation_id or 0).exclude(made_by=actor.login_id).count(),
    ),
    Waiting(
        Power.MERGE_CONTACTS,
        "desk:duplicates",
        _("Duplicates to look at"),
        "copy",
        lambda actor: pairs.to_look_at(actor).count(),
    ),
    Waiting(
        Power.MERGE_CONTACTS,
        "desk:duplicates",
        _("Duplicates to confirm"),
        "copy",
        lambda actor: merging.waiting(actor).exclude(proposed_by=actor.login_id).count(),
        "?state=proposed",
    ),
    Waiting(
        Power.ERASE_CONTACTS,
        "desk:erasures",
        _("Erasures to confirm"),
        "trash-2",
        lambda actor: records.demands(actor).exclude(asked_by=actor.login_id).count(),
    ),
)


def counted(actor: Actor) -> list[tuple[str, str | Promise, str, int]]:
    """Address, words, picture and number of what this operator may settle, not somebody else; one query each."""
    his = [each for each in WAITING if actor.has(each.power)]
    return [(reverse(each.page) + each.part, each.words, each.picture, each.count(actor)) for each in his]
