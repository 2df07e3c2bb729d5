"""The scoring of Sociable."""
