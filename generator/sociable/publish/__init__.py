"""The publish of Sociable."""
