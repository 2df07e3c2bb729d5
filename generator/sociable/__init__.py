"""Sociable turns a brand's own social-media exports into a playbook."""

import os

ALLOCATOR = "_RJEM_MALLOC_CONF"
AT_ONCE = "dirty_decay_ms:0,muzzy_decay_ms:0"
# Polars' allocator gives freed memory back at once, not "some time after the next call": less than half the peak.
os.environ.setdefault(ALLOCATOR, AT_ONCE)

__version__ = "0.1.0"
