"""Views of posts: examples with their deciding words marked, drafts beside originals, rows to disagree with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlsplit

from sociable import tongue
from sociable.model import Example, Rewrite
from sociable.report import CriterionResult, PostCard
from sociable.site import csvs, dates, words
from sociable.site.book import Book, criterion_ref
from sociable.site.excerpts import briefly, clipped, cut_away, marked, short, slotted
from sociable.site.parts import Fact, Ref, Segment

LONGEST = 2500


@dataclass(frozen=True, slots=True)
class PostView:
    """One of the brand's own posts, masked, with the words that decided."""

    uid: str
    anchor: str
    segments: tuple[Segment, ...]
    platform: str
    date: str
    iso: str
    kind: str
    permalink: str  # http(s), or ""
    metrics: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class ExampleView:
    """A post as an example of a criterion, and how to disagree."""

    post: PostView
    side: Literal["good", "bad"]
    why: tuple[str, ...]
    row: str  # for labels.csv
    criterion: Ref
    title: str


@dataclass(frozen=True, slots=True)
class DraftView:
    """An original and its verified draft, side by side."""

    id: str
    before: tuple[Segment, ...]
    after: tuple[Segment, ...]
    plain: str  # what the copy button copies
    why: tuple[str, ...]
    slots: tuple[str, ...]
    recipe: str
    engine: str
    better: bool  # as it stands; else once its slots are filled
    post: PostView | None
    criterion: Ref
    title: str
    theirs: bool = False  # an answer to somebody's message; else another wording of an own post


def examples(book: Book, result: CriterionResult, side: Literal["good", "bad"]) -> tuple[ExampleView, ...]:
    """The examples of one side, in the report's order."""
    found = []
    for example in result.examples:
        card = book.post(example.post)
        if card is not None and example.side == side:
            found.append(_example(book, result, example, card))
    return tuple(found)


def _example(book: Book, result: CriterionResult, example: Example, card: PostCard) -> ExampleView:
    why = tuple(sentence(said) for one in example.why if (said := reason(book, card, one, fires(result, example))))
    row = disagree(card, result, example)
    return ExampleView(
        post(book, card, example.spans), example.side, why, row, criterion_ref(result.id, anchor(card.uid)),
        result.question,
    )  # fmt: skip


def post(book: Book, card: PostCard, spans: Sequence[tuple[int, int]] = (), most: int = LONGEST) -> PostView:
    """A post card in words; of a text longer than `most` the rest is counted and left to the CSV."""
    return PostView(
        uid=card.uid, anchor=anchor(card.uid), segments=clipped(briefly(marked(card.text, spans)), most),
        platform=book.say("platform", card.platform), date=dates.day(card.date), iso=card.date[:10],
        kind=book.say("kind", card.kind), permalink=web(card.permalink),
        metrics=tuple(Fact(book.say("metric", name), words.count(n)) for name, n in sorted(card.metrics.items())),
    )  # fmt: skip


def fires(result: CriterionResult, example: Example) -> bool:
    """Whether the detectors of a criterion are expected to hold for an example of this side."""
    return (example.side == "bad") == (result.direction == "lower")


def reason(book: Book, card: PostCard, code: str, expected: bool) -> str:
    """Why a post is shown, in words: a label that holds, one that does not, a rule, or the consultant's comment."""
    if code in book.group("label_text"):
        held = card.labels.get(code, float(expected)) >= 0.5
        return book.say("label_text", code) if held else book.group("label_not").get(code, "")
    return book.say("why", code)


def disagree(card: PostCard, result: CriterionResult, example: Example) -> str:
    """The row that corrects a detector in labels.csv (id, label, value); empty where no detector decided."""
    label = next((one for one in (*example.why, *result.detectors) if one in result.detectors), "")
    if not label or not csvs.asked(card, label):
        return ""
    held = card.labels.get(label, float(fires(result, example))) >= 0.5
    return csvs.line((card.uid, label, "no" if held else "yes"))


def anchor(uid: str) -> str:
    """An element id for a post: letters, digits, and hyphens."""
    return "post-" + re.sub(r"[^0-9A-Za-z]+", "-", uid).strip("-").lower()


def web(address: str | None) -> str:
    """A permalink if it is plain http(s), else nothing: posts are hostile text."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return ""
    plain = parts.scheme in ("http", "https") and bool(parts.netloc)
    return quote(address or "", safe=";/?:@&=+$,#%!*()~[]-._") if plain else ""


def drafts(book: Book, indexes: Sequence[int]) -> tuple[DraftView, ...]:
    """The rewrites with these places in ``evidence.rewrites``; of the same words posted twice, the first."""
    rewrites = book.evidence.rewrites
    known = [index for index in indexes if 0 <= index < len(rewrites)]
    first = {rewrites[index].before: index for index in reversed(known)}
    return tuple(draft(book, index, rewrites[index]) for index in known if first[rewrites[index].before] == index)


def draft(book: Book, index: int, rewrite: Rewrite) -> DraftView:
    """A rewrite with what changed marked in the original and its open slots marked in the draft."""
    card = book.post(rewrite.post)
    result = book.result(rewrite.criterion)
    slots = tuple(tongue.note(tongue.word(slot.text)) for slot in rewrite.slots)
    after, same = rewrite.after, rewrite.after
    for handle in (slot.text for slot in rewrite.slots if slot.kind == "handle"):
        same = same.replace(handle, "@customer")  # as masked as before: no change
    for slot, own in zip(rewrite.slots, slots, strict=True):
        after, same = after.replace(slot.text, own), same.replace(slot.text, " ")
    recipe = tongue.word(rewrite.why[0] if rewrite.why else rewrite.recipe)
    why = tuple(sentence(tongue.word(book.say("why", one))) for one in rewrite.why[1:])
    return DraftView(
        id=f"draft-{index + 1}", before=cut_away(short(rewrite.before), short(same)),
        after=briefly(slotted(after, slots)),
        plain=after, why=why, slots=slots,
        recipe=recipe, engine=book.say("engine", rewrite.engine), better=rewrite.effect == "cut",
        post=post(book, card) if card else None, criterion=criterion_ref(rewrite.criterion, f"draft-{index + 1}"),
        title=result.question if result else rewrite.criterion, theirs=card is not None and card.kind == "I",
    )  # fmt: skip


def sentence(text: str) -> str:
    """`text` with a full stop where it has none."""
    return text if text.endswith((".", "!", "?")) else f"{text}."
