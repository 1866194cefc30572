"""Rows of the catalogue: where people sit, what is played, what it costs."""

from .offer import Price, Product, Tariff
from .programme import Event, Season
from .venue import Block, PriceCategory, Seat, SeatingPlan, Venue

__all__ = ["Block", "Event", "Price", "PriceCategory", "Product", "Season", "Seat", "SeatingPlan", "Tariff", "Venue"]
