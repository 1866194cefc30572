"""What stands on a page that asks for consent, line by line, to be kept for the proof: names and days left open.

Each line stands in a template in the same words; `tests/shop/test_consent.py` looks for every one on every page.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kithkin.connections import presets
from kithkin.connections.presets import Preset
from kithkin.connections.scopes import HINTS, OFFERED, SIGHTS, WORDS, Scope
from kithkin.shop import words

Lines = Iterator[str | Promise]


class Place(StrEnum):
    """Where a consent is decided."""

    LINK = "link"
    OWN = "own"
    CHILD = "child"


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows; plain values, so that they fit into its seal."""

    place: str
    standing: str
    asks: str
    scopes: tuple[str, ...] = ()
    guarded: bool = False
    guards: bool = False
    unasked: bool = False
    for_good: bool = False
    renews: bool = False
    all_blocked: bool = False

    @property
    def open(self) -> frozenset[Scope]:
        """What is open, or was until it ended."""
        return frozenset(map(Scope, self.scopes))

    @property
    def asked(self) -> frozenset[Scope]:
        """What Allow opens."""
        return Preset(self.asks).rights

    @property
    def by_link(self) -> bool:
        """Whether it is the page behind the mailed link."""
        return self.place == Place.LINK


def text(page: Page, language: str) -> str:
    """Everything that the page says of the decision, in this language."""
    said = _child(page) if page.place == Place.CHILD else _STANDINGS[page.standing](page)
    with translation.override(language or None):
        return "\n".join(str(line) % _OPEN if "%(" in str(line) else str(line) for line in said)


def filled(body: str, **known: str) -> str:
    """A kept text for somebody to read: with the names that he knows."""
    for name, left_open in _OPEN.items():
        body = body.replace(left_open, known.get(name, "…"))
    return body


# The names of people, and what an event holds beside its text.
_OPEN = {name: f"{{{name}}}" for name in ("lead", "name", "club", "day", "days", "since", "until")}


def _question(page: Page) -> Lines:
    if page.by_link:
        yield _("%(lead)s wants to look after tickets with you")
    if page.unasked:
        yield _("At present %(club)s does not ask for consent: %(lead)s has all of this already. Refuse closes it.")
    elif page.guarded:
        yield _guarded()
    elif page.by_link:
        yield _("Nothing changes unless you press Allow.")
    else:
        yield _("Asked %(day)s. Nothing changes unless you press Allow.")
    yield from _opens(page)
    if not page.guarded:
        yield _("Allow")
    yield from (_("Refuse"), _("Refuse and do not ask again"))
    yield from _choice(page, _("Choose myself what to allow"), _("Allow what I ticked"))
    yield _("If you refuse, %(lead)s is not told, and can still buy a ticket for you.")


def _allowed(page: Page) -> Lines:
    if page.guards:
        yield _(
            "%(lead)s is your parent or guardian here until %(day)s. From that day on you decide alone. "
            "Before it, only the desk can change this."
        )
        yield from _named(page.open)
    elif page.by_link:
        yield _("You allow %(lead)s this")
        yield _("It ends by itself on %(day)s. You can take it back before.")
        yield from _rights(page.open, _("%(lead)s sees"), _("%(lead)s can"))
        if not page.open:
            yield _("%(lead)s buys tickets for you and sees nothing of yours.")
        yield from _presses(page)
        yield from _choice(page, _("Change what I allow"), _("Save changes"))
        yield _block(page)
        yield _("End now counts at once. %(lead)s is not told, and your tickets stay yours.")
        yield _keep_our_mail()
    else:
        yield _("Since %(since)s, until %(until)s.")
        yield from _switches(page, _("%(lead)s sees"), _("%(lead)s can"))
        yield from (_("Save changes"), *_presses(page))
        yield _("End now counts at once. %(lead)s gets no mail about it, and your tickets stay yours.")
        yield from _presets(page)
        yield _block(page)


def _ended(page: Page) -> Lines:
    if page.by_link:
        yield _("What you allowed %(lead)s has ended")
        yield _guarded() if page.guarded else _("Its time was over. One press lets the same go on.")
        yield from _closed()
        yield from _named(page.open)
    elif page.guarded:
        yield from (_("Ended by itself: nothing is open now."), _guarded())
        yield from _named(page.open)
    else:
        yield _("Ended on %(day)s: nothing is open now. One press lets the same go on.")
        yield from _named(page.open)
    if page.renews:
        yield _("Renew until %(day)s")
    yield _block(page)
    yield from _again(page, _("Allow something else"), _("Allow again"))


def _refused(page: Page) -> Lines:
    yield _("You refused what %(lead)s asked") if page.by_link else _("You refused on %(day)s.")
    yield from _is_no(page, _("Nothing of yours is open."))
    yield from _again(page, _("I changed my mind"), _("Allow after all"))


def _withdrawn(page: Page) -> Lines:
    yield _("You took back what you allowed %(lead)s") if page.by_link else _("You took it back on %(day)s.")
    yield from _is_no(page, _("It counts from this moment."))
    yield from _again(page, _("Allow again") if page.by_link else _("I changed my mind"), _("Allow again"))


