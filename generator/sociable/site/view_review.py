"""The sample to read: as a sheet for a spreadsheet, and as an offline page with keys."""

from __future__ import annotations

from dataclasses import dataclass

from sociable import tongue
from sociable.sample import Drawn, Sample
from sociable.site import csvs, dates, words
from sociable.site.alone import alone
from sociable.site.pages import phrases, shipped

NOT_ASKED = "n/a"
FIXED = ("id", "kind", "platform", "date", "answers", "text")
PURPOSE = "purpose"


@dataclass(frozen=True, slots=True)
class Box:
    """One label to tick, with the key that ticks it."""

    label: str
    key: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit to read."""

    uid: str
    meta: str
    parent: str
    text: str
    boxes: tuple[Box, ...]
    purposes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The whole sample."""

    title: str
    brand: str
    lead: str
    say: dict[str, str]
    head: str  # the columns of review.csv
    memory: str  # where the browser keeps what was answered
    units: tuple[UnitView, ...]


def review_sheet(sample: Sample) -> str:
    """review.csv: one row a unit, one column a label; what is not asked of a kind says so."""
    asked = columns(sample)
    rows = [
        [
            one.uid, one.kind, one.platform, one.day, one.parent, one.text,
            *("" if label in one.labels else NOT_ASKED for label in asked),
        ]
        for one in sample.units
    ]  # fmt: skip
    return "\ufeff" + csvs.table([[*FIXED, *asked], *rows])


def columns(sample: Sample) -> list[str]:
    """Every label that some unit is asked for, in the order in which they first come."""
    return list(dict.fromkeys(label for one in sorted(sample.units, key=lambda one: one.kind) for label in one.labels))


def review_page(sample: Sample, accent: str, language: str = "en") -> str:
    """review.html: the same units one at a time, by keyboard; nothing leaves the machine."""
    with tongue.speaking(language):
        return _page(sample, accent)


def _page(sample: Sample, accent: str) -> str:
    said = phrases()
    say = dict(said["review"])
    lead = say["lead"].format(n=words.plural(len(sample.units), "post"), period=dates.period(sample.period.id))
    view = ReviewView(
        say["title"], sample.brand, lead, say, ",".join(["id", *columns(sample)]),
        f"sociable-review-{sample.period.id}-{sample.brand}", tuple(_unit(one, said) for one in sample.units),
    )  # fmt: skip
    return alone("review", view, f"{say['title']}: {sample.brand}", shipped("review.js"), accent)


def _unit(one: Drawn, said: dict[str, dict[str, str]]) -> UnitView:
    meta = f"{said['kind'].get(one.kind, one.kind)} · {said['platform'].get(one.platform, one.platform)}"
    boxes, taken = [], set[str]()
    for label in one.labels:
        if label != PURPOSE:
            title = said["label"].get(label, label)
            key = next((letter for letter in label + title.lower() if letter.isalpha() and letter not in taken), "")
            taken.add(key)
            boxes.append(Box(label, key, title, said["label_text"].get(label, "")))
    purposes = said["purpose"] if PURPOSE in one.labels else {}
    chosen = tuple(
        Box(name, words.count(at), title, said["purpose_text"].get(name, ""))
        for at, (name, title) in enumerate(purposes.items(), 1)
    )
    return UnitView(one.uid, f"{meta} · {dates.day(one.day)}", one.parent, one.text, tuple(boxes), chosen)
