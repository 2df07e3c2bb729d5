"""Learns the weights of content/models from read posts (development only; needs scikit-learn).

    PYTHONPATH=generator python content/models/train.py --data ../shared/data --out content/models \\
        [--soft FILE] [--vectors FILE] [--hints FILE] [--held | --measure tests/accuracy/oof.json]

`--held` leaves out the brands of gold.jsonl: such weights are what the gold
posts are measured with (tests/accuracy).  `--soft` is a file of a teacher's
probabilities for unread posts (see README.md), one JSON object a line: hash, p;
`--vectors` one of terms and their vectors.  `--hints` is what a teacher says of read, unread and made-up
posts, one JSON object a line: kind, text, brand, context, platform, id, what (read, unread, made), group and
odds (kind.label: log odds); with it the network is learnt too (`deep.py`).  `--measure` writes what posts of
brands left out (five folds, curve fitted on the other four) say of each label.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import corpus
import curve
import msgspec
import numpy as np
import polars as pl
import scipy.sparse as sp
from meaning import Meaning
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import cohen_kappa_score
from sklearn.model_selection import GroupKFold

from sociable.signals import features, labels, tokens
from sociable.signals.terms import Terms

DATE = "2026-11-22"
FLAGS = {"B": labels.LABELS["B"], "R": labels.LABELS["R"][:-1], "I": labels.LABELS["I"]}  # pitch: too few, by hand
HEADS = {
    "B": [*FLAGS["B"], *(f"purpose_{name}" for name in labels.PURPOSES)],
    "R": list(FLAGS["R"]),
    "I": list(FLAGS["I"]),
}
DENSE, RARE, COST, MIN_GROUPS, MAX_TERMS, FOLDS = 0.5, 0.15, 0.1, 3, 6000, 5
TEXT = {"signed": 1.0, "apology": 3.0, "need": 10.0, "complaint": 10.0, "question": 8.0, "praise": 10.0, "ask": 10.0}
"""How much words count beside structure (default 6); chosen on grouped folds."""
SOFT = {
    **dict.fromkeys(("need", "complaint", "question", "praise"), 0.5),
    **dict.fromkeys(("promo", "ask", "useful", "invitation", "bait", "hard_sell", "jargon"), 0.5),
    **{f"purpose_{name}": 0.5 for name in ("growth", "promo", "conversation", "product", "human", "useful")},
    "deflect": 0.2,
}
"""Weight of a teacher's soft label beside a read one, for the labels where it helps."""

MEANT, SPELLING = 0.3, 4.0
VECTOR = {**dict.fromkeys(("ask", "deflect", "apology", "signed", "hard_sell", "question"), 0.0)}
"""Shares of what words mean and how they are spelt; labels that meaning helps less or not."""
Surer = dict[str, float]
SURER: Surer = {"bait": 0.96}
"""Share right above p = 0.8 where the usual one (curve.RIGHT) did not hold on posts drawn at random."""
BESIDE = {"B": 0.5, "R": 0.7, "I": 0.7}
"""Share of the linear score that stands beside the network's: of 0.3 to 1.3 about the best of grouped folds."""
WRITTEN = 0.5
"""Weight of a post written for learning: plainer than what brands post, and labels are not as frequent there."""
UNSURE = {"R": 0.6, "I": 0.6, "useful": 0.6, "brag": 0.6, "credit": 0.6, "self_only": 0.3}
"""Weight of a post that its reader was unsure of, by kind or label."""


