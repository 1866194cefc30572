"""{% icon %}, {% qr %}, {% brand %} and the filters that say money, days and numbers to people."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kithkin.base.numbers import show_contact_number
from kithkin.ui import codes, dates, hue

from .fixed import fixed

register = template.Library()

register.simple_tag(codes.qr, name="qr")
register.simple_tag(dates.kick_off, name="kick_off")
register.filter("day", dates.day, is_safe=True)
register.filter("plain_day", dates.plain_day, is_safe=True)
register.filter("hour", dates.hour, is_safe=True)
register.filter("moment", dates.moment, is_safe=True)
register.filter("ago", dates.ago, is_safe=True)
register.filter("number", show_contact_number, is_safe=True)


@register.simple_tag
def icon(name: str, more: str = "") -> SafeString:
    """A picture from the sprite; decoration, the word stands beside it."""
    return _icon(name, more)


register.tag("icon", fixed(register.tags["icon"], "args"))


@cache
def _icon(name: str, more: str) -> SafeString:
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f"icon {more}".strip(), static("ui/icons.svg"), name,
    )  # fmt: skip


@register.simple_tag
def links(items: list[tuple[str, str, str, bool]], kind: str = "") -> SafeString:
    """The links of a menu, that of this very page marked. Each page has two; a loop takes longer."""
    look = format_html(' class="{}"', kind) if kind else ""
    drawn = ((look, url, _HERE if current else "", label) for url, label, _icon, current in items)
    return format_html_join("", '<a{} href="{}"{}>{}</a>', drawn)


_HERE = SafeString(' aria-current="page"')


@register.simple_tag
def brand(own_hue: int) -> SafeString | str:
    """The link to an organisation's hue, for all but ours."""
    if own_hue == hue.OURS:
        return ""
    return format_html('<link rel="stylesheet" href="/brand-{}.css">', int(own_hue))


@register.filter
def money(amount) -> str:
    """£1,140.00, as the reader of the page writes it."""
    return amount.display(get_language() or "en")


@register.filter
def long_day(on) -> str:
    """Saturday 12 September, for a heading."""
    return dates.day(on, "EEEE")


@register.filter
def groups(code: str) -> str:
    """A long code in groups of four, as one reads it out."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4)) if code.isalnum() else code


@register.filter
def initial(name: str) -> str:
    """The letter that stands for a person on a seat and in the round."""
    return name.strip()[:1].upper()
