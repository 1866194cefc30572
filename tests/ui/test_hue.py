"""An organisation's hue is measured before it is taken."""

import re
from pathlib import Path

import pytest

from kithkin.ui import hue

SHEET = (Path(hue.__file__).parent / "static/ui/kithkin.css").read_text()


def test_black_on_white_has_the_contrast_that_the_standard_names():
    assert round(hue.contrast((0, 0, 0), (1, 0, 0)), 2) == 21.0


@pytest.mark.parametrize("colour, ratio", [((0.628, 0.2577, 29.23), 4.0), ((0.452, 0.3132, 264.05), 8.6)])
def test_the_red_and_the_blue_of_a_screen_have_their_known_contrast_on_white(colour, ratio):
    assert round(hue.contrast(colour, (1, 0, 0)), 1) == ratio


@pytest.mark.parametrize("degrees", [-1, 360, 400])
def test_a_number_outside_the_circle_is_no_hue(degrees):
    assert hue.readable(degrees) is False


def test_our_own_hue_can_be_read():
    assert hue.readable(hue.OURS) is True


def test_a_paler_brand_is_refused(monkeypatch):
    monkeypatch.setitem(hue.BRAND, "brand", ((0.62, 0.085), (0.80, 0.085)))

    assert [degrees for degrees in range(0, 360, 30) if hue.readable(degrees)] == []


def test_the_stylesheet_sets_the_hue_and_nothing_else():
    assert hue.stylesheet(140) == ":root{--brand-hue:140}"


@pytest.mark.parametrize("name", [*hue.BRAND, *hue.GROUND])
def test_what_is_measured_is_what_the_stylesheet_says(name):
    [line] = re.findall(rf"--{name}:\s*light-dark\((.*)\);", SHEET)
    written = [numbers(shade) for shade in re.findall(r"oklch\(([\d. ]+)", line)]
    measured = hue.BRAND.get(name) or hue.GROUND[name]

    assert [shade[: len(own)] for shade, own in zip(written, measured, strict=True)] == [[*own] for own in measured]


def numbers(text):
    return [float(part) for part in text.split()]
