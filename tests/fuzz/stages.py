"""Each stage on one text made to keep patterns busy: `python tests/fuzz/stages.py [SECONDS] [FIRST CHARACTERS OF A UNIT]`.

Masking, labels, their spans: texts of 10,000 characters; rewrites of posts,
replies and messages: of 2,900, for longer ones are offered none.  What took
more processor time than SECONDS (1) is named; a warm-up pays for what is
loaded once.
"""

# ruff: noqa: E402, E501 - rows of odd texts are easier to read on one line
from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import product
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "generator")]

import polars as pl

from privacy.kinds import masker
from sociable import signals
from sociable.advice import engine, phrases, recipes
from sociable.advice.tasks import Task
from sociable.signals import Terms

SIZE, DRAFT = 10_000, 2_900
UNITS = (
    "a", ".", "a. ", "1.", "1. ", "@a ", "#a", "#a ", "http://", "http://a.b/c ", "\U0001f600", "\U0001f600 ",
    "\U0001f1ec\U0001f1e7", "❤️‍", "(", ")", "()", "(a) ", '"', "“", "'", "”a“ ", "[", "[]",
    "[a] ", "\n", "\n\n", "a\n", "- a\n", "€1 ", "€1", "1%", "1 ", "1/2 ", "^AB ", "Hi Anna, ", "A. B. ", "Anna Berg ",
    "DM us ", "please ", "sorry ", "you ", "? ", "!", "...", "…", "RT @a: ", "a@b.c ", "+1 555 ", "<a>", "&amp;", "_", "__ ",
    "-", "–", "|", " ", "\t", "’", "it's ", "AB", "a-", "#1", "@", "#", "we can't ", "5.30pm ", "2026-01-01 ", "ü", "Я",
)  # fmt: skip
REWRITTEN = {
    "B": ("LAST CHANCE! Buy the pass now, 50% off today only. ", ("promo-share", "hard-sell", "inviting-posts", "plain-talk")),
    "R": ("Sorry to hear that, please DM us your details. ", ("solve-here", "early-sell", "personal-at-scale")),
    "I": ("Where is my order? It is two weeks late. ", ("response-rate",)),
}  # fmt: skip
"""Of each kind what a text begins with, so that there is something to rewrite, and the criteria with most to try."""
Stage = Callable[[str], object]


def stages() -> dict[str, tuple[str, int, Stage]]:
    """Every stage by name: what its texts begin with, how long they are, and the stage itself."""
    hides, terms, words = masker(), Terms(), phrases.load()
    found: dict[str, tuple[str, int, Stage]] = {
        "mask": ("", SIZE, hides.text),
        "mask, spoken to": ("@anna ", SIZE, lambda text: hides.text(text, "x:@anna")),
    }
    for kind, (lead, criteria) in REWRITTEN.items():
        found[f"labels {kind}"] = ("", SIZE, partial(_labelled, kind, terms))
        found[f"spans {kind}"] = ("", SIZE, partial(_marked, kind, terms))
        for one in criteria:
            found[f"rewrite {kind}, {one}"] = (lead, DRAFT, partial(_rewritten, kind, one, words, terms))
    return found


def _batch(kind: str, text: str) -> pl.DataFrame:
    return pl.DataFrame({"uid": ["1"], "text": [text], "platform": ["facebook"], "kind": [kind], "reader": ["quick"]})


def _labelled(kind: str, terms: Terms, text: str) -> object:
    return signals.label(_batch(kind, text), terms)


def _marked(kind: str, terms: Terms, text: str) -> object:
    return signals.explain(_batch(kind, text), signals.LABELS[kind], terms)


def _rewritten(kind: str, criterion: str, words: phrases.Phrases, terms: Terms, text: str) -> object:
    plan = {criterion: tuple(one for one in recipes.load().values() if criterion in one.criteria)}
    task = Task("1", text, "facebook", kind, criterion, context="" if kind == "B" else text)
    return engine.rewrite_all([task], plan, words, None, lambda batch: signals.label(batch, terms))


def main(seconds: float, only: str = "") -> int:
    """Prints what took longer, and the longest of each stage; how many they are."""
    late, longest = 0, dict[str, tuple[float, str]]()
    every = stages()
    for lead, _, stage in every.values():
        stage(f"{lead}Warm up, Anna Berg. Please.")
    units = [unit for unit in UNITS if unit.startswith(only)]
    for unit, (name, (lead, size, stage)) in product(units, every.items()):
        start = time.process_time()
        stage((lead + unit * size)[:size])
        took = time.process_time() - start
        longest[name] = max(longest.get(name, (0.0, "")), (took, unit))
        if took > seconds:
            late += 1
            print(f"{name}: {unit!r}: {took:.1f} s", flush=True)
    for name, (took, unit) in longest.items():
        print(f"| {name} | {took:.2f} s | {unit!r} |")
    print(f"{late} of {len(units) * len(every)} took more than {seconds:g} s")
    return late


if __name__ == "__main__":
    sys.exit(bool(main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0, " ".join(sys.argv[2:]))))
