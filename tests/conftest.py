"""What every test can ask for, and what each leaves behind: nothing."""

import pytest
from django.utils import translation

pytest_plugins = ["tests.browser", "tests.cast"]


@pytest.fixture(autouse=True)
def language_of_the_house():
    """A page that was asked for in another language leaves that language on; the next test begins without it."""
    yield
    translation.deactivate()
