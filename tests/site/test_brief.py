"""The brief tells one story, leads with what is sure and shown, and says what fills an empty place."""

from __future__ import annotations

from typing import Any

import pytest
import sample
from msgspec import structs

from sociable import content, rubric
from sociable.model import Change, NeedState, Pair, Slice, Total
from sociable.report import Action, Report
from sociable.scoring.combine import OVERALL_COVERAGE, OVERALL_DIMENSIONS
from sociable.site import (
    accuracy,
    balance,
    excerpts,
    pages,
    render,
    unlocks,
    view_brief,
    view_change,
    view_criterion,
    view_guides,
    view_headline,
    view_method,
    view_moved,
    view_plan,
    view_slices,
    words,
)
from sociable.site.book import Book, measured, verdict
from sociable.site.pages import open_book, summary
from sociable.site.parts import Segment

RULES = rubric.load(())
BASE = sample.report(RULES)


def book(report: Report = BASE) -> Book:
    return open_book(report, RULES)


def changed(report: Report, name: str, **fields: Any) -> Report:
    criteria = [structs.replace(one, **fields) if one.id == name else one for one in report.criteria]
    return structs.replace(report, criteria=criteria)


def plain(report: Report, *names: str, **fields: Any) -> Report:
    """The report with only these criteria scored: `fields` hold lists, one value for each."""
    for one in report.criteria:
        if one.id in names:
            at = names.index(one.id)
            given = {key: values[at] for key, values in fields.items()}
            report = changed(
                report, one.id, status=given.pop("status", "scored"), notes=given.pop("notes", []), **given
            )
        else:
            report = changed(report, one.id, status="no_data", score=None)
    actions = [structs.replace(BASE.plan[0], criterion=name) for name in names]
    return structs.replace(report, plan=actions)


def brief(report: Report) -> view_brief.BriefView:
    return view_brief.brief(book(report))


def names(points: tuple[view_brief.PointView, ...]) -> list[str]:
    return [one.ref.page.removeprefix("criteria/") for one in points]


BARE: dict[str, Any] = {"examples": [[], [], []], "rewrites": [[], [], []]}


def test_what_cannot_be_seen_is_neither_strongest_nor_first() -> None:
    report = plain(
        BASE, "growth-tactics", "brag-posts", "self-talk", score=[100, 70, 30], score_low=[95, 65, 20],
        score_high=[100, 75, 35], notes=[["blind:bait"], [], []], status=["provisional", "scored", "scored"],
    )  # fmt: skip
    seen = brief(report).minute
    assert seen.strongest is not None and names((seen.strongest,)) == ["brag-posts"]
    blind = plain(
        BASE, "growth-tactics", "brag-posts", "self-talk", score=[10, 70, 30], score_low=[5, 65, 20],
        score_high=[15, 75, 35], notes=[["blind:bait"], [], []], status=["provisional", "scored", "scored"],
    )  # fmt: skip
    assert names(brief(blind).change) == ["self-talk", "growth-tactics"]
    alone = plain(BASE, "growth-tactics", score=[10], score_low=[5], score_high=[15], notes=[["blind:bait"]],
                  status=["provisional"])  # fmt: skip
    assert brief(alone).minute.first is None and names(brief(alone).change) == ["growth-tactics"]


def test_an_interval_that_reaches_into_good_does_not_lead() -> None:
    """Give and ask at 21 of 100, likely 0 to 75, comes after what is surely below Good, whatever its priority."""
    report = plain(
        BASE, "give-ask", "two-way-share", "self-talk", score=[21, 30, 45], score_low=[0, 20, 35],
        score_high=[75, 40, 55], **BARE,
    )  # fmt: skip
    assert names(brief(report).change) == ["two-way-share", "self-talk", "give-ask"]
    good = plain(BASE, "give-ask", "two-way-share", "self-talk", score=[90, 75, 70], score_low=[30, 65, 62],
                 score_high=[100, 85, 78], **BARE)  # fmt: skip
    assert names(brief(good).works)[-1] == "give-ask"


