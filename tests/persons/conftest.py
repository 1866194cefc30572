"""The Smiths, for every test of what concerns one person's records."""

from tests.people import family

__all__ = ["family"]
