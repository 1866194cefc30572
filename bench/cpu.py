"""CPU time of running processes, from the kernel's own accounting, in milliseconds."""

import os
from pathlib import Path


def spent(pids: set[int]) -> float:
    """What these processes, all threads, have used so far."""
    return sum(_of(pid) for pid in pids) / 1e6


def family(pid: int) -> set[int]:
    """A process with all its descendants."""
    children: dict[int, set[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            child, parent = int(stat.parent.name), int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, set()).add(child)
    found, waiting = set(), {pid}
    while waiting:
        one = waiting.pop()
        found.add(one)
        waiting |= children.get(one, set())
    return found


def _of(pid: int) -> int:
    total = 0
    for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        try:
            total += int(task.read_text().split()[0])
        except OSError:
            continue
    return total


def cores() -> int:
    """How many processors this machine lends us."""
    return len(os.sched_getaffinity(0))
