"""What every view is built from: the report, the rubric and the playbook's prose, with safe look-ups."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from sociable import tongue
from sociable.content import Document
from sociable.criteria import Criterion
from sociable.report import CriterionResult, Evidence, PostCard, Report
from sociable.rubric import Rubric
from sociable.site import charts, dates, words
from sociable.site.parts import Link, Prose, Ref, Verdict
from sociable.site.standing import SCORED, mark, provisional, several


class About(msgspec.Struct, frozen=True, kw_only=True):
    """The part of ``report.brand`` that pages show; older reports may lack any of it."""

    name: str = "This brand"
    title: str = ""
    accent: str = "#0b5d7a"
    logo: str = ""
    prepared_by: str = ""
    timezone: str = "UTC"
    participation: str = "participant"
    masked: bool = True
    accounts: list[dict[str, str]] = []
    events: list[dict[str, str]] = []
    hours: dict[str, str] = {}  # service hours by days: "mon-fri" to "08:00-18:00"


PAUSED = "service_hours"
"""The note of a result whose clock stands still outside the hours that the profile states."""


@dataclass(frozen=True, slots=True)
class Book:
    """One report with the words to tell it in."""

    report: Report
    rubric: Rubric
    prose: Mapping[str, Document]
    wording: Mapping[str, Mapping[str, str]]
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def about(self) -> About:
        """The brand as pages name it."""
        return msgspec.convert(self.report.brand, About)

    @property
    def evidence(self) -> Evidence:
        """Posts and rewrites; empty where the report was kept without them."""
        return self.report.evidence or Evidence()

    def say(self, group: str, key: str) -> str:
        """The words of content/playbook/wording.yaml for an id; an unknown id is told as it is."""
        found = self.wording.get(group, {}).get(key)
        return found or (key if " " in key else key.replace("-", " ").replace("_", " "))

    def told(self, group: str, code: str) -> str:
        """The words of a code such as ``partly_covered:0.85@x:harbourlights`` (code, detail, account)."""
        rest, _, account = code.partition("@")
        name, _, detail = rest.partition(":")
        if detail and rest in self.wording.get(group, {}):  # words for one detail, such as none at all
            return self.say(group, rest)
        if name not in self.wording.get(group, {}):
            return code
        if re.fullmatch(r"0?\.\d+", detail):
            detail = words.share(float(detail))
        elif re.fullmatch(r"\d{4}-\d\d-\d\d", detail):
            detail = dates.day(detail)
        detail = self.group("label").get(detail) or self.group("change").get(detail) or detail
        said = self.say(group, name).replace("{detail}", detail)
        return said.replace("{account}", self.account(account) if account else self.about.name)

    def account(self, key: str) -> str:
        """An account key as people write it: "@HarbourLights on X"."""
        for one in self.about.accounts:
            if one.get("key") == key:
                return f"@{one.get('handle', '')} ({self.say('platform', one.get('platform', ''))})"
        platform, _, name = key.partition(":")
        return f"@{name} ({self.say('platform', platform)})"

    def group(self, name: str) -> Mapping[str, str]:
        """All the words of one group."""
        return self.wording.get(name, {})

    def page(self, name: str, section: str = "", level: int = 2) -> Prose:
        """The prose of content/playbook/<name>.md: its opening, or one of its sections."""
        document = self.prose.get(name)
        if document is None:
            return Prose("", level)
        return Prose(document.sections.get(section, "") if section else document.intro, level)

    def sections(self, name: str, level: int) -> tuple[tuple[str, Prose], ...]:
        """Every section of a page of prose: heading and text, in its order."""
        document = self.prose.get(name)
        found = document.sections if document else {}
        return tuple((title, Prose(text, level)) for title, text in found.items())

    def title(self, name: str, default: str) -> str:
        """The title that a page of prose gives itself."""
        document = self.prose.get(name)
        return document.sheet.text("title") if document else default

    def lead(self, name: str) -> str:
        """The one sentence under a page's title."""
        document = self.prose.get(name)
        return document.sheet.text("lead") if document else ""

    def note(self, page: str) -> Prose:
        """The consultant's own words for a page."""
        name = "brief" if page == "index" and "index" not in self.notes else page
        return Prose(self.notes.get(name, ""), 2)

    def result(self, name: str) -> CriterionResult | None:
        """One criterion's result."""
        return next((one for one in self.report.criteria if one.id == name), None)

    def criterion(self, name: str) -> Criterion | None:
        """One criterion as the rubric declares it; None for one that has since gone."""
        return self.rubric.criteria.get(name)

    def post(self, uid: str) -> PostCard | None:
        """A post as the playbook may show it."""
        return self.evidence.posts.get(uid)

    def scored(self) -> list[CriterionResult]:
        """Criteria that carry a score, in the report's order."""
        return [one for one in self.report.criteria if one.status in SCORED and one.score is not None]


