"""LinkedIn's own way of writing tables, made plain: line breaks in quotes, backslashes, rows that broke apart.

Shares write a line break as quote, newline, quote; comments put a backslash
before a quote; the comments of 2021 break where a message has a line break
(FORMATS 4a).  The tables are small enough to be read row by row.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from sociable.archives import tablecut, tabular
from sociable.archives.container import Member
from sociable.archives.records import NAMED_MAX, Tally
from sociable.archives.tabular import Format, Layout

SHARES = Format(
    "LinkedIn, shares", ("date", "link", "text"),
    {
        "date": ("Date",), "link": ("ShareLink", "Share Link"), "text": ("ShareCommentary", "Share Commentary"),
        "url": ("SharedUrl", "SharedURL", "Shared URL"), "media": ("MediaUrl", "MediaURL", "Media URL"),
        "visibility": ("Visibility",), "title": ("Share Title",),
    },
)  # fmt: skip
COMMENTS = Format("LinkedIn, comments", ("date", "link", "text"), {
    "date": ("Date",), "link": ("Link",), "text": ("Message",),
})  # fmt: skip
REACTIONS = Format("LinkedIn, reactions", ("date", "kind", "link"), {
    "date": ("Date",), "kind": ("Type",), "link": ("Link",),
})  # fmt: skip
REPOSTS = Format("LinkedIn, reposts", ("date", "link"), {"date": ("Date",), "link": ("Link",)})
VOTES = Format("LinkedIn, votes", ("date", "link", "option"), {
    "date": ("Date",), "link": ("Link",), "option": ("OptionText", "Option Text"),
})  # fmt: skip
MESSAGES = Format(
    "LinkedIn, messages", ("thread", "from", "date", "text"),
    {
        "thread": ("CONVERSATION ID",), "title": ("CONVERSATION TITLE",), "from": ("FROM",),
        "from_url": ("SENDER PROFILE URL",), "to": ("TO",), "to_url": ("RECIPIENT PROFILE URLS",), "date": ("DATE",),
        "subject": ("SUBJECT",), "text": ("CONTENT",), "folder": ("FOLDER",), "draft": ("IS MESSAGE DRAFT",),
    },
)  # fmt: skip
INVITATIONS = Format(
    "LinkedIn, invitations", ("from", "to", "date", "direction"),
    {
        "from": ("From",), "to": ("To",), "date": ("Sent At",), "text": ("Message",), "direction": ("Direction",),
        "from_url": ("inviterProfileUrl",), "to_url": ("inviteeProfileUrl",),
    },
)  # fmt: skip
CONNECTIONS = Format("LinkedIn, connections", ("first", "last", "date"), {
    "first": ("First Name",), "last": ("Last Name",), "date": ("Connected On",), "url": ("URL",),
})  # fmt: skip
PROFILE = Format("LinkedIn, profile", ("first", "last", "headline"), {
    "first": ("First Name",), "last": ("Last Name",), "headline": ("Headline",), "summary": ("Summary",),
    "sites": ("Websites",), "page": ("Public Profile URL",),
})  # fmt: skip
FORMATS = (SHARES, COMMENTS, REACTIONS, VOTES, MESSAGES, INVITATIONS, CONNECTIONS, PROFILE, REPOSTS)
_WIDTHS = {COMMENTS.name: 4, REACTIONS.name: 4, REPOSTS.name: 2, VOTES.name: 4}
_DATE = re.compile(r"^\s*\d{4}[-/]\d{1,2}[-/]\d{1,2}\b")
_LINK = re.compile(r"^\s*(?:https?://|urn:|www\.)")
_DIGIT = re.compile(r"\d")
_BROKEN = re.compile(r'"\r?\n"')
FIELD_MAX = 1 << 24


def kind(member: Member) -> tuple[Format, Layout] | None:
    """Which of LinkedIn's tables a file is; the short ones must have no columns of their own."""
    for wanted in FORMATS:
        layout = tabular.find(member, wanted)
        if layout and len([cell for cell in layout.header if cell.strip()]) <= _WIDTHS.get(wanted.name, 99):
            return wanted, layout
    return None


