"""Business Suite's daily series: ``sep=,``, the metric's name, ``"Date","Primary"``, a row a day.

The series hold gains and sums of the whole page, never of a post; what they say
of followers is noted and nothing else is taken from them (FORMATS 2b).
"""

from __future__ import annotations

import csv
import io
import re

from sociable.archives import tabular
from sociable.archives.container import Member
from sociable.archives.records import Tally
from sociable.archives.text import digits

_FOLLOWS = re.compile(r"follow|seguid|seguim|abonn|följ|folg|gevolgd|obserw", re.I)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4}")


def known(member: Member) -> bool:
    """Whether the file starts as such a series does, in any language."""
    head = member.head(4096)
    lines = head.decode(tabular.encoding_of(head), "replace").lstrip("\ufeff").splitlines()
    rows = [row for row in csv.reader(line for line in lines[:6] if line.strip()) if row]
    if not rows or not rows[0][0].lower().startswith("sep="):
        return False
    return len(rows) > 2 and len(rows[1]) == 1 and len(rows[2]) >= 2


def read(member: Member, reader: str) -> Tally:
    """The file's count; new followers are told in an issue."""
    tally = Tally(member.label, reader)
    data, tally.sha256 = member.read()
    text = tabular.utf8(data, tabular.encoding_of(data[:65_536]), tally).decode("utf-8").lstrip("\ufeff")
    metric, gains = "", 0
    for row in csv.reader(io.StringIO(text)):
        if len(row) == 1 and not row[0].lower().startswith("sep="):
            metric = row[0]
        elif len(row) > 1 and _DAY.match(row[0]):
            tally.read += 1
            if _FOLLOWS.search(metric):
                gains += digits(row[1].strip()) or 0
    tally.skip("not-a-post", tally.read)
    tally.issue("daily", "a series by day, not posts; export the table of content")
    tally.issue("follower-gains", f"{gains} new followers over the series", count=int(gains > 0))
    if not tally.read:
        tally.issue("empty", "a header and no rows")
    return tally
