"""A report among earlier ones: bridge runs, promises, slopes, and what is never mixed silently."""

import json
import os
import shutil
import signal
import time
from pathlib import Path

import msgspec
import pytest

from hostile import forked
from sociable import build, history, quarters, rubric, rulebook, signals, site
from sociable.model import Change, Edit, Period, Slice
from sociable.report import Action, CriterionResult, Overall, Report, Rules

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "content" / "demo"
LEFT_BEHIND = shutil.ignore_patterns("*.py", "__pycache__", "history", "output")
Q = {
    index: Period(id=f"2026-Q{index}", start=f"2026-{3 * index - 2:02}-01", end=f"2026-{3 * index:02}-28")
    for index in (1, 2, 3, 4)
}


@pytest.fixture(scope="module")
def rules() -> rubric.Rubric:
    return rubric.load(signals.SIGNALS)


def result(score: float, value: float = 0.4, **more: object) -> CriterionResult:
    given: dict[str, object] = {
        "id": "promo-share", "title": "t", "question": "q", "dimension": "give-before-you-ask", "status": "scored",
        "anchors": [0.8, 0.5, 0.33, 0.2, 0.1], "value": value, "n": 400, "n_eff": 400.0, "low": value - 0.05,
        "high": value + 0.05, "score": score, "slices": {"account": [Slice(key="x:a", status="scored", n=400)]},
    }  # fmt: skip
    return CriterionResult(**{**given, **more})  # type: ignore[arg-type]


def report(
    index: int, print_: str, *results: CriterionResult, today: str = "", plan: tuple[Action, ...] = ()
) -> Report:
    return Report(
        period=Q[index], today=today or Q[index].end, overall=Overall(kind="none"), criteria=list(results),
        rubric={"fingerprint": print_, "version": print_}, plan=list(plan),
    )  # fmt: skip


def test_another_rubric_is_a_break_until_it_is_scored_again(rules: rubric.Rubric) -> None:
    now, old = report(3, rules.fingerprint, result(60, 0.33)), report(2, "old", result(50, 0.5))
    alone = quarters.with_history(now, {"2026-Q2": old}, {}, rules)
    assert alone.criteria[0].change is not None
    assert (alone.criteria[0].change.verdict, alone.criteria[0].change.note) == ("measured_differently", "rubric")
    assert (alone.history[0].fingerprint, alone.history[0].bridged) == ("old", False)
    again = report(2, rules.fingerprint, result(40, 0.5))
    bridged = quarters.with_history(now, {"2026-Q2": old}, {"2026-Q2": again}, rules)
    change = bridged.criteria[0].change
    assert change is not None and change.verdict == "improved"
    assert change.note.split("; ") == ["bridge", "regression"]
    assert (bridged.history[0].fingerprint, bridged.history[0].bridged) == (rules.fingerprint, True)
    assert bridged.history[0].criteria["promo-share"].score == 40


def test_what_a_bridge_run_cannot_score_again_stays_measured_differently(rules: rubric.Rubric) -> None:
    now, old = report(3, rules.fingerprint, result(60)), report(2, "old", result(50))
    again = report(2, rules.fingerprint, msgspec.structs.replace(result(0), status="no_data", score=None, value=None))
    found = quarters.with_history(now, {"2026-Q2": old}, {"2026-Q2": again}, rules).criteria[0].change
    assert found is not None and (found.verdict, found.note) == ("measured_differently", "rubric; not_bridged")


def ruled(found: Report, **settings: dict[str, str]) -> Report:
    """The report with rules of its own: keyword arguments are settings by criterion, "_" for "-"."""
    base = {"anchors": "0.8, 0.5, 0.33, 0.2, 0.1", "measure": "share", "weight": "7", "detectors": "promo"}
    rules = Rules(
        criteria={name: base | settings.get(name.replace("-", "_"), {}) for name in ("promo-share", "hard-sell")},
        words={"offer": settings.get("words", {}).get("offer", "a"), "brag": "b"}, models={"promo": "c"},
        shared={"code": "1", "cap": "79"},
    )  # fmt: skip
    return msgspec.structs.replace(found, rules=rules)


