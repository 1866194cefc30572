"""Wires the house together."""
