"""Builds of real exports against the same figures worked out from the files with plain Python alone.

What only a classifier can say is taken from `sociable label`, and the counting done again.
The last test does the same on a made-up inbox, so that it always runs.
"""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path
from statistics import median

import pytest
from click.testing import CliRunner

from hand_counts import (
    ADDRESS,
    EXPORTS,
    Desk,
    again,
    alike,
    analytics,
    half,
    merged,
    points,
    published,
    survival,
    week,
    wilson,
    words,
)
from sociable import build
from sociable.cli import group
from sociable.report import CriterionResult, Report

needed = pytest.mark.skipif(not EXPORTS.is_dir(), reason="../shared/data/exports is not beside the checkout")
shared = pytest.mark.shared
Make = Callable[..., Report]
RTI, LUMEN = EXPORTS / "x-archive-rtiatmla", EXPORTS / "x-archive-lumeninferius"
CSVS, TWCS = EXPORTS / "x-analytics-ropensci-2016-2019", EXPORTS / "inbox-twcs.csv"
ANCHORS = {
    "two-way-share": (0.05, 0.20, 0.33, 0.45, 0.60), "repeat-content": (0.60, 0.30, 0.15, 0.07, 0.02),
    "named-humans": (0, 0.15, 0.35, 0.60, 0.85), "personal-at-scale": (0.20, 0.50, 0.70, 0.85, 0.95),
    "response-rate": (0.10, 0.40, 0.70, 0.90, 0.98), "response-time": (0.05, 0.20, 0.42, 0.65, 0.90),
    "inviting-posts": (0.00, 0.02, 0.05, 0.10, 0.20), "self-talk": (0.75, 0.58, 0.42, 0.28, 0.13),
}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """The report of a one-account brand on X; each build is made once."""

    @cache
    def make(handle: str, period: str = "", **account: str) -> Report:
        folder = tmp_path_factory.mktemp("brand")
        accounts = [{"platform": "x", "handle": handle, **account}]
        (folder / "brand.yaml").write_text(json.dumps({"brand": {"name": handle}, "accounts": accounts}))
        return build.build(folder, period=period or None).report

    return make


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str], dict[str, dict[str, float]]]:
    """What `sociable label` says of each row: probability by label, by id."""

    @cache
    def label(source: Path, handle: str) -> dict[str, dict[str, float]]:
        target = tmp_path_factory.mktemp("labels") / "labels.jsonl"
        said = CliRunner().invoke(group, ["label", str(source), "--handle", handle, "-o", str(target)])
        assert said.exit_code == 0, said.output
        lines = map(json.loads, target.read_text("utf-8").splitlines())
        return {line["id"]: {name: one["p"] for name, one in line["labels"].items()} for line in lines}

    return label


def criterion(report: Report, name: str) -> CriterionResult:
    return next(one for one in report.criteria if one.id == name)


def agrees(found: CriterionResult, value: float, n: int, tolerance: float = 1e-4) -> None:
    """Value, n, status, score, points lost and, where it is Wilson's, the interval."""
    assert (found.n, found.value) == (n, pytest.approx(value, abs=tolerance))
    if found.n_eff is not None:
        assert (found.low, found.high) == pytest.approx(wilson(found.value or 0.0, found.n_eff), abs=1e-3)
    assert found.status == ("scored" if n >= 30 else "provisional" if n >= 10 else "too_few")
    if n < 10:
        assert (found.score, found.points_lost, found.band) == (None, 0, "")
        return
    assert found.score == pytest.approx(points(found.value or 0.0, ANCHORS[found.id]), abs=0.02)
    assert found.points_lost == pytest.approx(found.weight * (100 - (found.score or 0)) / 100, abs=1e-3)


@needed
@shared
@pytest.mark.parametrize(
    ("folder", "handle", "period", "months"),
    [
        (RTI, "RTIatMLA", "2021-Q3", (7, 8, 9)),
        (RTI, "RTIatMLA", "2021", tuple(range(1, 13))),
        (LUMEN, "LumenInferius", "2019-Q4", (10, 11, 12)),
        (LUMEN, "LumenInferius", "2020-Q1", (1, 2, 3)),
    ],
)
def test_two_way_share_of_archives(made: Make, folder: Path, handle: str, period: str, months: tuple[int, ...]) -> None:
    kinds, replied, weeks = published(folder, int(period[:4]), months)
    found = criterion(made(handle, period, archive=str(folder)), "two-way-share")
    agrees(found, kinds["R"] / kinds.total(), kinds.total())
    assert {one.key: (one.n, one.value) for one in found.slices["week"]} == {
        key: (n, pytest.approx(replied[key] / n, abs=1e-4)) for key, n in weeks.items()
    }


