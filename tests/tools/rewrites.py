"""Measure rewrites on labelled posts: rewrites.py FOLDER [--draw a] [--count 100] [--by readers|detectors] [--show].

FOLDER is the one with `gold/`.  A draw takes posts that the rubric faults, the
brands in turn, so that none counts much; the same draw is the same posts on
every machine.  Posts go to the terminal alone (`--show`), never to a file.
"""

import argparse
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from sociable import rubric, signals
from sociable.advice import additions, engine, fields, phrases
from sociable.advice.entities import SLOT
from sociable.advice.illustrate import plans
from sociable.advice.tasks import Refusal, Task
from sociable.drafts.examination import AGAINST
from sociable.model import Rewrite

Row = dict[str, Any]
KINDS = Path(__file__).parents[2] / "content" / "rewrites" / "additions.jsonl"
"""What the weights of additions are learnt from: such posts are not drawn."""
READ = {"I": {"need": "response-rate"}} | AGAINST
"""What a reader's flag counts against, by kind of post."""


def posts(data: Path, kinds: str = "BRI") -> list[Row]:
    """Every labelled post once, with the criteria that its readers hold against it."""
    found: dict[str, Row] = {}
    for name in ("gold.jsonl", "train.jsonl"):
        for line in (data / "gold" / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            flags = [*row["flags"], *(["filler"] if row["purpose"] == "filler" else [])]
            against = READ.get(row["kind"], {})
            row["faults"] = list(dict.fromkeys(against[one] for one in flags if one in against))
            if row["kind"] in kinds:
                found.setdefault(re.sub(r"\W+", "", row["text"]), row)
    return list(found.values())


def unseen(rows: list[Row]) -> list[Row]:
    """The posts that no weight of the rewrites was learnt from."""
    learnt = {json.loads(line).get("hash") for line in KINDS.read_text(encoding="utf-8").splitlines()}
    return [row for row in rows if additions.digest(row["text"]) not in learnt]


def detected(rows: list[Row]) -> list[Row]:
    """The same posts with what the detectors hold against them instead."""
    labels = _judge(pl.DataFrame({
        "uid": [str(index) for index in range(len(rows))],
        "kind": [row["kind"] for row in rows], "text": [row["text"] for row in rows],
        "platform": [row["platform"] for row in rows], "context": [row["context"] or "" for row in rows],
    })).to_dicts()  # fmt: skip
    held = []
    for row, label in zip(rows, labels, strict=True):
        against = {one: name for one, name in READ.get(row["kind"], {}).items() if (label.get(f"p_{one}") or 0) >= 0.5}
        held.append(row | {"faults": list(dict.fromkeys(against.values()))})
    return held


def draw(rows: list[Row], salt: str, count: int) -> list[Row]:
    """`count` posts with a fault: sources in turn, and within each its brands in turn."""
    shelves: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: _order(salt, one["id"])):
        if row["faults"]:
            shelves[_order("", row["brand"] or row["source"]), row["kind"]].append(row)
    turns = [shelves[key] for key in sorted(shelves, key=lambda key: _order(salt, "".join(key)))]
    drawn = [shelf[depth] for depth in range(count) for shelf in turns if depth < len(shelf)]
    return drawn[:count]


def _order(salt: str, key: str) -> str:
    return hashlib.sha256(f"{salt}\0{key}".encode()).hexdigest()


def _judge(batch: pl.DataFrame) -> pl.DataFrame:
    return signals.label(batch, signals.Terms())


def tasks(drawn: list[Row]) -> list[Task]:
    """One task for each fault of each post."""
    return [
        Task(row["id"], row["text"], row["platform"], row["kind"], fault,
                    row["text"] if row["kind"] == "I" else row["context"] or "")
        for row in drawn for fault in row["faults"]
    ]  # fmt: skip


def blanked(before: str, after: str) -> bool:
    """Whether little more than slots is left: under a third of the words of a post that had words to keep."""
    kept, had = (len(re.findall(r"[^\W_]{2,}", re.sub(r"https?://\S+|[@#]\w+", "", one))) for one in
                 (SLOT.sub("", after), before))  # fmt: skip
    return kept < 3 or kept * 3 < had


def left_alone(reason: str) -> bool:
    """Whether a post is left as it is because nothing should be added, not because no recipe had an answer."""
    return reason in fields.LEFT_ALONE or bool(
        re.search(r"\b(?:bare_thanks|idle_offer|curt|continues|wrote)\b", reason)
    )


