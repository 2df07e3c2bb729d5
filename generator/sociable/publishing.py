"""A finished playbook to the places that brand.yaml names: drawn for each of them, planned, pushed.

Reads report.json and the history beside it, never the exports: what is
published is what was built.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from sociable import history, publish, rubric, settings, signals, site
from sociable.config import Brand, Destination
from sociable.errors import Fault, InputError, UsageError
from sociable.intake import Progress
from sociable.publish import Outcome, Target
from sociable.report import Report
from sociable.rubric import Rubric


@dataclass(frozen=True, slots=True)
class Edition:
    """What is published: the current report, the past ones, newest first, and the rules that draw them."""

    brand: Brand
    report: Report
    past: tuple[Report, ...]
    rules: Rubric


def load(source: Path, report: Path | None = None) -> Edition:
    """The playbook of a brand.yaml (or its folder), as the last build left it."""
    brand = settings.load(source)
    where = report or brand.root / "output" / "report.json"
    if not where.is_file():
        first = f"run `sociable build {quote(str(source))}` first, or give --from report.json"
        remedy = "check the path" if report else first
        raise InputError(Fault(str(where), "there is no such report" if report else "there is no playbook yet", remedy))
    current = history.load(where)
    known, _ = history.past(brand.path(brand.history or "history"))
    before = {one.period.id: one for one in known if one.period.end < current.period.end}
    return Edition(brand, current, tuple(reversed([*before.values()])), rubric.load(signals.SIGNALS))


def chosen(brand: Brand, names: Sequence[str]) -> tuple[Destination, ...]:
    """The entries of `publish:` with these names, all when none is given."""
    if not brand.publish:
        remedy = "add, for a folder: publish: [{name: site, to: folder, path: public}]"
        raise InputError(Fault(str(brand.root / "brand.yaml"), "has no `publish:`", remedy))
    known = {one.name: one for one in brand.publish}
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            remedy = f"did you mean {near[0]}?" if near else f"name one that brand.yaml has: {', '.join(known)}"
            raise UsageError(Fault("--to", f"there is no destination {name!r}", remedy))
    return tuple(known[name] for name in names) if names else brand.publish


def check(edition: Brand, entry: Destination) -> tuple[str, ...]:
    """Sign in at a destination and see what may be done there; writes nothing."""
    with closing(_open(edition, entry)) as target:
        return target.check()


def run(
    edition: Edition,
    entry: Destination,
    *,
    dry: bool = False,
    take_over: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Publish to one destination; with `dry` only the plan is made."""
    tell = progress or (lambda *_: None)
    with closing(_open(edition.brand, entry)) as target:
        tell(f"drawing pages for {entry.name}")
        pages = draw(edition, entry, target)
        tell(f"looking at what stands at {entry.name}")
        made = publish.plan(target, pages, target.look(pages), take_over=take_over)
        if dry:
            addresses = {step.name: target.address(step.name) for step in made.steps}
            return Outcome(entry.name, made.steps, addresses, dry=True)
        return publish.push(target, made, tell)


def draw(edition: Edition, entry: Destination, target: Target) -> dict[str, str | bytes]:
    """Every page and picture in the target's dialect: the current period at the root, past ones below it."""
    found: dict[str, str | bytes] = {}
    pictures = entry.pictures or target.pictures()
    for report, under in _editions(edition, entry):
        drawn = site.pages(report, edition.rules, report.notes)
        if target.dialect == "html":
            found |= {f"{under}{name}": data for name, data in site.render(drawn).items()}
        else:
            flavour = entry.to if target.dialect == "markdown" else ""
            found |= site.wiki(drawn, target.dialect, root(edition.brand, entry), pictures, flavour, under)
    return found


def root(brand: Brand, entry: Destination) -> str:
    """Where the playbook stands in a wiki."""
    return entry.parent if entry.parent is not None else f"Playbooks/{brand.about.name.replace('/', ' ')}"


def _editions(edition: Edition, entry: Destination) -> Iterator[tuple[Report, str]]:
    yield edition.report, ""
    for report in edition.past[: entry.past]:
        yield report, f"{report.period.id}/"


def _open(brand: Brand, entry: Destination) -> Target:
    return publish.open_target(entry, brand.root, root(brand, entry), "Sociable: playbook")
