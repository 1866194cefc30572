"""When something goes wrong, the page says what happened, what was kept, what to do, and offers one link."""

import re

import pytest
from django.template.loader import get_template

CODES = ["400", "403", "403_csrf", "404", "429", "500", "503"]


@pytest.mark.parametrize("code", CODES)
def test_a_page_of_trouble_needs_no_shop_no_reader_and_no_database(code):
    page = get_template(f"{code}.html").render()
    main = page[page.index("<main") : page.index("</main>")]

    assert len(re.findall(r"<h1>[^<]{10,}</h1>", main)) == 1
    assert len(re.findall(r"<p>[^<]{10,}</p>", main)) == 2
    assert re.findall(r'<a [^>]*href="([^"]*)"', main) == ["/"]


@pytest.mark.parametrize("code", CODES)
def test_no_page_of_trouble_shows_its_code(code):
    page = get_template(f"{code}.html").render()

    assert code[:3] not in re.sub(r"<[^>]*>", "", page)
