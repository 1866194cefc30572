"""The demo's tests stand on the cast, too."""

from tests.cast import cast

__all__ = ["cast"]
