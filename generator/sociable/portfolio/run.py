"""A portfolio from start to end: every brand built, and what can be said over all of them.

A brand that fails is listed and stops nobody else; what has not changed since
its last build is not built again (see `unchanged`), so a run that broke off
goes on where it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sociable.beside import Portfolio
from sociable.portfolio import local, spark
from sociable.portfolio.brands import Build, Job, Tell, claim, named
from sociable.scoring.spread import LEAST, benchmark


def run(
    sources: Sequence[Path],
    output: Path,
    build: Build,
    options: Mapping[str, object],
    jobs: int,
    tell: Tell,
    master: str = "",
) -> Portfolio:
    """Build every brand of `sources` below `output`: `jobs` at a time here, or on the Spark at `master`.

    `build(source, target, progress=..., **options)` is called in another process
    for each.  `tell(stage, done, total, detail)` hears how far all of them are.
    """
    todo = [Job(name, source, output / name) for name, source in named(sources).items()]
    if master:
        spark.ready(master)
    claim(output)
    made = spark.crew(todo, build, options, master, tell) if master else local.crew(todo, build, options, jobs, tell)
    found = sorted(made, key=lambda one: (one.name or one.id, one.id))
    spreads, pooled, apart = benchmark([one for one in found if one.status != "failed"])
    return Portfolio(clients=found, spreads=spreads, least=LEAST, pooled=pooled, apart=apart)
