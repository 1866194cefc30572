"""Files say what they are for, and no name says nothing."""

import ast

from .source import modules, short

EMPTY_WORDS = {"utils", "util", "helpers", "helper", "manager", "managers", "service", "services", "common", "misc"}


def test_every_file_begins_by_saying_what_it_is_for():
    silent = [
        short(path) for path in modules() if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text()))
    ]

    assert silent == []


def test_no_file_has_a_name_that_says_nothing():
    assert [short(path) for path in modules() if {path.stem, path.parent.name} & EMPTY_WORDS] == []