def two(index: int, print_: str, value: float, score: float) -> Report:
    """A report of two criteria with the same figures."""
    return report(index, print_, result(score, value), result(score, value, id="hard-sell"))


def test_only_the_criterion_whose_rubric_changed_is_broken_and_the_change_is_named(rules: rubric.Rubric) -> None:
    """Hard-sell counts something else now; promo-share is compared as ever."""
    old = ruled(two(2, "old", 0.5, 40), hard_sell={"measure": "share where=loud"})
    found = quarters.with_history(ruled(two(3, rules.fingerprint, 0.33, 60)), {"2026-Q2": old}, {}, rules)
    promo, hard = (one.change for one in found.criteria)
    assert promo is not None and (promo.verdict, promo.edits) == ("improved", [])
    assert hard is not None and (hard.verdict, hard.note) == ("measured_differently", "rubric")
    assert hard.edits == [Edit(part="measure", before="share where=loud", now="share")]
    assert found.edits == {"hard-sell": hard.edits}
    past = found.history[0].marks
    assert past["promo-share"] == rulebook.mark(found, "promo-share")
    assert past["hard-sell"] != rulebook.mark(found, "hard-sell")


def test_the_page_names_what_changed_beside_the_curve(rules: rubric.Rubric) -> None:
    """A sign over the curve of the question that is touched, none over the others; a weight moves the total alone."""
    old = ruled(two(2, "old", 0.5, 40), hard_sell={"measure": "share where=loud"}, promo_share={"weight": "5"})
    found = quarters.with_history(ruled(two(3, rules.fingerprint, 0.33, 60)), {"2026-Q2": old}, {}, rules)
    page = str(site.render(site.pages(found, rules))["trends.html"])
    meanwhile, _, rest = page.partition("What changed since")
    named = next(one.question for one in found.criteria if one.id == "hard-sell")
    assert f"The rubric changed: {named} · what the total is made of" in meanwhile
    hard = rest[rest.index('href="criteria/hard-sell.html">') :]
    assert "share where=loud" in hard
    charts = rest[rest.index("Question by question") :].split("<article")
    assert ["§" in one for one in charts if "<h3>" in one] == [False, True]


def test_a_bridge_run_stands_for_the_changed_criterion_alone(rules: rubric.Rubric) -> None:
    """What the rubric left alone is held against the report that was made at the time."""
    old = ruled(two(2, "old", 0.5, 40), hard_sell={"measure": "share where=loud"})
    again = ruled(two(2, rules.fingerprint, 0.6, 30))
    now = ruled(two(3, rules.fingerprint, 0.33, 60))
    found = quarters.with_history(now, {"2026-Q2": old}, {"2026-Q2": again}, rules)
    promo, hard = (one.change for one in found.criteria)
    assert promo is not None and hard is not None
    assert (promo.difference, hard.difference) == (pytest.approx(0.33 - 0.5), pytest.approx(0.33 - 0.6))
    assert "bridge" not in promo.note and "bridge" in hard.note and hard.edits[0].part == "measure"
    drawn = found.history[0].criteria
    assert (drawn["promo-share"].value, drawn["hard-sell"].value) == (0.5, 0.6)
    assert (found.history[0].bridged, found.history[0].again) == (True, ["hard-sell"])


