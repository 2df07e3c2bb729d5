"""The archives of Sociable."""
