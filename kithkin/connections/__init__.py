"""Friends & Family: the heart."""
