"""Prints how far the detectors agree with readers, and writes content/models/accuracy.json (`make accuracy`).

Gold posts are scored with weights that never saw their brands (the folder
`held` beside this file, made by ``content/models/train.py --held``), so the
figures are for brands never seen.  Duplicates are removed.  Gold has few of
the rare labels: sensitivity, specificity and the precision of confident labels
come from all posts that one reader read, each scored by a fit that saw nothing
of its brand (`oof.json` beside this file, made by ``train.py --measure``).
Of the careful reader's files none read gold that has met the same part of its
brands: what they said is kept by hash of the text (`said.json`), as are curves
fitted without the part that they judge (`parts.json`; content/models/suit.py).
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import math
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import polars as pl
from sklearn.metrics import cohen_kappa_score, f1_score, precision_score, recall_score, roc_auc_score

from sociable import resources, rubric
from sociable.signals import careful, features, labels, rules, weights
from sociable.signals.spans import explain
from sociable.signals.terms import Terms

HERE = Path(__file__).parent
DATE = "2026-11-22"
READERS = "language models following the guide"
Rows = list[dict[str, Any]]
FILES = {"quick": "accuracy.json", "careful": "accuracy.careful.json"}
"""Where in content/models the figures of each reader of texts are kept."""
SHOWN = (
    "n", "positives", "precision", "recall", "f1", "macro_f1", "auc", "kappa", "ece",
    "a_b_kappa", "baseline", "flip", "se", "sp", "p80_precision", "p80_n",
)  # fmt: skip
KEYS = ("id", "kind", "text", "platform", "brand", "context")
KINDS = {"B": labels.LABELS["B"], "R": labels.LABELS["R"], "I": labels.LABELS["I"]}


def norm(text: str) -> str:
    """Text without addresses, handles, numbers and punctuation."""
    return re.sub(r"\W+", " ", re.sub(r"https?://\S+|@\w+|\d+", "", text.lower())).strip()


def read(data: Path) -> tuple[Rows, Rows]:
    """Gold rows without duplicates, and rows of train.jsonl of gold's brands that are not among them."""
    seen: set[str] = set()
    gold = [
        row
        for row in _lines(data / "gold/gold.jsonl")
        if not (norm(row["text"]) in seen or seen.add(norm(row["text"])))
    ]
    brands = {row["brand"] for row in gold} - {""}
    more = [
        row
        for row in _lines(data / "gold/train.jsonl")
        if row["brand"] in brands
        and row["draw"] == "random"
        and not (norm(row["text"]) in seen or seen.add(norm(row["text"])))
    ]
    return gold, more


def score(rows: Rows, reader: str = "quick") -> pl.DataFrame:
    """Probabilities of every row, whatever its language, with lexical copies."""
    if reader == careful.READER:
        return _score_parts(rows)
    prepared = _prepared(rows, reader)
    return pl.concat([prepared, labels.probabilities(prepared)], how="horizontal")


def _score_parts(rows: Rows) -> pl.DataFrame:
    """`score` by the careful reader, each row with curves that saw nothing of its part of gold's brands."""
    sides = [part(row) for row in rows]
    parts = []
    for side in sorted(set(sides)):
        at = [index for index, one in enumerate(sides) if one == side]
        prepared = _prepared([rows[index] for index in at], careful.READER)
        with curves(side), unmet():
            found = pl.concat([prepared, labels.probabilities(prepared)], how="horizontal")
        parts.append(found.with_columns(at=pl.Series(at)))
    return pl.concat(parts).sort("at").drop("at")


def _prepared(rows: Rows, reader: str) -> pl.DataFrame:
    frame = pl.DataFrame([{key: str(row.get(key) or "") for key in KEYS} for row in rows]).rename({"id": "uid"})
    return features.prepare(frame.with_columns(reader=pl.lit(reader)), Terms())


PARTS = len(json.loads((HERE / "parts.json").read_text("utf-8")))


