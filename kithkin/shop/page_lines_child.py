"""What stands on a child's page, line by line: a guardian answers in the child's name."""

from django.utils.translation import gettext as _

from kithkin.shop import words
from kithkin.shop.consent_page import Line, Lines, Page


def lines(page: Page) -> Lines:
    """All of it, as the consent stands."""
    rights: list[Line] = [*words.named(page.open if page.standing == "allowed" else page.asked)]
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
    yield from _presses(page)
    yield _("%(lead)s is not told what you press, and can go on buying for %(name)s.")


def _presses(page: Page) -> Lines:
    if page.standing == "allowed":
        if page.renews:
            yield _("Renew")
        yield _("End now")
    elif page.standing != "expired" and not page.all_blocked:
        yield _("Allow")
        if page.standing == "question":
            yield from (_("Refuse"), _("Refuse and do not ask again"))