def test_a_change_that_own_posts_show_stands_on_top() -> None:
    shown = next(one for one in BASE.criteria if one.rewrites)
    report = plain(BASE, "plain-talk", shown.id, score=[20, 30], score_low=[10, 20], score_high=[30, 40],
                   examples=[[], shown.examples], rewrites=[[], shown.rewrites])  # fmt: skip
    assert names(brief(report).change) == [shown.id, "plain-talk"]
    waiting = plain(BASE, "response-rate", shown.id, score=[20, 30], score_low=[10, 20], score_high=[30, 40],
                    examples=[[], shown.examples], rewrites=[[], shown.rewrites])  # fmt: skip
    held = structs.replace(waiting, overall=structs.replace(BASE.overall, capped=True))
    assert names(brief(held).change)[0] == "response-rate"  # while the cap holds, answering comes first


def test_the_minute_is_one_story_and_names_a_lower_score() -> None:
    report = plain(BASE, "two-way-share", "self-talk", score=[30, 10], score_low=[20, 5], score_high=[40, 15],
                   examples=[[], []], rewrites=[[], []])  # fmt: skip
    seen = brief(report).minute
    assert seen.first is not None and seen.monday is not None and seen.lower is not None
    assert seen.monday.criterion == "two-way-share" and seen.first.ref.page == "criteria/two-way-share"
    assert seen.lower.ref.page == "criteria/self-talk" and seen.lower_verdict is not None
    assert seen.lower_verdict.score == "10"
    same = plain(BASE, "two-way-share", "self-talk", score=[10, 30], score_low=[5, 20], score_high=[15, 40],
                 examples=[[], []], rewrites=[[], []])  # fmt: skip
    assert brief(same).minute.lower is None
    near = plain(BASE, "two-way-share", "self-talk", score=[10.4, 10.0], score_low=[5, 5], score_high=[15, 15],
                 examples=[[], []], rewrites=[[], []])  # fmt: skip
    assert brief(near).minute.lower is None  # both are shown as 10


def test_a_card_without_a_post_says_how_sure_it_is_and_what_would_fill_it() -> None:
    promo = {"value": [0.07], "low": [0.03], "high": [0.11], "score": [100], "score_low": [97], "score_high": [100]}
    view = brief(plain(BASE, "promo-share", examples=[[]], rewrites=[[]], **promo))
    assert view.works[0].standing == "Likely 3% to 11%. Excellent begins at 20%."
    assert "curation.csv" in view.bare and brief(BASE).works


@pytest.mark.parametrize("name", sorted(RULES.criteria))
def test_a_value_never_stands_bare_beside_a_title(name: str) -> None:
    """22 % beside "Most posts leave room for the reader" reads as its opposite: the value brings its sentence."""
    declared = RULES.criteria[name]
    for score in (5.0, 50.0, 90.0):
        value = sample._value(score, declared.anchors) if declared.anchors else 33.0
        title = declared.title if score >= 60 else declared.failing_title
        result = structs.replace(BASE.criteria[0], id=name, unit=declared.unit, value=value, score=score, title=title,
                                 status="scored", notes=[])  # fmt: skip
        said = verdict(book(), result).said
        assert len(said.split()) > 2 and said != words.measure(value, declared.unit)
        assert (measured(book(), result).count("{value}")) == 1


def test_of_all_posts_the_sentence_says_posts() -> None:
    result = next(one for one in BASE.criteria if one.id == "repeat-content")
    wide = structs.replace(result, notes=["fallback_population:broadcast"])
    assert "links and offers" in measured(book(), result) and "links" not in measured(book(), wide)


def action(**fields: Any) -> Action:
    return structs.replace(BASE.plan[0], criterion="promo-share", **fields)


