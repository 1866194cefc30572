"""Counter: public pages and the client account."""
