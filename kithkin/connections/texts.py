"""The sentences of a consent request, as they are kept for the proof."""

from django.utils.translation import gettext as _

from .scopes import FULL, HINTS, OFFERED, SIGHTS, WORDS


def request() -> str:
    """What the page says, in the active language, without names: what is seen, what can be done, what never happens."""
    seen = [f"{WORDS[scope]} ({HINTS[scope]})" for scope in OFFERED if scope in FULL & set(SIGHTS)]
    done = [f"{WORDS[scope]} ({HINTS[scope]})" for scope in OFFERED if scope in FULL - set(SIGHTS)]
    chosen = [f"{WORDS[scope]} ({HINTS[scope]})" for scope in OFFERED]
    return "\n".join(
        [
            _("Nothing changes unless you press Allow."),
            _("If you press Allow, the person who asks will see:"),
            *seen,
            _("and will be able to:"),
            *done,
            _("If you choose yourself, you can open:"),
            *chosen,
            _("The person never sees your password, your bank card or who else you go with."),
            _("It ends by itself on the day that the page names, and you can take it back at any time."),
        ]
    )