@pytest.mark.parametrize(
    ("target", "detectable", "wanted"),
    [
        (0.33, 0.1, ("33%", "where Good begins")),
        (0.20, 0.1, ("20%", "where Excellent begins")),
        (0.50, 0.3, ("50%", "where Fair begins; with this many posts, one period may not show it")),
        (0.50, None, ("50%", "where Fair begins; with this many posts, one period may not show it")),
        (None, 0.1, ("hold", "with this many posts, a further step would not show")),
    ],
)
def test_an_aim_names_its_band_or_holds(target: float | None, detectable: float | None, wanted: Any) -> None:
    report = changed(BASE, "promo-share", value=0.6, status="scored", score=30.0)
    found = view_plan.action(book(report), action(target=target, detectable=detectable))
    assert (found.aim, found.aim_note) == wanted


def test_follow_balance_has_its_bands_in_both_directions() -> None:
    """RUBRIC 2.5: 0, 10, 50, 100 and 150 accounts on one side, 10,000, 4,250, 3,500, 2,000 and 1,000 on the other."""
    declared = RULES.criteria["follow-balance"]
    assert balance.ranges(declared) == (
        "under 10, or over 4,250", "10 to 49, or 3,501 to 4,250", "50 to 99, or 2,001 to 3,500", "100 to 2,000",
    )  # fmt: skip
    result = next(one for one in BASE.criteria if one.id == "follow-balance")
    strip = view_criterion.strip(book(), structs.replace(result, status="scored", score=42.0, value=14.0))
    assert strip is not None and [row[1].text for row in strip.table.rows] == list(balance.ranges(declared))


def test_weeks_tell_their_interval_and_not_their_score_twice() -> None:
    weeks = [Slice(key=f"2026-W{27 + i}", status="provisional", n=12, value=0.4, low=0.2, high=0.65, score=52.0,
                   score_low=18.0, score_high=80.0) for i in range(4)]  # fmt: skip
    result = structs.replace(BASE.criteria[0], unit="share", slices={"week": weeks})
    drawn = view_criterion.weeks(book(), result)
    assert drawn is not None and {row[2].text for row in drawn.table.rows} == {"20% to 65%"}
    assert all(float(dot.low) > float(dot.y) > float(dot.high) for dot in drawn.dots)


def test_posts_left_out_are_named_on_the_page_and_in_the_method() -> None:
    result = structs.replace(BASE.criteria[0], notes=["omitted:language=1,short=2"])
    told = {fact.label: fact.value for fact in view_criterion.formula(book(), result, None)}
    wanted = "1 in another language, 2 with fewer than five words, not counting links, handles and rows of hashtags"
    assert told["Left out of the count"] == wanted
    assert view_criterion.notes(book(), result) == ()
    omitted = {"posts": 78, "judged": 77, "reasons": {"language": 1}, "languages": {"oc": 1}, "short": 2}
    report = structs.replace(BASE, method={**BASE.method, "omitted": omitted})
    facts = {fact.label: fact.value for fact in view_method.method(book(report)).facts}
    assert facts["Own posts in the period"] == "78" and facts["Languages of those left out"] == "Occitan 1"
    assert facts["Left out where words are judged"] == wanted


def test_a_detector_met_by_one_post_tells_counts_and_no_rate() -> None:
    table = {"bait": {"precision": 0.0, "recall": 0.0, "n": 362, "positives": 1, "sp": 0.99, "kappa": 0.0, "date": ""}}
    report = structs.replace(BASE, method={**BASE.method, "accuracy": table})
    (seen,) = accuracy.accuracies(book(report), ["bait"])
    assert seen.few == "0 of 1"
    row = accuracy.table(book(report), "", ("", "", "", "", "", "", "")).rows[0]
    assert [cell.text for cell in row[1:3]] == [words.DASH, words.DASH] and row[5].text == "362 (1)"
    page = render(pages(changed(report, "growth-tactics", detectors=["bait"], status="scored"), RULES))
    text = page["criteria/growth-tactics.html"]
    assert isinstance(text, str) and "found 0 of 1 that it should, among 362 posts" in text


