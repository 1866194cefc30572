"""Pages of the shop, one file per family."""
