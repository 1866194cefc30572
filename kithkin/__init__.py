"""Kithkin: a ticket shop for friends and family."""

__version__ = "0.1.0"