class Design:
    """All posts of a kind as a matrix: structure and cues (scaled), then words and pairs (by root of length)."""

    def __init__(self, rows: list[corpus.Row], vectors: Path | None) -> None:
        table = [
            {key: str(row.get(key) or "") for key in ("kind", "text", "platform", "brand", "context")} for row in rows
        ]
        frame = features.prepare(pl.DataFrame(table), Terms())
        dense = features.dense(frame)
        found = tokens.of(frame)
        groups = pl.DataFrame(
            {"row": np.arange(len(rows), dtype=np.uint32), "group": [corpus.group(row) for row in rows]}
        )
        spread = found.join(groups, on="row").group_by("term").agg(pl.col("group").n_unique())
        self.terms = spread.filter(pl.col("group") >= MIN_GROUPS)["term"].sort().to_list()
        place = {term: index for index, term in enumerate(self.terms)}
        known = found.with_columns(
            at=pl.col("term").replace_strict(place, default=None, return_dtype=pl.Int64)
        ).drop_nulls()
        value = 1.0 / np.sqrt(known["terms"].to_numpy())
        shape = (len(rows), len(self.terms))
        self.text = sp.csr_matrix((value, (known["row"].to_numpy(), known["at"].to_numpy())), shape=shape)
        self.meaning = Meaning(vectors, found, len(rows)) if vectors else None
        self.names = dense.columns
        values = dense.to_numpy()
        self.scale = DENSE / np.maximum(values.std(0), RARE)
        self.dense = sp.csr_matrix(values * self.scale)

    def matrix(self, head: str) -> Any:
        """The matrix with the share of words that suits a head."""
        parts = [self.dense, self.text * TEXT.get(head, 6.0)]
        if self.meaning:
            parts.append(self.meaning.matrix(VECTOR.get(head, MEANT), SPELLING))
        return sp.hstack(parts).tocsr()

    def weights(self, head: str, coefficients: np.ndarray) -> tuple[dict[str, float], dict[str, float]]:
        """Weights of features and of terms; of the terms those that move scores most."""
        size, split = len(self.names), len(self.names) + len(self.terms)
        dense = dict(zip(self.names, coefficients[:size] * self.scale, strict=True))
        words = dict(zip(self.terms, coefficients[size:split] * TEXT.get(head, 6.0), strict=True))
        often = dict(zip(self.terms, np.sqrt(np.asarray((self.text > 0).sum(0)).ravel()), strict=True))
        if self.meaning:
            found = self.meaning.weights(coefficients[split:], VECTOR.get(head, MEANT), SPELLING)
            for term, value in zip(self.meaning.terms, found, strict=True):
                words[term] = words.get(term, 0.0) + float(value)
        best = sorted(words, key=lambda term: (-abs(words[term]) * often.get(term, 1.0), term))[:MAX_TERMS]
        return dense, {term: words[term] for term in best}


def fit(matrix: Any, target: np.ndarray, weight: np.ndarray) -> LogisticRegression:
    """Logistic regression on targets between 0 and 1: a soft one counts on both sides."""
    soft = np.flatnonzero((target > 0) & (target < 1))
    both = sp.vstack([matrix, matrix[soft]]).tocsr()
    sides = np.concatenate([target > 0, np.zeros(len(soft), bool)])
    shares = np.concatenate([np.where(target > 0, target, 1.0) * weight, ((1 - target) * weight)[soft]])
    return LogisticRegression(C=COST, max_iter=300, solver="liblinear").fit(both, sides, sample_weight=shares)


def wants(row: corpus.Row, head: str) -> float:
    """Whether a read post carries a label."""
    return float(row["purpose"] == head[8:]) if head.startswith("purpose_") else float(head in row["flags"])


def calibrate(score: np.ndarray, truth: np.ndarray, drawn: np.ndarray, head: str, surer: Surer = SURER) -> curve.Curve:
    """The curve of a label from scores of posts that were held out."""
    if head.startswith("purpose_"):
        return curve.platt(score[drawn], truth[drawn])
    return curve.honest(score, truth, drawn, surer.get(head, curve.RIGHT))


