"""An answer to a request: the button that was pressed, what was ticked, and the words that stood on the page."""

from dataclasses import asdict
from enum import StrEnum

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kithkin.connections import queries, texts
from kithkin.connections.models import Consent
from kithkin.connections.presets import Preset, offered
from kithkin.connections.scopes import OFFERED, TEXT_VERSION, WORDS, Scope
from kithkin.organisations.queries import Policy
from kithkin.shop import page_text
from kithkin.shop.consent_page import Page

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


def seal(consent: Consent, policy: Policy, page: Page) -> str:
    """What this page shows, signed: the proof holds what was read, not what stands there when the answer arrives."""
    language = get_language() or ""
    named = texts.name(page_text.text(page, language))
    shown = {"text": TEXT_VERSION, "text_hash": named, "language": language, "asks": page.asks, **policy.shown}
    seen = {"shown": shown, "page": asdict(page), "round": consent.pk, "state": consent.state}
    return signing.dumps(seen, salt=_SEAL)


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
            raise _read_again() from None
        if (seen["round"], seen["state"]) != (self.consent.pk, self.consent.state):
            raise ValidationError(_("This was answered in the meantime. Here you see how it stands now."))
        if seen["shown"].get("asks") != self.consent.connection.asks_for:
            raise ValidationError(_("Something else is asked now. Please read this page once more, then press again."))
        return {**_word_by_word(seen), "page": "{place} {standing}".format(**seen["page"])}

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
        if answer in Preset.values and answer not in offered():
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


def _word_by_word(seen: dict) -> dict:
    """What was read: the sealed text itself, or its hash where it is kept already. Raises ValidationError for neither.

    A seal of before may name words that are no longer ours; whoever holds one reads the page again.
    """
    shown = seen["shown"]
    try:
        body = page_text.text(Page(**seen["page"]), shown["language"])
    except (KeyError, TypeError):
        raise _read_again() from None
    if texts.name(body) == shown["text_hash"]:
        return {**shown, "body": body}
    if texts.is_kept(shown["text_hash"]):
        return shown
    raise _read_again()


def _read_again() -> ValidationError:
    return ValidationError(_("Please read this page once more, then press again."))
