"""Who sells, and where."""
