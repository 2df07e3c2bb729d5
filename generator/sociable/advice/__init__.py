"""The advice of Sociable."""
