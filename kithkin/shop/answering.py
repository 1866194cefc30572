"""What a pressed button does to a consent: the same by the mailed link and on the member's own page."""

from kithkin.base.actor import Actor
from kithkin.connections import actions, queries
from kithkin.connections.models import Consent
from kithkin.shop.forms.consent import Answer, AnswerForm
from kithkin.ui import refusals


def answered(asked: Consent, form: AnswerForm, *, by: Actor) -> bool:
    """Do what the form says; where the house refuses, its reason stands in the form."""
    with refusals.beside(form):
        _answer(asked, form, by)
    return not form.errors


def _answer(asked: Consent, form: AnswerForm, by: Actor) -> None:
    member, lead = asked.connection.child, asked.connection.parent
    match form.cleaned_data["answer"]:
        case Answer.BLOCK:
            actions.block(member, lead, by=by, shown=form.shown)
        case Answer.UNBLOCK:
            actions.unblock(member, lead, by=by)
        case Answer.REFUSE | Answer.NEVER as answer:
            actions.decline(_begun(asked, by), by=by, for_good=answer == Answer.NEVER, shown=form.shown)
        case Answer.RENEW:
            actions.renew(asked, by=by, shown=form.shown)
        case Answer.END:
            actions.withdraw(asked, by=by, shown=form.shown)
        case _ if queries.is_in_force(asked):
            actions.change(asked, form.chosen, by=by, shown=form.shown)
        case _:
            actions.allow(_begun(asked, by), by=by, scopes=form.chosen, shown=form.shown)


def _begun(asked: Consent, by: Actor) -> Consent:
    """A member answers a lead who never had to ask, because the organiser's switch was off."""
    return asked if asked.pk else actions.begin(asked.connection, by=by)
