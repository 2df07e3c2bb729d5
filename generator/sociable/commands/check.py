"""`sociable check`: the doctor. What was found, what it can show, what would show more."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sociable.doctor import Findings

FEW_BROADCASTS = 100
HEADINGS = {
    "scored": "Can be scored (units)",
    "provisional": "Provisional: fewer than 30 units",
    "too_few": "Too few to judge: fewer than 10 units",
    "nothing_to_judge": "Nothing to judge: the files would show it, and there is none",
    "suppressed": "Switched off",
    "no_data": "Not measurable with these files",
}


@click.command("check", short_help="tell what the exports can show, and which file would show more")
@click.argument("brand", type=click.Path(path_type=Path), default="brand.yaml")
@click.option("--period", help="2026-Q3, 2026-07, 2026 or 2026-07-01..2026-09-30; default: the last complete one")
@click.option("--json", "as_json", is_flag=True, help="print the findings as JSON")
@click.option("-q", "--quiet", is_flag=True, help="print nothing but errors")
def command(brand: Path, period: str | None, as_json: bool, quiet: bool) -> None:
    """Read the exports that BRAND names, and tell on one screen what can be measured; writes nothing.

    \b
    Example:
      sociable check clients/harbour/
    """
    import msgspec

    from sociable import doctor
    from sociable.progress import Progress

    with Progress(quiet) as progress:
        found = doctor.examine(brand, period, progress)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found, order="deterministic"), indent=1).decode())
    elif not quiet:
        for line in screen(found):
            click.echo(line)


def screen(found: Findings) -> list[str]:
    """The findings as lines for a terminal."""
    lines = [_bold("Files")]
    for one in found.inputs:
        span = f", {one.first[:10]} to {one.last[:10]}" if one.first and one.last else ""
        skipped = "".join(f", {count} {reason}" for reason, count in sorted(one.skipped.items()))
        lines.append(f"  {one.file}: {one.reader}, {one.read} rows, {one.kept} kept{skipped}{span}")
        lines += [f"    note: {issue.message} ({issue.count})" for issue in one.issues]
    whole = "" if found.complete else " (not every account covers all of it)"
    lines += ["", _bold(f"Period {found.period.id}{whole}")]
    lines += [f"  {account}: {first} to {last}" for account, (first, last) in sorted(found.spans.items())]
    if 0 < found.broadcasts < FEW_BROADCASTS and len(found.period.id) > 4:
        lines.append(f"  only {found.broadcasts} broadcasts: `period: year` in brand.yaml would judge more of them")
    for status, heading in HEADINGS.items():
        named = [f"{one.id} ({one.n})" if one.n else one.id for one in found.criteria if one.status == status]
        lines += ["", _bold(heading), *_wrap(named)] if named else []
    return lines + _unlocks(found)


def _unlocks(found: Findings) -> list[str]:
    """Which input would show which criteria, the one that shows most first."""
    remedies: dict[str, list[str]] = defaultdict(list)
    for item in found.criteria:
        if item.status == "no_data":
            for remedy in sorted({need.remedy for need in item.needs if need.remedy}):
                remedies[remedy].append(item.id)
    lines = ["", _bold("What would show more")] if remedies else []
    for remedy, ids in sorted(remedies.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        lines += [*_wrap([found.remedies.get(remedy, remedy)]), *_wrap(ids, "    -> ")]
    return lines


def _bold(text: str) -> str:
    return click.style(text, bold=True)


def _wrap(words: list[str], indent: str = "  ") -> list[str]:
    import textwrap

    return textwrap.wrap(", ".join(words), 96, initial_indent=indent, subsequent_indent=" " * len(indent))
