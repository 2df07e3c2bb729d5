"""The site of Sociable."""
