"""Learns the weights of content/models from read posts (development only; needs scikit-learn).

    PYTHONPATH=generator python content/models/train.py --data ../shared/data --out content/models \\
        [--soft FILE] [--held]

`--held` leaves out the brands of gold.jsonl: such weights are what the gold
posts are measured with (tests/accuracy).  `--soft` is a file of a teacher's
probabilities for unread posts (see README.md), one JSON object a line: hash, p.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import corpus
import numpy as np
import polars as pl
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from sociable.signals import features, labels, sparse
from sociable.signals.terms import Terms

DATE = "2026-11-22"
FLAGS = {"B": labels.LABELS["B"], "R": labels.LABELS["R"][:-1], "I": labels.LABELS["I"]}  # pitch: too few, by hand
HEADS = {
    "B": [*FLAGS["B"], *(f"purpose_{name}" for name in labels.PURPOSES)],
    "R": list(FLAGS["R"]),
    "I": list(FLAGS["I"]),
}
DENSE, COST, MIN_GROUPS, MAX_TERMS = 0.5, 0.1, 3, 2000
TEXT = {"signed": 1.0, "apology": 3.0, "need": 10.0, "complaint": 10.0, "question": 8.0, "praise": 10.0, "ask": 10.0}
"""How much words count beside structure (default 6); chosen on grouped folds."""
SOFT = {
    **dict.fromkeys(("need", "complaint", "question", "praise"), 0.5),
    **dict.fromkeys(("promo", "ask", "useful", "invitation", "bait", "hard_sell", "jargon"), 0.5),
    **{f"purpose_{name}": 0.5 for name in ("growth", "promo", "conversation", "product", "human", "useful")},
    "deflect": 0.2,
}
"""Weight of a teacher's soft label beside a read one, for the labels where it helps."""

Matrix = Any


class Design:
    """All posts of a kind as a matrix: structure and cues (scaled), then words and pairs (by root of length)."""

    def __init__(self, rows: list[corpus.Row]) -> None:
        table = [
            {key: str(row.get(key) or "") for key in ("kind", "text", "platform", "brand", "context")} for row in rows
        ]
        frame = features.prepare(pl.DataFrame(table), Terms())
        dense = features.dense(frame)
        tokens = sparse.tokens(frame)
        groups = pl.DataFrame(
            {"row": np.arange(len(rows), dtype=np.uint32), "group": [corpus.group(row) for row in rows]}
        )
        spread = tokens.join(groups, on="row").group_by("term").agg(pl.col("group").n_unique())
        self.terms = spread.filter(pl.col("group") >= MIN_GROUPS)["term"].sort().to_list()
        place = {term: index for index, term in enumerate(self.terms)}
        known = tokens.with_columns(
            at=pl.col("term").replace_strict(place, default=None, return_dtype=pl.Int64)
        ).drop_nulls()
        value = 1.0 / np.sqrt(known["terms"].to_numpy())
        shape = (len(rows), len(self.terms))
        self.text = sp.csr_matrix((value, (known["row"].to_numpy(), known["at"].to_numpy())), shape=shape)
        self.names = dense.columns
        values = dense.to_numpy()
        self.scale = DENSE / (values.std(0) + 1e-6)
        self.dense = sp.csr_matrix(values * self.scale)

    def matrix(self, head: str) -> Matrix:
        """The matrix with the share of words that suits a head."""
        return sp.hstack([self.dense, self.text * TEXT.get(head, 6.0)]).tocsr()


def fit(matrix: Matrix, target: np.ndarray, weight: np.ndarray) -> LogisticRegression:
    """Logistic regression on targets between 0 and 1: a soft one counts on both sides."""
    soft = np.flatnonzero((target > 0) & (target < 1))
    both = sp.vstack([matrix, matrix[soft]]).tocsr()
    sides = np.concatenate([target > 0, np.zeros(len(soft), bool)])
    shares = np.concatenate([np.where(target > 0, target, 1.0) * weight, ((1 - target) * weight)[soft]])
    return LogisticRegression(C=COST, max_iter=300, solver="liblinear").fit(both, sides, sample_weight=shares)


def wants(row: corpus.Row, head: str) -> float:
    """Whether a read post carries a label."""
    return float(row["purpose"] == head[8:]) if head.startswith("purpose_") else float(head in row["flags"])


def calibrate(score: np.ndarray, truth: np.ndarray, purpose: bool) -> tuple[float, float, float]:
    """Threshold and slopes (above, below) from scores of posts that were held out.

    A flag's threshold passes as many posts as carry the label; each side's slope
    is the one of best likelihood.  A purpose has one slope (Platt).
    """
    if purpose:
        curve = LogisticRegression(C=100.0).fit(score[:, None], truth)
        slope = max(0.2, float(curve.coef_[0, 0]))
        return -float(curve.intercept_[0]) / slope, slope, slope
    threshold = float(np.quantile(score, 1 - truth.mean()))
    slopes = []
    for side in (score > threshold, score <= threshold):
        gaps, hits = np.abs(score[side] - threshold), truth[side] == (score[side] > threshold)
        grid = np.geomspace(0.1, 8.0, 60)
        loss = [np.logaddexp(0, -slope * np.where(hits, gaps, -gaps)).sum() for slope in grid]
        slopes.append(float(grid[int(np.argmin(loss))]))
    return threshold, slopes[0], slopes[1]


