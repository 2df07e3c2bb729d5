"""The review loop: drawn fairly, read back whole, and from then on the last word."""

import csv
import html
import io
import json
import multiprocessing
import os
import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from scoring.build import PERIOD, START, brand, columns, criterion, posts, rubric
from sociable import atomic, build, history, review, sampling, scoring, signals, site
from sociable.cli import main
from sociable.criteria import Measure
from sociable.errors import InputError
from sociable.report import CriterionResult
from sociable.sample import Drawn, Sample
from sociable.signals.labelling import corrected

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "content" / "demo"


def units(n: int, useful: float = 0.3) -> pl.DataFrame:
    """Broadcasts and replies of one quarter with predictions, as `signals.relate` gives them."""
    rng = np.random.default_rng(1)
    names = sorted({name for labels in signals.LABELS.values() for name in labels})
    frame = posts([0.0] * n).with_columns(
        kind=pl.Series(["B" if at % 3 else "R" for at in range(n)]), text=pl.lit("See @someone's post."),
        scoreable=pl.lit(True), excluded=pl.lit(False), recipient=pl.lit(None, pl.Utf8),
        purpose=pl.Series([signals.PURPOSES[at % 9] for at in range(n)]),
        **{f"p_{name}": pl.Series(rng.random(n)) for name in names},
    )  # fmt: skip
    return frame.with_columns(p_useful=pl.Series((rng.random(n) < useful) * 0.8 + 0.1))


def drawn(n: int, size: int, **changes: object) -> Sample:
    view = columns(posts=units(n), people=pl.DataFrame(schema={"key": pl.Utf8, "platform": pl.Utf8, "id": pl.Utf8,
                   "handle": pl.Utf8, "name": pl.Utf8, "is_self": pl.Boolean, "weak": pl.Boolean}))  # fmt: skip
    return sampling.draw(view, brand(), rubric(criterion()), PERIOD, size, **changes)  # type: ignore[arg-type]


def test_the_sample_is_the_same_for_the_same_period_and_has_its_size() -> None:
    first = drawn(600, 90)
    assert first == drawn(600, 90)
    assert len(first.units) == 90 and len({one.uid for one in first.units}) == 90
    assert sum(one.kind == "R" for one in first.units) == 31  # a third and a bit; broadcasts fill what nobody else does
    assert first.population == {"B": 400, "R": 200}


def test_a_small_archive_is_drawn_whole() -> None:
    assert len(drawn(40, 150).units) == 40


def test_strata_get_their_proportion() -> None:
    found = drawn(1800, 300)
    counts = {name: sum(one.kind == "B" and one.purpose == name for one in found.units) for name in signals.PURPOSES}
    share = sum(counts.values()) / 1200
    total = units(1800).filter(pl.col("kind") == "B").group_by("purpose").len()
    for name, size in total.iter_rows():
        assert abs(counts[name] - size * share) <= 1


def test_every_unit_has_the_same_chance() -> None:
    """Systematic from a random start: over many periods each unit is drawn as often as the next."""
    frame = units(90).with_columns(stratum="kind")
    hits = np.zeros(90)
    for at in range(600):
        luck = [sampling._luck(f"p{at}", uid) for uid in frame["uid"]]
        chosen = sampling._systematic(frame.with_columns(luck=pl.Series(luck)), 18, f"p{at}")
        assert chosen["uid"].n_unique() == 18
        hits[[int(uid[2:]) for uid in chosen["uid"]]] += 1
    assert hits.mean() == 120
    assert abs(hits - 120).max() < 4.5 * np.sqrt(600 * 0.2 * 0.8)


def test_people_are_masked_and_only_asked_labels_are_there() -> None:
    found = drawn(60, 30, labels=("useful", "brag"))
    assert all("@someone" not in one.text for one in found.units)
    assert {one.kind for one in found.units} == {"B"}
    assert {tuple(one.labels) for one in found.units} == {("useful", "brag")}


def test_kappa_is_that_of_the_book() -> None:
    """Cohen (1960): 20 and 15 of 50 agreed, 5 and 10 not; kappa 0.4."""
    pairs = [("1", "1")] * 20 + [("1", "0")] * 5 + [("0", "1")] * 10 + [("0", "0")] * 15
    assert review.kappa(pairs) == pytest.approx(0.4)
    assert review.kappa([("1", "1")] * 9) is None


