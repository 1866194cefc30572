"""Lines that several pages of consent share: what opens, the switches, the presses."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kithkin.connections import presets
from kithkin.connections.scopes import HINTS, OFFERED, SIGHTS, WORDS, Scope
from kithkin.shop.consent_page import Lines, Page


def guarded() -> str:
    """To a child who answers itself."""
    return _(
        "Until your birthday a parent or guardian decides what is opened. None is named here yet? "
        "The ticket desk names them, with a document. You can refuse and close it yourself."
    )


def closed() -> Lines:
    """What a no means."""
    yield from told_nothing()
    yield _("Tickets that were bought for you stay yours.")


def told_nothing() -> Lines:
    """What the lead learns of it."""
    yield _("%(lead)s sees nothing of yours and is not told why.")


def keep_our_mail() -> str:
    """The way back to the page."""
    return _("Keep our mail: its link leads back to this page.")


def opens(page: Page) -> Lines:
    """What Allow opens, and what it does not."""
    yield from rights(page.asked, _("%(lead)s will see"), _("%(lead)s will be able to"))
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


def presses(page: Page) -> Lines:
    """What can be pressed while something is open."""
    if page.renews:
        yield _("Renew until %(day)s")
    yield _("End now")


def choice(page: Page, summary: str, press: str) -> Lines:
    """The switches with their hints, and the ready-made choices."""
    if page.guarded and page.standing != "allowed":
        return
    yield summary
    yield from switches(page, _("%(lead)s will see"), _("%(lead)s will be able to"), hints=True)
    yield press
    yield from ready_made(page)


def switches(page: Page, sees: str, does: str, *, hints: bool = False) -> Lines:
    """A child closes what is open; everybody else has all of them."""
    among = page.open if page.guarded else frozenset(OFFERED)
    yield from rights(among, sees, does, hints=hints)


def ready_made(page: Page) -> Lines:
    """The ready-made choices."""
    if not page.guarded:
        yield from (_("Or choose in one press"), *presets.offered().values())


def block(page: Page) -> str:
    """Not asking again, or asking again."""
    if page.for_good:
        return _("%(lead)s may ask me again")
    if page.standing == "allowed":
        return _("End it, and %(lead)s may not ask again")
    return _("%(lead)s may not ask me again")


def rights(scopes: frozenset[Scope], sees: str, does: str, *, hints: bool = False) -> Lines:
    """What is seen and what can be done, where there is any."""
    sights, deeds = scopes & set(SIGHTS), scopes - set(SIGHTS)
    yield from (sees, *named(sights, hints=hints)) if sights else ()
    yield from (does, *named(deeds, hints=hints)) if deeds else ()


def named(scopes: Iterable[Scope], *, hints: bool = False) -> Lines:
    """Rights in the order of the page."""
    for scope in OFFERED:
        if scope in scopes:
            yield WORDS[scope]
            if hints:
                yield HINTS[scope]


def _plain(marked: str) -> str:
    """Without its marks."""
    return marked.replace("<b>", "").replace("</b>", "")
