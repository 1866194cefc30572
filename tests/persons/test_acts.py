"""Whatever the journal calls an act, the person whom it concerns reads words for it."""

import ast
from pathlib import Path

import kithkin
from kithkin.persons import acts

WRITING = {"write", "write_many", "_note"}


def written() -> set[str]:
    """Every code that stands at a call that writes into the journal, anywhere in the house."""
    found: set[str] = set()
    for path in Path(kithkin.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _writes(node.func):
                told = node.args[0] if node.args else node
                codes = [told.body, told.orelse] if isinstance(told, ast.IfExp) else [told]
                found |= {
                    each.value for each in codes if isinstance(each, ast.Constant) and isinstance(each.value, str)
                }
    return found


def _writes(func: ast.expr) -> bool:
    if isinstance(func, ast.Name):
        return func.id == "_note"
    return isinstance(func, ast.Attribute) and func.attr in WRITING and getattr(func.value, "id", "") == "journal"


def test_every_code_has_words_or_is_an_act_of_the_house_that_nobody_is_told():
    codes = written()

    assert len(codes) > 90
    assert codes - set(acts.WORDS) - acts.OF_THE_HOUSE == set()
    assert set(acts.WORDS) - codes == set()
    assert acts.OF_THE_HOUSE - codes == set()
    assert not acts.OF_THE_HOUSE & set(acts.WORDS)
