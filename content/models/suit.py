"""Fits the curves that suit the careful reader (development only; needs scikit-learn), after `train.py` and `tune.py`.

    PYTHONPATH=generator python content/models/suit.py --data ../shared/data --soft SOFT --vectors VECTORS \\
        --parts PART0.onnx PART1.onnx ... --apart APART.onnx --held HELD.onnx --models content/models \\
        --measure tests/accuracy

Only posts count whose brand the reader has not met: those of gold's brands, each read by the file that learnt from all
other parts of them, and broadcasts and messages of brands that APART left out.  The linear score beside it is of a fit
that saw none of these.  `careful` is written into every label's file; `parts.json` holds curves for measuring gold,
each fitted without one part of its brands; `said.json` what was said of gold's posts (by hash of the text) and, by
HELD, of complaints.csv; `oof.careful.json` what held-out posts say, each judged by a curve without its fold.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import corpus
import numpy as np
import polars as pl
import train
from sklearn.model_selection import GroupKFold

from sociable.signals import careful

APART = 42
"""Left out where the modulo is below it (`tune.py --apart`)."""
ENOUGH = ("R",)
"""Kinds of which gold's brands alone have posts enough."""
WITHOUT = ("pitch", "signed")
"""Labels that stay as the quick reader has them: too few read posts; spelling alone tells."""
SURER = train.SURER | {"self_only": 0.95, "canned": 0.95}
"""Two more labels whose usual share right above p = 0.8 did not hold on brands not met."""


def linear(
    kind: str, met: list[corpus.Row], fresh: list[corpus.Row], given: argparse.Namespace
) -> dict[str, np.ndarray]:
    """The share of the linear score that stands beside the reader's, of fresh posts, by label; learnt from `met`."""
    soft = {line["hash"]: line["p"] for line in map(json.loads, given.soft.open())} if given.soft else {}
    known = {corpus.norm(row["text"]) for row in met + fresh}
    away = {row["brand"] for row in fresh} - {""}
    unread = [row for row in corpus.unread(given.data) if row["kind"] == kind and row["brand"] not in away]
    rest = [row for row in unread if corpus.norm(row["text"]) not in known and corpus.digest(row) in soft]
    written = [row for row in corpus.written() if row["kind"] == kind]
    design = train.Design(met + written + rest + fresh, given.vectors)
    found = {}
    for head in train.HEADS[kind]:
        matrix, unsure = design.matrix(head), train.UNSURE.get(head, train.UNSURE.get(kind, 1.0))
        hints = [soft[corpus.digest(row)].get(f"{kind}.{head}") if head in train.SOFT else None for row in rest]
        told = [0.5 if hint is None else min(0.98, max(0.02, hint)) for hint in hints]
        target = np.array([*(train.wants(row, head) for row in met + written), *told])
        shares = [1.0 if row["sure"] else unsure for row in met] + [train.WRITTEN] * len(written)
        weight = np.array([*shares, *(0.0 if hint is None else train.SOFT[head] for hint in hints)])
        use = np.flatnonzero(weight > 0)
        model = train.fit(matrix[use], target[use], weight[use])
        found[head] = model.decision_function(matrix[len(target) :]) * train.BESIDE[kind]
        print(kind, head, flush=True)
    return found


def said(rows: list[corpus.Row], readers: list[Path], kind: str) -> np.ndarray:
    """What the reader of each row's part (or the only one) says of it: a row each, a column a label."""
    names = {"text": pl.Utf8, "brand": pl.Utf8, "context": pl.Utf8}
    frame = pl.DataFrame([{key: str(row.get(key) or "") for key in names} for row in rows], schema=names)
    sides = np.array([corpus.part(row) for row in rows], int) % len(readers)
    found = np.zeros((len(rows), len(careful.load(readers[0]).labels(kind))))
    for side, path in enumerate(readers):
        found[sides == side] = careful.load(path).score(frame.filter(sides == side), kind)
    return found