def test_a_first_impression_of_an_unseen_detector_says_so_on_its_page() -> None:
    result = structs.replace(BASE.criteria[0], status="provisional", reason="detector", notes=["blind:bait"])
    (told,) = view_criterion.notes(book(), result)
    assert "Engagement bait" in told and "first impression" in told
    assert content.wording()["reason"]["detector"]


def test_a_detector_that_hardly_agrees_leads_nothing_and_its_score_is_marked_provisional() -> None:
    report = plain(
        BASE, "useful-share", "brag-posts", "self-talk", score=[100, 70, 30], score_low=[95, 65, 20],
        score_high=[100, 75, 35], notes=[["weak:useful"], [], []],
    )  # fmt: skip
    seen = brief(report).minute
    assert seen.strongest is not None and names((seen.strongest,)) == ["brag-posts"]
    result = next(one for one in report.criteria if one.id == "useful-share")
    assert verdict(book(report), result).provisional and not verdict(book(report), report.criteria[0]).provisional
    assert "Useful posts" in view_criterion.notes(book(report), result)[-1]


def test_several_accounts_that_are_judged_for_themselves_are_not_told_as_their_mean() -> None:
    """Of 78 and 0 the mean is 39, which the scale calls Fair, while the mean of the two scores is Poor."""
    each = [Slice(key=f"x:{name}", status="scored", n=1, value=value, score=score)
            for name, value, score in (("a", 78.0, 71.0), ("b", 0.0, 0.0))]  # fmt: skip
    report = changed(BASE, "follow-balance", value=39.0, n=2, score=35.5, slices={"account": each})
    said = verdict(book(report), next(one for one in report.criteria if one.id == "follow-balance")).said
    assert "78, 0 accounts followed, each" in said and "39" not in said


def test_the_terminal_names_the_changes_of_the_brief_in_its_order() -> None:
    shown = next(one for one in BASE.criteria if one.rewrites)
    report = plain(BASE, "plain-talk", shown.id, score=[20, 30], score_low=[10, 20], score_high=[30, 40],
                   examples=[[], shown.examples], rewrites=[[], shown.rewrites])  # fmt: skip
    first, *rest = brief(report).change
    told = [f"Change first: {first.title}.", *(f"Then: {one.title}." for one in rest)]
    assert [one for one in summary(report, RULES) if one.startswith(("Change first:", "Then:"))] == told


@pytest.mark.parametrize(
    ("value", "raw", "expected"),
    [
        (0.070825, 0.0, "estimated from 100 posts by their odds, 0 flagged"),
        (0.003, 0.0, "estimated from 100 posts by their odds, 0 flagged"),  # under 1 %, and not 0 of 100
        (0.175, 0.04, "estimated from 100 posts by their odds, 4 flagged"),
        (0.404, 0.4, "40 of 100 posts"),
    ],
)
def test_a_corrected_share_is_no_count_of_posts(value: float, raw: float, expected: str) -> None:
    """Nobody may look for seven posts that sell where not one was flagged."""
    report = changed(
        BASE, "promo-share", value=value, raw_value=raw, n=100, numerator=100 * value, denominator=100.0, unit="share"
    )
    result = next(one for one in report.criteria if one.id == "promo-share")
    assert verdict(book(report), result).basis == expected


def test_initials_that_count_half_are_no_estimate() -> None:
    report = changed(BASE, "named-humans", value=0.48, raw_value=0.0, n=92, numerator=44.2, denominator=92.0)
    said = verdict(book(report), next(one for one in report.criteria if one.id == "named-humans")).basis
    assert said.startswith("of 92 ") and said.endswith("count half")


def test_a_habit_that_the_plan_puts_later_is_not_for_monday() -> None:
    for phase, expected in (
        ("1-30", "On Monday"),
        ("31-60", "From day 31, its first step now"),
        ("61-90", "From day 61, its first step now"),
    ):
        report = structs.replace(BASE, plan=[structs.replace(BASE.plan[0], phase=phase)])
        assert [one.when for part in view_plan.plan(book(report)).phases for one in part.actions] == [expected]


