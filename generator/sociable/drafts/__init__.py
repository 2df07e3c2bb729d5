"""Drafts before they go out: read, judged and put better, for `sociable lint` and `sociable rewrite`."""
