"""The content security policy allows nothing inline, so no page may hold any."""

import re

from .source import short, templates

INLINE = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "a script without src": re.compile(r"<script\b(?![^>]*\bsrc=)", re.I),
    "an on... attribute": re.compile(r"[\s\"'](?:hx-)?on(?!e\s*=)[a-z:-]+\s*=\s*[\"']", re.I),
    "a javascript: address": re.compile(r"javascript:", re.I),
    "an expression that htmx would evaluate": re.compile(r"hx-(?:vals|headers|vars)\s*=\s*[\"']js:", re.I),
    "text marked as safe": re.compile(r"(?<!help_text)\|\s*safe\b|\{%\s*autoescape off"),
}


def test_no_page_holds_anything_inline():
    pages = [path for path in templates() if not short(path).startswith("mail/")]
    found = [
        f"{short(path)}: {what}" for path in pages for what, sign in INLINE.items() if sign.search(path.read_text())
    ]

    assert pages != []
    assert found == []
