"""The shop, the worker, a plain page and a mail server, running as they would, on a database of their own."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from aiosmtpd.controller import Controller

from kithkin.project.processes import free_port, kithkin, stop
from tests import postgres

ROOT = Path(__file__).resolve().parent.parent


class Sink:
    """A real mail server that counts what arrives."""

    def __init__(self) -> None:
        self.arrived = 0

    async def handle_DATA(self, server, session, envelope) -> str:
        """One more."""
        self.arrived += 1
        return "250 OK"


@contextmanager
def database(kind: str, folder: str) -> Iterator[str]:
    """A DATABASE_URL of this kind; PostgreSQL keeps its promises as in production."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/shop.sqlite3"
        return
    with postgres.server(postgres.LASTING) as url:
        yield url


class Site:
    """A running installation. `notebooks` counts its statements and makes it slower: never in a timed run."""

    def __init__(self, stack: ExitStack, environment: dict[str, str], folder: str):
        self._stack, self._environment, self._folder = stack, environment, folder
        self.sink = Sink()
        mail = Controller(self.sink, hostname="127.0.0.1", port=free_port("127.0.0.1", 8825))
        mail.start()
        stack.callback(mail.stop)
        self._environment["EMAIL_URL"] = f"smtp://127.0.0.1:{mail.port}"

    def prepare(self) -> None:
        """Fill the database."""
        subprocess.run([sys.executable, "-m", "bench.prepare"], env=self._environment, cwd=ROOT, check=True)

    @contextmanager
    def shop(self, *, notebooks: bool) -> Iterator["Shop"]:
        """Web server and worker."""
        port = free_port("127.0.0.1", 8700)
        notes = {name: f"{self._folder}/{name}.sql" if notebooks else "" for name in ("web", "worker")}
        base = self._environment | {"BASE_URL": f"http://127.0.0.1:{port}"}
        commands = {"web": kithkin("serve", "--port", str(port)), "worker": kithkin("worker")}
        children = {
            name: subprocess.Popen(command, env=base | {"NOTEBOOK": notes[name]}, cwd=ROOT, start_new_session=True)
            for name, command in commands.items()
        }
        try:
            wait_for(f"http://127.0.0.1:{port}/live")
            time.sleep(4)
            yield Shop(f"http://127.0.0.1:{port}", {name: child.pid for name, child in children.items()}, notes)
        finally:
            stop(list(children.values()))

    @contextmanager
    def plain_page(self) -> Iterator[tuple[str, int]]:
        """The measure: address and process."""
        port = free_port("127.0.0.1", 8800)
        program = (
            "from granian import Granian; from granian.constants import Interfaces; "
            f"Granian('bench.plain_pages:application', port={port}, interface=Interfaces.WSGI, "
            "blocking_threads=4, websockets=False).serve()"
        )
        environment = self._environment | {"DJANGO_SETTINGS_MODULE": "bench.plain"}
        child = subprocess.Popen(
            [sys.executable, "-c", program],
            env=environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/")
            yield f"http://127.0.0.1:{port}/", child.pid
        finally:
            stop([child])


class Shop:
    """Where it is, which processes it has, where its statements are written."""

    def __init__(self, address: str, pids: dict[str, int], notes: dict[str, str]):
        self.address, self.pids, self._notes = address, pids, notes

    def statements(self, name: str) -> list[str]:
        """What a process has sent to the database so far."""
        path = Path(self._notes[name] or "/dev/null")
        return path.read_text().splitlines() if path.exists() else []


@contextmanager
def site(kind: str) -> Iterator[Site]:
    """An installation on a database of this kind, filled."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="kithkin-bench-"))
        url = stack.enter_context(database(kind, folder))
        environment = os.environ | {
            "DATABASE_URL": url,
            "DATA_DIR": folder,
            "DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "bench.settings",
        }
        found = Site(stack, environment, folder)
        found.prepare()
        yield found


def wait_for(address: str) -> None:
    """Until somebody answers there."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SystemExit(f"{address} does not answer")
