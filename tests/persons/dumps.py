"""Everything that the house keeps, as one heap of bytes."""

import os
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests import postgres


def everything() -> bytes:
    """The database as a dump or file, with its log of writes, and all files of the data folder."""
    files = [path.read_bytes() for path in sorted(Path(settings.DATA_DIR).rglob("*")) if path.is_file()]
    return database() + b"".join(files)


def database() -> bytes:
    """SQLite: the bytes of the file, free pages included. PostgreSQL: what pg_dump writes."""
    if connection.vendor == "postgresql":
        return _pg_dump()
    name = str(connection.settings_dict["NAME"])
    return b"".join(path.read_bytes() for path in (Path(name), Path(f"{name}-wal")) if path.exists())


def _pg_dump() -> bytes:
    given = connection.settings_dict
    command = [postgres.find() / "pg_dump", "-h", given["HOST"], "-U", given["USER"], "-d", given["NAME"]]
    command += ["-p", str(given["PORT"] or 5432)]
    return subprocess.run(command, check=True, capture_output=True, env=dict(os.environ)).stdout


def found(words: tuple[str, ...], heap: bytes) -> list[str]:
    """The words that stand somewhere in the heap."""
    return [word for word in words if word.encode() in heap]
