"""What no detector has been shown to see is a first impression; what was not counted is counted and named."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from scoring.build import PERIOD, Measure, brand, columns, criterion, posts, rubric
from sociable import content, scoring
from sociable import rubric as rules
from sociable.report import CriterionResult
from sociable.scoring import omitted, sight
from sociable.scoring.plan import confidence

SEEN: dict[str, dict[str, Any]] = {
    "promo": {"recall": 0.6}, "bait": {"recall": 0.0, "positives": 1}, "pitch": {"recall": None, "se": None},
    "brag": {"se": 0.4}, "jargon": {"se": 0.05},
}  # fmt: skip


def judge(flags: list[float | None], labels: tuple[str, ...], accuracy: Any = None, **fixed: Any) -> CriterionResult:
    what = criterion("growth-tactics", labels=labels)
    return scoring.assess(columns(posts=posts(flags, **fixed)), rubric(what), brand(), PERIOD, accuracy or {})[0]


@pytest.mark.parametrize(
    ("labels", "unseen"),
    [
        (("promo",), ()),
        (("bait",), ("bait",)),  # found none of what it should
        (("pitch",), ("pitch",)),  # measured on nothing
        (("promo", "pitch"), ("pitch",)),
        (("brag", "jargon"), ("jargon",)),  # where no recall is known, its sensitivity
        (("unheard",), ("unheard",)),
        ((), ()),
    ],
)
def test_a_detector_is_blind_when_it_was_not_seen_to_find(labels: tuple[str, ...], unseen: tuple[str, ...]) -> None:
    assert sight.blind(SEEN, labels) == unseen
    assert sight.blind({}, labels) == ()


def test_a_clean_result_of_a_blind_detector_is_provisional_and_says_why() -> None:
    clean = [0.0] * 60
    found = judge(clean, ("bait",), SEEN)
    assert (found.status, found.reason, found.score) == ("provisional", "detector", 100)
    assert "blind:bait" in found.notes
    assert judge(clean, ("promo",), SEEN).status == "scored"
    few = judge(clean[:20], ("bait",), SEEN)
    assert (few.status, few.reason) == ("provisional", "provisional") and "blind:bait" in few.notes


def test_a_detector_that_hardly_agrees_with_readers_leads_nothing_and_may_tell_a_change() -> None:
    """Below kappa 0.4 a figure is a first impression; its errors cancel between periods, so it stays scored."""
    seen = {"useful": {"recall": 0.14, "kappa": 0.18}, "promo": {"recall": 0.75, "kappa": 0.56}, "bait": {"recall": 0}}
    assert sight.weak(seen, ("useful", "promo", "bait", "pitch")) == ("useful",)
    found = judge([1.0] * 60, ("useful",), seen)
    assert (found.status, found.reason) == ("scored", "") and "weak:useful" in found.notes
    assert confidence(found) == 0.6
    sure = judge([1.0] * 60, ("promo",), seen)
    assert confidence(sure) == 1.0 and not any(note.startswith("weak") for note in sure.notes)


def test_a_measure_that_does_not_see_all_that_is_asked_is_partly_blind() -> None:
    """Reading ease is counted; whether the easy words are jargon is for a detector that finds one in twenty."""
    what = criterion("plain-talk", labels=(), also=("jargon",))
    (found,) = scoring.assess(columns(posts=posts([0.0] * 60)), rubric(what), brand(), PERIOD, SEEN)
    assert (found.status, found.notes, found.detectors) == ("scored", ["partly_blind:jargon"], [])
    (low,) = scoring.assess(columns(posts=posts([1.0] * 60)), rubric(what), brand(), PERIOD, SEEN)
    assert (low.score, low.notes) == (0, []), "what nobody saw could only make it worse"
    (seen,) = scoring.assess(columns(posts=posts([0.0] * 60)), rubric(what), brand(), PERIOD, {"jargon": {"se": 0.9}})
    assert seen.notes == []
    assert rules.load(()).criteria["plain-talk"].also == ("jargon",)


@pytest.mark.parametrize(
    ("numbers", "wanted"),
    [
        ({"raw_value": 0.30}, ()),
        # anchors 0.5, 0.4, 0.3, 0.2, 0.1: a share of 0.30 scores 60, 0.22 scores 76
        ({"corrected": (0.22, 0.1, 0.4), "raw_value": 0.30}, ("corrected_apart:0.2200",)),
        ({"corrected": (0.27, 0.1, 0.4), "raw_value": 0.30}, ()),  # 66, within five points of the range's end
        ({"raw_value": 0.05}, ("flagged_apart:0.0500",)),
        ({"raw_value": 0.05, "n_eff": None}, ()),  # half credits: the plain count means something else
        ({"raw_value": 1.0}, ("flagged_apart:0.9999",)),
        ({"raw_value": 0.05, "score_low": None}, ()),
    ],
)
def test_two_ways_of_counting_that_lie_apart_are_no_sure_figure(numbers: dict[str, Any], wanted: Any) -> None:
    usual = {"score_low": 55.0, "score_high": 65.0, "n_eff": 60.0}
    assert sight.apart({**usual, **numbers}, (0.5, 0.4, 0.3, 0.2, 0.1)) == wanted


def test_which_criteria_of_the_rubric_rest_on_what_cannot_see() -> None:
    """By the accuracy that ships: engagement bait was found 0 of 1 times, and pitches have not been measured."""
    measured = content.accuracy()
    blind = {one.id for one in rules.load(()).criteria.values() if sight.blind(measured, one.labels)}
    assert blind == {"growth-tactics", "early-sell", "join-in", "unsolicited-pitch"}


def test_a_launch_window_rests_on_the_detectors_of_offers() -> None:
    both = rubric(criterion("early-sell", labels=("pitch",)), criterion("promo-share", labels=("promo",)))
    assert sight.resting(both, ("pitch",), "launch_window") == ("promo",)
    assert sight.resting(both, ("pitch",), "") == ("pitch",)


FEW = Measure("share", where="flag", among="pool", fallback_among="wide")


def test_where_all_posts_stand_in_no_detector_decides_and_the_figures_follow() -> None:
    """Nine posts sell or link, so all forty are looked at: the largest template is one of the forty."""
    frame = posts([1.0] * 9 + [0.0] * 31, pool=[True] * 9 + [False] * 31, wide=True, promo_or_own_link=False,
                  cluster=["a"] * 2 + [None] * 18 + ["b"] * 20)  # fmt: skip
    what = criterion("repeat-content", Measure("share", where="flag", among="promo_or_own_link", fallback_among="wide"),
                     labels=("promo",))  # fmt: skip
    (found,) = scoring.assess(columns(posts=frame), rubric(what), brand(), PERIOD, {})
    assert found.n == 40 and found.detectors == []
    assert {one.id: one.value for one in found.secondary}["largest_template"] == 20


def test_how_few_posts_make_most_of_the_repeats() -> None:
    """Of twelve repeats eight and two are of two adverts: more than four in five.  A status is no advert."""
    flags = [1.0] * 12 + [0.0] * 8 + [1.0] * 5
    names = ["a"] * 8 + ["b"] * 2 + ["c", "d"] + ["a"] * 4 + [None] * 4 + ["s"] * 5
    frame = posts(flags, promo_or_own_link=[True] * 20 + [False] * 5, cluster=names)
    what = criterion("repeat-content", Measure("share", where="flag", among="promo_or_own_link"))
    frame = frame.with_columns(repeat=pl.Series(flags))
    (found,) = scoring.assess(columns(posts=frame), rubric(what), brand(), PERIOD, {})
    told = {one.id: (one.value, one.n) for one in found.secondary}
    assert told["repeated_posts"] == (2, 12) and told["largest_template"] == (12, 20)


def own(**changes: Any) -> pl.DataFrame:
    """Ten own posts: one paid, one without words, two in other languages, one too short to grade."""
    scoreable = [True, False, False, False] + [True] * 6
    frame = posts(
        [0.0] * 10, role="brand", excluded=[True] + [False] * 9, words=[9, 0, 8, 7] + [9] * 6, scoreable=scoreable,
        lang=["en", None, "oc", None] + ["en"] * 6,
    )  # fmt: skip
    judged = [False] * 4 + [True] * 6
    extra = {"broadcast": judged, "plain_pool": [*judged[:-1], False], **changes}
    return frame.with_columns(**{name: pl.Series(name, value) for name, value in extra.items()})


def test_own_posts_add_up_to_those_judged_and_those_left_out() -> None:
    told = omitted.account(own())
    assert told["posts"] == 10 and told["judged"] == 6 and told["short"] == 1
    assert told["reasons"] == {"excluded": 1, "language": 2, "wordless": 1}
    assert told["languages"] == {"oc": 1, "other": 1}
    assert told["posts"] - sum(told["reasons"].values()) == told["judged"]


@pytest.mark.parametrize(
    ("among", "wanted"),
    [
        ("broadcast", {"excluded": 1, "wordless": 1, "language": 2}),
        ("plain_pool", {"excluded": 1, "wordless": 1, "language": 2, "short": 1}),
        ("published", {}),  # whom one talks with needs no words
    ],
)
def test_each_question_names_what_it_leaves_out(among: str, wanted: dict[str, int]) -> None:
    what = criterion("plain-talk", Measure("share", where="flag", among=among))
    assert omitted.reasons(own(published=[True] * 10), what) == wanted


def test_what_is_left_out_travels_with_the_result() -> None:
    what = criterion("self-talk", Measure("share", where="flag", among="broadcast"), min_n=1, full_n=1)
    (found,) = scoring.assess(columns(posts=own()), rubric(what), brand(), PERIOD, {})
    assert found.n == 6 and "omitted:excluded=1,wordless=1,language=2" in found.notes


def test_nothing_is_said_where_nothing_was_left_out() -> None:
    assert omitted.account(pl.DataFrame()) == {}
    assert not [one for one in judge([0.0] * 40, ()).notes if one.startswith("omitted")]