def _expired(page: Page) -> Lines:
    yield _(
        "Asked on %(day)s. A request can be answered for %(days)s days, so this one is over, and nothing was opened."
    )
    yield _block(page)


def _child(page: Page) -> Lines:
    """A guardian's page: he answers in the child's name."""
    rights = words.named(page.open if page.standing == "allowed" else page.asked)
    rights = rights or [_("Just buying, and seeing nothing.")]
    if page.standing == "question":
        yield _(
            "%(lead)s wants to look after tickets with %(name)s. Nothing changes unless you press Allow. "
            "Then this is open:"
        )
        yield from rights
    elif page.standing == "allowed":
        yield from (_("Open until %(day)s:"), *rights)
    elif page.standing == "ended":
        yield _("Ended by itself: nothing is open now.")
    else:
        yield _("Nothing is open to %(lead)s.")
    yield from _child_presses(page)
    yield _("%(lead)s is not told what you press, and can go on buying for %(name)s.")


def _child_presses(page: Page) -> Lines:
    if page.standing == "allowed":
        if page.renews:
            yield _("Renew")
        yield _("End now")
    elif page.standing != "expired" and not page.all_blocked:
        yield _("Allow")
        if page.standing == "question":
            yield from (_("Refuse"), _("Refuse and do not ask again"))


def _is_no(page: Page, meaning: str) -> Lines:
    if page.for_good:
        yield _("%(lead)s cannot ask you again.")
    elif page.by_link:
        yield meaning
    yield from _closed() if page.by_link else _closed_here()
    yield _block(page)


def _closed() -> Lines:
    yield from _closed_here()
    yield _("Tickets that were bought for you stay yours.")


def _closed_here() -> Lines:
    yield _("%(lead)s sees nothing of yours and is not told why.")


def _guarded() -> str:
    return _(
        "Until your birthday a parent or guardian decides what is opened. None is named here yet? "
        "The ticket desk names them, with a document. You can refuse and close it yourself."
    )


def _again(page: Page, summary: str, press: str) -> Lines:
    """Allowing after all; behind the link everything that the question said stands there once more."""
    if page.by_link:
        yield _keep_our_mail()
    if page.guarded:
        return
    if page.by_link:
        yield summary
        yield from _opens(page)
        yield press
        summary = _("Choose myself what to allow")
    yield from _choice(page, summary, _("Allow what I ticked"))


def _keep_our_mail() -> str:
    return _("Keep our mail: its link leads back to this page.")


def _opens(page: Page) -> Lines:
    yield from _rights(page.asked, _("%(lead)s will see"), _("%(lead)s will be able to"))
    if not page.asked:
        yield _("%(lead)s will go on buying tickets for you, and see nothing of yours.")
    yield _plain(_("<b>%(lead)s never sees</b> your password, your bank card or who else you go with."))
    if not page.guarded:
        yield _plain(_("<b>It ends by itself</b> on %(day)s."))
        yield _plain(_back_by_link() if page.by_link else _back_here())


def _back_by_link() -> str:
    return _("<b>You can take it back</b> at any time, in one press, on this page. Keep the mail: its link leads here.")


def _back_here() -> str:
    return _("<b>You can take it back</b> at any time, in one press, on this page.")


def _presses(page: Page) -> Lines:
    if page.renews:
        yield _("Renew until %(day)s")
    yield _("End now")


def _choice(page: Page, summary: str, press: str) -> Lines:
    """The switches with their hints, and the ready-made choices."""
    if page.guarded and page.standing != "allowed":
        return
    yield summary
    yield from _switches(page, _("%(lead)s will see"), _("%(lead)s will be able to"), hints=True)
    yield press
    yield from _presets(page)


def _presets(page: Page) -> Lines:
    if not page.guarded:
        yield from (_("Or choose in one press"), *presets.offered().values())


def _block(page: Page) -> str:
    if page.for_good:
        return _("%(lead)s may ask me again")
    if page.standing == "allowed":
        return _("End it, and %(lead)s may not ask again")
    return _("%(lead)s may not ask me again")


def _rights(scopes: frozenset[Scope], sees: str, does: str) -> Lines:
    """What is seen and what can be done, where there is any."""
    sights, deeds = scopes & set(SIGHTS), scopes - set(SIGHTS)
    yield from (sees, *_named(sights)) if sights else ()
    yield from (does, *_named(deeds)) if deeds else ()


def _switches(page: Page, sees: str, does: str, *, hints: bool = False) -> Lines:
    """A child closes what is open; everybody else has all of them."""
    among = page.open if page.guarded else frozenset(OFFERED)
    yield from (sees, *_named(among & set(SIGHTS), hints=hints))
    yield from (does, *_named(among - set(SIGHTS), hints=hints))


def _named(scopes: Iterable[Scope], *, hints: bool = False) -> Lines:
    for scope in OFFERED:
        if scope in scopes:
            yield WORDS[scope]
            if hints:
                yield HINTS[scope]


def _plain(marked: str) -> str:
    """Without its marks."""
    return marked.replace("<b>", "").replace("</b>", "")


_STANDINGS = {
    "question": _question,
    "allowed": _allowed,
    "ended": _ended,
    "refused": _refused,
    "withdrawn": _withdrawn,
    "expired": _expired,
}
