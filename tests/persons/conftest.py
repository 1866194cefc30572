"""The Smiths, and a person with everything, for every test of what concerns one person's records."""

from tests.people import family

from .full import full

__all__ = ["family", "full"]
