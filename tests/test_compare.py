"""`sociable compare` and `--fail-on`: what a person at a terminal and a scheduler get."""

import html
import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from sociable import atomic, comparison, history, site
from sociable.model import Basis, InputFile, Period, Slice
from sociable.report import CriterionResult, Overall, Report, Rules

ROOT = Path(__file__).parents[1]
Q2 = Period(id="2026-Q2", start="2026-04-01", end="2026-06-30")
Q3 = Period(id="2026-Q3", start="2026-07-01", end="2026-09-30")
ACCOUNTS = [{"key": "x:a", "platform": "x", "handle": "A"}, {"key": "bluesky:b", "platform": "bluesky", "handle": "B"}]


def result(name: str, value: float, score: float, n: int = 400, status: str = "scored") -> CriterionResult:
    return CriterionResult(
        id=name, title="t", question=f"Question of {name}?", dimension="give-before-you-ask", status=status,  # type: ignore[arg-type]
        anchors=[0.8, 0.5, 0.33, 0.2, 0.1], value=value, n=n, n_eff=float(n), low=value - 0.04, high=value + 0.04,
        score=score, slices={"account": [Slice(key="x:a", status="scored", n=n)]},
    )  # fmt: skip


def report(period: Period, *results: CriterionResult, print_: str = "f", fed: tuple[str, ...] = ("own_text",),
           accounts: tuple[str, ...] = ("x:a",), mix: dict[str, dict[str, int]] | None = None) -> Report:  # fmt: skip
    inputs = [InputFile(file="a", sha256="", reader="x", read=1, kept=1, accounts=list(accounts), feeds=list(fed))]
    return Report(
        period=period, today=period.end, overall=Overall(kind="overall", score=61, score_low=55, score_high=66),
        criteria=list(results), rubric={"fingerprint": print_, "version": "1.0"}, inputs=inputs, mix=mix or {},
        brand={"name": "Harbour {x} <b>", "accounts": ACCOUNTS},
    )  # fmt: skip


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """Promotion fell from 50 % to 33 %, self-talk rose from 33 % to 50 %, useful posts stayed."""
    before = report(Q2, result("promo-share", 0.5, 40), result("self-talk", 0.33, 60), result("brag-posts", 0.4, 50),
                    mix={"all": {"promo": 10}, "x": {"promo": 9}, "bluesky": {"promo": 1}})  # fmt: skip
    now = report(Q3, result("promo-share", 0.33, 60), result("self-talk", 0.5, 40), result("brag-posts", 0.4, 50),
                 fed=("own_text", "profile"), accounts=("x:a", "bluesky:b"),
                 mix={"all": {"promo": 10}, "x": {"promo": 5}, "bluesky": {"promo": 5}})  # fmt: skip
    paths = tmp_path / "before.json", tmp_path / "now.json"
    for path, one in zip(paths, (before, now), strict=True):
        atomic.write(path, history.encode(one))
    return paths


def run(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sociable", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=cwd, env={"PYTHONPATH": str(ROOT / "generator"), "PATH": ""}
    )