def learn(
    kind: str, rows: list[corpus.Row], unread: list[corpus.Row], soft: dict[str, dict[str, float]], out: Path
) -> None:
    """Fits, calibrates and writes every head of one kind."""
    read = [row for row in rows if row["kind"] == kind]
    rest = [row for row in unread if row["kind"] == kind and corpus.digest(row) in soft]
    design = Design(read + rest)
    count, total = len(read), len(read) + len(rest)
    groups = np.array([row["group"] for row in read])
    drawn = np.array([row["draw"] == "random" for row in read])
    for head in HEADS[kind]:
        matrix, truth = design.matrix(head), np.array([wants(row, head) for row in read])
        hints = [soft[corpus.digest(row)].get(f"{kind}.{head}") if head in SOFT else None for row in rest]
        extra = count + np.flatnonzero([hint is not None for hint in hints])
        taught = np.array([hint for hint in hints if hint is not None], dtype=float)
        target, weight = np.zeros(total), np.ones(total)
        target[:count], target[extra], weight[extra] = truth, np.clip(taught, 0.02, 0.98), SOFT.get(head, 0.0)
        score = np.zeros(count)
        for learnt, held in GroupKFold(5).split(read, groups=groups):
            use = np.concatenate([learnt, extra])
            score[held] = fit(matrix[use], target[use], weight[use]).decision_function(matrix[held])
        curve = calibrate(score[drawn], truth[drawn].astype(bool), head.startswith("purpose_"))
        use = np.concatenate([np.arange(count), extra])
        model = fit(matrix[use], target[use], weight[use])
        write(out, kind, head, design, model, curve, {"n": count, "positives": int(truth.sum()), "taught": len(taught)})
        print(kind, head, int(truth.sum()), [round(part, 2) for part in curve], flush=True)


def write(
    out: Path,
    kind: str,
    head: str,
    design: Design,
    model: LogisticRegression,
    curve: tuple[float, float, float],
    size: dict[str, int],
) -> None:
    """One file a label; of the terms those that move scores most."""
    weights = model.coef_[0]
    dense = weights[: len(design.names)] * design.scale
    words = weights[len(design.names) :] * TEXT.get(head, 6.0)
    often = np.sqrt(np.asarray((design.text > 0).sum(0)).ravel())
    best = np.argsort(-np.abs(words) * often)[:MAX_TERMS]
    terms = {design.terms[index]: round(float(words[index]) * 1000) for index in best}
    recipe = {
        "method": "logistic regression on structure, cue lists, words and word pairs; content/models/train.py",
        "data": "posts read by language models that followed the annotation guide, grouped by brand; no text is kept",
        "licence": "weights: Apache-2.0; single words and pairs only, each seen with at least three brands",
        "date": DATE,
        **size,
    }
    content = {
        "label": head, "kind": kind, "bias": round(float(model.intercept_[0]), 5),
        "threshold": round(curve[0], 5), "above": round(curve[1], 5), "below": round(curve[2], 5),
        "features": {name: round(float(w), 5) for name, w in zip(design.names, dense, strict=True) if abs(w) > 1e-4},
        "terms": {term: value for term, value in sorted(terms.items()) if value}, "recipe": recipe, "measured": {},
    }  # fmt: skip
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{head}.json").write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", "utf-8")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--soft", type=Path)
    parser.add_argument("--held", action="store_true")
    parser.add_argument("--kinds", default="BRI")
    given = parser.parse_args()
    rows = corpus.learnt(given.data, given.held)
    soft = {}
    if given.soft:
        soft = {line["hash"]: line["p"] for line in map(json.loads, given.soft.open())}
    known = {corpus.norm(row["text"]) for row in rows}
    gold = [json.loads(line) for line in (given.data / "gold/gold.jsonl").open()]
    known |= {corpus.norm(row["text"]) for row in gold}
    brands = {row["brand"] for row in gold} - {""} if given.held else set()
    unread = [
        row for row in corpus.unread(given.data) if corpus.norm(row["text"]) not in known and row["brand"] not in brands
    ]
    if not given.held:  # what another set calls a complaint counts as a strong hint
        for row in corpus.complaints(given.data):
            if corpus.norm(row["text"]) not in known:
                unread.append(row)
                soft.setdefault(corpus.digest(row), {}).update({"I.complaint": float(row["complaint"])})
    for kind in given.kinds:
        learn(kind, rows, unread, soft, given.out)


if __name__ == "__main__":
    main()
