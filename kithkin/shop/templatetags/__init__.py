"""Filters of the shop."""
