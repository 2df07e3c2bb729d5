"""The door of a build: where nothing has changed the playbook stands, and nothing that reads and scores is loaded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sociable import allocator, atomic, history, settings, unchanged
from sociable.history import Built

if TYPE_CHECKING:
    from sociable.intake import Progress
    from sociable.recall import Recall


def build(
    source: Path,
    output: Path | None = None,
    *,
    period: str | None = None,
    today: date | None = None,
    backfill: bool = False,
    single_file: bool = False,
    pdf: bool = False,
    slides: bool = False,
    progress: Progress | None = None,
    labels: Recall | None = None,
) -> Built:
    """Build the playbook of the brand.yaml at `source` and swap it in at `output`.

    With `backfill` every earlier window that the exports cover is scored in
    the same run, so that a first playbook already has trends.  Windows that an
    earlier run judged by another rubric are scored again where the exports
    still cover them (a bridge run); their first reports stay in history.
    Where nothing has changed since the last run, its playbook stands; where
    something has, `labels` (default: what is remembered) know old texts.
    """
    tell = progress or (lambda *_: None)
    brand = settings.load(source)
    with atomic.in_turn(brand.root):  # its history is one: of two runs, the later knows what the former wrote
        target = output or brand.root / "output"
        outputs = {"single_file": single_file, "pdf": pdf, "slides": slides}
        watch = unchanged.watch(brand, target, {"period": period, "today": today, "backfill": backfill, **outputs})
        if (lines := watch.lines()) is not None:
            return Built(target / "index.html", history.load(target / "report.json"), lines)
        atomic.replaceable(target)
        allocator.settle(brand)
        from sociable import making  # Polars, patterns and models take longer to load than to see that nothing changed

        built, known = making.make(
            source, target, period=period, today=today, backfill=backfill, outputs=outputs, progress=tell, labels=labels
        )
        watch.keep(built.lines, built.report)
        return replace(built, lines=(*built.lines, *filter(None, [known])))
