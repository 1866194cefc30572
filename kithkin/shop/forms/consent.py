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
from kithkin.connections.presets import Preset
from kithkin.connections.scopes import OFFERED, TEXT_VERSION, WORDS, Scope

_SEAL = "kithkin.shop.consent"


class Answer(StrEnum):
    """What the member can press."""

    ALLOW = "allow"
    CHOSEN = "chosen"
    REFUSE = "refuse"
    NEVER = "never"
    JUST_BUY = Preset.JUST_BUY.value
    FULL = Preset.FULL.value
    LOOK_AFTER = Preset.LOOK_AFTER.value
    RENEW = "renew"
    END = "end"
    BLOCK = "block"
    UNBLOCK = "unblock"


def offered_presets() -> dict[Preset, str | Promise]:
    """The ready-made choices of which the shop uses every right."""
    return {preset: preset.label for preset in Preset if preset.rights <= frozenset(OFFERED)}


def seal(consent: Consent, policy: int) -> str:
    """What this page shows, signed: the proof holds what was read, not what stands there when the answer arrives."""
    asks = consent.connection.asks_for
    shown = {"text": TEXT_VERSION, "policy": policy, "language": get_language() or "", "asks": asks}
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
        if seen["shown"].get("asks") != self.consent.connection.asks_for:
            raise ValidationError(_("Something else is asked now. Please read this page once more, then press again."))
        return seen["shown"]

    def clean(self) -> None:
        """To a request nothing ticked is no answer: it looks like a yes and is a no. One right rests on another."""
        if self.cleaned_data.get("answer") != Answer.CHOSEN or "scopes" in self.errors:
            return
        scopes = self.cleaned_data.get("scopes", [])
        if not scopes and not queries.is_in_force(self.consent):
            self.add_error("scopes", _("Nothing is switched on. Switch on what you allow, or press one of the others."))
        if Scope.MANAGE_TICKETS in scopes and Scope.SEE_TICKETS not in scopes:
            self.add_error("scopes", _("Whoever looks after your tickets sees them. Switch on Your tickets, too."))

    def clean_answer(self) -> Answer:
        """One of the buttons; a ready-made choice only where it is offered."""
        answer = Answer(self.cleaned_data["answer"])
        if answer in Preset.values and answer not in offered_presets():
            raise ValidationError(_("This cannot be chosen here."))
        return answer

    @property
    def chosen(self) -> frozenset[Scope]:
        """What the pressed button opens: a ready-made choice, what is ticked, or what a request asks for."""
        answer = self.cleaned_data["answer"]
        if answer == Answer.CHOSEN:
            return frozenset(Scope(scope) for scope in self.cleaned_data["scopes"])
        ready_made = answer if answer in Preset.values else self.consent.connection.asks_for
        return Preset(ready_made).rights

    @property
    def shown(self) -> dict:
        """For the proof: which words were read, and which button was pressed."""
        return {**self.cleaned_data["seen"], "pressed": self.cleaned_data["answer"]}