def part(row: dict[str, Any]) -> int:
    """The part of gold's brands that a row is of, as content/models/corpus.py has it."""
    return int(hashlib.sha256((row.get("brand") or str(row.get("id", ""))).encode()).hexdigest(), 16) % PARTS


@contextmanager
def curves(side: int) -> Iterator[None]:
    """The careful reader's curves that saw nothing of one part of gold's brands (`parts.json` beside this file)."""
    fitted = json.loads((HERE / "parts.json").read_text("utf-8"))[side]
    models: weights.Models = {}
    for kind, heads in weights.load().items():
        knots = {name: tuple((x, y) for x, y in fitted.get(f"{kind}.{name}", ())) for name in heads}
        models[kind] = {name: replace(one, careful=knots[name]) for name, one in heads.items()}
    with patch.object(weights, "load", lambda: models):
        yield


def figures(truth: np.ndarray, chance: np.ndarray) -> dict[str, float | None]:
    """Agreement of one label: None where a figure has no meaning."""
    said = chance >= 0.5
    both = 0 < truth.sum() < len(truth)
    bins = np.minimum((chance * 10).astype(int), 9)
    gaps = [abs(chance[bins == b].mean() - truth[bins == b].mean()) * (bins == b).mean() for b in np.unique(bins)]
    return {
        "precision": _round(precision_score(truth, said, zero_division=math.nan)),
        "recall": _round(recall_score(truth, said, zero_division=math.nan)),
        "f1": _round(f1_score(truth, said, zero_division=0.0)),
        "macro_f1": _round(f1_score(truth, said, average="macro", zero_division=0.0)),
        "auc": _round(roc_auc_score(truth, chance)) if both else None,
        "kappa": _round(cohen_kappa_score(truth, said)) if both else None,
        "ece": _round(float(sum(gaps))),
    }


class _Said:
    """Stands for the careful reader: what files said that had not met a text's part of gold's brands (`said.json`).

    Texts of other data than the repository's own are read by the file that ships.
    """

    def __init__(self, shipped: careful.Reader) -> None:
        self.shipped, self.labels = shipped, shipped.labels
        self.said = json.loads((HERE / "said.json").read_text("utf-8"))

    def score(self, rows: pl.DataFrame, kind: str) -> np.ndarray:
        keys = [hashlib.sha256(f"{kind}\n{text}".encode()).hexdigest()[:16] for text in rows["text"]]
        found = np.zeros((len(keys), len(self.labels(kind))))
        known = np.array([key in self.said for key in keys], bool)
        found[known] = np.array([self.said[key] for key in keys if key in self.said]).reshape(-1, found.shape[1])
        found[~known] = self.shipped.score(rows.filter(~known), kind)
        return found


@contextmanager
def unmet() -> Iterator[None]:
    """Texts are read as by readers that have not met their brands."""
    reader = _Said(careful.load(rubric.careful()))
    with patch.object(careful, "load", lambda _: reader):
        yield


def flips(rows: Rows, scored: pl.DataFrame, name: str, kind: str, reader: str) -> float | None:
    """Share of posts that lose a label when the words marked for it are removed."""
    at = [i for i, p in enumerate(scored[f"p_{name}"]) if rows[i]["kind"] == kind and p is not None and p >= 0.5]
    if not at:
        return None
    with curves(0) if reader == careful.READER else nullcontext():
        found = explain(scored[at].select("uid", *KEYS[1:], "reader"), [name], Terms())
    cut: Rows = []
    for index in at:
        text = rows[index]["text"]
        for start, end in reversed(found.get((str(rows[index]["id"]), name), [])):
            text = text[:start] + " " + text[end:]
        cut.append({**rows[index], "text": text})
    prepared = _prepared(cut, reader)
    with curves(0) if reader == careful.READER else nullcontext():
        chance = labels.probabilities(prepared)[f"p_{name}"]
    return _round(float((chance < 0.5).mean()))  # type: ignore[arg-type,operator]