def test_another_scale_needs_no_bridge(rules: rubric.Rubric) -> None:
    """The earlier share is scored by today's anchors: 0.5 was worth 40 points and is worth 60 now."""
    scale = [0.9, 0.7, 0.5, 0.33, 0.1]
    old, now = ruled(two(2, "old", 0.5, 40)), two(3, rules.fingerprint, 0.33, 80)
    now = msgspec.structs.replace(now, criteria=[result(80, 0.33, anchors=scale), now.criteria[1]])
    now = ruled(now, promo_share={"anchors": "0.9, 0.7, 0.5, 0.33, 0.1"})
    found = quarters.with_history(now, {"2026-Q2": old}, {}, rules)
    change = found.criteria[0].change
    assert change is not None and (change.verdict, change.score_difference) == ("improved", pytest.approx(20))
    assert "rescaled" in change.note and change.edits[0].part == "anchors"
    assert found.history[0].criteria["promo-share"].score == pytest.approx(60)
    assert found.history[0].marks["promo-share"] == rulebook.mark(found, "promo-share")


def test_a_launch_window_keeps_the_scale_it_was_scored_by(rules: rubric.Rubric) -> None:
    """Early-sell of a young account is scored over its first 90 days by the anchors of promo-share."""
    launch = result(47, 0.44, id="early-sell", reason="launch_window")
    usual = result(13, 0.33, id="early-sell", anchors=[0.4, 0.2, 0.1, 0.03, 0.0])
    old, now = report(2, rules.fingerprint, launch), report(3, rules.fingerprint, usual)
    found = quarters.with_history(now, {"2026-Q2": old}, {}, rules)
    assert found.history[0].criteria["early-sell"].score == 47
    back = quarters.with_history(report(3, rules.fingerprint, launch), {"2026-Q2": report(2, rules.fingerprint, usual)},
                                 {}, rules)  # fmt: skip
    assert back.history[0].criteria["early-sell"].score == 13


def test_a_word_list_touches_all_that_read_texts_and_is_named(rules: rubric.Rubric) -> None:
    old, now = ruled(two(2, "old", 0.5, 40), words={"offer": "z"}), ruled(two(3, rules.fingerprint, 0.33, 60))
    found = quarters.with_history(now, {"2026-Q2": old}, {}, rules)
    assert {one.change.verdict for one in found.criteria if one.change} == {"measured_differently"}
    assert found.edits == {"": [Edit(part="words", now="offer")]}


def test_a_report_without_rules_borrows_those_of_its_fingerprint(rules: rubric.Rubric) -> None:
    """Written by an older version, but under the very rubric that a later report spells out."""
    first = two(1, "old", 0.5, 40)
    second, now = ruled(two(2, "old", 0.5, 40)), ruled(two(3, rules.fingerprint, 0.33, 60), hard_sell={"least": "9"})
    found = quarters.with_history(now, {"2026-Q1": first, "2026-Q2": second}, {}, rules)
    assert found.history[0].marks == found.history[1].marks


def test_only_windows_of_another_rubric_that_are_still_covered_are_bridged(rules: rubric.Rubric) -> None:
    from datetime import date

    made = {"2026-Q1": report(1, "old"), "2026-Q2": report(2, "old"), "2026-Q4": report(4, "old")}
    spans = {"x:a": (date(2026, 3, 30), date(2026, 9, 30))}
    assert quarters.to_bridge(made, {}, Q[3], spans, rules) == [Q[2]]
    assert quarters.to_bridge(made, {"2026-Q2": made["2026-Q2"]}, Q[3], spans, rules) == []
    assert quarters.to_bridge({"2026-Q2": report(2, rules.fingerprint)}, {}, Q[3], spans, rules) == []


def test_the_total_is_held_against_the_period_before(rules: rubric.Rubric) -> None:
    """One question of weight 1, 60 points then and 80 now; another rubric's figures are no part of it."""
    weighs = [msgspec.structs.replace(one, weight=1.0) for one in (result(60, 0.33), result(80, 0.2))]
    old, now = report(2, rules.fingerprint, weighs[0]), report(3, rules.fingerprint, weighs[1])
    since = quarters.with_history(now, {"2026-Q2": old}, {}, rules).since
    assert since is not None and (since.against, since.questions, since.then, since.now) == ("2026-Q2", 1, 60, 80)
    assert since.low <= 20 <= since.high
    assert quarters.with_history(now, {}, {}, rules).since is None
    other = report(2, "other", weighs[0])
    assert quarters.with_history(now, {"2026-Q2": other}, {}, rules).since is None