def test_accuracy_is_counted_by_label() -> None:
    """Four flagged, one of them at evens; three true, two of which were flagged.  The label most read comes first."""
    says = [{"useful": p, "brag": 0.9, "ask": 0.1} for p in (0.9, 0.8, 0.7, 0.5, 0.2, 0.1)]
    known = {
        f"x:{at}": Drawn(uid=f"x:{at}", kind="P", platform="x", day="", labels=["useful"], says=said)
        for at, said in enumerate(says)
    }
    said = {(f"x:{at}", "useful"): value for at, value in enumerate("110001")}
    said |= {(f"x:{at}", label): "1" for at in range(2) for label in ("brag", "ask")}
    found, *others = review.agreements(known, said)
    assert (found.label, found.n, found.yes, found.right) == ("useful", 6, 3, 0.5)
    assert found.precision == pytest.approx(2 / 4) and found.recall == pytest.approx(2 / 3)
    assert [(one.label, one.precision, one.recall) for one in others] == [("ask", None, 0), ("brag", 1, 1)]


READABLE = {"text": pl.lit("Boats sail at nine."), "scoreable": pl.lit(True)}


def estimated(truths: np.ndarray, guesses: np.ndarray, read: np.ndarray) -> CriterionResult:
    n = len(truths)
    days = [START + timedelta(days=int(at) % 92) for at in range(n)]
    shown = np.where(read, truths, guesses)
    frame = posts(list(shown)).with_columns(
        day=pl.Series(days), useful=pl.Series(shown), raw_useful=pl.Series(guesses), **READABLE,
        reviewed=pl.Series([["useful"] if one else None for one in read], dtype=pl.List(pl.Utf8)),
    )  # fmt: skip
    what = criterion("useful-share", Measure("share", where="useful", among="pool"), direction="higher",
                     anchors=(0.03, 0.1, 0.2, 0.35, 0.55), labels=("useful",))  # fmt: skip
    return scoring.assess(columns(posts=frame), rubric(what), brand(), PERIOD, {})[0]