def prevalence(rows: Rows, truth: np.ndarray, chance: np.ndarray, least: int = 15) -> tuple[float, float] | None:
    """Mean distance over brands between the gold share and the mean probability, and the share of p >= 0.5."""
    brands = np.array([row["brand"] for row in rows])
    big = [brand for brand in np.unique(brands) if brand and (brands == brand).sum() >= least]
    if not big:
        return None
    soft = [abs(chance[brands == brand].mean() - truth[brands == brand].mean()) for brand in big]
    hard = [abs((chance[brands == brand] >= 0.5).mean() - truth[brands == brand].mean()) for brand in big]
    return float(np.mean(soft)), float(np.mean(hard))


def apart(held: dict[str, Any] | None) -> dict[str, Any]:
    """What posts of brands left out say of a label, in place of gold's few.

    The precision of p >= 0.8 is the lower of that over all read posts (some were
    drawn to hold rare labels) and over those drawn at random, where these are 30.
    `p80_precision_tried`, where given, is the middle of the settings that were tried
    on these very posts: the best of them is a choice, not a measurement.
    """
    if not held:
        return {"measured_on": "gold.jsonl and read posts of its brands"}
    both = [held["p80_precision"], held.get("p80_precision_tried")]
    if held["p80_n_random"] >= 30:
        both.append(held["p80_precision_random"])
    precision = min((value for value in both if value is not None), default=None)
    kept = ("se", "sp", "se_n", "sp_n", "p80_n", "p80_n_random", "p80_precision_random")
    return {key: held[key] for key in kept} | {
        "p80_precision": precision,
        "p80_precision_all": held["p80_precision"],
        "kappa_read_once": held["kappa"],
        "measured_on": "se, sp, p80: posts read once, brands left out, five folds; all else: gold.jsonl",
    }


def table(
    gold: Rows, more: Rows, agreement: dict[str, float], base: dict[str, float], reader: str
) -> dict[str, dict[str, Any]]:
    """Prints the table and returns what accuracy.json holds."""
    scored, scored_more = score(gold, reader), score(more, reader)
    beyond = json.loads((HERE / "oof.json").read_text("utf-8"))
    if reader == careful.READER:  # of labels that it leaves to the quick reader the same holds
        beyond |= json.loads((HERE / "oof.careful.json").read_text("utf-8"))
    kinds, kinds_more = np.array([row["kind"] for row in gold]), np.array([row["kind"] for row in more])
    hard = np.array([row["hard"] for row in gold])
    found: dict[str, dict[str, Any]] = {}
    pools: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {"all": [], "hard 0": [], "hard 1": [], "read once": []}
    _say(
        "label",
        "n",
        "pos",
        "prec",
        "rec",
        "F1",
        "mF1",
        "AUC",
        "kappa",
        "ECE",
        "A-B",
        "base",
        "flip",
        "Se",
        "Sp",
        "p80",
        "n80",
    )
    for kind, name in [(kind, name) for kind, names in KINDS.items() for name in names]:
        at, beside = np.flatnonzero(kinds == kind), np.flatnonzero(kinds_more == kind)
        truth, chance = _pair(gold, scored, at, name)
        truth2, chance2 = _pair(more, scored_more, beside, name)
        for pool, mask in (("all", hard[at] >= 0), ("hard 0", hard[at] == 0), ("hard 1", hard[at] == 1)):
            pools[pool].append((truth[mask], chance[mask] >= 0.5))
        pools["read once"].append((truth2, chance2 >= 0.5))
        one: dict[str, Any] = dict(figures(truth, chance))
        one["flip"] = flips(gold, scored, name, kind, reader)
        one |= rates(np.concatenate([truth, truth2]), np.concatenate([chance, chance2]))
        one |= apart(beyond.get(name))
        one |= {
            "n": len(truth),
            "positives": int(truth.sum()),
            "a_b_kappa": agreement.get(name),
            "baseline": base.get(name),
        }
        pooled = np.concatenate([truth, truth2]), np.concatenate([chance, chance2])
        one["prevalence_error"] = prevalence([gold[i] for i in at] + [more[i] for i in beside], *pooled)
        found[name] = one | {"readers": READERS, "data": "gold.jsonl, brands never seen", "date": DATE}
        _say(name, *(one[key] for key in SHOWN))
    found["purpose"] = purpose(gold, scored, agreement, base)
    for pool, pairs in pools.items():
        kappa = cohen_kappa_score(np.concatenate([t for t, _ in pairs]), np.concatenate([s for _, s in pairs]))
        print(f"micro kappa, {pool}: {kappa:.3f}")
        found["micro"] = found.get("micro", {}) | {pool.replace(" ", "_"): _round(kappa)}
    errors = [one["prevalence_error"] for one in found.values() if one.get("prevalence_error")]
    print(
        "prevalence over brands, mean distance from the read share: mean p {:.3f}, count {:.3f}".format(
            *np.mean(errors, 0)
        )
    )
    return found


