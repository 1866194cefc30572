"""The house as files: where it lies, what is in it."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "kithkin"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def modules() -> list[Path]:
    """Every module of ours; migrations are written by Django."""
    return sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)


def templates(pattern: str = "*.html") -> list[Path]:
    return sorted(path for path in PACKAGE.rglob(pattern) if "templates" in path.parts)


def short(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def named(path: Path) -> frozenset[str]:
    """Every name that the code of a module uses: variables, attributes, imports, and names inside its texts."""
    return frozenset(_named(path))


def _named(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text())
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                yield name
            case ast.alias(name=name):
                yield from name.split(".")
            case ast.ImportFrom(module=str(name)):
                yield from name.split(".")
            case ast.Constant(value=str(text)) if id(node) not in said and text.isprintable():
                yield from text.replace(".", " ").split()


def contract(name: str) -> dict:
    [found] = [each for each in PROJECT["tool"]["importlinter"]["contracts"] if each["name"] == name]
    return found


def floors() -> dict[str, int]:
    """Each package with its floor, counted from the ground."""
    layers = contract("The house has floors")["layers"]
    return {package.strip(): height for height, layer in enumerate(reversed(layers)) for package in layer.split("|")}