def verdict(book: Book, result: CriterionResult) -> Verdict:
    """A criterion's result in words, whatever its status."""
    if result.status not in SCORED or result.score is None:
        return Verdict(mark(result), book.say("status", result.status), basis=basis(book, result))
    value = words.measure(result.value, result.unit, result.n)
    likely = words.scores(result.score_low, result.score_high)  # left out where it says no more: "100, likely 100"
    if each := several(result):  # their mean is on nobody's scale
        value = ", ".join(words.count(one) for one in each)
    return Verdict(
        mark(result), band_words(book, result.band, result.score), words.score(result.score),
        "" if likely == words.score(result.score) else shown(likely), provisional(result),
        f"{value} {book.group('counted').get(result.id, '')}".strip(),
        shown(words.measures(result.low, result.high, result.unit)), basis(book, result),
        measured(book, result, value).replace("{value}", value), charts.anywhere(result.band),
    )  # fmt: skip


def measured(book: Book, result: CriterionResult, value: str = "") -> str:
    """The sentence of a criterion's value, of all own posts where those stood in for too few of a kind.

    Where the clock stands still outside service hours and the one that never
    stops says something else, both stand in it.
    """
    known = book.group("measured")
    wide = any(one.startswith("fallback_population:") for one in result.notes)
    wall = by_the_wall(result)
    paused = f":{PAUSED}" if wall and wall != value else ""
    form = ":all" if wide else ":each" if several(result) else paused
    return (known.get(f"{result.id}{form}") or known.get(result.id, "{value}")).replace("{wall}", wall)


def by_the_wall(result: CriterionResult) -> str:
    """The share answered within the hour day and night, where another clock is scored; else nothing."""
    beside = next((one for one in result.secondary if one.id == "answered_1h"), None)
    if PAUSED not in result.notes or beside is None:
        return ""
    return words.measure(beside.value, beside.unit, beside.n or 0)


def omitted(book: Book, parts: Iterable[str]) -> str:
    """Posts left out, in words, from parts such as "language=1": "1 in another language, 2 without words"."""
    pairs = [part.partition("=") for part in parts if part]
    return ", ".join(book.say("omitted", why).replace("{n}", words.count(int(n))) for why, _, n in pairs)


def shown(text: str) -> str:
    """`text`, or nothing where it is only the dash of a missing number."""
    return "" if text == words.DASH else text


def band_words(book: Book, band: str, score: float | None) -> str:
    """A band in the playbook's words; scoring may name one or two ("fair to good")."""
    band = band or ("" if score is None else charts.band(score))
    parts = [book.say("band", part) for part in band.lower().replace("–", " to ").split(" to ")]
    shown = [part[:1].upper() + part[1:] for part in parts]
    if len(shown) != 2:
        return " to ".join(shown)
    return tongue.say(
        "From {low} to {high}" if charts.anywhere(band) else "{low} to {high}", low=shown[0], high=shown[1]
    )


def basis(book: Book, result: CriterionResult) -> str:
    """How many units a figure rests on, in the criterion's own noun.

    A share that allows for the detectors' errors is a sum of chances and no
    count: where it is off what they flagged, the flagged ones are counted and
    the share is called an estimate, so that no reader looks for the rest.
    """
    if result.numerator is not None and result.denominator and result.unit in ("share", "minutes"):
        seen = result.numerator if result.raw_value is None else result.raw_value * result.denominator
        if abs(seen - result.numerator) < (0.5 if seen else 0.005):
            told = {"share": words.of(seen, result.denominator), "units": nouns(book, result.id)[1]}
            early = next((one for one in result.notes if one.startswith("still_open:")), "").partition(":")[2]
            if early:
                return tongue.say(
                    "{share} {units}; {n} more were still within their three days", n=words.count(int(early)), **told
                )
            return tongue.say("{share} {units}", **told)
        whole = units(book, result.id, result.denominator)
        if said := book.group("halves").get(result.id):  # a half is a rule's and no detector's estimate
            return said.replace("{units}", whole)
        return tongue.say("estimated from {units} by their odds, {n} flagged", units=whole, n=words.credits(seen))
    return units(book, result.id, result.n) if result.n else ""


def units(book: Book, name: str, n: float) -> str:
    """A number of what a criterion counts: "122 requests", "1 post"."""
    return words.plural(n, *nouns(book, name))


def nouns(book: Book, name: str) -> tuple[str, str]:
    """What a criterion counts, one and many: by its population, else by its table."""
    declared = book.criterion(name)
    if declared is None:
        return book.say("unit", "posts"), book.say("units", "posts")
    measure = declared.measure
    known = measure.shape if measure.shape in book.group("unit") else measure.among
    key = known if known in book.group("unit") else measure.table
    return book.say("unit", key), book.say("units", key)


def criterion_ref(name: str, anchor: str = "") -> Ref:
    """The address of a criterion's page: stable across quarters."""
    return Ref(f"criteria/{name}", anchor)


def criterion_link(book: Book, name: str) -> Link:
    """A link to a criterion under its question."""
    result = book.result(name)
    return Link(result.title if result else name, criterion_ref(name), result.question if result else "")
