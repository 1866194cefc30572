"""The packages are pinned with hashes, and the files name no place to fetch them from."""

import re

import pytest

from .source import PROJECT, ROOT


def pinned(name: str) -> dict[str, str]:
    """Each package with the lines that belong to it."""
    blocks = re.split(r"^(?=[a-z])", (ROOT / name).read_text(), flags=re.M)
    return {re.split(r"[=\[ ]", block)[0]: block for block in blocks if block}


def versions(name: str) -> dict[str, str]:
    return {package: block.split("==")[1].split()[0] for package, block in pinned(name).items()}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_with_hashes(name):
    loose = [package for package, block in pinned(name).items() if "==" not in block or "--hash=sha256:" not in block]

    assert loose == []
    assert "://" not in (ROOT / name).read_text()
    assert "index" not in (ROOT / name).read_text()


def test_what_the_shop_needs_is_pinned_alike_for_running_and_testing():
    wanted = {re.split(r"[\[<>=~ ]", each)[0] for each in PROJECT["project"]["dependencies"]}
    running, testing = versions("requirements.txt"), versions("requirements-dev.txt")

    assert wanted <= set(running)
    assert {package: testing.get(package) for package in running} == running