def test_an_inbox_of_unknown_completeness_is_doubted_on_the_brief_and_not_praised_on_the_method_page() -> None:
    account = BASE.brand["accounts"][0]["key"]
    file = structs.replace(BASE.inputs[0], accounts=[account], feeds=["inbound_complete", "minute_time"])
    report = structs.replace(BASE, inputs=[file])
    said = RULES.needs["inbound_complete"].title
    assert brief(report).headline.doubts == ()
    assert view_method.method(book(report)).files[0].feeds[0] == said
    unsure = changed(report, "response-rate", notes=[f"inbox_unknown@{account}"])
    (doubt,) = brief(changed(unsure, "response-time", notes=[f"inbox_unknown@{account}"])).headline.doubts
    assert "too good" in doubt
    assert view_method.method(book(unsure)).files[0].feeds[0] not in ("", said)


@pytest.mark.parametrize(("direction", "good_news"), [("lower", True), ("higher", False)])
def test_that_nothing_was_there_is_good_news_only_of_a_habit_to_avoid(direction: str, good_news: bool) -> None:
    report = changed(BASE, "promo-share", status="nothing_to_judge", reason="empty", score=None, direction=direction)
    found = view_criterion.criterion(book(report), next(one for one in report.criteria if one.id == "promo-share"))
    assert found.missing is not None and ("good news" in found.missing.reason) == good_news


def test_thirty_days_without_a_line_say_what_they_are_for() -> None:
    """Nobody should wonder whether a page was lost: the three parts always stand there, an empty one in words."""
    report = structs.replace(BASE, plan=[structs.replace(BASE.plan[0], phase="31-60")])
    shown = view_plan.plan(book(report)).phases
    assert [(one.key, len(one.actions)) for one in shown] == [("1-30", 0), ("31-60", 1), ("61-90", 0)]
    assert "prepare what stands below" in shown[0].empty and "what has become of" in shown[2].empty
    assert view_plan.plan(book(structs.replace(BASE, plan=[]))).phases == ()


def test_what_is_too_unsure_is_read_by_hand_and_leads_nothing() -> None:
    first, *others = BASE.plan
    report = structs.replace(BASE, plan=[structs.replace(first, look="few"), *others])
    shown = view_plan.plan(book(report)).phases
    assert [one.criterion for part in shown if part.key == "look" for one in part.actions] == [first.criterion]
    assert not any(one.criterion == first.criterion for part in shown if part.key != "look" for one in part.actions)
    page = view_brief.brief(book(report))
    assert first.criterion not in {one.ref.page.rpartition("/")[2] for one in page.change}
    poor = [one for one in BASE.criteria if one.id == first.criterion and (one.score or 0) < 59.5]
    assert [one.ref.page for one in page.look] == [f"criteria/{one.id}" for one in poor]


def test_what_the_consultant_wrote_stands_in_the_plan() -> None:
    """Notes, lines that are done, and a date that lies outside its thirty days."""
    first, second = (structs.replace(one, phase="1-30", target=one.target or 0.5) for one in BASE.plan[:2])
    late = structs.replace(first, owner="Jo", due="2027-03-01", note="One advert at a time.")
    report = structs.replace(BASE, plan=[late, structs.replace(second, status="done")])
    parts = {part.key: part.actions for part in view_plan.plan(book(report)).phases}
    assert [(one.note, one.late) for one in parts["1-30"]] == [("One advert at a time.", "after these thirty days")]
    assert [(one.criterion, one.state) for one in parts["closed"]] == [(second.criterion, "Done")]


def test_too_few_names_the_number_that_this_question_takes() -> None:
    """29 texts are too few to grade reading, and more than the ten that other questions take."""
    for name, wanted in (("plain-talk", "takes 30 or more"), ("brag-posts", "takes 10 or more")):
        report = changed(BASE, name, status="too_few", reason="few", n=29, score=None)
        result = next(one for one in report.criteria if one.id == name)
        assert wanted in unlocks.reason_of(book(report), result)


