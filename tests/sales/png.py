"""Reading a PNG into grey pixels, so that a printed code can be read back."""

import struct
import zlib


def grey(png: bytes) -> memoryview:
    """The picture as rows of grey bytes; eight bits per channel, not interlaced."""
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    channels = {0: 1, 2: 3, 6: 4}[colour]
    assert depth == 8
    stride, raw = width * channels, zlib.decompress(b"".join(_chunks(png)))
    above, pixels = bytearray(stride), bytearray()
    for row in range(height):
        start = row * (stride + 1)
        above = _unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + stride]), above, channels)
        pixels += above[::channels]
    return memoryview(bytes(pixels)).cast("B", (height, width))


def _chunks(png: bytes):
    at = 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        if kind == b"IDAT":
            yield png[at + 8 : at + 8 + length]
        at += length + 12


def _unfiltered(kind: int, row: bytearray, above: bytearray, step: int) -> bytearray:
    for at in range(len(row)):
        left, up = row[at - step] if at >= step else 0, above[at]
        corner = above[at - step] if at >= step else 0
        row[at] = (row[at] + (0, left, up, (left + up) // 2, _paeth(left, up, corner))[kind]) & 255
    return row


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda value: abs(guess - value))