def test_a_terminal_gets_verdicts_reasons_and_what_else_differs(pair: tuple[Path, Path], tmp_path: Path) -> None:
    done = run("compare", *pair, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "Harbour {x} <b>: April to June 2026 and July to September 2026"
    assert "3 comparisons" in lines[2]
    at = {
        title: index for index, line in enumerate(lines) for title in ("Improved", "Declined") if line.startswith(title)
    }
    assert "Question of promo-share?" in lines[at["Improved"] + 1] and "−17 points" in lines[at["Improved"] + 2]
    assert "Question of self-talk?" in lines[at["Declined"] + 1]
    told = done.stdout
    assert "40% → 40%; ±0 points" in told and ", shows from " in told
    assert "@B (Bluesky)" in told and "X: 90%, then 50%" in told
    assert "now shows:" in told
    assert all(len(line) <= 100 for line in lines)


def test_the_order_of_the_files_does_not_matter(pair: tuple[Path, Path], tmp_path: Path) -> None:
    assert run("compare", pair[1], pair[0], cwd=tmp_path).stdout == run("compare", *pair, cwd=tmp_path).stdout


def test_json_carries_the_numbers(pair: tuple[Path, Path], tmp_path: Path) -> None:
    found = json.loads(run("compare", *pair, "--json", cwd=tmp_path).stdout)
    assert found["comparisons"] == 3
    moved = {one["id"]: one for one in found["moved"]}
    change = moved["promo-share"]["change"]
    assert (change["verdict"], change["difference"]) == ("improved", pytest.approx(-0.17))
    assert change["low"] < -0.17 < change["high"] < 0 and change["p"] < 0.001 and change["detectable"] > 0.09
    assert found["joined"] == ["bluesky:b"] and found["feeds"] == {"x:a": ["+profile"]}
    assert found["mix"]["x"] == [0.9, 0.5]


@pytest.mark.parametrize(("limit", "code"), [((), 0), (("--fail-on", "declined"), 3), (("--fail-on", "weather"), 2)])
def test_exit_codes(pair: tuple[Path, Path], tmp_path: Path, limit: tuple[str, ...], code: int) -> None:
    done = run("compare", *pair, *limit, "-q", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, "")
    if code == 3:
        assert done.stderr.count("\n") == 1 and "1 declined: self-talk" in done.stderr


def test_nothing_declined_crosses_no_limit(pair: tuple[Path, Path], tmp_path: Path) -> None:
    """The same file twice: windows overlap, so nothing can be said, and nothing fails."""
    done = run("compare", pair[0], pair[0], "--fail-on", "declined", cwd=tmp_path)
    assert done.returncode == 0 and "The two periods overlap." in done.stdout


def test_a_file_that_is_no_report_is_one_line(pair: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")
    done = run("compare", pair[0], tmp_path / "x.json", cwd=tmp_path)
    assert done.returncode == 1 and "is not a Sociable report" in done.stderr and done.stderr.count("\n") == 1


def test_the_page_stands_alone_and_escapes(pair: tuple[Path, Path], tmp_path: Path) -> None:
    target = tmp_path / "change.html"
    assert run("compare", *pair, "--page", target, "-q", cwd=tmp_path).returncode == 0
    page = target.read_text()
    assert "Harbour {x} &lt;b&gt;" in page and "<b>: April" not in page
    assert "Question of self-talk?" in page and "<script>" not in page
    said = page.replace("http://www.w3.org/2000/svg", "")  # the name of a language, not an address
    assert "default-src 'none'" in html.unescape(page) and "http:" not in said and "https:" not in said


def test_two_rubrics_are_named_and_never_compared() -> None:
    before, now = (
        report(Q2, result("promo-share", 0.5, 40), print_="a" * 64),
        report(Q3, result("promo-share", 0.33, 60)),
    )
    rules = comparison.rules()
    found = comparison.compare(before, now, rules)
    assert (found.moved[0].change.verdict, found.comparisons) == ("measured_differently", 0)
    lines = "\n".join(site.comparison_lines(found, now, rules))
    assert "1.0 (aaaaaaaa)" in lines and "The rubric has changed since" in lines


def test_every_note_of_a_verdict_is_worded() -> None:
    """Codes joined by "; " are each told in words, never as they are."""
    from sociable.site.pages import open_book
    from sociable.site.view_change import change_view

    codes = ("accounts_differ; joined@x:a; left@bluesky:b; mix_guard; beyond_anchor:Poor; rubric; not_bridged; bridge; "
             "regression; detector_both; feeds_differ@x:a; accounts; rescaled; population; windows_overlap; lookback; "
             "not_counted; status:too_few; status:provisional; status:no_data; status:nothing_to_judge; "
             "status:missing; band; previous_period:declined; same_quarter_last_year:held")  # fmt: skip
    now = report(Q3, result("promo-share", 0.4, 50))
    book = open_book(now, comparison.rules())
    from sociable.model import Change

    for code in codes.split("; "):
        said = change_view(book, Change(verdict="held", against="2026-Q2", note=code), "share").note
        assert said.endswith(".") and "_" not in said and said != f"{code}.", code
    assert change_view(book, Change(verdict="held", against="2026-Q2", note=codes), "share").note.count(".") >= 20


def test_mix_events_and_the_smallest_change_are_told_and_the_list_says_only_news() -> None:
    from sociable.model import Change, Pair, Split
    from sociable.site.pages import open_book
    from sociable.site.view_change import change_view

    book = open_book(report(Q3, result("promo-share", 0.4, 50)), comparison.rules())
    one = Change(
        verdict="no_clear_change", against="2026-Q2", difference=0.0, low=-0.1, high=0.1, p=1.0, detectable=0.16,
        note="same_quarter_last_year:no_clear_change", split=Split(plain=-0.18, rate=0.0, mix=-0.18),
        without_events=(0.04, -0.06, 0.14),
    )  # fmt: skip
    told = change_view(book, one, "share")
    assert "−18 points" in told.note and "A change of 16 points or more would probably have shown." in told.note
    assert "+4 points (likely −6 to +14 points)" in told.note and "a year before" in told.note
    assert told.shows == "16 points" and "a year before" not in told.brief and "16" not in told.brief
    other = msgspec.structs.replace(one, note="same_quarter_last_year:declined", split=None, without_events=None)
    assert change_view(book, other, "share").brief == "Against the same period a year before: Declined."
    paired = msgspec.structs.replace(
        other, other=Pair(verdict="declined", against="2025-Q3", difference=0.12, low=0.03, high=0.21)
    )
    brief = "Against the same period a year before: Declined, +12 points (likely +3 to +21 points)."
    assert change_view(book, paired, "share").brief == brief
    grade = change_view(book, msgspec.structs.replace(other, difference=0.8, low=-0.8, high=2.5), "grade")
    assert (grade.difference, grade.likely) == ("+0.8 grades", "−0.8 to +2.5 grades")


def test_a_difference_that_clears_nought_says_why_it_is_no_change() -> None:
    from sociable.model import Change
    from sociable.site.pages import open_book
    from sociable.site.view_change import change_view

    book = open_book(report(Q3, result("promo-share", 0.4, 50)), comparison.rules())
    one = Change(verdict="no_clear_change", against="2026-Q2", difference=0.1, low=0.01, high=0.2, score_difference=9.0)
    assert "among so many questions it may be luck" in change_view(book, one, "share").brief
    small = msgspec.structs.replace(one, score_difference=-3.0)
    assert "less than five points" in change_view(book, small, "share").brief
    for low, high in ((-0.01, 0.2), (None, None)):
        wide = msgspec.structs.replace(one, low=low, high=high)
        assert change_view(book, wide, "share").brief == ""


def test_what_no_period_has_a_figure_for_is_named_together(pair: tuple[Path, Path], tmp_path: Path) -> None:
    before, now = (history.load(path) for path in pair)
    blank = [
        msgspec.structs.replace(result(name, 0.0, 0), value=None, score=None, status="no_data")
        for name in ("join-in", "free-range")
    ]
    for path, one in zip(pair, (before, now), strict=True):
        atomic.write(path, history.encode(msgspec.structs.replace(one, criteria=[*one.criteria, *blank])))
    done = run("compare", *pair, "--page", tmp_path / "c.html", cwd=tmp_path)
    lines = done.stdout.splitlines()
    at = lines.index("  No figure in either period:")
    assert lines[at - 1] == "Too little data (2)" and len(lines[at + 1 : at + 3]) == 2
    assert "No data →" not in done.stdout and "<li>Question of join-in?</li>" in (tmp_path / "c.html").read_text()


def sure(name: str, score: float, weight: float) -> CriterionResult:
    """A question whose value is known to a hair: anchors 0.8 to 0.1, its replicates all but alike."""
    value = {60: 0.33, 40: 0.5, 80: 0.2}[int(score)]
    drawn = [value + 1e-4 * (at % 10) for at in range(1000)]
    basis = Basis(replicates=drawn)
    return msgspec.structs.replace(result(name, value, score), weight=weight, basis=basis)


def test_the_total_is_compared_over_the_questions_that_both_scored() -> None:
    """(40 + 3 x 60) / 4 = 55, then (60 + 3 x 60) / 4 = 60; a question that one side lacks would have made it 65."""
    before = report(Q2, sure("promo-share", 40, 1), sure("self-talk", 60, 9))
    now = report(Q3, sure("promo-share", 60, 1), sure("self-talk", 60, 3), sure("brag-posts", 80, 4))
    found = comparison.compare(before, now, comparison.rules()).alike
    assert found is not None and (found.questions, found.then, found.now) == (2, 55, 60)
    assert 4.5 < found.low <= 5 <= found.high < 5.5
    rules = comparison.rules()
    line = " ".join(site.comparison_lines(comparison.compare(before, now, rules), now, rules))
    assert (
        "Over the 2 questions that both periods scored and measured alike: 55, then 60 (before rounding +5 points"
        in line
    )
    assert "more than chance explains" in line
    grown = report(Q3, sure("promo-share", 60, 1), accounts=("x:a", "bluesky:b"))
    assert comparison.compare(before, grown, comparison.rules()).alike is None


def test_what_is_not_measured_alike_is_no_part_of_the_total() -> None:
    """Too little to look back on, or another scale of counting: 60 then 80 of the other question alone is left."""
    then = [sure("promo-share", 60, 1), sure("repeat-content", 40, 9)]
    now = report(Q3, sure("promo-share", 80, 1), sure("repeat-content", 60, 9))
    for field, value in (("notes", ["lookback_short=20"]), ("reason", "declared")):
        before = report(Q2, then[0], msgspec.structs.replace(then[1], **{field: value}))
        found = comparison.compare(before, now, comparison.rules()).alike
        assert found is not None and (found.questions, found.then, found.now) == (1, 60, 80)


def test_a_reason_that_many_share_is_told_once(pair: tuple[Path, Path], tmp_path: Path) -> None:
    """The same file twice: three questions, one reason, in the terminal and on the page."""
    done = run("compare", pair[0], pair[0], "--page", tmp_path / "c.html", cwd=tmp_path)
    assert done.stdout.count("The two periods overlap.") == 1 and "\n      The two periods overlap." in done.stdout
    assert done.stdout.count("Question of") == 3
    assert (tmp_path / "c.html").read_text().count("The two periods overlap.") == 1


def ruled(one: Report, hard: str, anchors: str, offer: str = "a", weight: str = "3") -> Report:
    settings = {"measure": "share", "anchors": anchors, "detectors": "promo", "weight": weight}
    rules = Rules(
        criteria={"promo-share": settings, "self-talk": settings | {"measure": hard}, "brag-posts": settings},
        words={"offer": offer}, models={"promo": "1"}, shared={"code": "1", "cap": "79"},
    )  # fmt: skip
    return msgspec.structs.replace(one, rules=rules)


SCALE = "0.8, 0.5, 0.33, 0.2, 0.1"


def test_what_changed_in_the_rubric_is_named_and_the_rest_compared(pair: tuple[Path, Path], tmp_path: Path) -> None:
    """Self-talk counts something else; the other two keep their verdicts, in terminal, JSON and page."""
    before, now = (history.load(path) for path in pair)
    before = msgspec.structs.replace(before, rubric={"fingerprint": "a" * 64, "version": "0.9"})
    atomic.write(pair[0], history.encode(ruled(before, "share where=me", SCALE, weight="2")))
    atomic.write(pair[1], history.encode(ruled(now, "share where=self", SCALE)))
    done = run("compare", *pair, "--page", tmp_path / "c.html", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    told = " ".join(done.stdout.split())
    assert "0.9 (aaaaaaaa)" in told and "2 comparisons" in told
    assert "What changed: what is counted was “share where=me” and is “share where=self”." in told
    assert "Measured differently (1)" in told and "Improved (1)" in told
    assert "the weight in the total was 2 and is 3" in told
    assert "share where=me" in (tmp_path / "c.html").read_text()
    found = json.loads(run("compare", *pair, "--json", cwd=tmp_path).stdout)
    edits = {one["question"]: [edit["part"] for edit in one["edits"]] for one in found["edits"]}
    assert edits["Question of self-talk?"] == ["measure", "weight"] and edits["Question of promo-share?"] == ["weight"]


def test_a_word_list_is_named_once_for_all_questions(pair: tuple[Path, Path]) -> None:
    before, now = (history.load(path) for path in pair)
    before = msgspec.structs.replace(before, rubric={"fingerprint": "a" * 64, "version": "0.9"})
    rules = comparison.rules()
    found = comparison.compare(ruled(before, "share", SCALE, offer="b"), ruled(now, "share", SCALE), rules)
    assert {one.change.verdict for one in found.moved} == {"measured_differently"}
    lines = " ".join(" ".join(site.comparison_lines(found, now, rules)).split())
    assert lines.count("For all questions – word lists changed: offer") == 1
    assert lines.count("The rubric has changed since, so the two are not measured alike.") == 1


def test_reports_of_two_brands_are_told_apart(pair: tuple[Path, Path]) -> None:
    before, now = (history.load(path) for path in pair)
    rules = comparison.rules()
    assert comparison.compare(before, now, rules).brands == []
    other = msgspec.structs.replace(before, brand={**before.brand, "name": "Elsewhere"})
    found = comparison.compare(other, now, rules)
    assert found.brands == ["Elsewhere", "Harbour {x} <b>"]
    assert any(
        line.strip().startswith("The first report is of Elsewhere") for line in site.comparison_lines(found, now, rules)
    )


def test_many_lists_and_detectors_are_told_by_their_number() -> None:
    """After an upgrade everything has changed; nobody reads fifty names."""
    from sociable.model import Edit
    from sociable.site.pages import open_book
    from sociable.site.view_edits import told

    book = open_book(report(Q3), comparison.rules())
    names = [f"list{at}" for at in range(7)]
    assert told(book, [Edit(part="words", now=", ".join(names))]) == ["7 word lists changed"]
    assert told(book, [Edit(part="models", now="promo, purpose_useful")]) == ["detectors learnt anew: Offers, Useful"]


def test_another_scale_is_told_with_both_and_does_not_break(pair: tuple[Path, Path]) -> None:
    before, now = (history.load(path) for path in pair)
    before = msgspec.structs.replace(before, rubric={"fingerprint": "a" * 64, "version": "0.9"})
    rules = comparison.rules()
    found = comparison.compare(ruled(before, "share", "0.9, 0.6, 0.4, 0.2, 0.1"), ruled(now, "share", SCALE), rules)
    assert found.comparisons == 3 and found.moved[0].change.verdict == "improved"
    lines = " ".join(" ".join(site.comparison_lines(found, now, rules)).split())
    assert "were 0.9, 0.6, 0.4, 0.2, 0.1 and are 0.8, 0.5, 0.33, 0.2, 0.1" in lines
    assert "the earlier value is scored by today's" in lines


def test_every_part_of_a_rubric_has_words() -> None:
    from sociable import rubric, rulebook, signals
    from sociable.site.pages import open_book

    rules = rubric.load(signals.SIGNALS)
    made = rulebook.record(rules, signals.RESTS)
    parts = {part for one in made.criteria.values() for part in one} - {"detectors"} | set(made.shared)
    book = open_book(report(Q3), rules)
    assert parts | {"words", "models", "unknown", "new", "gone"} <= set(book.group("edit"))
