"""What every test can ask for, and what each leaves behind: nothing."""

import gc

import pytest
from django.utils import translation

pytest_plugins = ["tests.browser", "tests.cast"]


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking for garbage among it again and again takes a fifteenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(autouse=True)
def language_of_the_house():
    """A page that was asked for in another language leaves that language on; the next test begins without it."""
    yield
    translation.deactivate()
