"""The commands of Sociable."""
