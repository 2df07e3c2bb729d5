"""Which words decided: spans of the original text that speak for a label.

Each cue match and each learnt term adds its weight, and each word what the
network would say less without it.  The largest are marked until what is left would no longer
carry the label, so that removing the marked words changes the decision.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import polars as pl

from sociable.signals import careful, clean, cues, features, labels, marked, network, structure, tokens, weights
from sociable.signals.marked import Span
from sociable.signals.terms import Terms

LONGEST: Final = 10_000
"""Characters of a text in which words are marked: some patterns take the square of what they read."""
WORTH: Final = 0.3
"""Below this probability nothing is marked."""
DECIDED: Final = 0.5
MARGIN: Final = 0.3
"""How far below the decision what is left must stand, in log odds as the words tell them."""
MORE: Final = (1.5, 4.0)
"""Wider margins, where the careful reader would still say the same without what is marked."""
_READ: Final = ("uid", "kind", "text", "platform", "brand", "context", "reader")
SPANS: Final[dict[str, str]] = {
    "s_links": "xurl", "s_link": "xurl", "s_link_end": "xurl", "s_commerce": "xurl", "s_colon": r":\s+xurl",
    "s_price": "xmoney", "s_percent": "xpct", "s_numbers": "xnum", "s_time": "xtime", "s_phone": "xphone|xmail",
    "s_exclaim": "!+", "s_exclaim_run": r"!\s?!+", "s_asks": r"\?+", "s_asks_last": r"\?+",
    "s_mentions": "xat", "s_at_start": r"^\s*xat", "s_hashtags": "xtag", "s_retweet": "xrt",
    "s_via": r"\b(?:via|by|from|with|thanks|thank you|to|and|,)\s+xat", "s_ellipsis": r"\.\.\.|…",
    "s_emoji": structure.EMOJI, "s_emoji_run": structure.EMOJI + "{4,}",
}  # fmt: skip
"""Structure that stands in the lexical copy."""
RAW_SPANS: Final[dict[str, str]] = {
    "s_signed": structure.SIGN, "s_named": structure.NAMED, "s_caps": r"\b[A-Z]{4,}\b",
    "s_caps_high": r"\b[A-Z]{4,}\b", "s_first_word_caps": r"^\W*[A-Z]{4,}\b", "s_quote": r'["“”][^"“”]{6,}["“”]',
    "s_quote_start": r'^\W{0,3}["“][^"“”]*["”]?', "s_lines": r"\n",
}  # fmt: skip
"""Structure that only the text as written shows."""

_TELLS: Final = re.compile(r"[^\W\d_]|[^\w\s.!?:]")
"""A letter or an emoji."""


def explain(batch: pl.DataFrame, wanted: Sequence[str], terms: Terms) -> dict[tuple[str, str], list[Span]]:
    """Spans (character offsets into text) for each uid and each of the `wanted` labels.

    `batch` is that of `labels.label`; meant for hundreds of posts, not for an
    archive.  A label that a row's kind does not have, or with nothing in the
    words to show for it, has no entry.
    """
    prepared, found = features.prepare(batch, terms), dict[tuple[str, str], list[Span]]()
    texts = list(_texts(prepared, wanted))
    for margin in (MARGIN, *MORE):
        found |= {(one.uid, label): marks for one in texts for label, marks in one.spans(margin).items()}
        still = _standing(prepared, texts, found, terms) if margin != MORE[-1] else set()
        texts = [one for one in texts if one.uid in still]
        if not texts:
            break
    return found


def _standing(
    prepared: pl.DataFrame, texts: list[_Text], found: dict[tuple[str, str], list[Span]], terms: Terms
) -> set[str]:
    """The uids of texts that the careful reader would flag as well without what is marked."""
    asked = prepared.filter(pl.col("reader") == careful.READER)
    chances, written = {one.uid: one.chance for one in texts}, dict(asked.select("uid", "text").iter_rows())
    pairs = [pair for pair in found if pair[0] in chances and pair[0] in written]
    pairs = [(uid, label) for uid, label in pairs if (chances[uid][f"p_{label}"] or 0) >= DECIDED]
    if not pairs:
        return set()
    rest = [_rest(written[uid], found[uid, label]) for uid, label in pairs]
    cut = pl.DataFrame({"uid": [uid for uid, _ in pairs], "text": rest})
    cut = cut.join(asked.drop("text"), on="uid", how="left", maintain_order="left")
    left = labels.probabilities(features.prepare(cut.select(_READ), terms))
    still = [(left[f"p_{label}"][at] or 0) >= DECIDED for at, (_, label) in enumerate(pairs)]
    return {uid for (uid, _), stands in zip(pairs, still, strict=True) if stands}


def _rest(text: str, spans: list[Span]) -> str:
    """A text without its marked words."""
    for start, end in reversed(spans):
        text = f"{text[:start]} {text[end:]}"
    return text


def all_spans(prepared: pl.DataFrame) -> Iterator[dict[str, list[Span]]]:
    """For each row of a prepared frame the spans of its labels, in the order of the rows."""
    for one in _texts(prepared, labels.ALL):
        yield one.spans(MARGIN)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text with what is likely of it."""

    uid: str
    chance: dict[str, float | None]
    told: list[str]  # the wanted labels that are worth a mark
    reader: _Reader | None  # none where no label is

    def spans(self, margin: float) -> dict[str, list[Span]]:
        """The marks of each label that has any."""
        found = {name: self.reader.spans(name, margin) for name in self.told} if self.reader else {}
        return {name: marks for name, marks in found.items() if marks}


