"""The documents keep up with the code."""

import re

from kithkin.project import env, letters

from .source import ROOT, templates


def headings(document: str) -> set[str]:
    return set(re.findall(r"^\| `([^`]+)`", (ROOT / "docs" / document).read_text(), re.M))


def test_every_variable_of_the_environment_is_explained():
    assert headings("running-it.md") == set(env.DEFAULTS)


def test_every_letter_is_listed():
    written = {path.stem for path in templates("letters/*.txt")}

    assert written == set(letters.TABLE.facts)
    assert headings("letters.md") == written
