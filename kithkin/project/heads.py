"""The daily digest of all chains of consent, in files outside the database: what was once proven cannot be rewritten.

`DATA_DIR/heads/2026-11-21.txt`: a line per chain (connection, length, hash), then one line over all of them.
"""

import hashlib
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.conf import settings

from kithkin.base import clock
from kithkin.connections import ledger
from kithkin.connections.ledger import Head


def folder() -> Path:
    """Where the digests lie; copy it elsewhere every day."""
    return Path(settings.DATA_DIR) / "heads"


def write() -> Path:
    """Today's digest; written once, never again."""
    folder().mkdir(parents=True, exist_ok=True)
    path = folder() / f"{clock.now():%Y-%m-%d}.txt"
    if path.exists():
        return path
    half = path.with_suffix(".part")
    total, count = hashlib.sha256(), 0
    with half.open("w") as lines:
        for head in ledger.heads():
            count += 1
            line = f"{head.connection_id} {head.sequence} {head.hash}\n"
            total.update(line.encode())
            lines.write(line)
        lines.write(f"all {count} {total.hexdigest()}\n")
        lines.flush()
        os.fsync(lines.fileno())
    half.replace(path)
    path.chmod(0o440)
    return path


def problems() -> Iterator[str]:
    """Chains that are shorter than in the last digest, or other ones."""
    known = sorted(folder().glob("????-??-??.txt"))
    if known:
        yield from _since(known[-1])


def _since(path: Path) -> Iterator[str]:
    *lines, last = path.read_text().splitlines(keepends=True) or [""]
    digest = hashlib.sha256("".join(lines).encode()).hexdigest()
    if last.strip() != f"all {len(lines)} {digest}":
        yield f"{path.name} was changed after it was written."
        return
    heads = (Head(int(number), int(length), end) for number, length, end in map(str.split, lines))
    while batch := list(islice(heads, 500)):
        now = ledger.hash_at(batch)
        for head in batch:
            if now.get(head.connection_id) != head.hash:
                yield f"The chain of connection {head.connection_id} is no longer what it was in {path.name}."
