"""The few tags that the templates need."""