def quarter(seed: int, share: float = 0.3, n: int = 400, k: int = 120) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Truths, a detector that sees twice too many, and a random sample of k."""
    rng = np.random.default_rng(seed)
    truths = (rng.random(n) < share).astype(float)
    guesses = np.clip(np.where(truths > 0, 0.9, 0.4) + rng.normal(0, 0.05, n), 0, 1)
    read = np.zeros(n, dtype=bool)
    read[rng.choice(n, k, replace=False)] = True
    return truths, guesses, read


def test_a_random_sample_puts_the_share_right() -> None:
    truths, guesses, read = quarter(3)
    found = estimated(truths, guesses, read)
    assert found.reviewed is not None and found.reviewed.labelled == 120
    assert found.reviewed.predicted == pytest.approx(guesses.mean(), abs=1e-6), "as if nobody had read anything"
    assert found.reviewed.predicted > 0.42
    assert found.value == pytest.approx(truths.mean(), abs=0.03)
    assert f"reviewed:{120}" in found.notes
    assert found.low is not None and found.high is not None and found.low < truths.mean() < found.high
    assert found.basis is not None and np.mean(found.basis.replicates) == pytest.approx(found.value, abs=0.01)


def test_the_estimator_is_unbiased_and_its_interval_covers() -> None:
    gaps, inside, runs = [], 0, 60
    for seed in range(runs):
        found = estimated(*quarter(seed))
        gaps.append((found.value or 0) - 0.3)
        inside += (found.low or 0) <= 0.3 <= (found.high or 1)
    assert abs(np.mean(gaps)) < 3 * np.std(gaps) / np.sqrt(runs)
    assert inside >= 52  # 95 % of 60 is 57; fewer than 52 has a chance of one in a hundred


def seen(truths: np.ndarray, rng: np.random.Generator, high: float = 0.8, low: float = 0.35) -> np.ndarray:
    """What a detector says that is too generous."""
    return np.clip(np.where(truths > 0, high, low) + rng.normal(0, 0.08, len(truths)), 0, 1)


def read_of(rng: np.random.Generator, among: np.ndarray, k: int) -> np.ndarray:
    found = np.zeros(len(among), dtype=bool)
    found[rng.choice(np.flatnonzero(among), k, replace=False)] = True
    return found


def judged(frame: pl.DataFrame, what: Measure, labels: tuple[str, ...]) -> CriterionResult:
    rules = rubric(criterion("x", what, labels=labels))
    return scoring.assess(columns(posts=frame), rules, brand(), PERIOD, {})[0]


def sold(seed: int, k: int = 240, n: int = 700, offers: float = 0.3) -> CriterionResult:
    """Hard sell among offers: a third of the true offers press, and the detector takes half too many for offers."""
    rng = np.random.default_rng(seed)
    offer = (rng.random(n) < offers).astype(float)
    hard = offer * (rng.random(n) < 0.33)
    p_offer, p_hard = seen(offer, rng, 0.75, 0.42), seen(hard, rng)
    read = read_of(rng, np.ones(n, dtype=bool), k)
    member = np.where(read, offer, p_offer) >= 0.5
    frame = posts([0.0] * n).with_columns(
        day=pl.Series([START + timedelta(days=int(at) % 92) for at in range(n)]), broadcast=pl.lit(True),
        promo_unit=pl.Series(member), raw_promo_unit=pl.Series((p_offer >= 0.5).astype(float)),
        hard_sell=pl.Series(np.where(read, hard, p_hard)), raw_hard_sell=pl.Series(p_hard),
        reviewed=pl.Series([["hard_sell", "promo"] if one else None for one in read], dtype=pl.List(pl.Utf8)),
        **READABLE,
    )  # fmt: skip
    return judged(frame, Measure("share", where="hard_sell", among="promo_unit"), ("hard_sell", "promo"))


def test_hard_sell_among_offers_is_estimated_with_the_offers_themselves() -> None:
    gaps, inside, runs = [], 0, 60
    for seed in range(runs):
        found = sold(seed)
        assert found.reviewed is not None and found.reviewed.labelled > 50
        assert found.reviewed.predicted > 0.42, "what the detectors say is far too much"
        gaps.append((found.value or 0) - 0.33)
        inside += (found.low or 0) <= 0.33 <= (found.high or 1)
    assert abs(np.mean(gaps)) < 3 * np.std(gaps) / np.sqrt(runs)
    assert inside >= 52  # as above


def test_few_offers_among_what_was_read_put_nothing_right() -> None:
    found = sold(4, k=50, n=2000, offers=0.1)
    assert found.reviewed is None
    assert [note for note in found.notes if note.startswith("reviewed_few:")] and found.value == pytest.approx(
        found.numerator / found.denominator if found.numerator and found.denominator else 0, abs=1e-5
    )


def replied(seed: int, foreign: float = 0.0) -> tuple[CriterionResult, float]:
    """Signed replies, and reshares nowhere near; some replies are in a language that nobody reads."""
    rng = np.random.default_rng(seed)
    n = 500
    truths = (rng.random(n) < 0.4).astype(float)
    guesses, readable = seen(truths, rng), rng.random(n) >= foreign
    read = read_of(rng, readable, 120)
    frame = posts([0.0] * n).with_columns(
        day=pl.Series([START + timedelta(days=int(at) % 92) for at in range(n)]), kind=pl.lit("R"),
        human_reply=pl.lit(True), named=pl.Series(np.where(read, truths, guesses)), raw_named=pl.Series(guesses),
        reviewed=pl.Series([["signed"] if one else None for one in read], dtype=pl.List(pl.Utf8)),
        **{**READABLE, "scoreable": pl.Series(readable)},
    )  # fmt: skip
    what = Measure("share", where="named", among="human_reply")
    return judged(frame, what, ("signed",)), float(truths.mean())


def test_signed_replies_are_put_right_unless_too_many_cannot_be_read() -> None:
    found, truth = replied(1)
    assert found.reviewed is not None and found.value == pytest.approx(truth, abs=0.08)
    assert found.reviewed.predicted - truth > 0.1
    assert replied(1, foreign=0.05)[0].reviewed is not None
    many = replied(1, foreign=0.2)[0]
    assert many.reviewed is None and "reviewed_unread" in many.notes


def test_whom_a_reshare_lifts_up_needs_no_reader() -> None:
    """Half of the units are reshares of known people: settled; the broadcasts between are read."""
    rng = np.random.default_rng(5)
    n = 400
    reshare = np.arange(n) % 2 == 0
    truths = (rng.random(n) < np.where(reshare, 0.6, 0.2)).astype(float)
    guesses = np.where(reshare, truths, seen(truths, rng))
    read = read_of(rng, ~reshare, 90)
    labels = ["brag", "credit", "promo", "self_only"]
    frame = posts([0.0] * n).with_columns(
        day=pl.Series([START + timedelta(days=int(at) % 92) for at in range(n)]),
        kind=pl.Series(np.where(reshare, "P", "B")), broadcast_or_reshare=pl.lit(True),
        outward=pl.Series(np.where(read, truths, guesses)), raw_outward=pl.Series(guesses),
        reviewed=pl.Series([labels if one else None for one in read], dtype=pl.List(pl.Utf8)), **READABLE,
    )  # fmt: skip
    what = Measure("share", where="outward", among="broadcast_or_reshare")
    found = judged(frame, what, ("credit",))
    assert found.reviewed is not None and found.reviewed.labelled == 90
    says, gaps = guesses >= 0.5, truths - guesses
    sides = [~reshare & says, ~reshare & ~says]
    expected = guesses.mean() + sum(side.mean() * gaps[side & read].mean() for side in sides)
    assert found.value == pytest.approx(expected, abs=1e-6), "the gaps of the half that is read, by what was said"
    fewer = frame.with_columns(reviewed=pl.col("reviewed").list.head(3))
    assert judged(fewer, what, ("credit",)).reviewed is None, "all four labels are needed"


def test_forty_nine_units_do_not_put_a_share_right() -> None:
    truths, guesses, _ = quarter(3)
    read = np.arange(400) < 49
    assert estimated(truths, guesses, read).reviewed is None
    assert estimated(truths, guesses, np.arange(400) < 50).reviewed is not None


def test_one_reviewed_quarter_is_compared_as_the_detectors_see_both() -> None:
    """The detector sees twice too many in both quarters; reading one of them must not look like a change."""
    truths, guesses, read = quarter(3)
    before = estimated(truths, guesses, np.zeros(400, dtype=bool))
    now = estimated(truths, guesses, read)
    from sociable.scoring.change import alike

    one, other, notes = alike(now, before)
    assert notes == ["detector_both"]
    assert one.value == now.reviewed.predicted if now.reviewed else False
    assert abs((other.value or 0) - (now.value or 0)) > 0.1


def test_only_rows_drawn_at_random_count_as_read() -> None:
    frame = pl.DataFrame({"uid": ["x:1", "x:2"], "p_brag": [0.2, 0.9]})
    rows = pl.DataFrame(
        {"id": ["x:1", "2"], "label": ["brag", "brag"], "value": ["yes", "0"], "draw": ["review", None]}
    )
    found = corrected(frame, rows)
    assert found["p_brag"].to_list() == [1.0, 0.0]
    assert [list(one) for one in found["reviewed"]] == [["brag"], []]


def test_a_brands_own_accuracy_is_counted_over_what_was_drawn_and_read() -> None:
    """Of four posts three were drawn and read: flagged two, one rightly; a correction by hand says nothing here."""
    frame = pl.DataFrame(
        {"raw_brag": [0.9, 0.8, 0.1, 0.9], "p_brag": [1.0, 0.0, 1.0, 0.0], "reviewed": [["brag"]] * 3 + [[]]},
        schema_overrides={"reviewed": pl.List(pl.Utf8)},
    )
    assert scoring.accuracy(frame) == {"brag": {"n": 3, "yes": 2, "flagged": 2, "right": 1}}
    assert scoring.accuracy(frame.drop("reviewed")) == {}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review") / "brand"
    shutil.copytree(DEMO, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__", "history", "output"))
    review.draw(folder / "brand.yaml", None, 140, ())
    return folder


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def fill(place: Path, name: str, wrong: int = 0) -> Path:
    """A sheet as a reader fills it: the detector's word, but for every `wrong`-th cell."""
    kept = json.loads((place / "review" / "drawn.json").read_bytes())
    known = {one["uid"]: one for one in kept["units"]}
    rows, cells = rows_of(place / "review" / "review.csv"), 0
    for row in rows:
        one = known[row["id"]]
        for label in one["labels"]:
            cells += 1
            said = one["says"].get(label, 0) >= 0.5
            row[label] = (
                one["purpose"] if label == "purpose" else "yes" if said != (wrong and not cells % wrong) else "0"
            )
    path = place / "review" / name
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_the_sheet_and_the_page_hold_the_sample_and_no_prediction(place: Path) -> None:
    sheet = rows_of(place / "review" / "review.csv")
    assert len(sheet) == 140
    assert {value for row in sheet for key, value in row.items() if key in ("promo", "canned")} == {"", "n/a"}
    page = html.unescape((place / "review" / "review.html").read_text())
    assert page.count('class="unit"') == 140
    assert "connect-src" not in page and "default-src 'none'" in page
    said = page.replace("http://www.w3.org/2000/svg", "")  # the name of a language, not an address
    assert "http:" not in said and "https:" not in said.split("<main")[0]
    assert not re.search(r"<input[^>]*\bchecked", page.split("<script>")[0])
    kept = json.loads((place / "review" / "drawn.json").read_bytes())
    assert not any(one["text"] for one in kept["units"])


