"""Signed forms as the desk lists them: what they say, who took them down, who may confirm."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from kithkin.accounts import queries as accounts
from kithkin.base.actor import Actor
from kithkin.connections import forms
from kithkin.connections.models import SignedForm
from kithkin.connections.scopes import OFFERED, WORDS

from . import words


@dataclass(frozen=True, slots=True)
class Row:
    """One form that waits for a second operator."""

    form: SignedForm
    taken_down_by: str
    is_own: bool

    @property
    def scopes(self) -> list[str]:
        """What was ticked, in words."""
        return [str(WORDS[scope]) for scope in OFFERED if scope in self.form.scopes]

    @property
    def language(self) -> str | Promise:
        """The language of the form, by its name."""
        return words.language(self.form.text.language)

    @property
    def until(self) -> datetime:
        """When it has waited too long."""
        return self.form.made_at + forms.LASTS


def rows(found: Iterable[SignedForm], actor: Actor) -> list[Row]:
    """These forms, with the names of the posts looked up in one query."""
    listed = list(found)
    names = accounts.post_names(actor.organisation_id or 0, {form.made_by for form in listed})
    return [Row(form, names.get(form.made_by, ""), form.made_by == actor.login_id) for form in listed]
