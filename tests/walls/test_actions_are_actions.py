"""Whatever changes something is an action: one transaction, and it says who."""

import importlib
import inspect

from .source import dotted, modules


def actions():
    files = [path for path in modules() if path.stem.startswith("actions") or path.parent.name == "actions"]
    for module in [importlib.import_module(dotted(path)) for path in files]:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                yield function


def test_every_public_function_in_the_actions_is_an_action():
    plain = [f"{each.__module__}.{each.__name__}" for each in actions() if not getattr(each, "is_action", False)]

    assert len(list(actions())) > 10
    assert plain == []


def test_every_action_must_be_told_by_whom():
    silent = [
        f"{each.__module__}.{each.__name__}"
        for each in actions()
        if (by := inspect.signature(each).parameters.get("by")) is None or by.default is not inspect.Parameter.empty
    ]

    assert silent == []