def opening(after: str) -> str:
    """The first four words of a rewrite, without whom it speaks to."""
    return " ".join(re.findall(r"[^\W_]+(?:['’]\w+)?|\[", re.sub(r"^(?:@\S+\s+)+", "", after))[:4]).casefold()


def alike(texts: list[str]) -> float:
    """Share of texts that occur more than once."""
    counted = Counter(texts)
    return sum(number for number in counted.values() if number > 1) / max(1, len(texts))


def lines(drawn: list[Row], made: dict[tuple[str, str], Rewrite], refused: list[Refusal]) -> Iterator[str]:
    """The table of one draw."""
    asked = [(row, fault) for row in drawn for fault in row["faults"]]
    with_one = {key for key, _ in made}
    shown = [(row, made[row["id"], fault]) for row, fault in asked if (row["id"], fault) in made]
    yield f"posts {len(drawn)}, of {len({row['brand'] or row['source'] for row in drawn})} brands; faults {len(asked)}"
    spared = {one.key for one in refused if one.key not in with_one and left_alone(one.reason)}
    yield f"posts with a rewrite   {len(with_one) / len(drawn):6.1%}"
    yield f"left alone on purpose  {len(spared) / len(drawn):6.1%}"
    yield f"faults with a rewrite  {len(made) / len(asked):6.1%}"
    for name in sorted({fault for _, fault in asked}):
        every = [row["id"] for row, fault in asked if fault == name]
        some = sum((key, name) in made for key in every)
        yield f"  {name:<18} {some:>4} of {len(every):<4} {some / len(every):6.1%}"
    left = sum(blanked(row["text"], one.after) for row, one in shown if row["kind"] != "I")
    yield f"little but slots left  {left / max(1, len(shown)):6.1%}"
    yield f"slots a rewrite        {sum(len(one.slots) for _, one in shown) / max(1, len(shown)):6.2f}"
    first = {row["id"]: opening(one.after) for row, one in reversed(shown)}  # one a post: its faults open alike
    yield f"openings seen twice    {alike(list(first.values())):6.1%}"
    worded = Counter(slot.text for _, one in shown for slot in one.slots)
    yield f"slots worded alike     {alike(list(worded.elements())):6.1%}; most often {worded.most_common(1)}"
    yield "recipes: " + ", ".join(f"{name} {n}" for name, n in Counter(one.recipe for _, one in shown).most_common())
    yield "refusals of posts left without:"
    why = Counter(
        (one.criterion, one.recipe, re.sub(r"[\d.]+|(?<=not: ).*|(?<=loses ).*", "·", one.reason))
        for one in refused if (one.key, one.criterion) not in made
    )  # fmt: skip
    yield from (f"  {number:>4}  {' / '.join(name)}" for name, number in sorted(why.items(), key=lambda x: -x[1]))


def show(drawn: list[Row], made: dict[tuple[str, str], Rewrite], refused: list[Refusal]) -> Iterator[str]:
    """Every post of the draw beside its rewrites, or why it has none."""
    number = 0
    for row in drawn:
        yield f"--- {row['id']} {row['brand']} ({row['kind']}, {row['platform']})\n{row['text']}"
        if row["context"]:
            yield f"    [to: {row['context']}]"
        for fault in row["faults"]:
            number += 1
            if one := made.get((row["id"], fault)):
                yield f"  {number} {fault} / {one.recipe}\n  => {one.after}"
            else:
                reasons = [
                    f"{r.recipe}: {r.reason}" for r in refused if (r.key, r.criterion) == (row["id"], fault)
                ]  # fmt: skip
                yield f"  {number} {fault}: none ({'; '.join(reasons)})"


def main() -> None:
    """Draw, rewrite, print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("data", type=Path)
    asked.add_argument("--draw", default="a", help="name of the draw: another name is other posts")
    asked.add_argument("--count", type=int, default=100)
    asked.add_argument("--by", choices=["readers", "detectors"], default="readers")
    asked.add_argument("--kinds", default="BRI")
    asked.add_argument("--only", default="", help="a criterion")
    asked.add_argument("--show", action="store_true", help="print the posts and their rewrites")
    given = asked.parse_args()
    rows = unseen(posts(given.data, given.kinds))
    rows = detected(rows) if given.by == "detectors" else rows
    if given.only:
        rows = [row | {"faults": [given.only]} for row in rows if given.only in row["faults"]]
    drawn = draw(rows, given.draw, given.count)
    made, refused = engine.rewrite_all(tasks(drawn), plans(rubric.load(())), phrases.load(), None, _judge)
    for line in [*(show(drawn, made, refused) if given.show else ()), *lines(drawn, made, refused)]:
        print(line)


if __name__ == "__main__":
    main()