def evidence(
    score: np.ndarray, truth: np.ndarray, drawn: np.ndarray, fold: np.ndarray, head: str, surer: Surer = SURER
) -> dict[str, Any]:
    """What held-out posts say of a label, each judged by a curve fitted without its fold.

    The precision of p >= 0.8 is over all read posts; `random` is of those drawn at random alone.
    """
    p = np.zeros(len(score))
    for index in range(FOLDS):
        rest, here = fold != index, fold == index
        p[here] = curve.apply(calibrate(score[rest], truth[rest], drawn[rest], head, surer), score[here])
    said, sure = p >= 0.5, p >= 0.8
    positive, negative = drawn & (truth > 0), drawn & (truth == 0)
    bins = np.minimum((p * 10).astype(int), 9)
    gaps = [abs(p[at].mean() - truth[at].mean()) * at.sum() for b in range(10) if (at := (bins == b) & drawn).any()]
    return {
        "kappa": round(float(cohen_kappa_score(truth[drawn], said[drawn])), 3),
        "n": int(drawn.sum()), "positives": int(positive.sum()),
        "se": round(float(said[positive].mean()), 3), "se_n": int(positive.sum()),
        "sp": round(1 - float(said[negative].mean()), 3), "sp_n": int(negative.sum()),
        "p80_precision": round(float(truth[sure].mean()), 3) if sure.any() else None, "p80_n": int(sure.sum()),
        "p80_precision_random": round(float(truth[sure & drawn].mean()), 3) if (sure & drawn).any() else None,
        "p80_n_random": int((sure & drawn).sum()), "ece": round(float(sum(gaps) / drawn.sum()), 3),
        "mean_p": round(float(p[drawn].mean()), 4), "share": round(float(truth[drawn].mean()), 4),
    }  # fmt: skip


def learn(
    kind: str, rows: list[corpus.Row], unread: list[corpus.Row], soft: dict[str, dict[str, float]],
    vectors: Path | None, out: Path, beside: dict[tuple[str, str], dict[str, float]],
) -> dict[str, dict[str, Any]]:  # fmt: skip
    """Fits, calibrates and writes every head of one kind; returns the evidence of each.

    `beside`: what the network says of each read post that it did not see, by kind and label.
    Written posts only teach: curves and evidence are of real ones.
    """
    read = [row for row in rows if row["kind"] == kind]
    written = [row for row in corpus.written() if row["kind"] == kind]
    rest = [row for row in unread if row["kind"] == kind and corpus.digest(row) in soft]
    design = Design(read + written + rest, vectors)
    count = len(read)
    groups = np.array([row["group"] for row in read + written + rest])
    drawn = np.array([row["draw"] == "random" for row in read])
    found: dict[str, dict[str, Any]] = {}
    for head in HEADS[kind]:
        matrix, truth = design.matrix(head), np.array([wants(row, head) for row in read])
        unsure = UNSURE.get(head, UNSURE.get(kind, 1.0))
        hints = [soft[corpus.digest(row)].get(f"{kind}.{head}") if head in SOFT else None for row in rest]
        told = [0.5 if hint is None else min(0.98, max(0.02, hint)) for hint in hints]
        extra = count + np.flatnonzero([True] * len(written) + [hint is not None for hint in hints])
        target = np.concatenate([truth, [wants(row, head) for row in written], told])
        shares = [1.0 if row["sure"] else unsure for row in read]
        weight = np.array([*shares, *[WRITTEN] * len(written), *[SOFT.get(head, 0.0)] * len(rest)])
        score, fold = np.zeros(count), np.zeros(count, int)
        for index, (learnt, held) in enumerate(GroupKFold(FOLDS).split(read, groups=groups[:count])):
            apart = extra[~np.isin(groups[extra], groups[held])]  # no hint about a brand that is held out
            use = np.concatenate([learnt, apart])
            fold[held] = index
            score[held] = fit(matrix[use], target[use], weight[use]).decision_function(matrix[held])
        part = BESIDE[kind] if (kind, head) in beside else 1.0
        if (kind, head) in beside:
            score = score * part + np.array([beside[kind, head][row["id"]] for row in read])
        knots = calibrate(score, truth, drawn, head)
        use = np.concatenate([np.arange(count), extra])
        model = fit(matrix[use], target[use], weight[use])
        size = {"n": count, "positives": int(truth.sum()), "written": len(written), "taught": len(extra) - len(written)}
        scalars = {"bias": float(model.intercept_[0]) * part, "share": round(float(truth[drawn].mean()), 4)}
        write(out, kind, head, scalars, design.weights(head, model.coef_[0] * part), knots, size)
        found[head] = evidence(score, truth, drawn, fold, head)
        print(kind, head, found[head], flush=True)
    return found