def test_house_rules_praise_what_is_good_and_ask_about_the_rest() -> None:
    shown = view_guides.rules(book())
    assert shown.keep and all(
        one.rule == RULES.criteria[one.ref.page.removeprefix("criteria/")].title for one in shown.keep
    )
    assert shown.grow and all(one.rule.endswith("?") for one in shown.grow)
    uids = [one.post.uid for rule in (*shown.keep, *shown.grow) for one in rule.examples]
    assert len(uids) == len(set(uids))


def test_a_long_slide_is_told_although_its_last_step_is_not_clear() -> None:
    def moved(**more: object) -> list[str]:
        step = Change(verdict="no_clear_change", against=BASE.history[-1].period.id)
        given = {"slope": (-4.0, -6.0, -2.0), "slope_over": 6, "change": step, "status": "scored", "notes": []}
        report = changed(BASE, "plain-talk", **{**given, **more})
        return [
            f"{one.key} {one.tag} {one.text}" for one in since(report).moved if one.ref.page == "criteria/plain-talk"
        ]

    (told,) = moved(slope_holds=True)
    assert told.startswith("declined Declined −4 points a period over 6 periods")
    assert told.endswith(": one way, by more than chance.")
    assert moved() == [], "among so many questions it may be chance"
    assert moved(slope_holds=True, slope=(-4.0, -6.0, 2.0)) == []


def since(report: Report) -> view_moved.SinceView:
    found = brief(report).since
    assert found is not None
    return found


def test_a_first_run_says_nothing_of_earlier_periods() -> None:
    assert brief(structs.replace(BASE, history=[])).since is None


def test_the_brief_says_whether_the_total_moved_and_gives_both_headlines_where_they_are_other_figures() -> None:
    past, own = BASE.history[-1], BASE.overall.score
    alike = Total(against=past.period.id, questions=9, then=60.6, now=55.4, low=-15.0, high=5.0)
    still = [structs.replace(one, change=None, slope=None) for one in BASE.criteria]
    report = structs.replace(BASE, since=alike, criteria=still)
    assert past.overall.score is not None and own is not None
    head, line = since(report).lines
    assert head.endswith(f": {past.overall.score:.0f} of 100. Now: {own:.0f}.")
    assert "9 questions" in line and "61, then 55" in line and line.endswith("Chance alone may do that.")
    same = structs.replace(alike, then=past.overall.score, now=own, low=1.0)
    (line,) = since(structs.replace(report, since=same)).lines
    assert line.endswith("That is more than chance explains.")
    tested = [structs.replace(still[0], change=Change(verdict="no_clear_change", against="2026-Q2", p=0.4)), *still[1:]]
    assert "1 question could be compared" in since(structs.replace(report, criteria=tested)).lines[-1]


def test_a_decline_of_what_should_be_little_says_that_less_is_better() -> None:
    pair = Pair(verdict="declined", against="2025-Q3", difference=0.17, low=0.1, high=0.24)
    one = Change(verdict="no_clear_change", against="2026-Q2", note="same_quarter_last_year:declined", other=pair)
    notes = {low: view_change.change_view(book(), one, "share", lower=low).note for low in (True, False)}
    assert "+17 points" in notes[True] and notes[True].endswith("Less is better here.")
    assert "Less is better" not in notes[False]


def test_a_range_without_zero_that_is_no_change_says_why_for_either_pair_of_periods() -> None:
    for points, why in ((9.0, "it may be luck."), (3.0, "less than five points of the score."), (None, "+18 points).")):
        pair = Pair(verdict="no_clear_change", against="2025-Q3", difference=0.1, low=0.005, high=0.18)
        pair = structs.replace(pair, score_difference=points)
        one = Change(verdict="held", against="2026-Q2", note="same_quarter_last_year:no_clear_change", other=pair)
        assert view_change.change_view(book(), one, "share").note.endswith(why)
    inside = structs.replace(pair, low=-0.01, score_difference=9.0)
    assert "luck" not in view_change.change_view(book(), structs.replace(one, other=inside), "share").note


