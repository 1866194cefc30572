"""Counter: back office."""
