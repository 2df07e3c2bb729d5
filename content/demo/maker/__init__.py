"""Writes the exports of a made-up ferry company; see ../README.md."""