def test_promises_are_listed_with_their_numbers(rules: rubric.Rubric) -> None:
    plan = Action(criterion="promo-share", phase="1-30", priority=1, impact=1, effort=1, confidence=1, target=0.33)
    old = report(2, rules.fingerprint, result(40, 0.5), plan=(plan,))
    now = report(3, rules.fingerprint, result(62, 0.31))
    ledger = {"promo-share": {"owner": "Mina", "status": "done"}}
    found = quarters.with_history(now, {"2026-Q2": old}, {}, rules, ledger).promises
    assert len(found) == 1
    one = found[0]
    assert (one.made, one.then, one.target, one.now, one.reached) == ("2026-Q2", 0.5, 0.33, 0.31, True)
    assert (one.verdict, one.owner, one.status) == ("improved", "Mina", "done")
    assert quarters.promises(report(3, rules.fingerprint, result(50, 0.4)), old, old, {})[0].reached is False
    assert quarters.promises(report(3, "f", result(50, 0.4)), old, old, {})[0].reached is None  # another scale


def test_a_plan_that_nobody_could_have_seen_promises_nothing(rules: rubric.Rubric) -> None:
    """A window scored in arrears has a plan of today; the quarter after it did not know it."""
    plan = Action(criterion="promo-share", phase="1-30", priority=1, impact=1, effort=1, confidence=1)
    old = report(2, rules.fingerprint, result(40, 0.5), plan=(plan,), today="2026-10-02")
    assert quarters.with_history(report(3, rules.fingerprint, result(60)), {"2026-Q2": old}, {}, rules).promises == []


def test_a_slope_needs_five_scores_in_a_row(rules: rubric.Rubric) -> None:
    earlier = [report(index, rules.fingerprint, result(40 + index)) for index in (1, 2, 3)]
    now = report(4, rules.fingerprint)

    def run(score: float, known: list[Report]) -> list[float]:
        return quarters.unbroken(result(score), now, known, {})

    five = quarters.slope(run(45, [report(1, rules.fingerprint, result(41)), *earlier]))
    assert quarters.slope(run(44, earlier)) is None and five is not None and five[0] == pytest.approx(1, abs=0.5)
    assert run(45, [report(1, "old", result(41)), *earlier]) == [41, 42, 43, 45]  # the break is where it stops


def test_a_slope_holds_only_where_chance_among_all_slopes_does_not_explain_it(rules: rubric.Rubric) -> None:
    """One of two slopes that rises five times running (p 1/60) holds; one of twenty such looks does not."""

    def told(others: int) -> CriterionResult:
        wave = [50.0, 52.0, 49.0, 51.0, 50.5]
        made = []
        for at in range(5):
            year = 2021 + at
            rest = [result(wave[at], id=f"other-{one}") for one in range(others)]
            one = report(1, rules.fingerprint, result(40 + at), *rest, today=f"{year}-04-02")
            window = Period(id=f"{year}-Q1", start=f"{year}-01-01", end=f"{year}-03-31")
            made.append(msgspec.structs.replace(one, period=window))
        known = {one.period.id: one for one in made[:-1]}
        return quarters.with_history(made[-1], known, {}, rules).criteria[0]

    alone, lost = told(1), told(19)
    assert (alone.slope_holds, alone.slope_over) == (True, 5)
    assert lost.slope == alone.slope and not lost.slope_holds


def test_a_fall_is_found_by_the_gate() -> None:
    fell = Change(verdict="declined", against="2026-Q2")
    assert quarters.declined(report(3, "f", result(40, change=fell))) == ["promo-share"]
    assert quarters.declined(report(3, "f", result(40))) == []


