"""The overall verdict and, as large, how much of the rubric it stands on (RUBRIC 4.3)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sociable import shortfall, tongue
from sociable.report import Overall
from sociable.site import charts, dates, words
from sociable.site.book import Book, band_words
from sociable.site.charts import Bar
from sociable.site.parts import Mark
from sociable.site.standing import SCORED, provisional

UNSURE = "inbox_unknown"
MUCH = 0.1
"""Such a share of own posts, or of messages, in languages without detectors is told beside the verdict."""
IDLE = 6
"""Questions with nothing to judge, a quarter of the rubric, from which on a brief says that they do not count."""


@dataclass(frozen=True, slots=True)
class LossView:
    """A file that ends in the middle, and what reading it said."""

    file: str
    said: str


@dataclass(frozen=True, slots=True)
class HeadlineView:
    """The overall verdict and, as large, how much of the rubric it stands on."""

    kind: str
    mark: Mark
    band: str
    grade: str
    score: str
    scores: str
    coverage: str
    measured: str  # "19 of 24 questions"
    caveats: str  # how many of these leave an account out, and how many are first impressions
    bounds: str
    capped: bool
    stands_for: tuple[str, ...]
    bar: Bar | None
    losses: tuple[LossView, ...]
    doubts: tuple[str, ...]  # inboxes of which nobody has said that they hold what was not answered


def headline(book: Book) -> HeadlineView:
    """The overall score, or what stands in its place (RUBRIC 4.3)."""
    overall = book.report.overall
    scored, asked = len(book.scored()), len(book.report.criteria)
    shown = overall.kind != "none" and overall.score is not None
    band = band_words(book, overall.band, overall.score) if shown else book.say("headline", "none")
    titles = {one.id: one.title for one in book.report.dimensions}
    return HeadlineView(
        kind=overall.kind,
        mark=charts.band(overall.score) if shown and overall.score is not None else "none",
        band=band,
        grade=overall.grade if overall.kind == "overall" else "",
        score=words.score(overall.score) if shown else "",
        scores=words.scores(overall.score_low, overall.score_high) if shown else "",
        coverage=words.share(overall.coverage),
        measured=f"{words.of(scored, asked)}",
        caveats=_caveats(book),
        bounds=_bounds(overall),
        capped=overall.capped,
        stands_for=tuple(titles.get(one, one) for one in overall.measured),
        bar=_bar(book, overall) if shown else None,
        losses=tuple(LossView(one.file, tongue.note(said)) for one, said in shortfall.broken_off(book.report.inputs)),
        doubts=_doubts(book),
    )


def _caveats(book: Book) -> str:
    """What a share of the rubric hides: accounts left out of a question, first impressions, questions that rest."""
    scored = book.scored()
    gaps = Counter(state.account for one in scored for state in one.needs if state.missing)
    told = [
        book.say("headline", "without").replace("{n}", words.count(n)).replace("{account}", book.account(account))
        for account, n in sorted(gaps.items())
    ]
    first = sum(provisional(one) for one in scored)
    told += [book.say("headline", "first").replace("{n}", words.count(first))] if first else []
    idle = sum(one.status == "nothing_to_judge" for one in book.report.criteria)
    told += [book.say("headline", "idle").replace("{n}", words.count(idle))] if idle >= IDLE else []
    return ", ".join(told)


def _doubts(book: Book) -> tuple[str, ...]:
    """What every figure of answers stands on, once for each inbox: a brief may not say it is sure where it is not."""
    notes = {note for one in book.scored() for note in one.notes if note.startswith(f"{UNSURE}@")}
    told = [book.told("note", note.replace(UNSURE, f"{UNSURE}_total", 1)) for note in sorted(notes)]
    weight = sum(one.weight for one in book.scored())
    vague = sum(one.weight for one in book.scored() if provisional(one))
    if book.report.overall.kind != "none" and vague >= weight / 3 > 0:
        told.append(book.say("headline", "provisional").replace("{share}", words.share(vague / weight)))
    return (*unread(book), *told, *_lost(book))


def unread(book: Book, *, posts: bool = True) -> tuple[str, ...]:
    """How many own posts and messages no detector reads, where they are more than a few; all else stands on others."""
    found = book.report.method.get("omitted")
    if not isinstance(found, dict):
        return ()
    foreign = found.get("reasons", {}).get("language", 0), found.get("foreign_messages", 0)
    whole = found.get("posts", 0), found.get("messages", 0)
    names = ("unread", "unread_messages")
    return tuple(
        book.say("headline", name).replace("{n}", words.count(n)).replace("{all}", words.count(all_))
        for name, n, all_ in zip(names, foreign, whole, strict=True)
        if n >= MUCH * all_ > 0 and (posts or name != "unread")
    )


def _lost(book: Book) -> tuple[str, ...]:
    """Why there is no number where the period before had one: the questions that had a score then and have none."""
    past = book.report.history[-1] if book.report.history else None
    if past is None or past.overall.kind == "none" or book.report.overall.kind != "none":
        return ()
    then = {name for name, one in past.criteria.items() if one.score is not None}
    gone = [one for one in book.report.criteria if one.id in then and one.status not in SCORED]
    named = " ".join(f"{one.question} ({book.say('status', one.status)})" for one in gone)
    said = book.say("headline", "lost").replace("{period}", dates.period(past.period.id))
    return (said.replace("{score}", words.score(past.overall.score)).replace("{questions}", named or words.DASH),)


def _bounds(overall: Overall) -> str:
    if overall.bound_low is None or overall.bound_high is None or overall.coverage >= 1:
        return ""
    return words.scores(overall.bound_low, overall.bound_high)


def _bar(book: Book, overall: Overall) -> Bar:
    score = overall.score or 0.0
    word = band_words(book, overall.band, score)
    return charts.bar(book.say("chart", "overall"), score, overall.score_low, overall.score_high, False, word)
