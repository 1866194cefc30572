"""What every test can ask for, and what each leaves behind: nothing."""

import gc

import pytest
from django.template import Context, Template
from django.test.signals import template_rendered
from django.utils import translation

pytest_plugins = ["tests.browser", "tests.cast"]


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking for garbage among it again and again takes a fifteenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def note_whole_pages_only(django_test_environment):
    """Django's test client notes the context of every template that a page is made of; of the page itself is enough."""

    def noted(template: Template, context: Context) -> str:
        if context.template is template:
            template_rendered.send(sender=template, template=template, context=context)
        return template.nodelist.render(context)

    Template._render = noted


@pytest.fixture(autouse=True)
def language_of_the_house():
    """A page that was asked for in another language leaves that language on; the next test begins without it."""
    yield
    translation.deactivate()
