"""How things look; knows nothing of tickets."""