def test_a_long_post_is_cut_on_a_card_at_the_end_of_a_word_and_says_how_much_is_left() -> None:
    text = "words and more " * 60
    (said, rest) = excerpts.carded((Segment(text),))
    assert 350 < len(said.text) <= 400 and text.startswith(said.text) and text[len(said.text)] == " "
    assert rest.text == words.more(len(text) - len(said.text))
    assert excerpts.carded((Segment(text[:480]),)) == (Segment(text[:480]),)


def test_two_changes_never_show_the_same_post() -> None:
    shown = next(one for one in BASE.criteria if one.rewrites)
    report = plain(BASE, "plain-talk", shown.id, score=[20, 30], score_low=[10, 20], score_high=[30, 40],
                   examples=[shown.examples, shown.examples], rewrites=[shown.rewrites, shown.rewrites])  # fmt: skip
    posts = [
        (one.draft.post if one.draft else one.example.post if one.example else None) for one in brief(report).change
    ]
    uids = [one.uid for one in posts if one is not None]
    assert uids and len(uids) == len(set(uids))


def test_a_number_that_is_gone_says_which_questions_took_it_along() -> None:
    past = structs.replace(BASE.history[-1], overall=structs.replace(BASE.overall, kind="overall", score=65.0))
    gone = changed(BASE, "response-rate", status="too_few", score=None)
    report = structs.replace(gone, history=[past], overall=structs.replace(BASE.overall, kind="none", score=None))
    (told,) = [one for one in view_headline.headline(book(report)).doubts if "65" in one]
    assert RULES.criteria["response-rate"].question in told and "Too few" in told
    assert not [one for one in view_headline.headline(book()).doubts if "had a number" in one]


def test_a_headline_on_weak_detectors_is_called_provisional() -> None:
    weak = structs.replace(BASE, criteria=[structs.replace(one, notes=["weak:useful"]) for one in BASE.criteria])
    assert any(one.startswith("Provisional: 100%") for one in view_headline.headline(book(weak)).doubts)
    assert not any(one.startswith("Provisional") for one in view_headline.headline(book()).doubts)


def test_a_platform_alone_says_as_much_as_the_whole() -> None:
    """Its range, a band that follows from the range, and that it is provisional where the whole is."""
    whole = structs.replace(BASE.criteria[0], status="scored", score=64.0, unit="share", notes=["weak:useful"])
    part = Slice(
        key="x", status="scored", n=40, value=0.3, low=0.2, high=0.5, score=64.0, score_low=38.0, score_high=78.0
    )
    said = view_slices.slice_row(book(), whole, part, "X").verdict
    assert (said.band, said.scores, said.values, said.provisional) == ("Poor to Good", "38 to 78", "20% to 50%", True)
    sure = view_slices.slice_row(book(), structs.replace(whole, notes=[]), part, "X").verdict
    assert not sure.provisional


def test_what_is_covered_says_what_it_hides() -> None:
    lacking = [NeedState(account="x:harbourlights", missing=["reshares"])]
    scored = [one.id for one in BASE.criteria if one.score is not None and one.status in ("scored", "provisional")]
    many = [
        structs.replace(one, needs=lacking if one.id in scored[:2] else [], notes=[], status="scored")
        if one.id in scored else one
        for one in BASE.criteria
    ]  # fmt: skip
    many = [structs.replace(one, notes=["blind:bait"]) if one.id in scored[:3] else one for one in many]
    told = view_headline.headline(book(structs.replace(BASE, criteria=many))).caveats
    assert [one.split(" (")[0] for one in told.split(", ")] == ["2 of them without @HarbourLights", "3 provisional"]


