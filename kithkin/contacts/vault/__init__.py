"""Private details; read through the door only."""
