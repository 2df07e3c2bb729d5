"""Sociable turns a brand's own social-media exports into a playbook."""

import os

ALLOCATOR = "_RJEM_MALLOC_CONF"
AT_ONCE = "dirty_decay_ms:0,muzzy_decay_ms:0"
# Polars' allocator gives freed memory back at once, not "some time after the next call": less than half the peak.
os.environ.setdefault(ALLOCATOR, AT_ONCE)
# NumPy's matrices are small here: a second thread would spend its time waiting for the next one.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
