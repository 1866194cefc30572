"""What `make test` runs: the suite on SQLite and on PostgreSQL, and the stories in Chromium, at once. Says what ran."""

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import browser, postgres  # noqa: E402

PYTEST = [sys.executable, "-m", "pytest", "-q", "--tb", "short"]
# The passes share two cores well: one waits for the browser, one for the server. More cores, more workers for each.
WORKERS = (os.cpu_count() or 1) // 2
KEEP_COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}  # else each pass compiles the house and its tests anew
SHARED_OUT = ["-n", str(WORKERS), "--dist", "loadscope"] if WORKERS > 1 else []


@dataclass
class Run:
    """One pass over tests, and how it ended."""

    name: str
    arguments: list[str]
    missing: str = ""
    passed: bool = False
    says: str = ""
    heard: str = ""

    def go(self) -> "Run":
        if self.missing:
            self.says = f"DID NOT RUN. {self.missing}"
            return self
        started = time.monotonic()
        command = [*PYTEST, *SHARED_OUT, *self.arguments]
        child = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **KEEP_COMPILED}, check=False, capture_output=True, text=True
        )
        self.heard = child.stderr + child.stdout
        counts = re.findall(r"\d+ (?:passed|failed|errors?|skipped|xfailed)", "\n".join(self.heard.splitlines()[-3:]))
        self.passed = child.returncode == 0 and not any("skipped" in count for count in counts)
        self.says = f"{', '.join(counts) or 'nothing ran'} in {time.monotonic() - started:.0f} s"
        return self


def main() -> int:
    runs = [
        Run("SQLite, and the walls", ["-m", "not browser", "--database", "sqlite"]),
        Run(
            "PostgreSQL, all that asks a database",
            ["-m", "not browser", "--database", "postgres", "--ignore", "tests/walls"],
            missing=no_postgres(),
        ),
        Run(
            "Chromium",
            ["-m", "browser", "--database", "sqlite", *in_chromium()],
            missing="" if browser.chromium() else browser.INSTALL,
        ),
    ]
    print(f"At once: {'; '.join(run.name for run in runs)}. Each is printed when it has ended.", flush=True)
    with ThreadPoolExecutor(len(runs)) as side_by_side:
        for ended in as_completed([side_by_side.submit(run.go) for run in runs]):
            run = ended.result()
            print(f"\n{run.name}\n{run.heard}", flush=True)
    for run in runs:
        print(f"{'ok    ' if run.passed else 'FAILED'} {run.name}: {run.says}")
    return int(not all(run.passed for run in runs))


def in_chromium() -> list[str]:
    """The files with tests in Chromium: reading all the others takes longer than two of the stories."""
    return [str(path) for path in sorted((ROOT / "tests").rglob("test_*.py")) if "mark.browser" in path.read_text()]


def no_postgres() -> str:
    try:
        postgres.find()
    except postgres.Missing as missing:
        return str(missing)
    return ""


if __name__ == "__main__":
    sys.exit(main())
