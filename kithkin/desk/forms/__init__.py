"""Forms of the desk, one file per view file."""
