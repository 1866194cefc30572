"""What `make setup` runs: the virtual environment, the pinned packages and, as root on Debian, the test tools."""

import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed.sha256"
REQUIREMENTS = ROOT / "requirements-dev.txt"
WIDTH = 30
INSTALL = "apt-get install -y --no-install-recommends"
CHROMIUM = ("chromium", "chromium-browser")
SHELL = "chromium-headless-shell"  # the same without its windows: tests take two thirds of the time


def main() -> int:
    packages = missing_packages(tests="--without-test-tools" not in sys.argv)
    if packages and not install_packages(packages) and "python3-venv" in packages:
        return 1
    if installed() != wanted():
        make_environment()
    return subprocess.call([VENV / "bin/python", "-m", "kithkin.project.messages", "compile"], cwd=ROOT)


def missing_packages(*, tests: bool) -> list[str]:
    """Debian's names of what is not here yet."""
    missing = [] if importable("ensurepip") or VENV.exists() else ["python3-venv"]
    if tests and not shutil.which(SHELL) and (is_ours() or not any(map(shutil.which, CHROMIUM))):
        missing.append(SHELL if is_ours() else CHROMIUM[0])
    if tests and os.geteuid() == 0 and not any(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        missing.append("postgresql")  # anybody else has one from a Python package
    return missing


def is_ours() -> bool:
    """Whether packages can be installed here without asking anybody."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def importable(module: str) -> bool:
    return subprocess.call([sys.executable, "-c", f"import {module}"], stderr=subprocess.DEVNULL) == 0


def install_packages(packages: list[str]) -> bool:
    """As root on Debian: install them. Anybody else reads the one line to run, and we go on."""
    if not is_ours():
        missing, line = ", ".join(packages), f"{INSTALL} {' '.join(packages)}"
        print(f"Missing for all the tests: {missing}. To install, run:\n    sudo {line}")
        return False
    run_with_bar(["apt-get", "update", "-qq"], "package lists", apt_percent)
    names = " ".join(filter(None, map(offered, packages)))
    quiet = "-qq -o APT::Status-Fd=9 9>&1"
    if not names or run_with_bar(["sh", "-c", f"{INSTALL} {names} {quiet}"], names, apt_percent):
        return True
    print(f"Could not install {names}. Look at what this says:\n    {INSTALL} {names}")
    return False


def offered(package: str) -> str:
    """Its name here: an older Debian has Chromium with its windows only, which may be there already."""
    if package != SHELL or subprocess.call(["apt-cache", "show", SHELL], stdout=subprocess.DEVNULL) == 0:
        return package
    return "" if any(map(shutil.which, CHROMIUM)) else CHROMIUM[0]


def make_environment() -> None:
    if not (VENV / "bin/python").exists():
        subprocess.check_call([sys.executable, "-m", "venv", VENV])
    pip = [VENV / "bin/python", "-m", "pip", "--disable-pip-version-check", "install", "--progress-bar", "off"]
    total = REQUIREMENTS.read_text().count("==")
    collected: list[str] = []

    def pip_percent(line: str) -> float | None:
        if line.startswith("Collecting "):
            collected.append(line)
        return 100.0 * len(collected) / total if collected else None

    done = run_with_bar([*pip, "--require-hashes", "-r", REQUIREMENTS], "Python packages", pip_percent)
    if not done or not run_with_bar([*pip, "--no-deps", "--no-build-isolation", "-e", ROOT], "Kithkin", pip_percent):
        sys.exit("The Python packages could not be installed; the reason stands above.")
    STAMP.write_text(wanted())


def wanted() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return hashlib.sha256(f"{REQUIREMENTS.read_text()}{project}{sys.version}".encode()).hexdigest()


def installed() -> str:
    return STAMP.read_text() if STAMP.exists() else ""


def apt_percent(line: str) -> float | None:
    """apt says `pmstatus:package:41.5:text`: downloading is its first hundred, unpacking its second."""
    kind, *rest = line.split(":")
    if kind not in ("dlstatus", "pmstatus") or len(rest) < 2:
        return None
    return float(rest[1]) / 2 + (50 if kind == "pmstatus" else 0)


def run_with_bar(command: list, what: str, percent_of) -> bool:
    """Run quietly behind a bar; tell everything only when it fails."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    heard = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env, stdin=subprocess.DEVNULL
    ) as child:
        for line in child.stdout or ():
            percent = percent_of(line)
            if percent is None:
                heard.append(line)
            else:
                draw(what, percent)
    if child.returncode:
        print("\n" + "".join(heard[-30:]))
        return False
    draw(what, 100)
    return True


def draw(what: str, percent: float) -> None:
    done = percent >= 100
    full = round(min(percent, 100) / 100 * WIDTH)
    if done or sys.stdout.isatty():
        print(f"\r  {what:<24} [{'#' * full}{' ' * (WIDTH - full)}]", end="\n" if done else "", flush=True)


if __name__ == "__main__":
    sys.exit(main())
