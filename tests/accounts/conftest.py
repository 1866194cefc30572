"""The Smiths, for every test of Friends & Family."""

from tests.people import family

__all__ = ["family"]
