"""A database of one's own for a measurement in this process: migrated, empty, gone afterwards."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from bench.running import database as started


@contextmanager
def database(kind: str) -> Iterator[None]:
    """Django is set up on it; import models only inside."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="kithkin-bench-"))
        url = stack.enter_context(started(kind, folder))
        os.environ |= {"DATABASE_URL": url, "DATA_DIR": folder, "DEMO": "1", "BASE_URL": "http://testserver"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
        _migrated()
        stack.callback(_close)
        yield


def _migrated() -> None:
    import django  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)


def _close() -> None:
    from django.db import connections  # noqa: PLC0415

    connections.close_all()
