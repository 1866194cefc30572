"""Running several processes as one: started together, stopped together."""

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Sequence

PATIENCE = 10.0


def free_port(host: str, wanted: int) -> int:
    """The wanted port, or the next one that nobody listens on."""
    for port in range(wanted, wanted + 100):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                attempt.bind((host, port))
            except OSError:
                continue
            return port
    raise SystemExit(f"No free port from {wanted} to {wanted + 99}; give another with --port.")


def kithkin(*arguments: str) -> list[str]:
    """Our own command, run by this very Python."""
    return [sys.executable, "-m", "kithkin.project.cli", *arguments]


def together(commands: Sequence[Sequence[str]], *, once_running: Callable[[], None]) -> int:
    """Run these until a signal comes or one of them ends, which is a failure."""
    signal.signal(signal.SIGTERM, _interrupt)
    children: list[subprocess.Popen] = []
    try:
        for command in commands:
            children.append(subprocess.Popen(command, start_new_session=True))
        once_running()
        while all(child.poll() is None for child in children):
            time.sleep(0.2)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        stop(children)


def stop(children: Sequence[subprocess.Popen]) -> None:
    """Ask all to end; insist when they do not."""
    for child in children:
        child.terminate()
    until = time.monotonic() + PATIENCE
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def wait_until_it_answers(address: str) -> bool:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                return answer.status == 200
        except OSError:
            time.sleep(0.1)
    return False


def _interrupt(number, frame) -> None:
    raise KeyboardInterrupt
