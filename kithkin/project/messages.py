"""The words to translate: collect them, compile them, say which are missing. Needs Babel only, no gettext tools."""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent
LOCALE = PACKAGE / "locale"
LANGUAGES = ("fr", "de", "it", "es")
KEYWORDS: dict = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}


def collect() -> Catalog:
    """Every marked word of the code and the templates."""
    found = Catalog(project="Kithkin", charset="utf-8")
    for path in sorted(PACKAGE.rglob("*")):
        for text, context in words(path):
            found.add(text, locations=[(str(path.relative_to(PACKAGE.parent)), 0)], context=context)
    return found


def words(path: Path) -> Iterator[tuple]:
    if path.suffix == ".py":
        code = path.read_text()
    elif "templates" in path.parts and path.suffix in (".html", ".txt"):
        code = as_python(path.read_text())
    else:
        return
    for _line, text, _comments, context in extract("python", io.BytesIO(code.encode()), KEYWORDS):
        yield text, context


def as_python(template: str) -> str:
    """Django turns a template into pseudo code; without its indents it can be read as Python."""
    return "\n".join(line.strip() for line in templatize(template).splitlines())


def catalog_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    path = catalog_path(language)
    if not path.exists():
        return Catalog(locale=language, project="Kithkin", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def merged(language: str, found: Catalog) -> Catalog:
    catalog = read(language)
    catalog.update(found, no_fuzzy_matching=True)
    return catalog


def extract_all() -> list[str]:
    found = collect()
    for language in LANGUAGES:
        catalog = merged(language, found)
        catalog_path(language).parent.mkdir(parents=True, exist_ok=True)
        with catalog_path(language).open("wb") as file:
            write_po(file, catalog, width=110, ignore_obsolete=True, include_lineno=False, sort_by_file=True)
    return []


def compile_all() -> list[str]:
    """Only what has changed: an installed package brings its compiled words and may not be written to."""
    for language in LANGUAGES:
        source = catalog_path(language)
        compiled = source.with_suffix(".mo")
        if source.exists() and not (compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime):
            with compiled.open("wb") as file:
                write_mo(file, read(language))
    return []


def check_all() -> list[str]:
    """What is untranslated, fuzzy or loses a placeholder, one line each."""
    found = collect()
    return [
        f"{language}: {problem}: {message.id!r}"
        for language in LANGUAGES
        for message in merged(language, found)
        if message.id and (problem := problem_of(message))
    ]


def problem_of(message: Message) -> str:
    given = message.id if isinstance(message.id, tuple | list) else (message.id,)
    written = message.string if isinstance(message.string, tuple | list) else (message.string,)
    if not all(written):
        return "not translated"
    if message.fuzzy:
        return "fuzzy"
    if placeholders(written[-1] or "") != placeholders(given[-1]):
        return "other placeholders"
    return next((str(error) for error in message.check()), "")


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|\{\w*\}", text))


COMMANDS = {"extract": extract_all, "compile": compile_all, "check": check_all}


def main() -> int:
    problems = COMMANDS[sys.argv[1]]()
    if problems:
        print("\n".join(problems[:40]))
        print(f"{len(problems)} words to mend; `make messages` collects new ones into kithkin/locale.")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