def _texts(prepared: pl.DataFrame, wanted: Iterable[str]) -> Iterator[_Text]:
    """The rows of a prepared frame, each read once for every label and margin."""
    names = set(wanted)
    lists, known, models = cues.load(), weights.detectors(), weights.load()
    words = known.vocabulary.read(prepared)
    dense = features.dense(prepared, words)
    fine = np.rint(dense.select(known.network.features).to_numpy() * 2**network.DEEP)
    chances = labels.probabilities(prepared, words, dense)
    whole = labels.whole(prepared)
    given = prepared.select("uid", "kind", "text", "brand_key").iter_rows()
    rows = zip(given, dense.iter_rows(named=True), fine, chances.iter_rows(named=True), strict=True)
    for at, ((uid, kind, text, key), values, inputs, chance) in enumerate(rows):
        told = [name for name in labels.LABELS.get(kind, ()) if name in names and (chance[f"p_{name}"] or 0) >= WORTH]
        said = {label: score[at] for (_, label), score in whole.items() if not math.isnan(score[at])}
        reader = _Reader(text, key, lists, models, known.network, values, inputs, said) if told else None
        yield _Text(uid, chance, told, reader)


class _Reader:
    """One text with its lexical copy, looked at once for every label."""

    def __init__(
        self, text: str, brand_key: str, lists: dict[str, cues.CueList], models: weights.Models,
        net: network.Network, values: dict[str, float], inputs: np.ndarray, whole: dict[str, float],
    ) -> None:  # fmt: skip
        self.text = text[:LONGEST]
        self.lists, self.models, self.net = lists, models, net
        self.empty = re.compile(rf"(?:{lists['function_words'].pattern})(?:'\w+)?|xbos|xreply|xnum|[a-z]")
        self.values = values
        self.inputs = inputs
        self.whole = whole  # what the careful reader says, by label, where it was asked
        self.copy, self.places = clean.lexical_with_offsets(self.text)
        self.words = _words(self.copy, self.places, brand_key)
        self.terms = _term_spans(self.words)
        self.root = math.sqrt(max(1, sum(len(found) for found in self.terms.values())))
        self.beside: dict[str, tuple[np.ndarray, tuple[str, ...]]] = {}

    def spans(self, label: str, margin: float) -> list[Span]:
        """The marked spans of one label, merged and in order."""
        model = self.models[labels.HOME[label]][label]
        parts = [(weight * self.values[name], name) for name, weight in model.features.items()]
        learnt = {
            term: model.terms[term] * len(found) / (1000.0 * self.root)
            for term, found in self.terms.items()
            if term in model.terms
        }
        logit = model.bias + sum(gain for gain, _ in parts) + sum(learnt.values())
        total, each = self._network(labels.HOME[label], label)
        for (word, _), gain in zip(self.words, each, strict=False):
            learnt[word] = learnt.get(word, 0.0) + gain
        if label in self.whole:  # it does not say of which words; the network, which learnt the same, does
            total, zero = self.whole[label], weights.zero(model.careful)
        else:
            zero = model.threshold
        logit += total - zero
        ranked = [(gain, self._feature(name)) for gain, name in parts if gain > 0]
        ranked += [(gain, self.terms[term]) for term, gain in learnt.items() if gain > 0 and self._speaks(term)]
        marks: list[Span] = []
        for gain, found in sorted((pair for pair in ranked if pair[1]), key=lambda pair: (-pair[0], pair[1])):
            if marks and logit < -margin:
                break
            marks += found
            logit -= gain
        return marked.readable(self.text, marks)

    def _network(self, kind: str, label: str) -> tuple[float, list[float]]:
        """What the network says for a label, and how much less it would say without each word."""
        if kind not in self.beside:
            without = self.net.without([word for word, _ in self.words], self.inputs, kind)
            self.beside[kind] = without, self.net.homes[kind].labels
        scores, names = self.beside[kind]
        if label not in names:
            return 0.0, []
        own = scores[:, names.index(label)]
        return float(own[0]), (own[0] - own[1:]).tolist()

    def _feature(self, name: str) -> list[Span]:
        if name in RAW_SPANS:
            return [match.span() for match in re.finditer(RAW_SPANS[name], self.text) if match.group()]
        if name in SPANS:
            return self._places(match.span() for match in re.finditer(SPANS[name], self.copy))
        if name.startswith("c_"):
            return self._places(self.lists[name[2:]].find(self.copy))
        return []

    def _speaks(self, term: str) -> bool:
        """Whether a learnt term tells a reader anything: full stops, bare numbers and function words do not."""
        return any(_TELLS.search(word) and not self.empty.fullmatch(word) for word in term.split())

    def _places(self, spans: Iterable[Span]) -> list[Span]:
        return [(self.places[a][0], self.places[b - 1][1]) for a, b in spans if a < b]


def _words(copy: str, places: list[Span], brand_key: str) -> list[tuple[str, Span]]:
    """Words of a lexical copy as `tokens.words` finds them, with their spans in the original."""
    for pattern, value in tokens.OPENING:
        copy, places = clean.replaced(copy, places, pattern, value)
    return [
        (tokens.masked(match.group(), brand_key), (places[match.start()][0], places[match.end() - 1][1]))
        for match in re.finditer(tokens.WORD, copy)
    ]


def _term_spans(words: list[tuple[str, Span]]) -> dict[str, list[Span]]:
    """Words and pairs of neighbours as `tokens.of` counts them, with their spans."""
    found: dict[str, list[Span]] = {}
    for word, span in words:
        found.setdefault(word, []).append(span)
    for (first, (start, _)), (second, (_, end)) in pairwise(words):
        found.setdefault(f"{first} {second}", []).append((start, end))
    return found
