"""Django's sqlite3 engine, writing down its statements."""
