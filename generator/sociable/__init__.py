"""Sociable turns a brand's own social-media exports into a playbook."""

__version__ = "0.1.0"
