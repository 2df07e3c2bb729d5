"""What was labelled once is not labelled again, nothing else changes, and no word of a text is kept."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from sociable import build, memory, oblivion, recall, resources, settings, signals
from sociable.signals import Terms

sys.path.insert(0, str(Path(__file__).parent / "tools"))
import big_archive

SHIPPED = Path(__file__).parents[1] / "content"
TEXTS = (
    "Book now: 20% off",
    "Tip: how to tie a bowline?",
    "Thanks for asking, Jo.",
    "",
    "Nur heute geöffnet, morgen zu",
)


def rows(count: int, start: int = 0) -> pl.DataFrame:
    """Rows in the columns that `relate` asks labels for; a text comes back every five rows, never its number."""
    return pl.DataFrame(
        [
            {"uid": f"u{n}", "kind": "BRUIP"[n % 5], "text": f"{TEXTS[n % 5]} {n}", "platform": "x", "lang": None,
             "context": "Who knows a plumber?" if n % 3 else None, "brand": "Big Ferry"}
            for n in range(start, start + count)
        ],
        schema_overrides={"lang": pl.Utf8, "context": pl.Utf8},
    )  # fmt: skip


@pytest.fixture
def folder(built_brand: Path, tmp_path: Path) -> Path:
    """A brand that was built once."""
    return Path(shutil.copytree(built_brand, tmp_path / "brand"))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many rows the detectors are asked about, call by call."""
    real, counts = signals.label, []

    def counted(batch: pl.DataFrame, terms: Terms) -> pl.DataFrame:
        counts.append(batch.height)
        return real(batch, terms)

    monkeypatch.setattr(signals, "label", counted)
    yield counts


def test_memory_says_what_the_detectors_say(folder: Path, asked: list[int]) -> None:
    """Of 40 rows and then 50 with 30 of the first, 20 are new; every label is the same to the last bit."""
    brand = settings.load(folder)
    shutil.rmtree(folder / memory.BESIDE)
    terms = Terms.of(brand)
    first = recall.opened(brand)
    asked.clear()
    assert_frame_equal(first(rows(40), terms), signals.label(rows(40), terms), check_exact=True)
    assert first.line() == "labels: 40 texts anew, 0 known from earlier builds"
    first.keep()
    again = recall.opened(brand)
    asked.clear()
    said = again(rows(50, 10), terms)
    assert sum(asked) == 20
    assert_frame_equal(said, signals.label(rows(50, 10), terms), check_exact=True)
    assert again.line() == "labels: 20 texts anew, 30 known from earlier builds"


def test_equal_rows_are_labelled_once_and_any_other_column_tells_them_apart(folder: Path, asked: list[int]) -> None:
    brand = settings.load(folder)
    one = rows(1).with_columns(text=pl.lit("Is it open?"))
    twice = pl.concat([one, one.with_columns(uid=pl.lit("other"))])
    asked.clear()
    said = recall.opened(brand)(twice, Terms.of(brand))
    assert said["uid"].to_list() == ["u0", "other"]
    assert sum(asked) == 1
    for name in ("kind", "text", "platform", "lang", "context", "brand"):
        other = one.with_columns(pl.lit("R").alias(name))
        assert recall.keys(other).row(0) != recall.keys(one).row(0), name


def add_posts(folder: Path, count: int) -> None:
    """The next download: the same posts and some newer ones."""
    big_archive.write(count, folder)


def report(folder: Path) -> bytes:
    return (folder / "output" / "report.json").read_bytes()


def test_the_next_quarter_labels_only_what_is_new_and_says_the_same(folder: Path, tmp_path: Path) -> None:
    data = folder / "data" / "tweets.js"
    opening, *posts = data.read_text().split(",\n{")
    whole = ",\n{".join((opening, *posts[-90:]))  # the last years alone: few quarters to score
    cut = whole[: whole.rindex("},\n{") + 1] + "\n]"
    shutil.rmtree(folder / memory.BESIDE)
    data.write_text(cut)
    first = build.build(folder / "brand.yaml", backfill=True)
    data.write_text(whole)
    second = build.build(folder / "brand.yaml", backfill=True)
    (count,) = re.findall(r"labels: (\d+) texts anew, 0 known", first.lines[-1])
    fresh, known = map(int, re.findall(r"labels: (\d+) texts anew, (\d+) known", second.lines[-1])[0])
    assert (fresh, known) == (1, int(count))
    alone = shutil.copytree(folder, tmp_path / "alone", ignore=shutil.ignore_patterns("output", memory.BESIDE))
    build.build(alone / "brand.yaml", backfill=True)
    assert report(alone) == report(folder)


