"""Documents that the organiser may word himself: which there are, how they read, and what an operator does to them."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kithkin.audit import journal
from kithkin.base import clock, tokens
from kithkin.base.action import action
from kithkin.base.actor import Actor, Power
from kithkin.base.verdict import Verdict
from kithkin.mail import checking, outbox, paper, tables
from kithkin.mail.documents import Document
from kithkin.mail.models import LetterText, LetterTrial
from kithkin.mail.paper import Paper
from kithkin.mail.tables import Envelope
from kithkin.mail.wording import Wording

from . import trials, words


@dataclass(frozen=True)
class Version:
    """One document in one language at one organisation, with the organiser's words if there are any."""

    document: Document
    language: str
    organisation_id: int
    saved: LetterText | None = None

    @property
    def spoken(self) -> str | Promise:
        """The language by its name."""
        return words.LANGUAGES[self.language]

    @cached_property
    def wording(self) -> Wording:
        """What it says now; the house's words are where an organiser begins."""
        if self.saved:
            return Wording(self.document, self.saved.text)
        return paper.shipped(self.document, self.language)

    @property
    def fits(self) -> bool:
        """Whether the organiser's words are used; if not, the house's go out."""
        return self.saved is None or checking.fits(self.wording)

    def shown(self, wording: Wording) -> Paper:
        """How these words would arrive, with samples; links lead nowhere."""
        [sender] = tables.wired().senders({self.organisation_id}).values()
        envelope = Envelope(to="", language=self.language, context=self.document.samples())
        return paper.write(self.document.template, envelope, sender, own=wording)

    def key(self) -> dict:
        """The columns by which its row is found."""
        return {
            "organisation_id": self.organisation_id,
            "template": self.document.template,
            "language": self.language,
        }


def versions(organisation_id: int) -> list[tuple[Document, list[Version]]]:
    """Every document with its languages, in one query."""
    texts = {
        (text.template, text.language): text for text in LetterText.objects.filter(organisation_id=organisation_id)
    }
    return [
        (
            document,
            [
                Version(document, language, organisation_id, texts.get((document.template, language)))
                for language in words.LANGUAGES
            ],
        )
        for document in tables.wired().documents.values()
    ]


def version(organisation_id: int, template: str, language: str) -> Version | None:
    """One of them; None where there is no such document or language."""
    document = tables.wired().documents.get(template)
    if document is None or language not in words.LANGUAGES:
        return None
    plain = Version(document, language, organisation_id)
    return Version(document, language, organisation_id, LetterText.objects.filter(**plain.key()).first())


@action
def save(version: Version, wording: Wording, *, by: Actor) -> LetterText:
    """From now on letters go out in these words. Raises Refused for words that do not work."""
    _check(version, wording, by)
    kept = {"text": wording.text, "edited_at": clock.now()}
    text, _made = LetterText.objects.update_or_create(**version.key(), defaults=kept)
    _note("document.saved", version, by, about=text, text=tokens.fingerprint(wording.text))
    return text


@action
def restore(version: Version, *, by: Actor) -> None:
    """Back to the house's words."""
    _may_edit(by, version).require()
    if LetterText.objects.filter(**version.key()).delete()[0]:
        _note("document.restored", version, by)


@action
def send_test(version: Version, wording: Wording, *, by: Actor) -> None:
    """Send these words to the operator himself, saved or not. Raises Refused for words that do not work."""
    _check(version, wording, by)
    now = clock.now()
    trial, _made = LetterTrial.objects.update_or_create(
        **version.key(), login_id=by.login_id, defaults={"text": wording.text, "tried_at": now}
    )
    outbox.post(
        trials.TEMPLATE,
        contact_id=0,  # an operator is no contact; the trial knows whose it is
        organisation_id=version.organisation_id,
        language=version.language,
        dedup=f"{trials.TEMPLATE}:{trial.pk}:{now.isoformat()}",
        trial=trial.pk,
    )
    _note("document.tested", version, by, about=trial)


def _check(version: Version, wording: Wording, by: Actor) -> None:
    _may_edit(by, version).require()
    for problem in checking.problems(wording):
        raise problem


def _note(what: str, version: Version, by: Actor, about=None, **facts: str) -> None:
    codes = {"template": version.document.template, "language": version.language}
    journal.write(what, by=by, about=about, **codes, **facts)


def _may_edit(actor: Actor, version: Version) -> Verdict:
    holds = actor.has(Power.EDIT_DOCUMENTS) and actor.organisation_id == version.organisation_id
    return Verdict(holds, _("Your post does not allow editing documents."))
