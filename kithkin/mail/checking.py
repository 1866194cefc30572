"""Whether a text in the organiser's own words may be sent, and in words why not."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from kithkin.base.verdict import Refused

from .blocks import button
from .documents import Document
from .wording import PLACEHOLDER, Wording

SUBJECT_MOST, BODY_MOST = 150, 8000
_LINK = re.compile(r"://|@|\bwww\.|\w\.[^\W\d]{2,}")


def problems(wording: Wording) -> list[Refused]:
    """Everything that speaks against it, each with the field it is about."""
    return [*_of_subject(wording), *_of_body(wording), *_of_names(wording), *_of_number(wording)]


def fits(wording: Wording) -> bool:
    """Whether nothing speaks against it. The house may come to need more than it did when the text was saved."""
    return not problems(wording)


def _of_subject(wording: Wording) -> Iterator[Refused]:
    subject, document = wording.subject, wording.document
    if not subject.strip():
        yield Refused(_("Write a subject."), field="subject")
    if len(subject) > SUBJECT_MOST:
        yield Refused(_("The subject is longer than %(most)s signs.") % {"most": SUBJECT_MOST}, field="subject")
    if _LINK.search(PLACEHOLDER.sub("", subject)) or any(each.is_link for each in _held(document, subject)):
        yield Refused(_("A subject has no links and no addresses. Put them into the text."), field="subject")
    for each in _held(document, subject):
        if each.in_lines:
            words = _("%(name)s stands for several lines. Put it into the text.")
            yield Refused(words % {"name": each.typed}, field="subject")


def _of_body(wording: Wording) -> Iterator[Refused]:
    body = wording.body
    if not body.strip():
        yield Refused(_("Write the text of the letter."), field="body")
    if len(body) > BODY_MOST:
        yield Refused(_("The text is longer than %(most)s signs.") % {"most": BODY_MOST}, field="body")
    for line in body.splitlines():
        yield from _of_line(wording.document, line)


def _of_line(document: Document, line: str) -> Iterator[Refused]:
    if "[[" in line or "]]" in line:
        if not _is_button(document, line):
            links = " ".join(each.typed for each in document.placeholders if each.is_link)
            words = _("A button stands alone on its line, as [[words|address]]. Its address is one of: %(links)s")
            yield Refused(words % {"links": links}, field="body")
        return
    for each in _held(document, line):
        if each.is_link and not re.search(rf"(?<!\S)\{{\{{\s*{each.name}\s*\}}\}}(?!\S)", line):
            words = _("Leave a space before and after %(name)s, without a full stop, so that the link works.")
            yield Refused(words % {"name": each.typed}, field="body")


def _is_button(document: Document, line: str) -> bool:
    found = button(PLACEHOLDER.sub(r"{{\1}}", line))
    if found is None:
        return False
    label, address = found
    [*leads] = _held(document, address)
    return (
        len(leads) == 1
        and address == f"{{{{{leads[0].name}}}}}"
        and leads[0].is_link
        and not any(each.is_link for each in _held(document, label))
        and not re.search(r"\[\[|\]\]", label)
    )


def _of_names(wording: Wording) -> Iterator[Refused]:
    """Nothing in braces but the document's own placeholders."""
    for field, text in (("subject", wording.subject), ("body", wording.body)):
        for inside in dict.fromkeys(re.findall(r"\{\{(.*?)\}\}", text)):
            if not wording.document.find(inside.strip()):
                words = _("This letter has no placeholder {{ %(name)s }}. Those it has stand in the list.")
                yield Refused(words % {"name": inside.strip()}, field=field)
        left = re.sub(r"\{\{.*?\}\}", "", text)
        if "{{" in left or "}}" in left:
            yield Refused(_("A placeholder is written {{ name }}, with two braces on either side."), field=field)


def _of_number(wording: Wording) -> Iterator[Refused]:
    """What must be there, is; a link stands once."""
    names = PLACEHOLDER.findall(wording.text)
    for each in wording.document.placeholders:
        said = {"name": each.typed, "says": each.says}
        if each.needed and each.name not in names:
            yield Refused(_("%(name)s is missing: %(says)s") % said, field="body")
        if each.is_link and names.count(each.name) > 1:
            yield Refused(_("%(name)s stands here more than once. Once is enough: %(says)s") % said, field="body")


def _held(document: Document, text: str):
    found = (document.find(name) for name in PLACEHOLDER.findall(text))
    return [each for each in found if each]
