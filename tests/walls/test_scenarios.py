"""Each acceptance scenario of the first version is told by a test at the counters: in a browser or by its requests."""

import ast
from collections.abc import Iterator
from pathlib import Path

from .source import ROOT

TOLD = {*range(1, 15), *range(16, 24), 29, 30}
COUNTERS = ("shop", "desk", "stories")


def scenarios(source: str) -> Iterator[int]:
    """The numbers that the tests of a file are marked with."""
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef) and function.name.startswith("test_"):
            for mark in function.decorator_list:
                match mark:
                    case ast.Call(func=ast.Attribute(attr="scenario"), args=[ast.Constant(value=int(number))]):
                        yield number


def files() -> list[Path]:
    return [path for counter in COUNTERS for path in sorted((ROOT / "tests" / counter).glob("test_*.py"))]


def test_every_scenario_is_told_at_a_counter():
    told = {number for path in files() for number in scenarios(path.read_text())}

    assert TOLD - told == set()


def test_a_mark_counts_on_a_test_alone():
    source = """
@pytest.mark.scenario(1)
def test_one(): ...

@pytest.mark.scenario(2)
def not_a_test(): ...

@pytest.mark.browser
def test_three(): ...
"""
    assert list(scenarios(source)) == [1]
