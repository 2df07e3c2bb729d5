"""Learns `additions.json` from an editor's reading of posts (development only; needs scikit-learn).

    PYTHONPATH=generator python content/rewrites/learn.py --data ../shared/data [--soft SOFT]

`additions.jsonl` keeps, of every post that was read, a hash of its text with
the additions that fit it, the best first (`0`: leave it alone); the texts are
looked up in the data folder.  The editor was a language model asked to read as
a copy editor, not a person.  `free` marks an older reading without a list to
choose from, which counts less; a line with a `text` is a made-up post.  SOFT
has lines of text, brand and p, what a larger model thinks of posts that nobody
read; the weights in the repository were learnt with it, and are less sure
without.  Prints, on brands left out, how often the addition that is thought to
fit best is one that the editor named.
"""

from __future__ import annotations

import argparse
import csv
import html
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from sociable import signals
from sociable.advice.additions import ALONE, FILE, digest, lacks, load, odds, terms, weight

HERE = Path(__file__).parent
LEAST, PAIRS, COST, FEW = 4, 8, 2.5, 12
"""Posts that a word must be in, and two side by side, the price of a wrong reading, posts that an addition must fit."""
FREE, SOFT, INVENTED, EDGE = 0.2, 2.0, 20.0, 0.03
"""What a reading counts without a list, by a model, and of a made-up post; a share below EDGE is none."""
LIKELY = -3.0
"""Odds from which on what is thought likely is compared with what the editor named."""
SMALL = 40
"""Weights below this (in hundredths) are left out: together they change nothing."""
SHOWN = 0.58
"""From this probability on a sentence is shown: below it readers preferred one that is left open whole."""


