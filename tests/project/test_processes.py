"""The demo's processes: started together, stopped together."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kithkin.project import processes

PARENT = """
import sys
from kithkin.project import processes
ending = processes.together([["sleep", "60"], ["sleep", sys.argv[1]]], once_running=lambda: print("up", flush=True))
sys.exit(ending)
"""


@pytest.fixture
def parent():
    started: list[subprocess.Popen] = []

    def start(seconds: str) -> subprocess.Popen:
        started.append(subprocess.Popen([sys.executable, "-c", PARENT, seconds], stdout=subprocess.PIPE, text=True))
        assert started[-1].stdout.readline() == "up\n"
        return started[-1]

    yield start
    for each in started:
        each.kill()
        each.wait()
        each.stdout.close()


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_a_busy_port_is_passed_over():
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]

        assert processes.free_port("127.0.0.1", port) > port


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_all_end_when_they_are_told_to(parent, sign):
    running = parent("60")
    both = children(running.pid)

    running.send_signal(sign)

    assert running.wait(10) == 0
    assert len(both) == 2
    assert [pid for pid in both if Path(f"/proc/{pid}").exists()] == []


@pytest.mark.slow
def test_when_one_ends_the_other_is_stopped_and_that_is_a_failure(parent):
    running = parent("0.5")
    both = children(running.pid)

    assert running.wait(10) == 1
    assert [pid for pid in both if Path(f"/proc/{pid}").exists()] == []
