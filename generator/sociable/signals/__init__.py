"""The signals of Sociable."""