def promo(folder: Path) -> None:
    """A model of the client's own."""
    (folder / "content" / "models").mkdir(parents=True)
    text = (SHIPPED / "models" / "promo.json").read_text()
    (folder / "content" / "models" / "promo.json").write_text(
        re.sub(r'"bias": ?(-?)', r'"bias": \g<1>1', text, count=1)
    )


CHANGES: dict[str, Callable[[Path], object]] = {
    "models/promo.json": promo,
    "brand.yaml": lambda f: (f / "brand.yaml").write_text((f / "brand.yaml").read_text().replace("Big Ferry", "Big F")),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_changed_is_named_and_all_is_labelled_anew(folder: Path, name: str) -> None:
    CHANGES[name](folder)
    with resources.client(folder / "brand.yaml"):
        found = build.build(folder / "brand.yaml")
    assert re.fullmatch(rf"labels: all [\d,]+ texts anew, for {name} changed since the last build", found.lines[-1])
    note = (folder / "notes.md").write_text("Mind the tide.")  # of no concern to any label
    assert note
    with resources.client(folder / "brand.yaml"):
        assert build.build(folder / "brand.yaml").lines[-1].startswith("labels: 0 texts anew, ")


def reword(folder: Path, name: str, old: str, new: str) -> None:
    """A word list of the client's own: ours with one line more, or one less."""
    text = (SHIPPED / "words" / f"{name}.txt").read_text()
    assert old in text
    (folder / "content" / "words").mkdir(parents=True, exist_ok=True)
    (folder / "content" / "words" / f"{name}.txt").write_text(text.replace(old, "", 1) + f"\n{new}\n")


@pytest.mark.parametrize(
    ("name", "old", "new", "count"),
    [
        ("useful", "", "bowline", 8),  # a new term: the eight tips
        ("apology", "", "jo", 8),
        ("offer", "", "! off", 8),  # a trap: what it hides counts no more
        ("vendors", "", "plumber", 26),  # read in what a text answers; two in three have such a parent
        ("gate", "", "nothing says this", 0),
        ("blame", "", "bowline", 0),  # no label reads it
    ],
)
def test_a_changed_list_labels_anew_what_it_touches(
    folder: Path, asked: list[int], name: str, old: str, new: str, count: int
) -> None:
    brand, given = settings.load(folder), rows(40)
    terms = Terms.of(brand)
    shutil.rmtree(folder / memory.BESIDE)
    first = recall.opened(brand)
    first(given, terms)
    first.keep()
    reword(folder, name, old, new)
    with resources.client(folder / "brand.yaml"):
        again = recall.opened(brand)
        asked.clear()
        for _ in range(2):  # what was asked once is settled
            said = again(given, terms)
        assert sum(asked) == count
        assert_frame_equal(said, signals.label(given, terms), check_exact=True)
        told = f"labels: {count} texts anew, {40 - count} known from earlier builds"
        changed = f"; words/{name}.txt changed since and counts otherwise in {count}" if name != "blame" else ""
        assert again.line() == told + changed
        again.keep()
        assert recall.opened(brand).missing(given.hstack(recall.keys(given))).is_empty()


def test_a_build_with_changed_lists_is_that_of_a_machine_that_knows_nothing(folder: Path, tmp_path: Path) -> None:
    reword(folder, "useful", "", "timetable")
    reword(folder, "question", "", "harbour")
    alone = shutil.copytree(folder, tmp_path / "alone", ignore=shutil.ignore_patterns("output", memory.BESIDE))
    found = []
    for place in (folder, alone):
        with resources.client(place / "brand.yaml"):
            found.append(build.build(place / "brand.yaml").lines[-1])
    fresh, known, why, touched = re.fullmatch(
        r"labels: (\d+) texts anew, (\d+) known from earlier builds; (.+) changed since and counts otherwise in (\d+)",
        found[0],
    ).groups()  # type: ignore[union-attr]
    assert why == "words/question.txt, words/useful.txt"
    assert 0 < int(touched) <= int(fresh)
    assert int(known) > 0
    assert ", 0 known" in found[1]
    assert report(folder) == report(alone)


@pytest.mark.parametrize("damage", [b"", b"PAR1 no more", None])
def test_a_damaged_memory_costs_time_alone(folder: Path, damage: bytes | None) -> None:
    place = recall.place(folder)
    if damage is None:
        pl.read_parquet(place).drop("p_promo").write_parquet(place, metadata=pl.read_parquet_metadata(place))
    else:
        place.write_bytes(damage)
    before = report(folder)
    (folder / "notes.md").write_text("a note")
    found = build.build(folder / "brand.yaml")
    assert ", 0 known" in found.lines[-1]
    assert report(folder) == before


def test_a_memory_that_breaks_polars_down_is_none_and_nothing_is_said_of_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A panic is no Exception, and a thread of Polars says on standard error where it was."""

    def broken(*_: object, **__: object) -> None:
        os.write(2, b"thread panicked")
        raise pl.exceptions.PanicException("assertion failed")

    monkeypatch.setattr(pl, "read_parquet", broken)
    assert recall.opened(settings.load(folder / "brand.yaml")).known.is_empty()
    os.write(2, b"heard")
    assert capfd.readouterr().err == "heard"


def test_no_word_of_a_text_is_kept(built_brand: Path) -> None:
    kept = pl.read_parquet(recall.place(built_brand))
    words = {name for name, kind in kept.schema.items() if kind == pl.Utf8}
    assert words == {"lang", "purpose"}
    assert set(kept["purpose"].drop_nulls()) <= set(signals.PURPOSES)
    assert kept["lang"].drop_nulls().str.len_chars().max() <= 3


def test_it_is_bounded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest texts stay; what twelve builds did not want goes."""
    shutil.rmtree(folder / memory.BESIDE)
    brand = settings.load(folder)
    terms = Terms.of(brand)
    monkeypatch.setattr(recall, "MOST", 30)
    for start in (0, 20):
        book = recall.opened(brand)
        book(rows(20, start), terms)
        book.keep()
    kept = pl.read_parquet(recall.place(folder))
    assert kept.height == 30
    assert recall.opened(brand).missing(rows(20, 20).hstack(recall.keys(rows(20, 20)))).is_empty()
    for _ in range(recall.BUILDS + 1):
        book = recall.opened(brand)
        book(rows(1, 39), terms)
        book.keep()
    assert pl.read_parquet(recall.place(folder)).height == 1


def test_a_build_of_more_holds_no_more_while_it_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is let go of is labelled anew when it comes again, and neither file nor line tells the difference."""
    brand = settings.load(folder)
    terms = Terms.of(brand)

    def read(most: int) -> tuple[pl.DataFrame, str, int, pl.DataFrame]:
        shutil.rmtree(folder / memory.BESIDE, ignore_errors=True)
        monkeypatch.setattr(recall, "MOST", most)
        book, said, held = recall.opened(brand), [], 0
        for start in (0, 10, 20, 30, 5, 0):
            said.append(book(rows(20, start), terms))
            held = max(held, book.known.height)
        line = book.line()
        book.keep()
        return pl.concat(said), line, held, pl.read_parquet(recall.place(folder))

    said, line, held, kept = read(20)
    whole, same, all_of_them, every = read(1000)
    assert said.equals(whole)
    assert (line, all_of_them) == (same, 50)
    assert "50 texts anew, 0 known" in line
    assert held <= 30
    assert kept.equals(every.sort(*recall.KEYS).head(20))


def test_two_builds_at_once_leave_a_whole_memory(folder: Path) -> None:
    brand = settings.load(folder)
    terms = Terms.of(brand)

    def one(start: int) -> None:
        book = recall.opened(brand)
        book(rows(20, start), terms)
        book.keep()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, range(0, 160, 20)))
    kept = pl.read_parquet(recall.place(folder))
    assert not kept.select(recall.KEYS).is_duplicated().any()
    assert [path.name for path in recall.place(folder).parent.iterdir() if path.name.startswith(".")] == []


def test_forgetting_a_person_forgets_all_labels(folder: Path) -> None:
    """Nobody can tell whose text a hash is of, so all of them go."""
    assert recall.place(folder).is_file()
    told = oblivion.forget(folder, "@rider17_eg", dry_run=True)
    assert f"{memory.BESIDE}/{recall.FILE}" in [name for name, _ in told]
    assert recall.place(folder).is_file()
    oblivion.forget(folder, "@rider17_eg")
    assert not recall.place(folder).exists()
    assert oblivion.forget(folder, "@rider17_eg") == []
