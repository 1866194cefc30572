"""The stylesheet and the pictures hold together."""

import re

from django.contrib.staticfiles import finders

from tests.walls.source import PACKAGE, short, templates

UI = PACKAGE / "ui/static/ui"
SHEET = re.sub(r"/\*.*?\*/", "", (UI / "kithkin.css").read_text(), flags=re.S)
ASKED = re.compile(r"(?:\{% icon |<c-(?:button|chip|notice|line)\b[^>]*\spicture=)\"([\w-]+)\"")
ICONS = set(re.findall(r'<symbol id="([\w-]+)"', (UI / "icons.svg").read_text()))


def test_every_token_that_is_used_is_defined():
    assert set(re.findall(r"var\((--[\w-]+)", SHEET)) - set(re.findall(r"(--[\w-]+)\s*:", SHEET)) == set()


def test_nothing_is_loaded_from_elsewhere():
    addresses = re.findall(r"url\(\"?([^\")]+)", SHEET)

    assert addresses != []
    assert [address for address in addresses if not (UI / address).is_file()] == []


def test_every_icon_on_a_page_is_in_the_sprite():
    asked = {(short(path), name) for path in templates() for name in ASKED.findall(path.read_text())}

    assert asked != set()
    assert {each for each in asked if each[1] not in ICONS} == set()


def test_every_static_file_that_the_frame_asks_for_exists():
    asked = {name for path in templates() for name in re.findall(r"\{% static '([^']+)'", path.read_text())}

    assert asked != set()
    assert [name for name in asked if finders.find(name) is None] == []


def test_the_brackets_of_the_stylesheet_close():
    assert SHEET.count("{") == SHEET.count("}")
