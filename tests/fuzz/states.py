"""What a brand's folder holds after a run: reports, history, what is remembered, published, drawn, changed by hand.

`laid` makes such a folder; `READ` names each file that is to be damaged, and
what reads it in a run.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import polars as pl

from hostile import kill
from sociable import (
    build,
    comparison,
    hand,
    history,
    memory,
    overrides,
    publishing,
    quarters,
    recall,
    resources,
    review,
    rubric,
    settings,
    signals,
    site,
    unchanged,
)
from sociable import publish as sending
from sociable.advice import phrases, recipes
from sociable.rubric import Rubric
from sociable.signals import Terms, cues

Reading = Callable[[Path, Rubric], object]
REPORT, PAST = "output/report.json", "history/2026-07-01..2026-09-30.json"
PAGES: dict[str, str | bytes] = {"index.html": "<p>1</p>", "plan.html": "<p>2</p>"}
OWN = (
    "content/rubric/hard-sell.md",
    "content/rubric/dimensions.yaml",
    "content/rewrites/add-substance.md",
    "content/words/ask.txt",
)
"""Copies of our content, changed by a client."""
OPTIONS = {"period": None, "today": None, "backfill": False, "single": False, "pdf": False, "slides": False}


def laid() -> Path:
    """A small brand after build, review and publish, with copies of content beside it."""
    root = Path(tempfile.mkdtemp(prefix="fuzz-states-"))
    kill.brand(root)
    own = "publish: [{name: site, to: folder, path: public}]\n"
    (root / "brand.yaml").write_text((root / "brand.yaml").read_text().split("publish:")[0] + own)
    build.build(root / "brand.yaml")
    review.draw(root / "brand.yaml", None, 8, ("promo", "useful"))
    sheet = root / "review" / review.SHEET
    sheet.write_text(sheet.read_text().replace(",,", ",1,"))
    remembered = recall.Recall(recall.place(root), *_memory(root))
    remembered(_texts(), Terms())
    remembered.keep()
    with closing(_target(root)) as target:
        sending.push(target, sending.plan(target, PAGES, target.look(PAGES)))
    overrides.eject(root, OWN)
    (root / "notes").mkdir()
    table = "| a | b |\n|---|---|\n| 1 | 2 |\n"
    (root / "notes" / "index.md").write_text(f"# Seen\n\n- [ours](https://a.example) **and** `b`\n\n{table}")
    return root


def _memory(root: Path) -> tuple[dict[str, str], pl.DataFrame]:
    """What the memory of the build was made of, and its rows."""
    opened = recall.opened(settings.load(root / "brand.yaml"))
    return opened.made_of, opened.known


def _texts() -> pl.DataFrame:
    alike = {"platform": "x", "kind": "B", "reader": "quick", "context": ""}
    return pl.DataFrame([{"uid": str(n), "text": f"Buy {n} now", **alike} for n in range(4)])


def _target(root: Path) -> sending.Target:
    brand = settings.load(root / "brand.yaml")
    return sending.open_target(brand.publish[0], root, "", "m")


def _drawn(root: Path, rules: Rubric) -> object:
    """The report drawn anew, and beside the one that history has."""
    report, past = history.load(root / REPORT), history.load(root / PAST)
    comparison.compare(past, report, rules)
    return site.render(site.pages(report, rules, report.notes)), site.summary(report, rules)


def _past(root: Path, rules: Rubric) -> object:
    """History as a build, a comparison and a publication of the next quarter read it."""
    made, fresh, _ = quarters.known(root / "history", rules)
    now = history.load(root / REPORT)
    for one in made.values():
        site.comparison_lines(comparison.compare(one, now, rules), now, rules)
    publishing.load(root / "brand.yaml")
    return quarters.with_history(now, made, fresh, rules, {})


def _remembered(root: Path, rules: Rubric) -> object:
    opened = recall.opened(settings.load(root / "brand.yaml"))
    found = opened(_texts(), Terms())
    assert found.height == 4 and not found["p_promo"].has_nulls()
    return opened.line()


def _last(root: Path, rules: Rubric) -> object:
    return unchanged.watch(settings.load(root / "brand.yaml"), root / "output", OPTIONS).lines()


def _published(root: Path, rules: Rubric) -> object:
    with closing(_target(root)) as target:
        return sending.plan(target, PAGES, target.look(PAGES))


def _reviewed(root: Path, rules: Rubric) -> object:
    """The answers into labels.csv, which is then as it was."""
    try:
        return review.read(root / "brand.yaml", [root / "review" / review.SHEET])
    finally:
        (root / "labels.csv").unlink(missing_ok=True)


def _own(root: Path, rules: Rubric) -> object:
    """Content with the client's copies in place of ours."""
    with resources.client(root):
        overrides.stale(root)
        cues._read.cache_clear()  # what was read stays read as long as a command runs
        signals.label(_texts(), Terms())
        return rubric.load(signals.SIGNALS), recipes.load(), phrases.load()


def _noted(root: Path, rules: Rubric) -> object:
    report = history.load(root / REPORT)
    return site.render(site.pages(report, rules, hand.notes(settings.load(root / "brand.yaml"))))


READ: dict[str, Reading] = {
    REPORT: _drawn,
    PAST: _past,
    f"{memory.BESIDE}/{recall.FILE}": _remembered,
    f"{memory.BESIDE}/{unchanged.FILE}": _last,
    "public/.sociable.json": _published,
    f"review/{review.SHEET}": _reviewed,
    f"review/{review.DRAWN}": _reviewed,
    "notes/index.md": _noted,
    **dict.fromkeys(OWN, _own),
}
QUICK = (
    f"{memory.BESIDE}/{recall.FILE}",
    f"{memory.BESIDE}/{unchanged.FILE}",
    "public/.sociable.json",
    f"review/{review.SHEET}",
    f"review/{review.DRAWN}",
)
"""What is read in a moment."""
