"""An answer to a request: the button that was pressed, what was ticked, and the words that stood on the page."""

from enum import StrEnum

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kithkin.connections import queries
from kithkin.connections.models import Consent
from kithkin.connections.scopes import FULL, JUST_BUY, LOOK_AFTER, OFFERED, TEXT_VERSION, WORDS, Scope

_SEAL = "kithkin.shop.consent"


class Answer(StrEnum):
    """What the member can press."""

    ALLOW = "allow"
    CHOSEN = "chosen"
    REFUSE = "refuse"
    NEVER = "never"
    JUST_BUY = "just-buy"
    FULL = "full"
    LOOK_AFTER = "look-after"
    RENEW = "renew"
    END = "end"
    BLOCK = "block"
    UNBLOCK = "unblock"


PRESETS = {Answer.JUST_BUY: JUST_BUY, Answer.FULL: FULL, Answer.LOOK_AFTER: LOOK_AFTER}
PRESET_WORDS = {
    Answer.JUST_BUY: _("Just buy for me"),
    Answer.FULL: _("See my details, tickets and orders"),
    Answer.LOOK_AFTER: _("Look after my tickets"),
}


def offered_presets() -> dict[Answer, Promise]:
    """The ready-made choices of which the shop uses every right."""
    return {answer: words for answer, words in PRESET_WORDS.items() if PRESETS[answer] <= frozenset(OFFERED)}


def seal(consent: Consent, policy: int) -> str:
    """What this page shows, signed: the proof holds what was read, not what stands there when the answer arrives."""
    shown = {"text": TEXT_VERSION, "policy": policy, "language": get_language() or ""}
    return signing.dumps({"shown": shown, "round": consent.pk, "state": consent.state}, salt=_SEAL)


class AnswerForm(forms.Form):
    """Plain buttons and switches; `seen` is the seal of the page."""

    answer = forms.ChoiceField(choices=[(answer, answer) for answer in Answer])
    scopes = forms.MultipleChoiceField(choices=[(scope, WORDS[scope]) for scope in OFFERED], required=False)
    seen = forms.CharField()

    def __init__(self, consent: Consent, *args):
        super().__init__(*args)
        self.consent = consent

    def clean_seen(self) -> dict:
        """What stood on the page, if it was this page and nothing has happened since."""
        try:
            seen = signing.loads(self.cleaned_data["seen"], salt=_SEAL)
        except signing.BadSignature:
            raise ValidationError(_("Please read this page once more, then press again.")) from None
        if (seen["round"], seen["state"]) != (self.consent.pk, self.consent.state):
            raise ValidationError(_("This was answered in the meantime. Here you see how it stands now."))
        return seen["shown"]

    def clean(self) -> None:
        """To a request nothing ticked is no answer: it would look like a yes and be a no."""
        chosen = self.cleaned_data.get("answer") == Answer.CHOSEN and not queries.is_in_force(self.consent)
        if chosen and not self.cleaned_data.get("scopes") and "scopes" not in self.errors:
            self.add_error("scopes", _("Nothing is switched on. Switch on what you allow, or press one of the others."))

    def clean_answer(self) -> Answer:
        """One of the buttons; a ready-made choice only where it is offered."""
        answer = Answer(self.cleaned_data["answer"])
        if answer in PRESETS and answer not in offered_presets():
            raise ValidationError(_("This cannot be chosen here."))
        return answer

    @property
    def chosen(self) -> frozenset[Scope]:
        """What the pressed button opens: a ready-made choice, what is ticked, or what a request asks for."""
        answer = self.cleaned_data["answer"]
        if answer == Answer.CHOSEN:
            return frozenset(Scope(scope) for scope in self.cleaned_data["scopes"])
        return PRESETS.get(answer, FULL)

    @property
    def shown(self) -> dict:
        """For the proof: which words were read, and which button was pressed."""
        return {**self.cleaned_data["seen"], "pressed": self.cleaned_data["answer"]}
