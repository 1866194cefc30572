"""Imports go down only; the contracts stand in pyproject.toml."""

import subprocess
import sys
from pathlib import Path

from .source import PACKAGE, ROOT, floors


def test_the_contracts_of_the_house_are_kept():
    lint_imports = Path(sys.executable).parent / "lint-imports"

    linted = subprocess.run(
        [lint_imports, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert linted.returncode == 0, linted.stdout


def test_every_package_has_a_floor():
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}

    assert packages == set(floors())