def test_a_page_cannot_be_broken_by_a_post() -> None:
    one = Drawn(
        uid='x:1"><script>', kind="B", platform="x", day="2026-07-01", labels=["promo"], text="</script><img src=x>"
    )
    page = site.review_page(Sample(brand="<b>", period=PERIOD, fingerprint="", units=[one]), "#0b5d7a")
    assert "<img" not in page and page.count("<script>") == 1


def test_the_round_trip_makes_corrections_win(place: Path) -> None:
    before = (place / "labels.csv").read_text()
    first, second = fill(place, "first.csv", 11), fill(place, "second.csv", 7)
    found, target, count = review.read(place / "brand.yaml", [first, second])
    by_label = {one.label: one for one in found}
    assert target == place / "labels.csv" and count == 140
    assert 0.8 < by_label["promo"].right < 0.97
    assert by_label["promo"].readers is not None and by_label["promo"].both > 60
    rows = rows_of(target)
    assert {row["draw"] for row in rows} == {"review", ""}
    assert "a contest for people who love ferries" in target.read_text() and before != target.read_text()
    again = review.read(place / "brand.yaml", [first, second])
    assert (again[0], rows_of(target)) == (found, rows)

    built = build.build(place / "brand.yaml")
    useful = next(one for one in built.report.criteria if one.id == "useful-share")
    assert useful.reviewed is not None and useful.reviewed.labelled >= 50
    own = built.report.method["reviewed"]
    assert isinstance(own, dict) and own["useful"]["n"] == by_label["useful"].n
    assert own["useful"]["yes"] == by_label["useful"].yes
    assert own["useful"]["right"] / own["useful"]["flagged"] == pytest.approx(by_label["useful"].precision)
    method = (place / "output" / "method.html").read_text()
    assert "How often each was right in your own posts" in method
    page = (place / "output" / "criteria" / "useful-share.html").read_text()
    assert "drawn at random" in page and "As the detectors alone see it" in page
    assert history.load(place / "output" / "report.json").criteria


