"""The sentences of a consent request, as they are kept for the proof."""

from django.utils.translation import gettext as _

from .scopes import FULL, HINTS, OFFERED, SIGHTS, WORDS, Scope


def request(asked: frozenset[Scope] = FULL) -> str:
    """What a page that asks for this says, in the active language, without names."""
    seen = [f"{WORDS[scope]} ({HINTS[scope]})" for scope in OFFERED if scope in asked & set(SIGHTS)]
    done = [f"{WORDS[scope]} ({HINTS[scope]})" for scope in OFFERED if scope in asked - set(SIGHTS)]
    chosen = [f"{WORDS[scope]} ({HINTS[scope]})" for scope in OFFERED]
    return "\n".join(
        [
            _("Nothing changes unless you press Allow."),
            *_opened(seen, done),
            _("If you choose yourself, you can open:"),
            *chosen,
            _("The person never sees your password, your bank card or who else you go with."),
            _("It ends by itself on the day that the page names, and you can take it back at any time."),
        ]
    )


def _opened(seen: list[str], done: list[str]) -> list[str]:
    if not seen and not done:
        return [_("The person who asks will go on buying tickets for you, and see nothing of yours.")]
    return [
        _("If you press Allow, the person who asks will see:"),
        *seen,
        _("and will be able to:"),
        *done,
    ]
