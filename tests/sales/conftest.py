"""A shop with a season ticket on sale."""

import pytest

from .ground import Shop, open_shop


@pytest.fixture
def shop(db) -> Shop:
    """Andrew, four members, eighty seats."""
    return open_shop()
