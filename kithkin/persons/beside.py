"""Files beside the database that only ever grow: what they say outlives the restoring of a backup."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

from kithkin.base import clock


def path(name: str) -> Path:
    """Where the lines stand."""
    return Path(settings.DATA_DIR) / name


def add(name: str, lines: Iterable[str]) -> None:
    """Add these lines, each after the moment of now, and be sure that they stand there."""
    path(name).parent.mkdir(parents=True, exist_ok=True)
    at = clock.now().isoformat(timespec="seconds")
    descriptor = os.open(path(name), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with open(descriptor, "ab+") as file:
        file.write(b"".join([_mended(file), *(f"{at} {line}\n".encode() for line in lines)]))
        file.flush()
        os.fsync(file.fileno())


def lines(name: str, words: int) -> Iterator[list[str]]:
    """The lines of so many words, without the moment; one that was cut off is left out."""
    if not path(name).exists():
        return
    with path(name).open() as file:
        for said in map(str.split, file):
            if len(said) == words + 1:
                yield said[1:]


def _mended(file) -> bytes:
    """What ends a last line that was cut off, so that the next one is whole."""
    if not file.seek(0, os.SEEK_END):
        return b""
    file.seek(-1, os.SEEK_END)
    return b"" if file.read(1) == b"\n" else b"\n"
