"""People the house knows."""