def test_a_sheet_with_answers_is_not_drawn_over(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled = fill(place, "filled.csv")
    shutil.copy(place / "review" / "review.csv", place / "blank.csv")
    shutil.copy(filled, place / "review" / "review.csv")
    with pytest.raises(InputError, match="holds answers"):
        review.draw(place / "brand.yaml", None, 140, ())
    shutil.copy(place / "blank.csv", place / "review" / "review.csv")
    # nor one that somebody fills in while the run draws
    monkeypatch.setattr(atomic, "ready", lambda folder: shutil.copy(filled, folder / "review.csv"))
    with pytest.raises(InputError, match="holds answers"):
        review.draw(place / "brand.yaml", None, 140, ())
    assert (place / "review" / "review.csv").read_bytes() == filled.read_bytes()
    shutil.copy(place / "blank.csv", place / "review" / "review.csv")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("x:", "y:", 1), "was not drawn"),
        (lambda text: text.replace("yes", "perhaps", 1), "is no answer"),
        (lambda text: "colour\nred\n", "no column id"),
    ],
    ids=["id", "answer", "other file"],
)
def test_a_wrong_sheet_is_told_by_line_and_nothing_is_written(place: Path, change, said: str) -> None:  # type: ignore[no-untyped-def]
    path = place / "review" / "wrong.csv"
    path.write_text(change(fill(place, "ok.csv").read_text()))
    before = (place / "labels.csv").read_bytes()
    with pytest.raises(InputError, match=said):
        review.read(place / "brand.yaml", [path])
    assert (place / "labels.csv").read_bytes() == before


