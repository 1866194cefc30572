"""A ticket's code can be read by a scanner."""

import re

import zxingcpp

from kithkin.ui import codes

SCALE = 4


def test_a_scanner_reads_the_drawing():
    drawing = codes.qr("FGA-7K2M-9QXD", "Entry code")

    assert [found.text for found in zxingcpp.read_barcodes(pixels(drawing))] == ["FGA-7K2M-9QXD"]


def test_the_label_is_text_and_nothing_is_styled():
    drawing = codes.qr("FGA-7K2M-9QXD", 'Entry code for "<b>"')

    assert 'aria-label="Entry code for &quot;&lt;b&gt;&quot;"' in drawing
    assert "style" not in drawing


def pixels(drawing):
    """The path painted dark on white, each module some pixels wide."""
    side = int(re.search(r'viewBox="0 0 (\d+)', drawing)[1])
    width = side * SCALE
    canvas = bytearray(b"\xff" * width * width)
    for x, y, length in re.findall(r"M(\d+) (\d+)\.5h(\d+)", drawing):
        for line in range(int(y) * SCALE, int(y) * SCALE + SCALE):
            start = line * width + int(x) * SCALE
            canvas[start : start + int(length) * SCALE] = bytes(int(length) * SCALE)
    return memoryview(bytes(canvas)).cast("B", shape=[width, width])