@pytest.fixture(scope="module")
def second_quarter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo brand after its first run."""
    place = tmp_path_factory.mktemp("second") / "brand"
    shutil.copytree(DEMO, place, ignore=LEFT_BEHIND)
    assert build.build(place / "brand.yaml", period="2026-Q2").report.period.id == "2026-Q2"
    return place


@pytest.fixture(scope="module")
def rerun(second_quarter: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes, build.Built]:
    """The demo's third quarter after a second quarter that an older rubric had judged."""
    place = tmp_path_factory.mktemp("rerun") / "brand"
    shutil.copytree(second_quarter, place)
    path = place / "history" / "2026-Q2.json"
    kept = json.loads(path.read_bytes())
    kept["rubric"]["fingerprint"] = "of an older rubric"
    kept.pop("rules")  # as a version wrote it that did not yet say what each question was judged by
    kept["today"] = "2026-07-02"
    path.write_bytes(json.dumps(kept).encode())
    return place, path.read_bytes(), build.build(place / "brand.yaml", period="2026-Q3")


def test_a_bridge_run_scores_the_old_window_and_leaves_its_report_alone(rerun: tuple[Path, bytes, build.Built]) -> None:
    place, before, built = rerun
    assert (place / "history" / "2026-Q2.json").read_bytes() == before
    again = history.load(place / "history" / "bridged" / "2026-Q2.json")
    assert again.rubric["fingerprint"] == built.report.rubric["fingerprint"]
    assert [(one.period.id, one.bridged) for one in built.report.history] == [("2026-Q2", True)]
    verdicts = {one.change.verdict for one in built.report.criteria if one.change is not None}
    assert "measured_differently" not in verdicts
    bridged = [one for one in built.report.criteria if one.change is not None and one.change.p is not None]
    assert len(bridged) > 10 and all("bridge" in (one.change.note if one.change else "") for one in bridged)
    assert {one.made for one in built.report.promises} == {"2026-Q2"}
    plan = (place / "output" / "plan.html").read_text()
    assert "What the last plan set out to move" in plan


def test_the_bridged_quarter_is_what_a_run_of_its_own_gives(rerun: tuple[Path, bytes, build.Built]) -> None:
    """Same columns, same draws: only what is worked out over all windows at once may differ."""
    place, before, _ = rerun
    first, again = history.decode(before, "first"), history.load(place / "history" / "bridged" / "2026-Q2.json")
    values = {one.id: (one.value, one.n) for one in first.criteria}
    assert {one.id: (one.value, one.n) for one in again.criteria} == values


def test_a_third_run_takes_the_bridged_report_as_it_stands(rerun: tuple[Path, bytes, build.Built]) -> None:
    place, _, built = rerun
    stamp = (place / "history" / "bridged" / "2026-Q2.json").stat().st_mtime_ns
    third = build.build(place / "brand.yaml", period="2026-Q3")
    assert (place / "history" / "bridged" / "2026-Q2.json").stat().st_mtime_ns == stamp
    changes = [[one.change for one in run.report.criteria] for run in (built, third)]
    assert changes[0] == changes[1]


def test_a_report_that_cannot_be_read_keeps_its_file(tmp_path: Path) -> None:
    newer = b'{"format": "sociable-report", "format_version": 99}'
    (tmp_path / "2026-Q2.json").write_bytes(newer)
    kept = history.keep(report(2, "f", result(50)), tmp_path)
    assert (tmp_path / "2026-Q2.json").read_bytes() == newer
    assert [one.period.id for one in history.past(tmp_path)[0]] == ["2026-Q2"] and kept.name != "2026-Q2.json"


