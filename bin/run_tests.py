"""What `make test` runs: the suite on SQLite, again on PostgreSQL, then the stories in Chromium. Says what ran."""

import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import browser, postgres  # noqa: E402

PYTEST = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadscope", "--tb", "short"]


@dataclass
class Run:
    """One pass over tests, and how it ended."""

    name: str
    arguments: list[str]
    missing: str = ""
    passed: bool = False
    says: str = ""

    def go(self) -> None:
        if self.missing:
            self.says = f"DID NOT RUN. {self.missing}"
            return
        print(f"\n{self.name}", flush=True)
        started, heard = time.monotonic(), []
        with subprocess.Popen([*PYTEST, *self.arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
            for line in child.stdout or ():
                print(line, end="", flush=True)
                heard.append(line)
        counts = re.findall(r"\d+ (?:passed|failed|errors?|skipped|xfailed)", "".join(heard[-3:]))
        self.passed = child.returncode == 0 and not any("skipped" in count for count in counts)
        self.says = f"{', '.join(counts) or 'nothing ran'} in {time.monotonic() - started:.0f} s"


def main() -> int:
    runs = [
        Run("SQLite, and the walls", ["-m", "not browser", "--database", "sqlite"]),
        Run(
            "PostgreSQL",
            ["-m", "not browser", "--database", "postgres", "--ignore", "tests/walls"],
            missing=no_postgres(),
        ),
        Run(
            "Chromium", ["-m", "browser", "--database", "sqlite"], missing="" if browser.chromium() else browser.INSTALL
        ),
    ]
    for run in runs:
        run.go()
    print()
    for run in runs:
        print(f"{'ok    ' if run.passed else 'FAILED'} {run.name}: {run.says}")
    return int(not all(run.passed for run in runs))


def no_postgres() -> str:
    try:
        postgres.find()
    except postgres.Missing as missing:
        return str(missing)
    return ""


if __name__ == "__main__":
    sys.exit(main())
