"""Learns `kinds.json` from an editor's reading of posts (development only; needs scikit-learn).

    PYTHONPATH=generator python content/rewrites/learn.py --data ../shared/data [--read FILE ...]

`kinds.jsonl` keeps, of every post that was read, a hash of its text with its
kind and what the editor would do; the texts are looked up in the data folder.
The editor was a language model asked to read as a copy editor, not a person.
`--read` adds tables of id, kind, act and text whose ids are among the labelled
posts or rows of FILE.  Prints what five folds by brand say of the weights.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.multiclass import OneVsRestClassifier

from sociable.advice.postkind import ALONE, digest, terms, weight

HERE = Path(__file__).parent
LEAST, COST = 3, 10.0
"""Posts that a term must be in, and the price of a wrong reading (C)."""


def posts(data: Path) -> dict[str, tuple[str, str]]:
    """Text and brand of every post of the data folder that may have been read, by hash."""
    found = {}
    for name in ("gold.jsonl", "train.jsonl"):
        for line in (data / "gold" / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found[digest(row["text"])] = (row["text"], row["brand"] or row["source"])
    with (data / "unlabelled" / "enterprise_x.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(digest(row["text"] or ""), (row["text"] or "", row["username"]))
    return found


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


def fit(design: sp.csr_matrix, kinds: list[str], leave: list[bool]) -> tuple[OneVsRestClassifier, LogisticRegression]:
    """Two models: which kind, and whether it is left alone."""
    one = LogisticRegression(C=COST, solver="liblinear", tol=1e-2)
    return OneVsRestClassifier(one).fit(design, kinds), clone(one).set_params(C=COST / 4).fit(design, leave)


def main() -> None:
    """Reads, fits, measures, writes."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, required=True)
    known = posts(asked.parse_args().data)
    marks = [json.loads(line) for line in (HERE / "kinds.jsonl").read_text().splitlines()]
    marks = [one for one in marks if one["hash"] in known]
    few = {name for name, count in Counter(one["kind"] for one in marks).items() if count < 8}
    marks = [one for one in marks if one["kind"] not in few]
    texts, brands = zip(*(known[one["hash"]] for one in marks), strict=True)
    kinds, leave = [one["kind"] for one in marks], [one["act"] == ALONE for one in marks]
    counted = Counter(term for text in texts for term in terms(text))
    place = {term: at for at, term in enumerate(sorted(one for one, n in counted.items() if n >= LEAST))}
    design = matrix(list(texts), place)
    measure(design, kinds, leave, list(brands))
    which, alone = fit(design, kinds, leave)
    heads = [*which.classes_, ALONE]
    weights = np.vstack([*(one.coef_ for one in which.estimators_), alone.coef_]).T
    stored = {
        "heads": heads,
        "bias": [
            round(float(one), 3) for one in (*(one.intercept_[0] for one in which.estimators_), *alone.intercept_)
        ],
        "terms": {term: [round(float(one) * 100) for one in weights[at]] for term, at in place.items()},
    }
    lines = json.dumps(stored, ensure_ascii=False, separators=(",", ":")).replace("],", "],\n")
    (HERE / "kinds.json").write_text(lines + "\n", encoding="utf-8")


def measure(design: sp.csr_matrix, kinds: list[str], leave: list[bool], brands: list[str]) -> None:
    """Prints the share of right kinds, and how well `leave` is told apart, on brands left out."""
    right, scores = np.zeros(len(kinds), bool), np.zeros(len(kinds))
    sure = np.zeros(len(kinds))
    for learn, test in GroupKFold(5).split(design, kinds, brands):
        which, alone = fit(design[learn], [kinds[at] for at in learn], [leave[at] for at in learn])
        right[test] = which.predict(design[test]) == np.array(kinds)[test]
        sure[test] = which.predict_proba(design[test]).max(axis=1)
        scores[test] = alone.predict_proba(design[test])[:, 1]
    print(f"posts {len(kinds)}, right kind {right.mean():.1%}; left alone {np.mean(leave):.1%}")
    for low, high in ((0, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 1.01)):
        some = (sure >= low) & (sure < high)
        print(f"  sure {low:.1f}: {some.mean():6.1%} of posts, right {right[some].mean():.1%}")
    for share in (0.1, 0.15, 0.2, 0.3):
        cut = np.quantile(scores, 1 - share)
        print(f"  the {share:.0%} most to leave (p >= {cut:.2f}): {np.array(leave)[scores >= cut].mean():.1%} are")


if __name__ == "__main__":
    main()
