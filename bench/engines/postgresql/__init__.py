"""Django's postgresql engine, writing down its statements."""
