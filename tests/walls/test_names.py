"""Files say what they are for, and no name says nothing."""

import ast
import re

from .source import modules, short

EMPTY_WORDS = {"utils", "util", "helpers", "helper", "manager", "managers", "service", "services", "common", "misc"}


def test_every_file_begins_by_saying_what_it_is_for():
    silent = [
        short(path) for path in modules() if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text()))
    ]

    assert silent == []


def test_no_file_has_a_name_that_says_nothing():
    assert [short(path) for path in modules() if {path.stem, path.parent.name} & EMPTY_WORDS] == []


def test_no_words_to_translate_hide_in_an_f_string():
    """What collects the words does not look inside."""
    hidden = re.compile(r"""f(["']).*\{(_|n?gettext|n?pgettext)\(""")

    assert [short(path) for path in modules() if hidden.search(path.read_text())] == []
