"""What of a draft the detectors are to read: nothing that it quotes, nothing in another language than its main one.

What is left out becomes blanks, so that every character stays where it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from sociable.drafts.manuscript import Draft

QUOTED = re.compile(r'(?<![^\s(])"(?=\S)([^"\n]{12,})(?<=\S)"|“([^“”\n]{12,})”|„([^„“”\n]{12,})[“”]|«([^«»\n]{12,})»')
"""What somebody else said, as long as two words or more are likely to be."""
LEFT = 6
"""Words that a draft must have beside a quotation for the quotation to be another's: a headline is the draft's own."""
SHARE = 0.4
"""The share of its words at which a mixed text counts as English."""
_PIECE = re.compile(r"[^.!?\n]+[.!?\n]*")
_WORD = re.compile(r"[^\W\d_]{2,}")
Judge = Callable[[pl.DataFrame], pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Read:
    """The text that is judged in place of a draft's, and whether a part in another language was left out."""

    text: str
    partly: bool = False


def read(drafts: Sequence[Draft], judge: Judge) -> list[Read]:
    """What is judged of each draft, in their order."""
    found = [Read(one.text if one.kind == "I" else unquoted(one.text)) for one in drafts]
    labelled = judge(_batch([(str(at), drafts[at], one.text) for at, one in enumerate(found)])).to_dicts()
    mixed = [at for at, row in enumerate(labelled) if not row["scoreable"] and len(_WORD.findall(found[at].text)) > 2]
    pieces = [
        (f"{at} {one.start()}", drafts[at], one.group()) for at in mixed for one in _PIECE.finditer(found[at].text)
    ]
    if not pieces:
        return found
    said = {row["uid"]: row["lang"] for row in judge(_batch(pieces)).to_dicts()}
    for at in mixed:
        found[at] = _english(
            found[at].text, {int(uid.split()[1]): said[uid] for uid, _, _ in pieces if uid.startswith(f"{at} ")}
        )
    return found


def unquoted(text: str) -> str:
    """`text` with blanks for what it quotes, where enough is left that speaks of the quotation."""
    rest = QUOTED.sub(lambda one: " " * len(one.group()), text)
    return rest if len(_WORD.findall(rest)) >= LEFT else text


def _english(text: str, said: dict[int, str | None]) -> Read:
    """The part of `text` that is in English, or of no language that can be told, where it carries the message."""
    foreign = {start for start, lang in said.items() if lang not in ("en", None)}
    blank = "".join(
        re.sub(r"\S", " ", one.group()) if one.start() in foreign else one.group() for one in _PIECE.finditer(text)
    )
    ours, every = len(_WORD.findall(blank)), len(_WORD.findall(text))
    return Read(blank, partly=True) if len(blank) == len(text) and foreign and ours >= SHARE * every else Read(text)


def _batch(rows: Sequence[tuple[str, Draft, str]]) -> pl.DataFrame:
    table = [(uid, one.kind, text, one.platform, one.context) for uid, one, text in rows]
    return pl.DataFrame(table, schema=["uid", "kind", "text", "platform", "context"], orient="row")
