"""What the house's own handler writes of everything that is logged."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO


@contextmanager
def written() -> Iterator[StringIO]:
    """Down to the smallest note, in the form of the settings."""
    root, stream = logging.getLogger(), StringIO()
    [console] = [each for each in root.handlers if type(each) is logging.StreamHandler]
    before, level = console.setStream(stream), root.level
    root.setLevel(logging.DEBUG)
    try:
        yield stream
    finally:
        console.setStream(before)
        root.setLevel(level)
