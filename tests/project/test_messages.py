"""Collecting the words to translate, without the gettext tools."""

import pytest

from kithkin.project import messages


@pytest.fixture
def package(tmp_path, monkeypatch):
    (tmp_path / "kithkin/app/templates/app").mkdir(parents=True)
    monkeypatch.setattr(messages, "PACKAGE", tmp_path / "kithkin")
    monkeypatch.setattr(messages, "LOCALE", tmp_path / "kithkin/locale")
    return tmp_path / "kithkin"


def ids() -> set:
    return {message.id for message in messages.collect() if message.id}


def test_words_of_the_code_are_found(package):
    (package / "app/rules.py").write_text(
        '_("Not yet")\nngettext("%(n)s seat", "%(n)s seats", 2)\npgettext("a", "Row")\n'
    )

    assert ids() == {"Not yet", ("%(n)s seat", "%(n)s seats"), "Row"}


def test_words_of_templates_are_found_however_they_are_indented(package):
    page = package / "app/templates/app/page.html"
    page.write_text(
        '<c-page title="{% translate "Orders" %}">\n      {% if x %}\n'
        "  {% blocktranslate trimmed with name=card.name %}\n    Hello\n    {{ name }}\n  {% endblocktranslate %}\n"
        "{% endif %}\n"
        "   {% blocktranslate count seats=n %}One seat{% plural %}{{ seats }} seats{% endblocktranslate %}\n"
        """ don't stop {{ _("Basket") }}\n"""
    )
    (package / "app/templates/app/letter.txt").write_text("{% translate 'Dear all' %}")

    assert ids() == {"Orders", "Hello %(name)s", ("One seat", "%(seats)s seats"), "Basket", "Dear all"}


def test_what_is_not_translated_is_told_for_each_language(package):
    (package / "app/rules.py").write_text('_("Not yet")')

    assert messages.check_all() == [f"{language}: not translated: 'Not yet'" for language in messages.LANGUAGES]


def test_a_lost_placeholder_is_told(package):
    (package / "app/rules.py").write_text('_("%(name)s is yours")')
    messages.extract_all()
    for language in messages.LANGUAGES:
        path = messages.catalog_path(language)
        path.write_text(path.read_text().replace('is yours"\nmsgstr ""', 'is yours"\nmsgstr "ist dein"'))

    assert len(messages.check_all()) == len(messages.LANGUAGES)


def test_translated_words_are_compiled(package):
    (package / "app/rules.py").write_text('_("Not yet")')
    messages.extract_all()
    for language in messages.LANGUAGES:
        path = messages.catalog_path(language)
        path.write_text(path.read_text().replace('"Not yet"\nmsgstr ""', '"Not yet"\nmsgstr "..."'))

    messages.compile_all()

    assert messages.check_all() == []
    assert all(messages.catalog_path(language).with_suffix(".mo").exists() for language in messages.LANGUAGES)
