"""What can be done: to baskets, orders, payments."""