def posts(data: Path) -> dict[str, tuple[str, str]]:
    """Text and brand of every post of the data folder that may have been read, by hash."""
    found = {}
    for name in ("gold.jsonl", "train.jsonl"):
        for line in (data / "gold" / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found[digest(row["text"])] = (row["text"], company(row["brand"] or row["source"]))
    for path, brand in (("unlabelled/enterprise_x.csv", "inferred company"), ("exports/yum-brands-2012-2022.csv", "")):
        with (data / path).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                text = html.unescape(row["text"] or "")
                found.setdefault(digest(text), (text, row[brand] if brand else "yumbrands"))
    return found


def company(brand: str) -> str:
    """What stands in brackets behind an account, else the account."""
    return brand.rpartition("(")[2].rstrip(")").strip().casefold()


def said(texts: list[str]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Names of the labels of posts, what is usual of each, and by text how far it is from that."""
    batch = pl.DataFrame({"uid": [str(at) for at in range(len(texts))], "text": texts})
    found = signals.label(batch.with_columns(kind=pl.lit("B"), platform=pl.lit("x")), signals.Terms())
    names = [one for one in found.columns if one.startswith("p_") and found[one].null_count() < len(texts)]
    values = np.vectorize(odds)(found.select(names).fill_null(0.5).to_numpy())
    usual = values.mean(axis=0).round(4)
    return names, usual, values - usual


def matrix(texts: list[str], place: dict[str, int]) -> sp.csr_matrix:
    """One row a text; every term counts the same, less in long texts."""
    rows, columns, values = [], [], []
    for at, text in enumerate(texts):
        found = terms(text)
        for one in found:
            if one in place:
                rows.append(at)
                columns.append(place[one])
                values.append(weight(one) / np.sqrt(len(found)))
    return sp.csr_matrix((values, (rows, columns)), shape=(len(texts), len(place)))


def fit(design: sp.csr_matrix, marks: list[dict[str, Any]], head: str) -> LogisticRegression | None:
    """Whether an editor would name `head`; None where too few posts say.  A soft reading is a yes and a no at once."""
    yes = np.array([_share(one, head) for one in marks])
    counts = np.array([one.get("counts", 1.0) for one in marks])
    if (yes * counts).sum() < FEW:
        return None
    soft = np.flatnonzero((yes > EDGE) & (yes < 1.0))
    rows = sp.vstack([design, design[soft]])
    named = np.r_[yes == 1.0, np.ones(len(soft), bool)]
    shares = np.r_[np.where(yes == 1.0, 1.0, 1.0 - yes * (yes > EDGE)) * counts, yes[soft] * counts[soft]]
    cost = COST / 4 if head == ALONE else COST
    return LogisticRegression(C=cost, solver="liblinear", tol=1e-2).fit(rows, named, sample_weight=shares)


def _share(mark: dict[str, Any], head: str) -> float:
    """How far a reading names `head`: it leaves a post alone only where nothing else fits better."""
    if "p" in mark:
        return min(0.999, float(mark["p"].get(head, 0.0)))
    return float(head in (mark["fits"][:1] if head == ALONE else mark["fits"]))


def readings(data: Path, soft: Path | None) -> tuple[list[dict[str, Any]], list[str], list[str]]:
    """What was read of each post whose text is known, the texts, and the brands."""
    known, marks = posts(data), []
    for line in (HERE / "additions.jsonl").read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        text, brand = known.get(one.get("hash", ""), (one.get("text", ""), "invented"))
        counts = INVENTED if "text" in one else FREE if one.get("free") else 1.0
        if text:
            marks.append({**one, "text": text, "brand": brand, "counts": counts})
    read = {digest(one["text"]) for one in marks if not one.get("free")}
    for line in soft.read_text(encoding="utf-8").splitlines() if soft else ():
        one = json.loads(line)
        if digest(one["text"]) not in read:
            marks.append({**one, "brand": company(one["brand"]), "counts": SOFT})
    return marks, [one["text"] for one in marks], [one["brand"] for one in marks]


def main() -> None:
    """Reads, fits, measures, writes."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, required=True)
    asked.add_argument("--soft", type=Path)
    given = asked.parse_args()
    marks, texts, brands = readings(given.data, given.soft)
    counted = Counter(term for text in texts for term in terms(text))
    often = (one for one, n in counted.items() if n >= (PAIRS if " " in one else LEAST))
    place = {term: at for at, term in enumerate(sorted(often))}
    names, usual, values = said(texts)
    design = sp.hstack([matrix(texts, place), sp.csr_matrix(values)]).tocsr()
    heads = [*load(HERE.parents[1] / FILE).additions, ALONE]
    sure = left_out(design, marks, brands, heads)
    read = [at for at, one in enumerate(marks) if "hash" in one and not one.get("free")]
    some = [marks[at] for at in read]
    factor, constants = measured(sure[read][:, :-1], some, heads[:-1])
    odds_of = sure[read][:, :-1] * factor + np.array([constants[one] for one in heads[:-1]])
    curve(1 / (1 + np.exp(-odds_of)), some, heads[:-1])
    models = {head: model for head in heads if (model := fit(design, marks, head))}
    for head, model in models.items():
        if head != ALONE:
            model.coef_, model.intercept_ = model.coef_ * factor, model.intercept_ * factor + constants[head]
    learnt = np.round(np.vstack([one.coef_[0] for one in models.values()]).T * 100).astype(int)
    stored = {
        "heads": list(models),
        "least": SHOWN,
        "bias": [round(float(one.intercept_[0]), 3) for one in models.values()],
        "labels": {name: [float(usual[at]), *_large(learnt[len(place) + at])] for at, name in enumerate(names)},
        "terms": {term: _large(learnt[at]) for term, at in place.items() if _large(learnt[at])},
    }
    lines = json.dumps(stored, ensure_ascii=False, separators=(",", ":")).replace("],", "],\n")
    (HERE / "additions.json").write_text(lines + "\n", encoding="utf-8")


def _large(weights: np.ndarray) -> list[int]:
    """Number of the head and weight in turn, without those that are small."""
    return [int(one) for at in np.flatnonzero(np.abs(weights) >= SMALL) for one in (at, weights[at])]


def left_out(design: sp.csr_matrix, marks: list[dict[str, Any]], brands: list[str], heads: list[str]) -> np.ndarray:
    """How sure each head is of each post whose brand it did not learn from, as odds; very unsure where it is stated."""
    sure = np.full((len(marks), len(heads)), -9.0)
    for learn, test in GroupKFold(5).split(design, groups=brands):
        some = [marks[at] for at in learn]
        for at, head in enumerate(heads):
            if model := fit(design[learn], some, head):
                open_ = np.array([head == ALONE or lacks(marks[one]["text"], head) for one in test])
                sure[test, at] = np.where(open_, model.decision_function(design[test]), -9.0)
    return sure


def measured(sure: np.ndarray, marks: list[dict[str, Any]], heads: list[str]) -> tuple[float, dict[str, float]]:
    """A factor, and a constant for each head, that make of odds how often the editor named what is thought likely."""
    posts, at = np.nonzero(sure > LIKELY)
    named = np.array([heads[one] in marks[post]["fits"] for post, one in zip(posts, at, strict=True)])
    which = sp.csr_matrix((np.ones(len(at)), (np.arange(len(at)), at)), shape=(len(at), len(heads)))
    model = LogisticRegression(C=0.3, max_iter=500).fit(
        sp.hstack([which, sp.csr_matrix(sure[posts, at][:, None] * 5)]), named
    )
    *offsets, factor = model.coef_[0]
    return factor * 5, {head: float(one + model.intercept_[0]) for head, one in zip(heads, offsets, strict=True)}


def curve(chance: np.ndarray, marks: list[dict[str, Any]], heads: list[str]) -> None:
    """Prints, from the surest post to all, how often the likeliest addition is one that the editor named."""
    likeliest, share = chance.argmax(axis=1), chance.max(axis=1)
    right = np.array([heads[one] in mark["fits"] for one, mark in zip(likeliest, marks, strict=True)])
    alone = np.array([mark["fits"][0] == ALONE for mark in marks])
    order = np.argsort(-share)
    print(f"posts {len(order)}; left alone {alone.mean():.1%}")
    for part in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85, 1.0):
        some = order[: int(len(order) * part)]
        print(f"  the surest {part:4.0%} (p >= {share[some[-1]]:.2f}): {right[some].mean():.1%} named by the editor,"
              f" {alone[some].mean():.1%} left alone")  # fmt: skip
    half = order[: len(order) // 2]
    for at, count in Counter(likeliest[half].tolist()).most_common():
        print(f"    {heads[at]:<10} {count:>4}  {right[half[likeliest[half] == at]].mean():.0%}")


if __name__ == "__main__":
    main()