def rates(truth: np.ndarray, chance: np.ndarray) -> dict[str, Any]:
    """Sensitivity, specificity and the precision of confident labels, with their n."""
    said, sure = chance >= 0.5, chance >= 0.8
    positive, negative = truth == 1, truth == 0
    return {
        "se": _round(said[positive].mean()) if positive.any() else None,
        "sp": _round(1 - said[negative].mean()) if negative.any() else None,
        "se_n": int(positive.sum()),
        "sp_n": int(negative.sum()),
        "p80_precision": _round(truth[sure].mean()) if sure.any() else None,
        "p80_n": int(sure.sum()),
    }


def purpose(gold: Rows, scored: pl.DataFrame, agreement: dict[str, float], base: dict[str, float]) -> dict[str, Any]:
    """Agreement on the one purpose of each broadcast."""
    at = [i for i, row in enumerate(gold) if row["kind"] == "B"]
    truth, said = [gold[i]["purpose"] for i in at], [scored["purpose"][i] for i in at]
    kappa = cohen_kappa_score(truth, said)
    score_ = f1_score(truth, said, average="macro", zero_division=0.0)
    beside = f"(A-B {agreement.get('purpose')}, base {base.get('purpose')})"
    print(f"purpose: kappa {kappa:.3f} {beside}, macro-F1 {score_:.3f}, n {len(at)}")
    return {"kappa": _round(kappa), "macro_f1": _round(score_), "n": len(at), "readers": READERS, "date": DATE}


def quiet(data: Path, reader: str) -> None:
    """Adverts without a loud word or sign: how many sold hard, and what shipped models say with CALM and without."""
    rows = [row for row in _lines(data / "gold/train.jsonl") if row["kind"] == "B" and row["draw"] == "random"]
    rows = [row for row in rows if "promo" in row["flags"]]
    prepared = _prepared(rows, reader)
    scored = pl.concat([prepared, labels.probabilities(prepared)], how="horizontal")
    calm = (features.dense(scored)["s_loud"] == 0).to_numpy()
    truth = np.array(["hard_sell" in row["flags"] for row in rows])[calm].mean()
    said = scored["p_hard_sell"].to_numpy()[calm].mean()
    print(
        f"quiet adverts: {calm.sum()}, sold hard {truth:.3f}, said {said:.3f}, by the models {said / labels.CALM:.3f}"
    )


def complaints(data: Path, reader: str) -> dict[str, Any]:
    """Macro-F1 on complaints.csv, rows addressed to brands; no domain of it was learnt from."""
    rows = [row for row in _csv(data / "labelled/complaints.csv") if not row["domain"].startswith("random")]
    chance = score([{**row, "kind": "I"} for row in rows], reader)["p_complaint"].to_numpy()
    truth = np.array([int(row["complaint"]) for row in rows])
    one = figures(truth, chance)
    print(
        f"complaints, unseen domains: macro-F1 {one['macro_f1']}, AUC {one['auc']}, kappa {one['kappa']}, n {len(rows)}"
    )
    return {key: one[key] for key in ("macro_f1", "auc", "kappa")} | {"n": len(rows)}