def write(
    out: Path, kind: str, head: str, scalars: dict[str, float], weights: tuple[dict[str, float], dict[str, float]],
    knots: curve.Curve, size: dict[str, int],
) -> None:  # fmt: skip
    """One file a label."""
    recipe = {
        "method": "logistic regression on structure, cue lists, words and word pairs; content/models/train.py",
        "data": "posts read by language models that followed the annotation guide, grouped by brand; no text is kept",
        "licence": "weights: Apache-2.0; words of three brands or more, or of the vector file's vocabulary",
        "date": DATE,
        **size,
    }
    dense, words = weights
    terms = {term: round(value * 1000) for term, value in sorted(words.items())}
    content = {
        "label": head, "kind": kind, "bias": round(scalars["bias"], 5), "share": scalars["share"],
        "threshold": round(next(x for x, y in knots if y == 0), 5),
        "curve": [[round(x, 5), round(y, 4)] for x, y in knots],
        "features": {name: round(float(w), 5) for name, w in dense.items() if abs(w) > 1e-4},
        "terms": {term: value for term, value in terms.items() if value}, "recipe": recipe, "measured": {},
    }  # fmt: skip
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{head}.json").write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", "utf-8")


def network(rows: list[corpus.Row], hints: Path, vectors: Path, out: Path) -> dict[tuple[str, str], dict[str, float]]:
    """Learns and writes the network; returns what it says of each read post, its brand left out."""
    import deep

    lines = [json.loads(line) for line in hints.open()]
    for line in lines:
        line["taught"] = [line["odds"].get(f"{kind}.{name}", np.nan) for kind, name in deep.HEADS]
    said = {line["id"]: line["taught"] for line in lines if line["what"] == "read"}
    read = [row | {"taught": said.get(str(row["id"]))} for row in rows]
    folds = list(GroupKFold(FOLDS).split(read, groups=[row["group"] for row in read]))
    hinted = [line for line in lines if line["what"] != "read"]
    found, saved = deep.learn(read, corpus.written(), hinted, vectors, folds)
    out.mkdir(parents=True, exist_ok=True)
    (out / "network.msgpack").write_bytes(msgspec.msgpack.encode(saved))
    return {
        head: {row["id"]: float(z) for row, z in zip(read, found[:, at], strict=True)}
        for at, head in enumerate(deep.HEADS)
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--soft", type=Path)
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--hints", type=Path)
    parser.add_argument("--measure", type=Path)
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
    unread = []
    for row in corpus.unread(given.data):
        if corpus.norm(row["text"]) not in known and row["brand"] not in brands:
            unread.append(row | {"group": corpus.group(row)})
    if not given.held:  # what another set calls a complaint counts as a strong hint
        for row in corpus.complaints(given.data):
            if corpus.norm(row["text"]) not in known:
                unread.append(row | {"group": "complaints"})
                soft.setdefault(corpus.digest(row), {}).update({"I.complaint": float(row["complaint"])})
    found = {}
    beside = network(rows, given.hints, given.vectors, given.out) if given.hints else {}
    for kind in given.kinds:
        found |= learn(kind, rows, unread, soft, given.vectors, given.out, beside)
    if given.measure:
        given.measure.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
