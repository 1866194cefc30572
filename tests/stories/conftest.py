"""Letters in these stories really arrive, in the demo's mailbox."""

import pytest


@pytest.fixture
def mailbox(settings) -> None:
    settings.EMAIL_BACKEND = "kithkin.demo.mailbox.Backend"