def test_a_later_run_of_an_earlier_window_leaves_the_first_report(tmp_path: Path) -> None:
    first = report(2, "f", result(50), today="2026-07-02")
    later = msgspec.structs.replace(first, today="2026-10-02")
    history.keep(first, tmp_path)
    made = {"2026-Q2": first}
    assert quarters.keep(first, tmp_path, made).parent == tmp_path
    assert quarters.keep(later, tmp_path, made).parent.name == "bridged"
    assert history.load(tmp_path / "2026-Q2.json").today == "2026-07-02"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A brand of sixty posts after its first run."""
    place = tmp_path_factory.mktemp("small") / "brand"
    place.mkdir()
    rows = "".join(f"Hello {n} buy now,2026-{4 + n // 10:02}-{1 + n % 10:02} 10:00:00 +0000\n" for n in range(60))
    (place / "a.csv").write_text("text,created_at\n" + rows)
    (place / "brand.yaml").write_text(
        "brand: {name: Harbour}\naccounts: [{platform: x, handle: h, archive: a.csv}]\nreader: quick\n"
    )
    assert build.build(place / "brand.yaml", period="2026-Q2").report.period.id == "2026-Q2"
    return place


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs POSIX processes")
@pytest.mark.parametrize("moment", ["new playbook", "history"])
def test_a_killed_run_leaves_playbook_and_history_whole(small: Path, tmp_path: Path, moment: str) -> None:
    """Killed while the new playbook is written, or just after it was swapped in: old or new, never half."""
    before = (small / "output" / "report.json").read_bytes()
    kept = (small / "history" / "2026-Q2.json").read_bytes()
    wanted = ".output.new.*" if moment == "new playbook" else ".output.old.*"
    for turn in range(8):  # on a busy machine the moment may pass between two looks
        place = tmp_path / f"brand{turn}"
        shutil.copytree(small, place)
        run, latest = forked.start(["build", ".", "--period", "2026-Q3", "-q"], place, {}), time.monotonic() + 60
        while not any([*place.glob(wanted), *place.glob("history/2026-Q3.json")]) and time.monotonic() < latest:
            time.sleep(0.0005)
        run.kill()
        if (ended := run.wait()) == -signal.SIGKILL:
            break
    assert ended == -signal.SIGKILL, "the kill met no run at work"
    assert (place / "history" / "2026-Q2.json").read_bytes() == kept
    assert history.past(place / "history")[1] == []
    after = build.build(place / "brand.yaml", period="2026-Q3")
    assert (place / "output" / "index.html").is_file() and after.report.period.id == "2026-Q3"
    assert sorted(path.name for path in (place / "history").glob("*.json")) == ["2026-Q2.json", "2026-Q3.json"]
    assert history.decode(before, "before").period.id == "2026-Q2"
    assert [path.name for pattern in (".output.old.*", ".output.new.*") for path in place.glob(pattern)] == []


def test_a_page_says_what_it_was_then_and_a_shared_reason_once(rules: rubric.Rubric) -> None:
    """The verdict is told with both figures; ten questions of one quarter with too little share one line."""
    now = two(3, rules.fingerprint, 0.33, 60)
    few = [
        msgspec.structs.replace(result(0, id=name, status="too_few"), score=None)
        for name in ("self-talk", "brag-posts")
    ]
    now = msgspec.structs.replace(now, criteria=[*now.criteria, *few])
    told = two(2, rules.fingerprint, 0.5, 40)
    old = msgspec.structs.replace(
        told, criteria=[*told.criteria, result(50, id="self-talk"), result(50, id="brag-posts")]
    )
    found = quarters.with_history(now, {"2026-Q2": old}, {}, rules)
    pages = site.render(site.pages(found, rules))
    promo, trends = (str(pages[name]) for name in ("criteria/promo-share.html", "trends.html"))
    assert "It was 50% then." in promo and "−17 points" in promo
    assert "Overall score" not in trends, "no period has a headline: no empty chart"
    assert trends.count("In one of the two periods there were too few to judge.") == 1