def test_sheets_of_other_countries_are_read(place: Path) -> None:
    path = place / "review" / "semicolons.csv"
    rows = rows_of(fill(place, "ok.csv"))
    names = [name for name in rows[0] if name != "text"]
    for yes, no in (("yes", "0"), ("ja", "nein"), ("WAHR", "FALSCH")):
        said = {"yes": yes, "0": no}
        cells = [[said.get(row[name], row[name]) for name in names] for row in rows]
        path.write_text("\n".join(map(";".join, [names, *cells])))
        read, _, units = review.read(place / "brand.yaml", [path])
        assert units == 140 and sum(one.yes for one in read) == sum(cell == yes for row in cells for cell in row)


def test_many_wrong_answers_are_twenty_lines_and_a_count(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = place / "review" / "wrong.csv"
    ok = fill(place, "ok.csv")
    filled = sum(cell == "yes" for row in rows_of(ok) for cell in row.values())
    path.write_text(ok.read_text().replace("yes", "perhaps"))
    with pytest.raises(SystemExit, match="1"), pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["sociable", "review", str(place / "brand.yaml"), "--read", str(path)])
        main()
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 21 and lines[-1] == f"sociable: and {filled - 20} more like these"


def test_an_empty_sheet_says_so(place: Path) -> None:
    review.draw(place / "brand.yaml", place / "fresh", 20, ())
    with pytest.raises(InputError, match="no answers yet"):
        review.read(place / "brand.yaml", [place / "fresh" / "review.csv"])


def test_dates_are_of_the_window() -> None:
    assert {date.fromisoformat(one.day).year for one in drawn(60, 20).units} == {2026}


def _hand_in(target: str, who: int) -> None:
    for index in range(40):
        review._write(Path(target), {(f"x:{who}-{index}", "promo"): "1"})


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs POSIX processes")
def test_two_readers_who_hand_in_at_once_both_count(tmp_path: Path) -> None:
    target = tmp_path / "labels.csv"
    runs = [multiprocessing.get_context("spawn").Process(target=_hand_in, args=(str(target), at)) for at in range(2)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert [run.exitcode for run in runs] == [0, 0]
    assert {row["id"] for row in rows_of(target)} == {f"x:{who}-{index}" for who in range(2) for index in range(40)}


@pytest.mark.parametrize("shown", [True, False])
def test_a_reply_comes_with_what_it_answers_where_inbound_may_be_shown(shown: bool) -> None:
    """Masked, in the sheet and on the page; another person's words stay out unless the brand lets them in."""
    frame = units(3).with_columns(parent_text=pl.lit("@jo_private where is my order?"))
    people = pl.DataFrame(schema={"key": pl.Utf8, "platform": pl.Utf8, "id": pl.Utf8, "handle": pl.Utf8,
                                  "name": pl.Utf8, "is_self": pl.Boolean, "weak": pl.Boolean})  # fmt: skip
    who = brand()
    who = who.model_copy(update={"privacy": who.privacy.model_copy(update={"show_inbound": shown})})
    found = sampling.draw(columns(posts=frame, people=people), who, rubric(criterion()), PERIOD, 3)
    parents = {one.kind: one.parent for one in found.units}
    assert parents["B"] == ""
    page, sheet = html.unescape(site.review_page(found, "#0b5d7a")), site.review_sheet(found)
    for text in (parents["R"], page, sheet):
        assert ("where is my order?" in text) == shown and "jo_private" not in text
    assert ("In answer to:" in page) == shown


def test_the_terminal_names_what_was_drawn_and_what_the_reading_says(place: Path) -> None:
    """In words, never in the letters of the rubric."""
    from click.testing import CliRunner

    from sociable.cli import group

    brand_file = str(place / "brand.yaml")
    drawn = CliRunner().invoke(group, ["review", brand_file, "-o", str(place / "again"), "-n", "30"])
    assert drawn.exit_code == 0, drawn.output
    assert re.match(
        r"drew 30 of what 2026-Q3 holds: \d+ posts, \d+ reshares, \d+ replies(, \d+ unasked messages?)?", drawn.output
    )
    read = CliRunner().invoke(group, ["review", brand_file, "--read", str(fill(place, "told.csv"))])
    assert read.exit_code == 0 and re.search(r"^signed +\d+ +\d+ +100%", read.output, re.M), read.output
