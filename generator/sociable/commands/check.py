"""`sociable check`: the doctor. What was found, what it can show, what would show more."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sociable.model import CUT_OFF
from sociable.progress import Heading, say, say_json

if TYPE_CHECKING:
    from sociable.doctor import Findings, Measurable
    from sociable.model import InputFile

FEW_BROADCASTS = 100
PERIODS = 8
"""So many periods are listed, the newest ones."""
MANY = 3
"""So many of one kind are named one by one."""
LATER = "warning: it reaches beyond today; check how the file writes days (`date_format`) and the clock that wrote it"
HEADINGS = {
    "scored": "scored (units)",
    "provisional": "provisional, fewer than 30 units",
    "weak": "provisional: the detector agrees with readers too little, or two ways of counting disagree",
    "detector": "provisional: no detector was seen to find it among posts that were read",
    "too_few": "too few to judge (units seen; 10 are needed, of posts to be graded for reading 30)",
    "nothing_to_judge": "nothing to judge: the files would show it, and there is none",
    "language": "not judged: most of it is in a language that the detectors do not read (they read English)",
    "no_follow_graph": "no question on these networks, where an account follows nobody",
    "role": "no question for accounts that only answer (`role: support`; `role: brand` asks them all)",
    "suppressed": "switched off",
    "no_data": "not measurable with these files",
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
    from sociable import doctor, resources
    from sociable.progress import Progress

    with Progress(quiet) as progress, resources.client(brand):
        found = doctor.examine(brand, period, progress)
    if as_json:
        say_json(found)
    elif not quiet:
        say(*screen(found, str(date.today())))


def screen(found: Findings, today: str = "") -> list[str]:
    """The findings as lines for a terminal; of posts later than the day of `today` it is said that they are."""
    lines: list[str] = [Heading(f"{found.brand}: {found.period.id}")]
    lines += _wrap([f"{found.chosen} (--period chooses another)"]) if found.chosen else []
    lines += [line for one in found.warnings for line in _wrap([one])]
    lines += ["", Heading("Files"), *_files(found.inputs)]
    lines += ["", Heading("Accounts")]
    for account, (first, last) in sorted(found.spans.items()):
        silent = found.gaps.get(account, [])
        gap = f"; no post in {_few(silent, 'more months')}" if silent else ""
        lines += _wrap([f"{account}: {first} to {last}{gap}"])
        lines += _wrap([LATER], "    ") if today and last > today else []
    lines += _periods(found)
    lines += _hints(found)
    done = [one for one in found.criteria if one.status in ("scored", "provisional")]
    weight = "of the weight of those that are questions here" if _asks_less(found) else "of the rubric's weight"
    heading = f"{len(done)} of {len(found.criteria)} questions can be scored, {100 * found.coverage:.0f}% {weight}"
    lines += ["", Heading(heading)]
    for status, words in HEADINGS.items():
        named = [f"{one.id} ({one.n})" if one.n else one.id for one in found.criteria if _group(one) == status]
        lines += _wrap([f"{words}: {named[0]}", *named[1:]]) if named else []
    return lines + _unlocks(found)


def _group(one: Measurable) -> str:
    """The heading that a criterion stands under."""
    return one.reason if one.reason in HEADINGS else one.status


def _periods(found: Findings) -> list[str]:
    """The last periods and what they hold; those that are not whole say so, the one that is judged is marked."""
    told = []
    for one in found.held[-PERIODS:]:
        kinds = ((one.posts, "post"), (one.messages, "message"))
        counts = [f"{n} {name}{'' if n == 1 else 's'}" for n, name in kinds if n]
        part = "" if one.whole else ", in part"
        told.append(
            f"{one.period} {' and '.join(counts)}{part}{' (judged here)' if one.period == found.period.id else ''}"
        )
    if not told:
        return []
    before = len(found.held) - len(told)
    return _wrap([f"periods: {'; '.join(told)}" + (f"; and {before} before them" if before else "")])


def _asks_less(found: Findings) -> bool:
    return any(one.status == "nothing_to_judge" for one in found.criteria)


def _hints(found: Findings) -> list[str]:
    """What a person may want to change in brand.yaml or beside it."""
    lines = _unread(found)
    if 0 < found.broadcasts < FEW_BROADCASTS and len(found.period.id) > 4:
        lines += _wrap([f"only {found.broadcasts} broadcasts: `period: year` in brand.yaml would judge more of them"])
    for account in found.asks:
        ask = (
            "does its inbox hold messages that nobody answered, too? write `inbox_complete: yes` or `no` in brand.yaml"
        )
        lines += _wrap([f"{account}: {ask}; with answered ones only, response figures would be too good"])
    if found.unnamed:
        lines += _wrap([f"in the folder and not named in brand.yaml: {_few(found.unnamed, 'more')}"])
    for line in found.unread[:MANY]:
        lines += _wrap([f"in the folder and not readable: {line}"])
    lines += [f"  and {len(found.unread) - MANY} more that cannot be read"] if len(found.unread) > MANY else []
    return lines + [line for one in found.stale for line in _wrap([one])]


def _unread(found: Findings) -> list[str]:
    """How many own posts and messages no detector reads, by language; none where all are read."""
    from sociable import content

    left = found.left_out
    posts, messages = left.get("reasons", {}).get("language", 0), left.get("foreign_messages", 0)
    parts = [f"{posts} of {left['posts']} own posts"] if posts else []
    parts += [f"{messages} of {left['messages']} messages to you"] if messages else []
    if not parts:
        return []
    said = content.wording()["tongue"]
    spoken = ", ".join(f"{said.get(code, code)} {n}" for code, n in left.get("languages", {}).items())
    line = f"not judged, because the detectors read English only: {' and '.join(parts)}"
    return _wrap(
        [line + (f" ({spoken})" if spoken else "") + "; they are counted, and asked about where no words count"]
    )


def _files(inputs: Sequence[InputFile]) -> list[str]:
    """A line for each container, or for all tables that one reader knows."""
    groups: dict[tuple[str, str], list[InputFile]] = defaultdict(list)
    for one in inputs:
        groups[one.reader, one.file.partition("!")[0]].append(one)
    readers = Counter(reader for reader, _ in groups)
    merged: dict[tuple[str, str], list[InputFile]] = defaultdict(list)
    for (reader, name), members in groups.items():
        merged[reader, "" if readers[reader] > MANY else name] += members
    lines = []
    for (reader, _), members in merged.items():
        names = list(dict.fromkeys(one.file.partition("!")[0] for one in members))
        name = names[0] if len(names) == 1 else f"{names[0]} ... {names[-1]} ({len(names)} files)"
        days = sorted(day[:10] for one in members for day in (one.first, one.last) if day)
        span = f", {days[0]} to {days[-1]}" if days else ""
        left: Counter[str] = Counter()
        for one in members:
            left.update(one.skipped)
        skipped = "".join(f", {count} {reason}" for reason, count in sorted(left.items()))
        kept = sum(one.kept for one in members)
        lines += _wrap([f"{name}: {reader}, {kept} of {sum(one.read for one in members)} rows kept{skipped}{span}"])
        notes = Counter[str]()
        for issue in (issue for one in members for issue in one.issues if issue.code != CUT_OFF):
            notes[issue.message] += issue.count
        lines += [
            line
            for text, n in notes.most_common(MANY)
            for line in _wrap([f"note: {text}" + (f" ({n})" if n > 1 else "")], "    ")
        ]
        lines += [f"    note: {len(notes) - MANY} more; the method page lists all"] if len(notes) > MANY else []
    return lines


def _unlocks(found: Findings) -> list[str]:
    """Which input would show which criteria, the one that shows most first."""
    remedies: dict[str, list[str]] = defaultdict(list)
    asked: dict[str, set[str]] = defaultdict(set)
    for item in found.criteria:
        if item.status == "no_data" and item.reason != "language":
            for remedy in sorted({need.remedy for need in item.needs if need.remedy}):
                remedies[remedy].append(item.id)
                asked[remedy] |= {need.account for need in item.needs if need.remedy == remedy}
    weight = {name: sum(found.weights.get(one, 0.0) for one in ids) for name, ids in remedies.items()}
    lines: list[str] = ["", Heading("What each further file would show")] if remedies else []
    for remedy, ids in sorted(remedies.items(), key=lambda pair: (-weight[pair[0]], pair[0])):
        title, _, how = found.remedies.get(remedy, remedy).partition(": ")
        kind, why = _again(found, remedy, sorted(asked[remedy]))
        if kind:
            title, how = f"a {kind} copy of {title}", f"{why} {how}"
        lines += _wrap([f"+{weight[remedy]:.0f}% {title}: {ids[0]}", *ids[1:]])
        lines += _wrap([how], "      ") if how else []
    return lines


def _again(found: Findings, remedy: str, accounts: Sequence[str]) -> tuple[str, str]:
    """For a file that every account has already: what it should be ("newer", "fuller") and why; else empty."""
    spans = {name: found.spans[name] for name in accounts if remedy in found.there.get(name, [])}
    if not spans or len(spans) < len(accounts):
        return "", ""
    if any(a <= found.period.end and b >= found.period.start for a, b in spans.values()):
        return "fuller", "What is there of the period does not hold it."
    dates = ", ".join(f"{name} from {first} to {last}" for name, (first, last) in spans.items())
    return "newer", f"What is there is not of the period: {dates}."


def _few(words: Sequence[str], more: str) -> str:
    """The first few of `words`, and how many there are beside."""
    rest = f" and {len(words) - MANY} {more}" if len(words) > MANY else ""
    return ", ".join(words[:MANY]) + rest


def _wrap(words: Sequence[str], indent: str = "  ") -> list[str]:
    import textwrap

    inner = indent if len(indent) > len("  ") else f"{indent}  "
    return textwrap.wrap(
        ", ".join(words), 100, initial_indent=indent, subsequent_indent=inner, break_on_hyphens=False,
        break_long_words=False,
    )  # fmt: skip
