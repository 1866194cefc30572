"""What stands on a member's pages of consent, line by line: behind the mailed link, and among those who act for him."""

from django.utils.translation import gettext as _

from kithkin.shop import page_parts as parts
from kithkin.shop.consent_page import Lines, Page


def lines(page: Page) -> Lines:
    """All of it, as the consent stands."""
    return _STANDINGS[page.standing](page)


def _question(page: Page) -> Lines:
    if page.by_link:
        yield _("%(lead)s wants to look after tickets with you")
    if page.unasked:
        yield _("At present %(club)s does not ask for consent: %(lead)s has all of this already. Refuse closes it.")
    elif page.guarded:
        yield parts.guarded()
    elif page.by_link:
        yield _("Nothing changes unless you press Allow.")
    else:
        yield _("Asked %(day)s. Nothing changes unless you press Allow.")
    yield from parts.opens(page)
    if not page.guarded:
        yield _("Allow")
    yield from (_("Refuse"), _("Refuse and do not ask again"))
    yield from parts.choice(page, _("Choose myself what to allow"), _("Allow what I ticked"))
    yield _("If you refuse, %(lead)s is not told, and can still buy a ticket for you.")


def _allowed(page: Page) -> Lines:
    if page.guards:
        yield _(
            "%(lead)s is your parent or guardian here until %(day)s. From that day on you decide alone. "
            "Before it, only the desk can change this."
        )
        yield from parts.named(page.open)
    elif page.by_link:
        yield _("You allow %(lead)s this")
        yield _("It ends by itself on %(day)s. You can take it back before.")
        yield from parts.rights(page.open, _("%(lead)s sees"), _("%(lead)s can"))
        if not page.open:
            yield _("%(lead)s buys tickets for you and sees nothing of yours.")
        yield from parts.presses(page)
        yield from parts.choice(page, _("Change what I allow"), _("Save changes"))
        yield parts.block(page)
        yield _("End now counts at once. %(lead)s is not told, and your tickets stay yours.")
        yield parts.keep_our_mail()
    else:
        yield _("Since %(since)s, until %(until)s.")
        yield from parts.switches(page, _("%(lead)s sees"), _("%(lead)s can"))
        yield from (_("Save changes"), *parts.presses(page))
        yield _("End now counts at once. %(lead)s gets no mail about it, and your tickets stay yours.")
        yield from parts.ready_made(page)
        yield parts.block(page)


def _ended(page: Page) -> Lines:
    if page.by_link:
        yield _("What you allowed %(lead)s has ended")
        yield parts.guarded() if page.guarded else _("Its time was over. One press lets the same go on.")
        yield from parts.closed()
        yield from parts.named(page.open)
    elif page.guarded:
        yield from (_("Ended by itself: nothing is open now."), parts.guarded())
        yield from parts.named(page.open)
    else:
        yield _("Ended on %(day)s: nothing is open now. One press lets the same go on.")
        yield from parts.named(page.open)
    if page.renews:
        yield _("Renew until %(day)s")
    yield parts.block(page)
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
    yield parts.block(page)


def _is_no(page: Page, meaning: str) -> Lines:
    if page.for_good:
        yield _("%(lead)s cannot ask you again.")
    elif page.by_link:
        yield meaning
    yield from parts.closed() if page.by_link else parts.told_nothing()
    yield parts.block(page)


def _again(page: Page, summary: str, press: str) -> Lines:
    """Allowing after all; behind the link everything that the question said stands there once more."""
    if page.by_link:
        yield parts.keep_our_mail()
    if page.guarded:
        return
    if page.by_link:
        yield summary
        yield from parts.opens(page)
        yield press
        summary = _("Choose myself what to allow")
    yield from parts.choice(page, summary, _("Allow what I ticked"))


_STANDINGS = {
    "question": _question,
    "allowed": _allowed,
    "ended": _ended,
    "refused": _refused,
    "withdrawn": _withdrawn,
    "expired": _expired,
}