def test_the_strongest_is_one_that_is_shown_and_a_higher_one_is_named() -> None:
    strong = view_brief.brief(book()).minute.strongest
    assert strong is not None
    other = next(one for one in BASE.criteria if one.score is not None and f"criteria/{one.id}" != strong.ref.page)
    glossy = structs.replace(other, score=100.0, status="scored", notes=["partly_blind:jargon"])
    report = structs.replace(BASE, criteria=[glossy if one.id == other.id else one for one in BASE.criteria])
    minute = view_brief.brief(book(report)).minute
    assert minute.strongest is not None and minute.strongest.ref.page == strong.ref.page
    assert minute.higher is not None and minute.higher.ref.page == f"criteria/{other.id}"
    best = next(one for one in BASE.criteria if f"criteria/{one.id}" == strong.ref.page)
    level = structs.replace(glossy, score=best.score)
    report = structs.replace(BASE, criteria=[level if one.id == other.id else one for one in BASE.criteria])
    assert view_brief.brief(book(report)).minute.higher is None


def test_what_is_good_already_stands_apart_from_the_tasks() -> None:
    """A line of the plan that only says hold is no task of its month, and asks for no owner."""
    first, second = BASE.plan[0], BASE.plan[1]
    report = structs.replace(BASE, plan=[structs.replace(first, target=None), second])
    shown = view_plan.plan(book(report))
    assert [(one.key, [item.criterion for item in one.actions]) for one in shown.phases if one.actions] == [
        (second.phase, [second.criterion]), ("held", [first.criterion]),
    ]  # fmt: skip
    assert shown.phases[-1].title == "Keep doing" and shown.phases[-1].days == ""
    assert shown.phases[-1].actions[0].aim == "hold"
    kept = shown.phases[-1].actions[0].habit.text
    task = next(one.actions[0].habit.text for one in shown.phases if one.key == second.phase)
    assert "First step" in task and kept and "First step" not in kept


def test_a_score_beside_a_band_of_everything_is_called_a_guess() -> None:
    ends = {"score": 92.0, "score_low": 0.0, "score_high": 100.0, "band": "Poor to Excellent"}
    wide = structs.replace(BASE.dimensions[0], status="scored", **ends)
    report = changed(BASE, BASE.criteria[0].id, status="provisional", **ends)
    report = structs.replace(report, dimensions=[wide, *BASE.dimensions[1:]])
    drawn = str(render(pages(report, RULES))["scorecard.html"])
    assert "From Poor to Excellent, best guess&nbsp;<b" in drawn
    assert view_brief.verdict(book(report), report.criteria[0]).guess
    usual = str(render(pages(BASE, RULES))["scorecard.html"])
    assert usual.count("best guess") == sum(one.band == "Poor to Excellent" for one in BASE.criteria) == 1


def test_a_number_for_a_part_says_what_a_grade_takes() -> None:
    part = structs.replace(BASE, overall=structs.replace(BASE.overall, kind="partial", grade=""))
    said = "A grade takes 60% of the rubric, over four dimensions."
    assert said in str(render(pages(part, RULES))["index.html"])
    assert said not in str(render(pages(BASE, RULES))["index.html"])
    assert (OVERALL_COVERAGE, OVERALL_DIMENSIONS) == (0.6, 4)


def test_of_two_that_cost_the_same_the_lower_score_comes_first_where_there_is_no_plan() -> None:
    same = {"points_lost": [3.0, 3.0], "score_high": [45.0, 45.0], "examples": [[], []], "rewrites": [[], []]}
    tied = structs.replace(plain(BASE, "brag-posts", "self-talk", score=[40.0, 20.0], **same), plan=[])
    assert [one.id for one in view_brief.weaknesses(book(tied))] == ["self-talk", "brag-posts"]


@pytest.mark.parametrize(
    ("due", "said"), [("2026-09-30", "before"), ("2026-10-01", ""), ("2026-10-30", ""), ("2026-10-31", "after")]
)
def test_a_date_of_the_plan_lies_within_its_part_to_the_day(due: str, said: str) -> None:
    first = structs.replace(BASE.plan[0], phase="1-30", due=due, status="")
    assert BASE.period.end == "2026-09-30"
    assert view_plan.late(book(), first) == (book().say("due", said) if said else "")
