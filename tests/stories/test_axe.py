"""Every page in every state: nothing for axe to complain about, in light and dark, on a phone and on a desk."""

import pytest

from kithkin.project.access import PAGES
from tests.world import world

from . import states
from .showing import show

__all__ = ["show", "world"]
pytestmark = pytest.mark.browser
LOOK = """
only => axe.run({resultTypes: ["violations"], preload: false, iframes: false, ...only})
    .then(found => found.violations.map(it => [it.id, it.nodes.map(node => node.html)]))
"""
ALL_RULES: dict = {}
OF_LOOKS = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
NOT_SHOWN = {  # files, fragments, and addresses that lead to other pages
    *("shop:brand", "shop:order-pdf", "shop:ticket-pdf", "shop:ticket-link-pdf", "demo:letter-file", "live", "ready"),
    *("shop:acting-log-table", "shop:acting-log-data", "shop:acting-receipt-data", "shop:consent-receipt-data"),
    *("shop:season-ticket-sum", "shop:basket-extension", "shop:basket-removal", "shop:consent-request", "desk:home"),
    *("shop:acting-asking", "shop:acting-closing", "desk:send-request", "shop:kind", "shop:rights"),
    *("shop:child-asking", "shop:child-everything-data", "shop:child-guardian", "shop:guardian"),
    *("shop:everything-data", "desk:form-paper", "desk:printing-file"),
    *("desk:form-settled", "desk:guardian-end", "desk:silent-restoration"),
    *("shop:language", "account_signup", "account_reset_password", "mfa_login_webauthn", "mfa_reauthenticate_webauthn"),
}
# Held against all rules in the light; every second state in the dark against those that width and colours matter to.
PHONE_FIRST = ((390, "light", ALL_RULES), (1280, "dark", {"runOnly": OF_LOOKS}))
DESK_FIRST = ((1280, "light", ALL_RULES), (390, "dark", {"runOnly": OF_LOOKS}))


def test_axe_finds_nothing_and_nothing_is_too_wide(world, show):
    """Each state in one or two of the four ways to look at it, by turns, so that every part is seen in all of them."""
    every, wrong = states.of(world), {}
    assert sorted(PAGES.keys() - NOT_SHOWN - {state.name for state in every}) == []

    for turn, state in enumerate(every):
        page = show(state)
        ways = DESK_FIRST if turn % 2 else PHONE_FIRST
        for width, scheme, rules in ways[: 1 + turn // 2 % 2]:
            page.set_viewport_size({"width": width, "height": 844})
            page.emulate_media(color_scheme=scheme)
            if found := [*page.evaluate(LOOK, rules), *["too wide"] * (page.evaluate(TOO_WIDE) > 0)]:
                wrong[f"{state.seen} at {width} in {scheme}"] = found

    assert wrong == {}