def rows(member: Member, found: tuple[Format, Layout], tally: Tally) -> list[dict[str, str]]:
    """The rows by field, "" where blank, with ``_row``; short ones carry ``_short``."""
    wanted, layout = found
    places, width = wanted.places(layout.header), len(layout.header)
    data, tally.sha256 = member.read()
    data = tabular.utf8(data, layout.encoding, tally)
    data = tablecut.closed(data, layout.delimiter, tally, 0 if wanted is COMMENTS else width)
    if (end := _broken_off(data, width, layout.delimiter)) is not None:
        data = data[:end]
        tally.cut()
        tally.read += 1
        tally.skip("broken")
    lines = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", errors="replace", newline="")
    del data
    for _ in range(layout.line + 1):
        lines.readline()
    escape = "\\" if wanted is COMMENTS else None
    before = csv.field_size_limit(FIELD_MAX)
    mended: Callable[[Iterable[list[str]]], Iterable[list[str]]]
    mended = (lambda cut: _joined(cut, places, tally)) if wanted is COMMENTS else iter
    try:
        cut = csv.reader(lines, delimiter=layout.delimiter, escapechar=escape)
        result = _told(mended(cut), places, width, tally)
    except csv.Error as error:
        tally.issue("quoting", f"quotes do not match ({error}); read line by line")
        lines.seek(0)
        split = (line.split(layout.delimiter) for line in lines.read().splitlines()[layout.line + 1 :])
        result = _told(mended(split), places, width, tally)
    finally:
        csv.field_size_limit(before)
    tally.read += len(result)
    if wanted in (SHARES, COMMENTS, MESSAGES):
        short = [one["_row"] for one in result if one["_short"]]
        tally.issue("short-row", "a row with fewer cells than the header", len(short), int(short[0]) if short else None)
    if not tally.read:
        tally.issue("empty", "a header and no rows")
    return result


def _told(cut: Iterable[list[str]], places: Mapping[str, int], width: int, tally: Tally) -> list[dict[str, str]]:
    """Rows of cells by field, a row's cells go as soon as it is told; blank ones are left out.

    Those without a digit where a time or an id would stand are counted and left out, for a file may hold millions.
    """
    result, number, undated, first = [], 0, 0, list[int]()
    clocks = [places[name] for name in ("date", "link") if name in places]
    for cells in cut:
        if not (said := "".join(cells)) or said.isspace():
            continue
        number += 1
        if "date" in places and not any(_DIGIT.search(cells[place]) for place in clocks if place < len(cells)):
            undated += 1
            first += [number] if undated <= NAMED_MAX else ()
            continue
        row = {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()}
        row["_row"] = str(number)
        row["_short"] = "yes" if len(cells) < width else ""
        result.append(row)
    tally.read += undated
    for row_number in first:
        incomplete(tally, row_number)
    incomplete(tally, None, undated - len(first))
    return result


def incomplete(tally: Tally, row: int | None, count: int = 1) -> None:
    """Leave out rows that say too little."""
    tally.skip("incomplete", count)
    tally.issue("incomplete", "a row without a time, or without what it is about", count, row)


def _broken_off(data: bytes, width: int, delimiter: str) -> int | None:
    """Where the last row begins when it is not whole; one that ends like a row (with a line break) is one."""
    return None if data.endswith((b"\n", b"\r")) else tablecut.last_row(data, width, delimiter)


def _joined(cut: Iterable[list[str]], places: dict[str, int], tally: Tally) -> Iterator[list[str]]:
    """Comments with what broke off put back: a row starts with a date or has a link in its place."""
    last: list[str] | None = None
    mended = 0
    for cells in cut:
        link = cells[places["link"]] if len(cells) > places["link"] else ""
        if _DATE.match(cells[0] if cells else "") or _LINK.match(link):
            if last is not None:
                yield last
            last = [*cells[:2], ",".join(cells[2:])] if len(cells) > 3 and places["text"] == 2 else cells
        elif last is not None:
            last = [*last[:-1], "\n".join((last[-1], ",".join(cells)))] if len(last) > 2 else [*last, ",".join(cells)]
            mended += any(cells)
        elif any(cells):
            last = cells
    if last is not None:
        yield last
    tally.issue("mended", "lines of a message that stood on rows of their own", count=mended)


def mend_breaks(texts: list[str]) -> list[str]:
    """Line breaks written as quote, newline, quote made plain, where nearly all of a file's are written so."""
    several = [one for one in texts if "\n" in one]
    written = [one for one in several if one.count("\n") == len(_BROKEN.findall(one))]
    if len(written) < 0.9 * len(several):
        return texts
    return [_BROKEN.sub("\n", one) for one in texts]