def kept(told: argparse.Namespace) -> dict[str, list[float]]:
    """What readers that have not met them say of gold's posts and of complaints.csv, by hash of kind and text."""
    gold = [json.loads(line) for line in (told.data / "gold/gold.jsonl").open()]
    more = [json.loads(line) for line in (told.data / "gold/train.jsonl").open()]
    brands = {row["brand"] for row in gold} - {""}
    gold += [row for row in more if row["brand"] in brands]
    found: dict[str, list[float]] = {}
    for rows, readers in ((gold, told.parts), (corpus.complaints(told.data), [told.held])):
        for kind in "BRI":
            some = [row for row in rows if row["kind"] == kind]
            for row, scores in zip(some, said(some, readers, kind), strict=True):
                found[key(kind, row["text"])] = scores.tolist()
    return found


def key(kind: str, text: str) -> str:
    """The hash that stands for a text."""
    return hashlib.sha256(f"{kind}\n{text}".encode()).hexdigest()[:16]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--data", "--held", "--apart", "--models", "--measure"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--parts", type=Path, nargs=corpus.PARTS, required=True)
    parser.add_argument("--soft", type=Path)
    parser.add_argument("--vectors", type=Path)
    given = parser.parse_args()
    every = corpus.learnt(given.data, drop_gold_brands=True)
    texts = {corpus.norm(row["text"]) for row in every}
    later = [row for row in corpus.learnt(given.data, drop_gold_brands=False) if corpus.norm(row["text"]) not in texts]
    brands = {json.loads(line)["brand"] for line in (given.data / "gold/gold.jsonl").open()} - {""}
    later = [row for row in later if row["brand"] in brands]
    parts: list[dict[str, object]] = [{} for _ in range(corpus.PARTS)]
    held: dict[str, object] = {}
    for kind in "BRI":
        apart = [row for row in every if row["kind"] == kind and corpus.far(row["group"], APART) and kind not in ENOUGH]
        met = [row for row in every if row["kind"] == kind and (kind in ENOUGH or not corpus.far(row["group"], APART))]
        once = [row for row in later if row["kind"] == kind]
        fresh = apart + once
        scores = linear(kind, met, fresh, given)
        # A part is read by the file that learnt from the others.
        read = np.concatenate([said(apart, [given.apart], kind), said(once, given.parts, kind)])
        names = careful.load(given.held).labels(kind)
        drawn = np.array([row["draw"] == "random" for row in fresh])
        side = np.array([-1] * len(apart) + [corpus.part(row) for row in once])
        fold = np.zeros(len(fresh), int)
        for index, (_, at) in enumerate(GroupKFold(train.FOLDS).split(fresh, groups=[row["group"] for row in fresh])):
            fold[at] = index
        for head in (head for head in train.HEADS[kind] if head not in WITHOUT):
            truth = np.array([train.wants(row, head) for row in fresh])
            score = scores[head] + read[:, names.index(head)]
            for index in range(corpus.PARTS):
                use = side != index
                parts[index][f"{kind}.{head}"] = _plain(
                    train.calibrate(score[use], truth[use], drawn[use], head, SURER)
                )
            held[head] = train.evidence(score, truth, drawn, fold, head, SURER)
            path = given.models / f"{head}.json"
            model = json.loads(path.read_text("utf-8"))
            items = [(key, value) for key, value in model.items() if key != "careful"]
            at = [key for key, _ in items].index("curve") + 1
            items.insert(at, ("careful", _plain(train.calibrate(score, truth, drawn, head, SURER))))
            path.write_text(json.dumps(dict(items), ensure_ascii=False, indent=0) + "\n", "utf-8")
            print(kind, head, held[head], flush=True)
    (given.measure / "said.json").write_text(json.dumps(kept(given), sort_keys=True) + "\n", "utf-8")
    (given.measure / "parts.json").write_text(json.dumps(parts, indent=1, sort_keys=True) + "\n", "utf-8")
    (given.measure / "oof.careful.json").write_text(json.dumps(held, indent=1, sort_keys=True) + "\n", "utf-8")


def _plain(knots: list[tuple[float, float]]) -> list[list[float]]:
    return [[round(float(x), 5), round(float(y), 4)] for x, y in knots]


if __name__ == "__main__":
    main()
