"""Property tests of scoring: the same examples on every run, and no clock on a busy machine."""

from hypothesis import settings

settings.register_profile("scoring", deadline=None, derandomize=True, database=None)
settings.load_profile("scoring")
