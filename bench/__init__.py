"""Measures what docs/performance.md states. Not part of the installed package."""
