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
from sociable.site.parts import Fact, Ref, Segment

LONGEST = 2500
CARD = 400
"""So many characters of a post stand on a card; the page of its question has the whole of it."""
LINK = 56
_ADDRESS = re.compile(r"(https?://[^\s?#]+)([?#][^\s]*)?")
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


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


def marked(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Segment, ...]:
    """`text` cut at the spans (character offsets; overlaps are merged, strays dropped)."""
    found: list[Segment] = []
    at = 0
    for start, end in sorted((max(0, a), min(len(text), b)) for a, b in spans):
        start = max(start, at)
        if end <= start:
            continue
        if start > at:
            found.append(Segment(text[at:start]))
        found.append(Segment(text[start:end], "mark"))
        at = end
    if at < len(text):
        found.append(Segment(text[at:]))
    return tuple(found)


def short(text: str) -> str:
    """`text` with the tails of long web addresses cut: where a link leads can be read, its tracking marks not."""
    return _ADDRESS.sub(_short, text)


def _short(match: re.Match[str]) -> str:
    address, tail = match.group(1), match.group(2) or ""
    cut = "utm_" in tail or len(address + tail) > LINK
    return f"{address[:LINK]}…" if cut else address + tail


def briefly(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The segments with long web addresses cut; one that is marked in part stays whole."""
    return tuple(Segment(short(one.text), one.kind) for one in segments)


def clipped(segments: Sequence[Segment], most: int) -> tuple[Segment, ...]:
    """The segments up to `most` characters, and how many more there are."""
    found: list[Segment] = []
    room, total = most, sum(len(one.text) for one in segments)
    for one in segments:
        found += [Segment(one.text[:room], one.kind)] if room > 0 else []
        room -= len(one.text)
    return (*found, Segment(words.more(total - most))) if total > most else tuple(found)


def carded(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The segments as far as a card has room, to the end of a word; a few words more are not worth the cut."""
    text = "".join(one.text for one in segments)
    if len(text) <= CARD + 100:
        return tuple(segments)
    return clipped(segments, max(text.rfind(" ", 0, CARD), CARD // 2))


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
        after = after.replace(slot.text, own)
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


def slotted(text: str, slots: Sequence[str]) -> tuple[Segment, ...]:
    """A draft with its open slots set apart."""
    if not slots:
        return (Segment(text),)
    pattern = re.compile("|".join(re.escape(slot) for slot in sorted(set(slots), key=len, reverse=True)))
    found, at = [], 0
    for match in pattern.finditer(text):
        found += [Segment(text[at : match.start()])] if match.start() > at else []
        found.append(Segment(match.group(), "slot"))
        at = match.end()
    return (*found, *((Segment(text[at:]),) if at < len(text) else ()))


def cut_away(before: str, after: str) -> tuple[Segment, ...]:
    """The original with the words that its draft no longer holds marked, joined into runs."""
    kept = {word.casefold() for word in _WORDS.findall(after)}
    found: list[Segment] = []
    for token in _WORDS.findall(before):
        gone = token.casefold() not in kept and not token.isspace()
        after_gone = bool(found) and found[-1].kind == "mark"
        kind: Literal["plain", "mark"] = "mark" if gone or (token.isspace() and after_gone) else "plain"
        if found and found[-1].kind == kind:
            found[-1] = Segment(found[-1].text + token, kind)
        else:
            found.append(Segment(token, kind))
    return tuple(found)