@needed
@shared
@pytest.mark.parametrize(
    ("folder", "handle", "period"), [(RTI, "RTIatMLA", "2021"), (LUMEN, "LumenInferius", "2020-Q1")]
)
def test_follow_balance_of_archives(made: Make, folder: Path, handle: str, period: str) -> None:
    following = (folder / "data/following.js").read_text("utf-8").count('"accountId"')
    found = criterion(made(handle, period, archive=str(folder)), "follow-balance")
    assert (found.value, found.score) == (following, pytest.approx(points(following, (0, 10, 50, 100, 150))))


@needed
@shared
@pytest.mark.parametrize(("period", "first"), [("2017-Q1", 1), ("2018-Q2", 4), ("2019-Q3", 7)])
def test_analytics(made: Make, labelled: Callable[..., dict[str, dict[str, float]]], period: str, first: int) -> None:
    everything = analytics(CSVS, "ropensci")
    inside = [row for row in everything if row["at"].year == int(period[:4]) and first <= row["at"].month < first + 3]
    posts = [row for row in inside if not row["to"] and row["english"]]
    report = made("rOpenSci", period, archive=str(CSVS / "*.csv"))
    repeats = criterion(report, "repeat-content")
    # In 2018 one name of a program with two hashtags passes for Danish.
    assert 0 <= len(posts) - repeats.n <= (period == "2018-Q2")
    count = sum(any(again(row, one) for one in everything if not one["to"]) for row in posts)
    agrees(repeats, count / repeats.n, repeats.n)
    units = merged([row for row in inside if row["to"]])
    signed = sum(bool(re.search(r"[\^~–—-]\s?[A-Z]\w*\s*$", ADDRESS.sub("", one[-1]["text"]))) for one in units)
    agrees(criterion(report, "named-humans"), signed / len(units), len(units), 0.005)
    told = labelled(CSVS, "rOpenSci")
    for name, label in (("inviting-posts", "invitation"), ("self-talk", "self_only")):
        known = [told[row["id"]][label] for row in posts if label in told[row["id"]]]
        agrees(criterion(report, name), sum(known) / len(known), repeats.n, 0.008)
    for name in ("two-way-share", "give-ask", "free-range", "follow-balance", "response-rate", "response-time"):
        assert (criterion(report, name).status, criterion(report, name).value) == ("no_data", None)


def desk_agrees(report: Report, desk: Desk, needs: dict[str, float]) -> None:
    """Response-rate and response-time, their figures and slices, and personal-at-scale and named-humans."""
    found = desk.cases(needs)
    times = [(minutes, answered) for _, minutes, answered in found]
    answered = [minutes for minutes, known in times if known]
    weeks: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for row, minutes, known in found:
        weeks[week(row["at"])].append((minutes, known))
    for name, at in (("response-rate", 4320), ("response-time", 60)):
        one = criterion(report, name)
        agrees(one, survival(times, at)[0], len(times))
        assert one.numerator == sum(known and minutes <= at for minutes, known in times)
        shown = {figure.id: figure.value for figure in one.secondary}
        for figure, end in (("15m", 15), ("1h", 60), ("24h", 1440), ("72h", 4320)):
            assert shown[f"answered_{figure}"] == pytest.approx(survival(times, end)[0], abs=1e-4)
        assert shown["median"] == pytest.approx(half(times), abs=0.02)
        assert shown["answered_only_median"] == pytest.approx(median(answered), abs=0.02)
        assert {part.key: part.n for part in one.slices["week"]} == {key: len(of) for key, of in weeks.items()}
        for part in one.slices["week"]:
            assert (part.value, part.low, part.high) == pytest.approx(survival(weeks[part.key], at), abs=1e-3)


def answers_agree(report: Report, desk: Desk) -> None:
    """Personal-at-scale over invited answers: those outside a template of five or more."""
    units = [one for one in merged(desk.out) if one[0]["to"] and desk.addressed(desk.rows[one[0]["parent"]])]
    texts = [words(" ".join(row["text"] for row in one)) for one in units]
    pasted = sum(sum(alike(text, other) for other in texts) >= 5 for text in texts)
    agrees(criterion(report, "personal-at-scale"), 1 - pasted / len(units), len(units))


