"""Learns the small network beside the linear weights (development only; needs JAX).

Word vectors start from the vector file (README.md); three neighbours make a
convolution, its sum and largest with the dense features one hidden layer.
Read posts teach it what their readers said; a teacher's probabilities teach it
on unread posts and on posts cut, mixed and shortened (`hints`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import corpus
import jax
import jax.numpy as jnp
import numpy as np
import polars as pl

from sociable.signals import features, labels, network, tokens
from sociable.signals.terms import Terms

Params = dict[str, Any]
SIZE, WIDTH, UNITS, LONGEST = 64, 96, 96, network.LONGEST
EPOCHS, BATCH, RATE, SPREAD = 10, 128, 3e-3, 0.15
LEAST = 3
"""Brands that must use a word that the vector file does not have."""
KINDS = ("B", "R", "I")
OFTEN = {"B": 1.0, "R": 2.0, "I": 1.4}
"""Weight of a read post by kind: replies and messages are fewer."""
UNSURE, HINT, WRITTEN = 0.6, 0.5, 0.7
"""Weight of a post that its reader was unsure of, of what the teacher says of read posts, and of a written post."""
HEADS: list[tuple[str, str]] = [
    *(("B", name) for name in labels.LABELS["B"]),
    *(("B", f"purpose_{name}") for name in labels.PURPOSES),
    *(("R", name) for name in labels.LABELS["R"] if name not in ("pitch", "signed")),
    *(("I", name) for name in labels.LABELS["I"]),
]
"""What it learns: pitch has too few read posts, and who signed is seen in spelling, which words do not show."""


class Texts:
    """Rows as numbered words and dense features."""

    def __init__(self, rows: list[corpus.Row], vectors: Path, own: int) -> None:
        """`own`: so many of the rows are real posts; the rest are made of them and add no words."""
        table = [
            {key: str(row.get(key) or "") for key in ("kind", "text", "platform", "brand", "context")} for row in rows
        ]
        frame = features.prepare(pl.DataFrame(table), Terms())
        dense = features.dense(frame)
        self.names, values = dense.columns, dense.to_numpy().astype(np.float32)
        self.scale = 0.5 / np.maximum(values[:own].std(0), SPREAD)
        self.shift = (values[:own] * self.scale).mean(0)
        self.dense = values * self.scale - self.shift
        found = _words(frame)
        groups = pl.DataFrame(
            {"row": np.arange(own, dtype=np.uint32), "group": [corpus.group(row) for row in rows[:own]]}
        )
        spread = found.join(groups, on="row").group_by("word").agg(pl.col("group").n_unique(), n=pl.len())
        known = _vectors(vectors)
        used = spread.filter((pl.col("group") >= LEAST) | pl.col("word").is_in(list(known)))
        self.words: list[str] = used["word"].sort().to_list()
        rng = np.random.default_rng(0)
        blank = np.zeros((2, SIZE), np.float32)
        starts = [known[word] if word in known else rng.normal(0, 0.3, SIZE) for word in self.words]
        self.start = np.vstack([blank, np.array(starts, np.float32)])
        code = {word: index + 2 for index, word in enumerate(self.words)}
        numbered = found.with_columns(
            code=pl.col("word").replace_strict(code, default=1, return_dtype=pl.Int32),
            at=pl.int_range(pl.len()).over("row"),
        ).filter(pl.col("at") < LONGEST)
        self.codes = np.zeros((len(rows), LONGEST), np.int32)
        self.codes[numbered["row"].to_numpy(), numbered["at"].to_numpy()] = numbered["code"].to_numpy()
        self.kinds = np.eye(3, dtype=np.float32)[[KINDS.index(row["kind"]) for row in rows]]
        home = np.array([[kind == head for head, _ in HEADS] for kind in KINDS], np.float32)
        self.home = self.kinds @ home  # which heads a row may teach

    def batch(self, at: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """What `forward` takes of some rows."""
        return self.codes[at], self.dense[at], self.kinds[at]


def _words(frame: pl.DataFrame) -> pl.DataFrame:
    hidden = tokens.masks(frame["brand_key"]).with_columns(hidden=True)
    found = tokens.words(frame).join(hidden, on=["brand_key", "word"], how="left", maintain_order="left")
    return found.select("row", word=pl.when("hidden").then(pl.lit(tokens.BRAND)).otherwise("word"))


def _vectors(path: Path) -> dict[str, np.ndarray]:
    with np.load(path) as file:
        terms, vectors = file["terms"].tolist(), file["vectors"].astype(np.float32)
    single = [index for index, term in enumerate(terms) if " " not in term]
    chosen = vectors[single] - vectors[single].mean(0)
    flat = chosen @ np.linalg.svd(chosen, full_matrices=False)[2][:SIZE].T
    return dict(zip((terms[index] for index in single), flat / flat.std(), strict=True))


def _init(texts: Texts, seed: int) -> Params:
    rng = np.random.default_rng(seed)

    def drawn(*shape: int) -> Any:
        return jnp.asarray(rng.normal(0, 1 / np.sqrt(shape[0]), shape).astype(np.float32))

    inputs = 2 * WIDTH + texts.dense.shape[1] + 3
    return {
        "vectors": jnp.asarray(texts.start), "conv": drawn(3 * SIZE, WIDTH), "conv_bias": jnp.zeros(WIDTH),
        "hidden": drawn(inputs, UNITS), "hidden_bias": jnp.zeros(UNITS), "out": drawn(UNITS, len(HEADS)) * 0.3,
        "skip": drawn(inputs, len(HEADS)) * 0.1, "out_bias": jnp.full(len(HEADS), -1.5),
    }  # fmt: skip


def forward(p: Params, codes: Any, dense: Any, kinds: Any, key: Any = None) -> Any:
    """Scores of every head; with a `key` some words, inputs and units are dropped, as in learning."""
    mask = (codes > 0)[..., None].astype(jnp.float32)
    e = p["vectors"][codes] * mask
    if key is not None:
        one, two, three = jax.random.split(key, 3)
        e = e * jax.random.bernoulli(one, 0.85, codes.shape)[..., None] / 0.85
    edge = jnp.zeros_like(e[:, :1])
    near = jnp.concatenate([jnp.concatenate([edge, e[:, :-1]], 1), e, jnp.concatenate([e[:, 1:], edge], 1)], -1)
    h = jax.nn.relu(near @ p["conv"] + p["conv_bias"]) * mask
    count = jnp.maximum(mask.sum(1), 1)
    given = jnp.concatenate([h.sum(1) / jnp.sqrt(count) / 2, h.max(1), dense, kinds], -1)
    if key is not None:
        given = given * jax.random.bernoulli(two, 0.8, given.shape) / 0.8
    hidden = jax.nn.relu(given @ p["hidden"] + p["hidden_bias"])
    if key is not None:
        hidden = hidden * jax.random.bernoulli(three, 0.8, hidden.shape) / 0.8
    return hidden @ p["out"] + given @ p["skip"] + p["out_bias"]


def _loss(p: Params, start: Any, inputs: Any, said: Any, taught: Any, weight: Any, hint: Any, key: Any) -> Any:
    z = forward(p, *inputs, key)
    soft = jnp.maximum(z, 0) + jnp.log1p(jnp.exp(-jnp.abs(z)))
    near = soft - z * jax.nn.sigmoid(taught) + 0.1 * (jnp.clip(z, -6, 6) - jnp.clip(taught, -6, 6)) ** 2
    small = sum((p[name] ** 2).sum() for name in ("hidden", "skip", "out"))
    calm = 2e-5 * small + 1e-6 * ((p["vectors"] - start) ** 2).sum()
    return ((soft - z * said) * weight + near * hint).sum() / z.shape[0] + calm


_slope = jax.jit(jax.value_and_grad(_loss))


@jax.jit
def _step(p: Params, mean: Params, square: Params, slope: Params, t: Any, rate: Any) -> tuple[Params, Params, Params]:
    mean = jax.tree.map(lambda a, b: 0.9 * a + 0.1 * b, mean, slope)
    square = jax.tree.map(lambda a, b: 0.999 * a + 0.001 * b * b, square, slope)
    way = {name: (mean[name] / (1 - 0.9**t)) / (jnp.sqrt(square[name] / (1 - 0.999**t)) + 1e-7) for name in p}
    return {name: p[name] - rate * way[name] for name in p}, mean, square


def fit(
    texts: Texts, rows: np.ndarray, said: np.ndarray, taught: np.ndarray, weight: np.ndarray, hint: np.ndarray
) -> Params:
    """Learns from `rows` of `texts`; the other arrays have one row for each, one column a head."""
    p, rng, key = _init(texts, 1), np.random.default_rng(1), jax.random.PRNGKey(1)
    mean = square = jax.tree.map(jnp.zeros_like, p)
    start, t = jnp.asarray(texts.start), 0
    total = EPOCHS * (len(rows) // BATCH)
    for _ in range(EPOCHS):
        order = rng.permutation(len(rows))
        for first in range(0, len(order) - BATCH + 1, BATCH):
            at = order[first : first + BATCH]
            t, (key, drop) = t + 1, jax.random.split(key)
            _, slope = _slope(p, start, texts.batch(rows[at]), said[at], taught[at], weight[at], hint[at], drop)
            p, mean, square = _step(p, mean, square, slope, t, RATE * min(1, t / 100) * max(0.02, 1 - t / total))
    return p


_forward = jax.jit(lambda p, codes, dense, kinds: forward(p, codes, dense, kinds))


def scores(p: Params, texts: Texts, rows: np.ndarray) -> np.ndarray:
    """Scores of every head for some rows."""
    parts = [np.asarray(_forward(p, *texts.batch(rows[a : a + 256]))) for a in range(0, len(rows), 256)]
    return np.concatenate(parts)


def saved(p: Params, texts: Texts) -> network.Saved:
    """The network as the product reads it: dense features as they come, the kind as a bias."""
    value = {name: np.asarray(part, np.float64) for name, part in p.items()}
    step = np.abs(value["vectors"]).max() / 127
    wide, dense = 2 * WIDTH, slice(2 * WIDTH, 2 * WIDTH + len(texts.names))

    def given(name: str) -> bytes:
        return _bytes(np.vstack([value[name][:wide], value[name][dense] * texts.scale[:, None]]))

    def bias(name: str, weights: str) -> dict[str, bytes]:
        common = value[name] - texts.shift @ value[weights][dense]
        return {kind: _bytes(common + value[weights][dense.stop + index]) for index, kind in enumerate(KINDS)}

    return network.Saved(
        words=texts.words, size=SIZE, width=WIDTH, scale=float(step),
        vectors=np.rint(value["vectors"] / step).astype(np.int8).tobytes(),
        conv=_bytes(value["conv"]), conv_bias=_bytes(value["conv_bias"]), features=list(texts.names),
        hidden=given("hidden"), hidden_bias=bias("hidden_bias", "hidden"), heads=HEADS,
        out=_bytes(value["out"]), skip=given("skip"), out_bias=bias("out_bias", "skip"),
    )  # fmt: skip


def _bytes(array: np.ndarray) -> bytes:
    return array.astype("<f4").tobytes()


def learn(
    read: list[corpus.Row], written: list[corpus.Row], hinted: list[corpus.Row], vectors: Path,
    folds: list[tuple[np.ndarray, np.ndarray]],
) -> tuple[np.ndarray, network.Saved]:  # fmt: skip
    """Scores of the read posts, each by a network that saw nothing of its fold, and the network of all of them.

    `written` posts teach every fold: their brands are made up.
    `hinted` rows have `group` and `taught`: log odds by head, NaN where the teacher says
    nothing; a read row may have `taught` too.  Hints about brands of a fold are left out there.
    """
    rows = read + written + hinted
    count, own = len(read), len(read) + len(written)
    texts = Texts(rows, vectors, own)
    said = np.zeros((len(rows), len(HEADS)), np.float32)
    said[:own] = [[_wants(row, name) for _, name in HEADS] for row in rows[:own]]
    taught = np.array([row.get("taught") or [np.nan] * len(HEADS) for row in rows], np.float32)
    hint = texts.home * ~np.isnan(taught) * np.where(np.arange(len(rows)) < own, HINT, 1.0)[:, None].astype(np.float32)
    sure = [OFTEN[row["kind"]] * (1.0 if row["sure"] else UNSURE) for row in read]
    sure += [OFTEN[row["kind"]] * WRITTEN for row in written]
    weight = texts.home * np.array([*sure, *[0.0] * len(hinted)], np.float32)[:, None]
    taught = np.nan_to_num(taught)
    groups = np.array([row["group"] for row in rows])
    found = np.zeros((count, len(HEADS)))
    for learnt, held in folds:
        apart = count + np.flatnonzero(~np.isin(groups[count:], groups[held]))
        use = np.concatenate([learnt, apart])
        found[held] = scores(fit(texts, use, said[use], taught[use], weight[use], hint[use]), texts, held)
    return found, saved(fit(texts, np.arange(len(rows)), said, taught, weight, hint), texts)


def _wants(row: corpus.Row, name: str) -> bool:
    return bool(row["purpose"] == name[8:]) if name.startswith("purpose_") else name in row["flags"]
