"""One text at a time: what `sociable rewrite` and `sociable lint` ask for."""

from __future__ import annotations

from sociable import config, signals
from sociable.advice import engine, recipes
from sociable.advice import phrases as words
from sociable.model import Rewrite
from sociable.signals import Terms


def rewrite(
    text: str, platform: str = "x", kind: str = "B", *, criterion: str, terms: Terms | None = None,
    brand: config.Brand | None = None, context: str = "", recipe: str = "",
) -> tuple[Rewrite | None, list[engine.Refusal]]:  # fmt: skip
    """A verified rewrite of `text` for a criterion, or None, and why recipes gave nothing.

    `context` is the message that it answers; `recipe` narrows the choice to one.
    """
    known = recipes.load()
    chosen = tuple(one for one in known.values() if (one.id == recipe if recipe else criterion in one.criteria))
    task = engine.Task(text, text, platform, kind, criterion, context)
    seen = terms or (Terms.of(brand) if brand else Terms())
    found, refused = engine.rewrite_all(
        [task], {criterion: chosen}, words.load(), brand, lambda batch: signals.label(batch, seen)
    )
    return found.get((task.key, criterion)), refused
