"""Adds examples and rewrites to scored criteria: everything of the report that shows a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import msgspec
import polars as pl

from sociable import config, signals
from sociable.advice import choose, engine, inbox, recipes, scene, verify, waiting
from sociable.advice import phrases as words
from sociable.advice.known import masker_of
from sociable.advice.masking import Masker
from sociable.advice.rules import Rule, rule
from sociable.advice.tasks import Task
from sociable.criteria import Criterion
from sociable.model import Example, Period, Rewrite
from sociable.report import CriterionResult, Evidence, PostCard
from sociable.rubric import Rubric
from sociable.signals import Terms
from sociable.tables import METRICS, Columns, permalink

FLAGGED = 1000
"""Most posts listed under one criterion in the appendix; a note says when there were more."""
SHOWN_STATUS = ("scored", "provisional", "too_few")
Chosen = list[tuple[str, str]]
"""(side, uid): good | bad | draft, the best first."""


@dataclass
class _Book:
    """What is gathered while criteria are gone through."""

    posts: dict[str, PostCard] = field(default_factory=dict)
    rewrites: list[Rewrite] = field(default_factory=list)
    flagged: list[tuple[str, str, float]] = field(default_factory=list)
    bad: dict[str, list[str]] = field(default_factory=dict)


def illustrate(
    columns: Columns, results: tuple[CriterionResult, ...], rubric: Rubric, brand: config.Brand, terms: Terms,
    accuracy: dict[str, dict[str, Any]], period: Period | None = None, also: Iterable[str] = (),
) -> tuple[tuple[CriterionResult, ...], Evidence]:  # fmt: skip
    """The results with examples, rewrites and notes, and the texts that these and `also` (uids) speak of.

    Everybody outside the brand is masked before a text gets here to stay;
    spans are offsets into the masked text.  Direct messages come in only with
    `privacy.show_dms`, inbound texts only with `privacy.show_inbound`.
    """
    masker = masker_of(columns, brand)
    posts = scene.posts(columns, results, period)
    if not brand.privacy.show_dms:
        posts = posts.filter(pl.col("kind") != "D")
    curated = choose.curation(brand)
    book = _Book()
    shown: list[tuple[CriterionResult, Chosen, list[str]]] = []
    asked = [(one, rubric.criteria.get(one.id) if one.status in SHOWN_STATUS else None) for one in results]
    accused = {one.id: _accused(one, known, posts, curated, accuracy, book) for one, known in asked if known}
    blamed = posts.filter(pl.col("uid").is_in([uid for uid, _, _ in book.flagged])).select(choose.WORDING).to_series()
    praised = choose.said_once(posts).filter(~choose.WORDING.is_in(blamed.unique().implode()))
    for result, criterion in asked:
        faults, notes = accused.get(result.id, ([], []))
        good = _praised(criterion, counted(result, criterion, praised), curated) if criterion else []
        shown.append((result, good + faults, notes))
    uids = {uid for _, chosen, _ in shown for _, uid in chosen} | {uid for uid, _, _ in book.flagged}
    bad = {uid for _, chosen, _ in shown for side, uid in chosen if side == "bad"} | {uid for uid, _, _ in book.flagged}
    frame = posts.filter(pl.col("uid").is_in(sorted(uids.union(also)))).unique("uid", keep="first", maintain_order=True)
    frame = frame.with_columns(permalink({one.key: one.handle.lstrip("@") for one in brand.accounts}))
    book.posts = _cards(frame, bad, book, masker)
    shown = _rewritten(frame, shown, rubric, brand, terms, book, curated)
    told = {uid for _, chosen, _ in shown for _, uid in chosen} | {uid for uid, _, _ in book.flagged}
    book.posts = {uid: card for uid, card in book.posts.items() if uid in told.union(also)}
    spans = _spans(frame, shown, rubric, book, brand, terms)
    finished = tuple(_finish(result, chosen, notes, rubric, curated, spans, book) for result, chosen, notes in shown)
    finished = inbox.drafts(
        finished, columns, brand, terms, masker, book.posts, book.rewrites, scene.window(results, period)
    )
    kept, span = dict(sorted(book.posts.items())), scene.window(results, period)
    left = waiting.waiting(columns, results, brand, masker, curated, span)
    return finished, Evidence(
        posts=kept, rewrites=book.rewrites, flagged=sorted(book.flagged), waiting=left,
        signs=waiting.signs(columns, span),
    )  # fmt: skip


def counted(result: CriterionResult, criterion: Criterion, posts: pl.DataFrame) -> pl.DataFrame:
    """The posts that a result was counted from: none of an account that it leaves out, nor beside its population."""
    absent = [one.account for one in result.needs if one.missing]
    kept = posts.filter(~pl.col("account").is_in(absent)) if absent else posts
    what = criterion.measure
    wide = any(note.startswith("fallback_population") for note in result.notes)
    among = what.fallback_among if wide else what.among
    return kept.filter(pl.col(among).fill_null(False)) if what.table == "posts" and among in kept.columns else kept


def _praised(criterion: Criterion, posts: pl.DataFrame, curated: choose.Curation) -> Chosen:
    """(side, uid) of the good examples of one criterion, of posts in which no other criterion finds fault."""
    found = rule(criterion, "good")
    ranked = choose.candidates(posts, found, curated) if found else posts.clear()
    return [("good", uid) for uid in choose.diverse(ranked)] if not ranked.is_empty() else []


def _accused(
    result: CriterionResult, criterion: Criterion, posts: pl.DataFrame, curated: choose.Curation,
    accuracy: dict[str, dict[str, Any]], book: _Book,
) -> tuple[Chosen, list[str]]:  # fmt: skip
    """(side, uid) of what may be shown as bad of one criterion, and notes; a "draft" is rewritten, not accused."""
    chosen: Chosen = []
    notes: list[str] = []
    posts = counted(result, criterion, posts)
    found = rule(criterion, "bad")
    if found is not None and (label := choose.trusted(found.labels, accuracy)):
        notes.append(f"no-bad-examples:{label}")
    elif found is not None:
        ranked = choose.candidates(posts, found, curated)
        notes += _flag(result, ranked, book)
        tried = choose.diverse(ranked, choose.TRIED * choose.SHOWN) if not ranked.is_empty() else []
        chosen += [("bad", uid) for uid in tried]
    if criterion.id == "two-way-share" and (week := scene.silent_week(posts)):
        chosen += [("draft", uid) for uid in week.drafts]
        notes.append(f"silent-week:{week.posts}")
    return chosen, notes


def _flag(result: CriterionResult, ranked: pl.DataFrame, book: _Book) -> list[str]:
    if ranked.is_empty():
        return []
    for uid, sure in ranked.select("uid", "sure").head(FLAGGED).iter_rows():
        book.flagged.append((uid, result.id, round(sure, 3)))
    return [f"flagged_more:{ranked.height - FLAGGED}"] if ranked.height > FLAGGED else []


def _cards(frame: pl.DataFrame, bad: set[str], book: _Book, masker: Masker) -> dict[str, PostCard]:
    flags: dict[str, list[str]] = {}
    for uid, criterion, _ in book.flagged:
        flags.setdefault(uid, []).append(criterion)
    cards = {}
    for row in frame.iter_rows(named=True):
        text = masker.text(row["text"], row.get("recipient"))
        cards[row["uid"]] = PostCard(
            uid=row["uid"], platform=row["platform"], account=row["account"], kind=row["kind"],
            date=str(row["day"]), text=masker.staff(text) if row["uid"] in bad else text,
            permalink=masker.link(row.get("permalink")),
            labels=_labelled(row),
            flagged=sorted(flags.get(row["uid"], [])),
            metrics={name: row[name] for name in METRICS if row.get(name) is not None},
        )  # fmt: skip
    return cards


def _labelled(row: dict[str, Any]) -> dict[str, float]:
    found = {name[2:]: value for name, value in row.items() if name.startswith("p_") and value is not None}
    return {name: round(value, 3) for name, value in sorted(found.items()) if not name.startswith("purpose")}


def _spans(
    frame: pl.DataFrame, shown: Iterable[tuple[CriterionResult, Chosen, list[str]]], rubric: Rubric,
    book: _Book, brand: config.Brand, terms: Terms,
) -> dict[tuple[str, str], list[tuple[int, int]]]:  # fmt: skip
    """Deciding words of every example, found in the masked text that is shown."""
    wanted = {uid for _, chosen, _ in shown for _, uid in chosen}
    rows = [row for row in frame.iter_rows(named=True) if row["uid"] in wanted and row["uid"] in book.posts]
    if not rows:
        return {}
    batch = pl.DataFrame(
        {
            "uid": [row["uid"] for row in rows],
            "kind": [row["kind"] for row in rows],
            "text": [book.posts[row["uid"]].text for row in rows],
            "platform": [row["platform"] for row in rows],
        }
    ).with_columns(brand=pl.lit(brand.about.name), reader=pl.lit(brand.reader, pl.Utf8))
    labels = sorted(
        {label for one in rubric.criteria.values() for side in ("good", "bad") for label in _labels(one, side)}
    )
    return dict(signals.explain(batch, labels, terms))


def _labels(criterion: Criterion, side: str) -> tuple[str, ...]:
    found: Rule | None = rule(criterion, side)
    return found.labels if found else ()


def _rewritten(
    frame: pl.DataFrame, shown: list[tuple[CriterionResult, Chosen, list[str]]], rubric: Rubric, brand: config.Brand,
    terms: Terms, book: _Book, curated: choose.Curation,
) -> list[tuple[CriterionResult, Chosen, list[str]]]:  # fmt: skip
    """What is shown, of the posts to change those first that have a verified rewrite, and the rewrites in the book.

    The first few of each criterion are tried at once, and more only where these were not enough.
    """
    rows = {row["uid"]: row for row in frame.iter_rows(named=True)}
    faulty = {result.id: [uid for side, uid in chosen if side != "good"] for result, chosen, _ in shown}
    found: dict[str, dict[str, Rewrite]] = {name: {} for name in faulty}
    asked: Counter[str] = Counter()
    plan, phrases, judge = plans(rubric), words.load(), partial(signals.label, terms=terms)
    tasks = {
        (name, uid): Task(
            key=uid, text=book.posts[uid].text, platform=rows[uid]["platform"], kind=rows[uid]["kind"],
            criterion=name, context=rows[uid].get("parent_text") or "",
        )
        for name, uids in faulty.items() for uid in uids
    }  # fmt: skip
    tasks = dict(zip(tasks, verify.labelled(list(tasks.values()), judge), strict=True))
    for turn in (slice(choose.SHOWN), slice(choose.SHOWN, None)):
        short = {name: uids[turn] for name, uids in faulty.items() if len(found[name]) < choose.SHOWN}
        tried = [tasks[name, uid] for name, uids in short.items() for uid in uids]
        made, _ = engine.rewrite_all(tried, plan, phrases, brand, judge, asked)
        for (uid, name), rewrite in made.items():
            found[name][uid] = rewrite
    kept = [(result, choose.helped(chosen, {*found[result.id]}, curated), notes) for result, chosen, notes in shown]
    book.rewrites = [found[one.id][uid] for one, chosen, _ in kept for _, uid in chosen if uid in found[one.id]]
    return kept


def plans(rubric: Rubric) -> dict[str, tuple[recipes.Recipe, ...]]:
    """The recipes of each criterion: those that it names, then any that name it."""
    known = recipes.load()
    return {
        one.id: tuple(known[name] for name in dict.fromkeys([*one.rewrite, *_naming(known, one.id)]) if name in known)
        for one in rubric.criteria.values()
    }


def _naming(known: dict[str, recipes.Recipe], criterion: str) -> list[str]:
    return [name for name, one in known.items() if criterion in one.criteria]


def _finish(
    result: CriterionResult, chosen: list[tuple[str, str]], notes: list[str], rubric: Rubric, curated: choose.Curation,
    spans: dict[tuple[str, str], list[tuple[int, int]]], book: _Book,
) -> CriterionResult:  # fmt: skip
    criterion = rubric.criteria.get(result.id)
    examples = []
    for side, uid in chosen:
        found = rule(criterion, side) if criterion and side != "draft" else None
        if found is None or uid not in book.posts:
            continue
        marks = (
            sorted({span for label in found.labels for span in spans.get((uid, label), [])}) if side == "bad" else []
        )
        why = [*found.labels, *found.why, *([curated.notes[uid]] if uid in curated.notes else [])]
        examples.append(Example(post=uid, side="good" if side == "good" else "bad", why=why, spans=marks))
    indexes = [index for index, one in enumerate(book.rewrites) if one.criterion == result.id]
    return msgspec.structs.replace(result, examples=examples, rewrites=indexes, notes=[*result.notes, *notes])
