"""`sociable lint`: what is wrong with drafts, before anybody reads them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sociable.model import PLATFORMS
from sociable.progress import say, say_json

if TYPE_CHECKING:
    from sociable.config import Brand
    from sociable.drafts.redraft import Engine
    from sociable.drafts.verdicts import Verdict

    _Choice = click.Choice[str]
else:
    _Choice = click.Choice  # generic from click 8.2 on


class Network(_Choice):
    """A network by our word for it, in any letters, or by one that people use."""

    def __init__(self) -> None:
        super().__init__(PLATFORMS)

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Our word for the network."""
        from sociable.drafts.manuscript import network

        return super().convert(network(value), param, ctx)


@click.command("lint", short_help="tell what is wrong with drafts before they go out, and how to put it")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--platform", type=Network(), help="network of drafts that name none; default: the brand's")
@click.option("--brand", type=click.Path(path_type=Path), help="brand.yaml: names, links and team of the brand")
@click.option("--limit", "given", multiple=True, metavar="NAME=N", help="at most N drafts (or N%) of it; repeatable")
@click.option("--fail-on", multiple=True, metavar="NAME", help="none of it may be there; `any` for nothing at all")
@click.option("--csv", "sheet", type=click.Path(path_type=Path), help="write the verdicts as a table")
@click.option("-q", "--quiet", is_flag=True, help="print nothing but errors")
@click.option("--json", "as_json", is_flag=True, help="print the verdicts as JSON")
@click.option("--no-rewrite", is_flag=True, help="flags alone; much faster for thousands of drafts")
@click.option("--engine", type=click.Choice(["embedded", "endpoint"]), default="embedded", help="who writes rewrites")
@click.option("--yes", is_flag=True, help="agree that masked drafts go to the endpoint")
def command(
    file: Path, platform: str | None, brand: Path | None, given: tuple[str, ...], fail_on: tuple[str, ...],
    sheet: Path | None, quiet: bool, as_json: bool, no_rewrite: bool, engine: str, yes: bool,
) -> None:  # fmt: skip
    """Tell what is wrong with the drafts of FILE (- for standard input), and how to put it instead.

    FILE is a table with columns id and text (and platform, kind, context where you know them), the
    same in JSON (a list, or an object a line), or plain text with a draft a paragraph. Of --brand
    only names, links and choices are needed, no exports. A row of kind I is a message to you, and
    gets a draft of an answer where it waits for one. Each flag is a line file:line:column, so that
    an editor can jump there. A limit may name a label (promo), a criterion (hard-sell), too_long,
    repeated, transplanted (made for another channel), open_slot (what a rewrite left to you in
    brackets) or any, for all of them; exit code 3 when one is crossed.
    Drafts are judged in English: what is in another language is told as not judged, and counts
    against `unjudged` alone (--fail-on any --fail-on unjudged).

    \b
    Example:
      sociable lint queue.csv --brand clients/harbour --limit promo=20% --csv verdicts.csv
      echo "LAST CHANCE!!! 50% off" | sociable lint - --platform x --fail-on hard_sell
    """
    from sociable import atomic
    from sociable.drafts import examination, limits, manuscript
    from sociable.errors import InputError

    declared = limits.declared(given, fail_on)
    _writable(sheet, file)
    known = brand_of(brand)
    name = "stdin" if str(file) == "-" else str(file)
    texts, faults = manuscript.sort_out(_bytes(file), name, platform or home(known))
    if faults and not texts:
        raise InputError(*faults)
    found = examination.examine(texts, known, rewrites=not no_rewrite, engine=wish(engine, yes))
    crossed = limits.over(found, declared)
    if sheet is not None:
        atomic.write(sheet, ("\ufeff" + examination.table(found, texts)).encode())
    if as_json and not quiet:
        shown = {"file": name, "drafts": found, "crossed": [limit.written for limit, _ in crossed]}
        say_json(shown)
    elif not quiet:
        say(*screen(name, found), *manuscript.one_run(texts, name))
    limits.gate(name, crossed, faults)


def _writable(sheet: Path | None, file: Path) -> None:
    """Raises UsageError where verdicts cannot go to `sheet`: told before the work, not after it."""
    from sociable.errors import Fault, UsageError

    if sheet is None:
        return
    if not sheet.absolute().parent.is_dir():
        raise UsageError(Fault(str(sheet), "is in a folder that is not there", "make the folder, or name another file"))
    if sheet.is_dir():
        raise UsageError(Fault(str(sheet), "is a folder", "name a file in it"))
    if sheet.exists() and file.exists() and sheet.samefile(file):
        raise UsageError(Fault(str(sheet), "holds the drafts themselves", "name another file for the verdicts"))


def screen(name: str, found: Sequence[Verdict]) -> Iterator[str]:
    """Verdicts as lines that an editor can jump by; what is indented belongs to the flags above it."""
    for one in found:
        for flag in one.flags:
            line, column = (flag.marks[0].line, flag.marks[0].column) if flag.marks else (one.line, one.column)
            source = f" [{flag.criterion}: {' '.join(flag.claims)}]" if flag.criterion else ""
            yield f"{name}:{line}:{column}: {flag.label}: {flag.reason}{source}"
        if one.rewrite:
            where = "   " if one.flags else f"{name}:{one.line}:{one.column}:"
            yield f"{where} {'answer' if one.kind == 'I' else 'instead'} ({one.rewrite.recipe}):"
            yield from (f"      {line}" for line in one.rewrite.text.splitlines())
        if one.flags or one.rewrite:
            yield from (f"    note: {note}" for note in one.notes)
        elif one.verdict != "ok":  # nothing above it that says which draft is meant
            yield from (f"{name}:{one.line}:{one.column}: note: {note}" for note in one.notes)
    flagged = sum(one.verdict == "flagged" for one in found)
    unjudged = sum(not one.judged for one in found)
    more = f", {unjudged} not judged" if unjudged else ""
    yield f"{name}: {len(found)} {'draft' if len(found) == 1 else 'drafts'}, {flagged} flagged{more}"


def brand_of(path: Path | None) -> Brand | None:
    """The brand of a brand.yaml, its exports there or not; its own content counts from here on."""
    from sociable import resources, settings

    if context := click.get_current_context(silent=True):
        context.with_resource(resources.client(path))
    return settings.load(path, exports=False) if path else None


def home(brand: Brand | None) -> str:
    """The network that a draft is for when nobody says: that of the brand's first account, else X."""
    return brand.accounts[0].platform if brand else "x"


def wish(engine: str, yes: bool) -> Engine | None:
    """The outside engine that was asked for, with its settings from the environment."""
    from sociable import advice
    from sociable.drafts import redraft

    if engine != "endpoint":
        return None
    return redraft.Engine(advice.settings(os.environ), yes, lambda text: say(*text.split("\n"), err=True))


def _bytes(file: Path) -> bytes:
    from sociable.drafts import manuscript
    from sociable.errors import Fault, InputError

    try:
        with nullcontext(sys.stdin.buffer) if str(file) == "-" else file.open("rb") as source:
            return source.read(manuscript.MOST + 1)  # a device has no end
    except OSError as error:
        what = f"cannot be read ({error.strerror})"
        raise InputError(Fault(str(file), what, "name a file of drafts, or - for standard input")) from None