def without_publishing(report: Report) -> None:
    """What an inbox file alone cannot show is No data, without a number."""
    for name in ("two-way-share", "promo-share", "plain-talk", "give-ask", "free-range", "follow-balance", "push-dm"):
        one = criterion(report, name)
        assert (one.status, one.value, one.score, one.n, bool(one.needs)) == ("no_data", None, None, 0, True)


@needed
@shared
@pytest.mark.parametrize("handle", ["Uber_Support", "British_Airways", "comcastcares"])
def test_inbox(made: Make, labelled: Callable[..., dict[str, dict[str, float]]], handle: str) -> None:
    desk, report = Desk(TWCS, handle), made(handle, inbox=str(TWCS))
    told = labelled(TWCS, handle)
    for name in ("response-rate", "response-time"):  # the file holds answered threads only, says whoever made it
        assert (criterion(report, name).status, criterion(report, name).value) == ("no_data", None)
    whole = made(handle, inbox=str(TWCS), inbox_complete="yes")
    desk_agrees(whole, desk, {key: one["need"] for key, one in told.items() if "need" in one})
    answers_agree(report, desk)
    without_publishing(report)


@needed
@shared
@pytest.mark.parametrize("handle", ["Uber_Support", "British_Airways", "comcastcares"])
def test_answered_conversations_alone_score_no_answering(made: Make, handle: str) -> None:
    report = made(handle, inbox=str(TWCS), inbox_complete="no")
    for name in ("response-rate", "response-time"):
        one = criterion(report, name)
        assert (one.status, one.reason, one.value, one.score) == ("no_data", "inbox_incomplete", None, None)
        assert all(figure.id.startswith(("answered_only", "replies_per_week")) for figure in one.secondary)


def made_up_inbox(path: Path) -> None:
    """Forty people who ask in July 2026: one in five unanswered, every third answer pasted, some who ask again."""
    lines, number = [], 100

    def say(who: str, minute: int, text: str, parent: str = "") -> str:
        nonlocal number
        number += 1
        day, rest = divmod(minute, 1440)
        stamp = f"{'Wed Thu Fri Sat Sun Mon Tue'.split()[day % 7]} Jul {day + 1:02d} {rest // 60:02d}:{rest % 60:02d}"
        inbound = str(who != "HarbourDesk")
        lines.append([number, who, inbound, f"{stamp}:00 +0000 2026", text, "", parent])
        return str(number)

    places = "quay pier mole ramp slip dock lock weir buoy light".split()
    for n in range(40):
        start, place = n * 990, f"{places[n % 10]} {'north south east west'.split()[n // 10]}"
        asked = say(str(5000 + n), start, f"@HarbourDesk where can I find my ticket for the {place}? It is not working")
        if n % 5 == 0:
            continue
        pasted = "Sorry to hear that. Please send us a direct message with your booking number so we can look into it."
        own = f"The gate by the {place} opens at nine, and your {place} ticket is in the mail we sent after you paid."
        answer = say("HarbourDesk", start + 7 * n + 5, f"@{5000 + n} {pasted if n % 3 == 0 else own}", asked)
        if n % 7 == 0:
            say(str(5000 + n), start + 7 * n + 60, "@HarbourDesk can you help me? It is still not working", answer)
    with path.open("w", encoding="utf-8", newline="") as file:
        head = "tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id".split(",")
        csv.writer(file).writerows([head, *lines])


def test_a_made_up_inbox(made: Make, labelled: Callable[..., dict[str, dict[str, float]]], tmp_path: Path) -> None:
    path = tmp_path / "inbox.csv"
    made_up_inbox(path)
    desk, report = Desk(path, "HarbourDesk"), made("HarbourDesk", "2026-07-01..2026-07-31", inbox=str(path))
    told = labelled(path, "HarbourDesk")
    needs = {key: one["need"] for key, one in told.items() if "need" in one}
    assert len(desk.cases(needs)) == 40 and sum(known for _, _, known in desk.cases(needs)) == 32
    desk_agrees(report, desk, needs)
    answers_agree(report, desk)
    without_publishing(report)
