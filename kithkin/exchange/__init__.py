"""Counter: files in and out."""
