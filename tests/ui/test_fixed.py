"""What a template says alike on every page is worked out once, and once for each language."""

from django.template import Context, Engine
from django.utils import translation

from kithkin.ui.templatetags.fixed import Fixed


def test_fixed_words_are_those_of_the_language():
    template = Engine.get_default().from_string("{% translate 'Matches' %} {% url 'shop:basket' %}")
    said = []
    for language in ("en", "de", "en"):
        with translation.override(language):
            said.append(template.render(Context()))
    english, german, again = said
    assert english == again == "Matches /basket/" and german != english and german.endswith(" /basket/")
    assert len(template.nodelist.get_nodes_by_type(Fixed)) == 2


def test_what_depends_on_the_page_is_not_kept():
    text = "{% translate word %} {% translate 'Menu' as menu %}{{ menu }} {% url name %}{% load ui %}{% icon picture %}"
    template = Engine.get_default().from_string(text)
    assert not template.nodelist.get_nodes_by_type(Fixed)
    pages = [("Matches", "shop:basket", "clock"), ("Menu", "shop:home", "check")]
    first, second = (
        template.render(Context(dict(zip(("word", "name", "picture"), page, strict=True)))) for page in pages
    )
    assert "Matches Menu /basket/" in first and "#clock" in first
    assert "Menu Menu /" in second and "#check" in second
