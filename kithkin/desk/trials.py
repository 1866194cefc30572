"""What the postman is told when an operator sends himself a document to see how it arrives."""

from collections.abc import Sequence

from django.utils import translation

from kithkin.accounts import queries as accounts
from kithkin.mail import tables
from kithkin.mail.models import Letter, LetterTrial
from kithkin.mail.tables import Envelope
from kithkin.mail.wording import Wording
from kithkin.organisations.models import Organisation

TEMPLATE = "document-test"


def document_test(letters: Sequence[Letter]) -> dict[int, Envelope | None]:
    """To the operator's own address, marked as a test, filled with samples; None when he holds no post any more."""
    trials = LetterTrial.objects.in_bulk([letter.facts["trial"] for letter in letters])
    found = accounts.operator_addresses({trial.login_id for trial in trials.values()})
    houses = Organisation.objects.in_bulk({letter.organisation_id for letter in letters})
    return {
        letter.pk: _envelope(trials.get(letter.facts["trial"]), found, houses[letter.organisation_id].name)
        for letter in letters
    }


def _envelope(trial: LetterTrial | None, found: dict[tuple[int, int], str], club: str) -> Envelope | None:
    if trial is None:
        return None
    to = found.get((trial.organisation_id, trial.login_id))
    document = tables.wired().documents.get(trial.template)
    if to is None or document is None:
        return None
    with translation.override(trial.language):
        subject, body = Wording(document, trial.text).filled({**document.samples(), "club": club})
    context = {"subject": subject, "document": document.called}
    return Envelope(to=to, language=trial.language, context=context, enclosed=tuple(body))
