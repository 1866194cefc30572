"""Whole journeys, as the people of the cast would tell them."""