def private(data: Path) -> dict[str, Any]:
    """F1 of moves to a private channel on the agents' actions of two care desks."""
    rows = [row for path in sorted(data.glob("labelled/twcs-*-outbound.csv")) for row in _csv(path)]
    wanted = ("Request DM", "Request to reach out by chat", "Request to call by phone", "Refer to specialist team")
    truth = np.array([bool(row.get(wanted[0])) for row in rows])
    said = (
        score([{**row, "id": str(i), "kind": "R"} for i, row in enumerate(rows)])
        .select(rules.private())
        .to_series()
        .to_numpy()
    )
    apple = np.array(["Request DM" in row for row in rows])
    value = f1_score(truth[apple], said[apple])
    print(f"moves to a private channel: F1 {value:.3f}, n {int(apple.sum())}")
    return {"f1": _round(value), "n": int(apple.sum())}


def _pair(rows: Rows, scored: pl.DataFrame, at: np.ndarray, name: str) -> tuple[np.ndarray, np.ndarray]:
    truth = np.array([int(name in rows[i]["flags"]) for i in at], dtype=int)
    return truth, scored[f"p_{name}"].to_numpy()[at].astype(float)


def _say(*cells: object) -> None:
    print(" ".join(f"{'' if cell is None else cell:>{10 if i == 0 else 6}}" for i, cell in enumerate(cells)))


def _round(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), 3)


def _lines(path: Path) -> Rows:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _csv(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def stamp(folder: Path, found: dict[str, dict[str, Any]]) -> None:
    """Notes in each model's file how good it was when measured."""
    for name, one in found.items():
        path = folder / f"{name}.json"
        if path.exists() and name not in ("micro", "private", "complaints"):
            model = json.loads(path.read_text("utf-8"))
            model["measured"] = {
                key: one[key] for key in ("kappa", "precision", "recall", "n", "positives", "readers", "date")
            }
            path.write_text(json.dumps(model, ensure_ascii=False, indent=0) + "\n", "utf-8")


def known(data: Path) -> tuple[dict[str, float], dict[str, float]]:
    """The readers' own kappa (AGREEMENT.md) and the baseline's (README.md), by label."""
    lines = (data / "gold/AGREEMENT.md").read_text("utf-8").splitlines()
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if re.match(r"\| [BRI] \|", line)]
    agreement = {row[1].split(" ")[0]: float(row[4]) for row in cells}
    prose = (data / "README.md").read_text("utf-8").split("by label:")[-1]
    base: Callable[[str], float] = float
    return agreement, {name: base(value) for name, value in re.findall(r"(\w+) (0\.\d+)", prose.split("Twice")[0])}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Measure the detectors against read posts.")
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=HERE.parents[1] / "content/models")
    parser.add_argument("--reader", choices=FILES, action="append", help="who reads the texts; default: each in turn")
    parser.add_argument(
        "--shipped", action="store_true", help="score with the shipped weights (they know gold's brands)"
    )
    given = parser.parse_args()
    if not (given.data / "gold/gold.jsonl").exists():
        sys.exit(f"{given.data}: no gold/gold.jsonl; give the folder of the labelled posts with DATA=")
    for reader in given.reader or FILES:
        print(f"reader: {reader}")
        with resources.override(None if given.shipped else HERE / "held"):
            gold, more = read(given.data)
            found = table(gold, more, *known(given.data), reader)
            found["complaints"] = complaints(given.data, reader)
            found["private"] = private(given.data)
        quiet(given.data, reader)
        if not given.shipped:
            (given.out / FILES[reader]).write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", "utf-8")
            if reader == "quick":
                stamp(given.out, found)


if __name__ == "__main__":
    main()
