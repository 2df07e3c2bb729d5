"""RUBRIC 0.6: sure, clear, recent, different; an empty slot rather than doubt."""

import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec
import polars as pl
import pytest

from advice.make import brand, columns, people, posts
from sociable import content, rubric
from sociable.advice import choose, illustrate, inbox, rules
from sociable.errors import ConfigError
from sociable.model import NeedState, Period
from sociable.report import CriterionResult, Evidence
from sociable.rubric import Rubric
from sociable.signals import Terms

TRUSTED = {"p80_precision": 0.95, "p80_n": 60}
PERIOD_DAY = date(2026, 8, 12)
PERIOD = Period(id="2026-Q3", start="2026-07-01", end="2026-09-30")
SALE = "Shop now and save 20% on all lamps this week! Order here: https://harbourlights.example/shop/{}"
HELP = "If the lamp flickers, wipe the contacts dry, wait a minute, then turn the switch twice. Number {}."


@pytest.fixture(scope="module")
def rules_of_all() -> Rubric:
    return rubric.load(())


def shown(
    units: pl.DataFrame, book: Rubric, wanted: str = "promo-share", accuracy: dict[str, dict[str, float]] | None = None,
    settings: dict[str, object] | None = None, needs: Sequence[NeedState] = (), notes: Sequence[str] = (),
    **frames: pl.DataFrame,
) -> tuple[CriterionResult, Evidence]:  # fmt: skip
    one = book.criteria[wanted]
    result = CriterionResult(
        id=one.id,
        title=one.title,
        question=one.question,
        dimension=one.dimension,
        status="scored",
        needs=list(needs),
        notes=list(notes),
    )
    about = brand(**(settings or {}))
    found, evidence = illustrate(
        columns(units, **frames), (result,), book, about, Terms.of(about), accuracy or {}, PERIOD
    )
    return found[0], evidence


def sales(count: int, **more: object) -> pl.DataFrame:
    return posts(
        *({"text": SALE.format(i), "p_promo": 0.95, "p_useful": 0.05, "cluster": f"c{i}"} | more for i in range(count))
    )


def test_three_at_most_each_from_another_week(rules_of_all: Rubric) -> None:
    result, evidence = shown(sales(8), rules_of_all, accuracy={"promo": TRUSTED})
    bad = [one.post for one in result.examples if one.side == "bad"]
    weeks = {date.fromisoformat(evidence.posts[uid].date).isocalendar().week for uid in bad}
    assert len(bad) == len(weeks) == 3
    assert "x:7" in bad  # the most recent of equals


def test_of_the_posts_to_change_those_stand_there_that_a_rewrite_can_help(rules_of_all: Rubric, tmp_path: Path) -> None:
    """The engine leaves posts of a grave occasion alone: here the four newest of six."""
    grave = "We mourn our captain, who died last night. " + SALE
    units = sales(6).with_columns(
        text=pl.when(pl.col("uid") >= "x:2").then(pl.lit(grave) + pl.col("uid")).otherwise(pl.col("text"))
    )
    result, evidence = shown(units, rules_of_all, accuracy={"promo": TRUSTED})
    bad = [one.post for one in result.examples if one.side == "bad"]
    assert set(bad[:2]) == {"x:0", "x:1"} == {evidence.rewrites[one].post for one in result.rewrites}
    assert len(bad) == 3

    (tmp_path / "c.csv").write_text("uid,action,note\nx:4,pin,\n", encoding="utf-8")
    pinned, _ = shown(units, rules_of_all, accuracy={"promo": TRUSTED}, settings={"curation": str(tmp_path / "c.csv")})
    assert next(one.post for one in pinned.examples if one.side == "bad") == "x:4"


def test_a_borderline_post_is_never_shown(rules_of_all: Rubric) -> None:
    result, evidence = shown(sales(5, p_promo=0.79), rules_of_all, accuracy={"promo": TRUSTED})
    assert result.examples == []
    assert evidence.posts == {}


@pytest.mark.parametrize("measured", [{}, {"p80_precision": 0.89, "p80_n": 400}, {"p80_precision": 1.0, "p80_n": 29}])
def test_a_detector_that_was_not_shown_to_be_right_accuses_nobody(
    rules_of_all: Rubric, measured: dict[str, float]
) -> None:
    result, evidence = shown(sales(5), rules_of_all, accuracy={"promo": measured})
    assert [one.side for one in result.examples] == []
    assert result.notes == ["no-bad-examples:promo"]
    assert evidence.flagged == []
    assert evidence.rewrites == []


def test_copies_of_one_template_are_one_example(rules_of_all: Rubric) -> None:
    result, _ = shown(sales(6, cluster="same"), rules_of_all, accuracy={"promo": TRUSTED})
    assert len(result.examples) == 1


def test_platforms_take_turns(rules_of_all: Rubric) -> None:
    units = sales(6).with_columns(
        platform=pl.when(pl.col("uid") == "x:0").then(pl.lit("facebook")).otherwise(pl.lit("x"))
    )
    result, evidence = shown(units, rules_of_all, accuracy={"promo": TRUSTED})
    assert "facebook" in {evidence.posts[one.post].platform for one in result.examples}


def test_only_the_window_is_shown(rules_of_all: Rubric) -> None:
    units = sales(3).with_columns(day=pl.lit(date(2026, 6, 30)))
    result, _ = shown(units, rules_of_all, accuracy={"promo": TRUSTED})
    assert result.examples == []


def test_short_and_single_minded_posts_come_first() -> None:
    units = posts(
        {"p_promo": 0.9, "words": 120}, {"p_promo": 0.9, "words": 15}, {"p_promo": 0.9, "words": 15, "p_brag": 0.9},
    ).with_columns(day=pl.lit(date(2026, 7, 1)))  # fmt: skip
    units = units.with_columns(
        pl.lit(0.0).alias(f"p_{one}") for one in choose.FAULTS if f"p_{one}" not in units.columns
    )
    ranked = choose.candidates(units, rules.Rule(pl.col("p_promo")), choose.Curation())
    assert ranked["uid"].to_list() == ["x:1", "x:2", "x:0"]


def test_hidden_posts_stay_hidden_and_pinned_ones_lead(rules_of_all: Rubric, tmp_path: Path) -> None:
    (tmp_path / "curation.csv").write_text("uid,action,note\nx:7,hide,\nx:0,pin,We still like this lamp\n")
    settings = {"root": tmp_path, "curation": "curation.csv"}
    result, _ = shown(sales(8), rules_of_all, accuracy={"promo": TRUSTED}, settings=settings)
    bad = [one for one in result.examples if one.side == "bad"]
    assert bad[0].post == "x:0"
    assert "We still like this lamp" in bad[0].why
    assert "x:7" not in [one.post for one in bad]


def test_a_curation_from_a_spreadsheet_is_read_as_it_was_saved(tmp_path: Path) -> None:
    (tmp_path / "curation.csv").write_bytes(
        "uid;action;note\r\nx:7;hide;\r\nx:0;pin;Schön gesagt\r\n;;\r\n".encode("cp1252")
    )
    found = choose.curation(brand(root=tmp_path, curation="curation.csv"))
    assert (found.hidden, found.pinned, found.notes) == ({"x:7"}, {"x:0"}, {"x:0": "Schön gesagt"})


def test_a_curation_without_its_columns_says_which(tmp_path: Path) -> None:
    (tmp_path / "curation.csv").write_text("uid,what\nx:7,hide\n")
    with pytest.raises(ConfigError, match=r"curation.csv: has no column action; name the columns uid,action,note"):
        choose.curation(brand(root=tmp_path, curation="curation.csv"))


def test_a_wrong_curation_is_one_clear_fault(tmp_path: Path) -> None:
    (tmp_path / "curation.csv").write_text("uid,action\nx:7,burn\n")
    with pytest.raises(ConfigError, match=r"curation.csv:2: needs uid and action, not 'burn'"):
        choose.curation(brand(root=tmp_path, curation="curation.csv"))


def test_good_examples_need_help_and_no_pitch(rules_of_all: Rubric) -> None:
    units = posts(
        {"text": HELP.format(1), "p_useful": 0.95, "specific": 1.0, "p_promo": 0.0, "p_ask": 0.0},
        {"text": SALE.format(2), "p_useful": 0.95, "specific": 1.0, "p_promo": 0.9, "p_ask": 0.9},
    )
    result, _ = shown(units, rules_of_all, "useful-share")
    assert [one.post for one in result.examples] == ["x:0"]


def test_an_ask_is_bad_only_with_nothing_given_before(rules_of_all: Rubric) -> None:
    ask = {"text": "Vote for us: https://harbourlights.example/vote/1", "p_ask": 0.9, "give_ask_unit": True}
    give = {"text": HELP.format(1), "gives": 1.0, "give_ask_unit": True}
    result, _ = shown(posts(give, ask), rules_of_all, "give-ask", {"ask": TRUSTED})
    assert [one.post for one in result.examples] == []
    alone, _ = shown(posts(ask), rules_of_all, "give-ask", {"ask": TRUSTED})
    assert [(one.post, one.side) for one in alone.examples] == [("x:0", "bad")]
    assert "no-gives-before" in alone.examples[0].why


def test_only_what_was_counted_is_listed(rules_of_all: Rubric) -> None:
    """No post of an account without the files for a question, and none beside the posts that were judged."""
    ask = {"text": "Vote for us: https://harbourlights.example/vote/1", "p_ask": 0.9, "give_ask_unit": True}
    lacks = [NeedState(account="x:harbourlights", missing=["reshares"])]
    units = posts(ask)
    assert units["account"].to_list() == ["x:harbourlights"]
    unasked, evidence = shown(units, rules_of_all, "give-ask", {"ask": TRUSTED}, needs=lacks)
    assert (unasked.examples, evidence.flagged) == ([], [])
    again = {"text": "STATUS 15:25: running to timetable.", "repeat": 1.0, "cluster": "c1", "cluster_size": 3}
    sold = {**again, "text": SALE.format(1), "promo_or_own_link": True}
    _, evidence = shown(posts({**again, "promo_or_own_link": False}, sold), rules_of_all, "repeat-content")
    assert [uid for uid, _, _ in evidence.flagged] == ["x:1"]
    notes = ["fallback_population:broadcast"]  # fewer than ten sell: then all own posts are what was counted
    both = posts(*({**one, "broadcast": True, "promo_or_own_link": False} for one in (again, sold)))
    _, evidence = shown(both, rules_of_all, "repeat-content", notes=notes)
    assert len(evidence.flagged) == 2


def test_the_largest_template_is_the_example_of_canned_replies(rules_of_all: Rubric) -> None:
    canned = {"kind": "R", "care_reply": True, "individual": 0.0, "text": "Sorry to hear that. Please DM us."}
    units = posts(
        canned | {"cluster": "small", "cluster_size": 6}, canned
        | {"cluster": "large", "cluster_size": 60, "text": "We have passed this on."},
        canned | {"cluster": "tiny", "cluster_size": 4, "text": "Thank you for your message to us."},
    )  # fmt: skip
    result, _ = shown(units, rules_of_all, "personal-at-scale")
    assert [one.post for one in result.examples if one.side == "bad"] == ["x:1", "x:0"]


@pytest.mark.parametrize("name", ["two-way-share", "follow-balance", "relationship-depth"])
def test_some_criteria_have_no_bad_post(rules_of_all: Rubric, name: str) -> None:
    everything = {f"p_{one}": 0.95 for one in choose.FAULTS}
    result, _ = shown(sales(5, **everything), rules_of_all, name, dict.fromkeys(choose.FAULTS, TRUSTED))
    assert [one for one in result.examples if one.side == "bad"] == []


def test_direct_messages_need_leave(rules_of_all: Rubric) -> None:
    units = posts({"kind": "D", "text": "Thanks for the follow! Grab my ebook", "cold_dm": True, "dm_pushed": 1.0})
    assert shown(units, rules_of_all, "push-dm")[1].posts == {}
    assert len(shown(units, rules_of_all, "push-dm", settings={"privacy": {"show_dms": True}})[1].posts) == 1


def test_people_are_masked_and_spans_fit_the_masked_text(rules_of_all: Rubric) -> None:
    units = sales(1, text="@lena_k Lena Kowalska: shop now, save 20%: https://harbourlights.example/shop")
    somebody = people({"key": "x:7", "platform": "x", "handle": "lena_k", "name": "Lena Kowalska", "is_self": False})
    result, evidence = shown(units, rules_of_all, accuracy={"promo": TRUSTED}, people=somebody)
    text = evidence.posts["x:0"].text
    assert text.startswith("@customer [name]: shop now")
    assert "lena" not in msgspec.json.encode(evidence).decode().casefold()
    marked = [text[start:end] for start, end in result.examples[0].spans]
    assert marked
    assert any("shop" in one.casefold() or "20%" in one for one in marked)


def test_unanswered_messages_are_shown_only_with_leave(rules_of_all: Rubric) -> None:
    cases = pl.DataFrame({
        "uid": ["x:50"], "care_case": [True], "answered": [False], "minutes": [4320.0], "day": [date(2026, 8, 1)],
        "answer_uid": pl.Series([None], dtype=pl.Utf8), "outcome": ["unclear"],
    })  # fmt: skip
    messages = pl.DataFrame({
        "uid": ["x:50"], "text": ["@HarbourLights my parcel never came, Lena Kowalska"], "author": ["x:7"],
        "platform": ["x"], "account": ["x:harbourlights"], "private": [False], "p_need": [0.9],
        "day": [date(2026, 8, 1)], "created_at": [datetime(2026, 8, 1, 9)], "direction": ["in"],
    })  # fmt: skip
    somebody = people({"key": "x:7", "platform": "x", "handle": "lena_k", "name": "Lena Kowalska", "is_self": False})
    frames = {"cases": cases, "messages": messages, "people": somebody}
    assert shown(sales(1), rules_of_all, "response-rate", **frames)[1].posts == {}
    result, evidence = shown(
        sales(1), rules_of_all, "response-rate", settings={"privacy": {"show_inbound": True}}, **frames
    )
    assert evidence.posts["x:50"].text == "@HarbourLights my parcel never came, [name]"
    after = evidence.rewrites[0].after
    assert "@customer" not in after and re.search(r"your parcel", after)
    assert result.rewrites == [0]


def test_what_somebody_told_beside_a_message_is_of_the_same_talk() -> None:
    messages = pl.DataFrame({
        "uid": ["1", "2", "3", "4", "5", "6"], "author": ["a", "a", "a", "b", "a", "a"],
        "account": ["x:h"] * 5 + ["x:o"],
        "created_at": [datetime(2026, 8, day, 9) for day in (1, 2, 9, 1, 1, 1)],
        "direction": ["in", "in", "in", "in", "out", "in"],
        "text": ["late", "order 12", "weeks on", "another", "ours", "x"],
    })  # fmt: skip
    assert inbox._beside(messages, messages.row(0, named=True)) == "order 12"
    assert inbox._beside(messages, messages.row(0, named=True) | {"author": None}) == ""


def test_every_rule_belongs_to_a_criterion(rules_of_all: Rubric) -> None:
    named = {name for side in rules.RULES.values() for name in side} | {name for name, _ in rules.NEVER}
    assert named <= set(rules_of_all.criteria)


def test_a_new_criterion_is_shown_by_its_own_measure(rules_of_all: Rubric) -> None:
    new = replace(rules_of_all.criteria["brag-posts"], id="brand-new")
    found = rules.rule(new, "bad")
    assert found is not None
    units = posts({"brag": 0.9}, {"brag": 0.2}).select(found.sure.alias("sure"))
    assert units["sure"].to_list() == [0.9, 0.2]


def test_a_question_mark_in_an_address_asks_nothing(rules_of_all: Rubric) -> None:
    asked = {"p_invitation": 0.05, "p_ask": 0.95}
    units = posts(
        {"text": "See the winter timetable here: https://harbourlights.example/t?season=winter"} | asked,
        {"text": "Ready for winter? See the timetable: https://harbourlights.example/t"} | asked,
    )
    result, _ = shown(units, rules_of_all, "inviting-posts", {"invitation": TRUSTED})
    assert [one.post for one in result.examples if one.side == "bad"] == ["x:1"]


def test_filler_and_bare_headlines_are_shown_and_words_to_a_person_are_not(rules_of_all: Rubric) -> None:
    empty = {"p_useful": 0.02, "p_promo": 0.02, "p_purpose_human": 0.05}
    units = posts(
        {"text": "Happy birthday, Ines", "p_purpose_filler": 0.95} | empty,
        {"text": "Congratulations Ines, what a finish", "p_purpose_filler": 0.95} | empty,
        {"text": "Safe travels @lena_k", "p_purpose_filler": 0.95} | empty,
        {"text": "Happy Monday! Keep shining.", "p_purpose_filler": 0.95} | empty,
        {"text": "Harbour news of the week https://harbourlights.example/n", "p_purpose_filler": 0.3} | empty,
        {"text": "The 9:40 is late by 20 minutes https://harbourlights.example/n", "p_purpose_filler": 0.3} | empty,
        {"text": "Harbour news of the week https://harbourlights.example/n", "p_purpose_filler": 0.3, "p_credit": 0.9}
        | empty | {"cluster": "other"},
    )  # fmt: skip
    result, _ = shown(units, rules_of_all, "useful-share")
    assert sorted(one.post for one in result.examples if one.side == "bad") == ["x:3", "x:4"]


def test_more_flagged_posts_than_are_listed_are_counted(rules_of_all: Rubric, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["sociable.advice.illustrate"], "FLAGGED", 3)
    result, evidence = shown(sales(5), rules_of_all, accuracy={"promo": TRUSTED})
    assert len(evidence.flagged) == 3 and result.notes == ["flagged_more:2"]
    assert "{detail}" in content.wording()["note"]["flagged_more"]


def test_a_first_word_that_helps_and_sells_nothing_is_a_good_start(rules_of_all: Rubric) -> None:
    helped = {"kind": "R", "text": HELP.format(1), "p_helps": 0.95}
    units = posts(helped, helped | {"text": HELP.format(2)}, helped | {"text": HELP.format(3)})
    contacts = pl.DataFrame({"uid": ["x:0", "x:1"], "contact_pitched": [0.0, 0.9]})
    result, _ = shown(units, rules_of_all, "early-sell", {"helps": TRUSTED}, contacts=contacts)
    assert [one.post for one in result.examples if one.side == "good"] == ["x:0"]


PAGE = "https://harbourlights.example/news/winter-timetable"


def test_a_link_told_anew_is_a_good_example_and_the_same_words_are_not(rules_of_all: Rubric) -> None:
    units = posts(
        {"text": f"The winter timetable is out now for all of our boats {PAGE}"},
        {"text": f"The winter timetable is out now for all of our boats! {PAGE}?utm_source=x", "repeat": 0.9},
        {"text": f"Commuters asked for a 6:40; from November you board it at pier two {PAGE}"},
        {"text": "Commuters asked for a later boat; here are the islands https://harbourlights.example/"},
        {"text": "Something else about what we do on Sundays all year https://harbourlights.example/"},
    )
    result, _ = shown(units, rules_of_all, "repeat-content")
    assert [one.post for one in result.examples if one.side == "good"] == ["x:2"]
    assert result.examples[0].why == ["told-anew"]


def test_the_same_news_in_other_words_on_another_network_is_native(rules_of_all: Rubric) -> None:
    day = PERIOD_DAY
    units = posts(
        {"text": f"Winter timetable: the 6:40 sails from November, pier two {PAGE}", "day": day},
        {"text": f"You asked for an earlier boat. From November the 6:40 sails; who will be on the first? {PAGE}",
         "platform": "linkedin", "account": "linkedin:harbour", "day": day},
        {"text": f"Winter timetable: the 6:40 sails from November, pier two {PAGE}", "platform": "facebook",
         "account": "facebook:harbour", "day": day, "transplanted": 0.5},
    )  # fmt: skip
    result, _ = shown(units, rules_of_all, "platform-fit")
    assert {one.post for one in result.examples if one.side == "good"} <= {"x:0", "x:1"}
    assert any(one.side == "good" for one in result.examples)


def test_help_behind_a_form_is_shown_and_an_open_page_is_not(rules_of_all: Rubric) -> None:
    units = posts(
        {"text": f"Register to download our guide to the islands {PAGE}"},
        {"text": f"Our guide to the islands, open to all {PAGE}"},
        {"text": "Register to vote by Friday, says the council."},
    )
    result, evidence = shown(units, rules_of_all, "free-range")
    assert [one.post for one in result.examples if one.side == "bad"] == ["x:0"]
    assert [one.recipe for one in evidence.rewrites] == ["credit-outsider"]


def test_a_week_without_a_reply_is_told_and_put_as_words_to_somebody(rules_of_all: Rubric) -> None:
    day = PERIOD_DAY
    said = {"day": day, "words": 12, "p_self_only": 0.1}
    units = posts(
        *(said | {"text": f"Our reading room has sockets at all of the window desks since {one}."} for one in "abc"),
        {"day": PERIOD_DAY + timedelta(days=14), "kind": "R", "broadcast": False, "reply": True, "text": "@lena yes"},
    )
    result, evidence = shown(units, rules_of_all, "two-way-share")
    assert "silent-week:3" in result.notes
    assert not [one for one in result.examples if one.side == "bad"]
    assert {evidence.rewrites[one].recipe for one in result.rewrites} == {"answer-someone"}
    assert evidence.rewrites[0].slots


def test_a_post_with_a_fault_elsewhere_is_held_up_nowhere(rules_of_all: Rubric) -> None:
    """What one page calls good must not be what another asks to change, on whatever network it stood."""
    text = "Wipe the contacts dry first. Book now: https://harbourlights.example/shop/1?utm_source={}"
    praised = {"text": text.format("x"), "p_useful": 0.95, "p_promo": 0.1, "p_ask": 0.1}
    sold = {"text": text.format("fb"), "p_useful": 0.1, "p_promo": 0.95, "platform": "facebook"}
    wanted = [rules_of_all.criteria[name] for name in ("useful-share", "promo-share")]
    asked = tuple(
        CriterionResult(id=one.id, title=one.title, question=one.question, dimension=one.dimension, status="scored")
        for one in wanted
    )

    def good(units: pl.DataFrame) -> list[str]:
        about = brand()
        found, _ = illustrate(columns(units), asked, rules_of_all, about, Terms.of(about), {"promo": TRUSTED}, PERIOD)
        return [one.post for result in found for one in result.examples if one.side == "good"]

    assert "x:0" in good(posts(praised))
    assert good(posts(praised, sold)) == []


def test_the_same_words_on_two_networks_are_shown_once() -> None:
    text = "Sunset cruises are back: https://harbourlights.example/book?utm_source={}"
    units = posts(
        {"text": text.format("x"), "cluster": "c1"},
        {"text": text.format("fb").upper(), "cluster": "c2", "platform": "facebook"},
        {"text": "Bring a coat.", "cluster": "c3"},
    )
    assert choose.diverse(units) == ["x:0", "x:2"]


def test_an_answer_sent_twice_is_a_model_of_nothing() -> None:
    told = [
        "@ana Wipe the contacts dry. ^JR",
        "@ben Wipe the contacts dry! *MS",
        "@cleo Turn the switch twice, Cleo. ^JR",
    ]
    kinds = ["R", "R", "R", "B", "B"]
    frame = pl.DataFrame({"uid": list("abcde"), "kind": kinds, "text": [*told, "Open at nine.", "Open at nine."]})
    assert choose.said_once(frame)["uid"].to_list() == ["c", "d", "e"]  # posts said twice are repeat-content's matter


@pytest.mark.parametrize(
    ("text", "shown_as_solved"),
    [
        ("@ana Please let us know what platform you are on so we may assist further. *MS", False),
        ("@ana Hold the button for ten seconds until the light turns green.", True),
    ],
)
def test_a_question_back_is_no_model_of_solving(text: str, shown_as_solved: bool) -> None:
    rule = rules.RULES["good"]["solve-here"]
    frame = pl.DataFrame({"text": [text], "outcome": ["solved"]})
    assert frame.select(rule.also).to_series().to_list() == [shown_as_solved]


def test_easy_and_hard_reading_are_shown_by_what_was_counted(rules_of_all: Rubric) -> None:
    """No detector is asked: short sentences of short words are easy, one of thirty words and more is hard."""
    easy = {"text": "We ran late. The tide was low. You sat and sang. Come by at six for tea.", "g_words": 17,
            "g_sentences": 4, "g_long": 0}  # fmt: skip
    hard = {"text": "Because " * 31 + "so.", "g_words": 32, "g_sentences": 1, "g_long": 31}
    middling = {"text": "Our autumn programme of lectures begins on Tuesday in the harbour.", "g_words": 11,
                "g_sentences": 1, "g_long": 5}  # fmt: skip
    units = posts(
        *({"p_useful": 0.1, "p_jargon": 0.05, "long_broadcast": True} | one for one in (easy, hard, middling))
    )
    result, evidence = shown(units, rules_of_all, "plain-talk")
    assert [(one.side, evidence.posts[one.post].text[:7]) for one in result.examples] == [
        ("good", "We ran "), ("bad", "Because"),
    ]  # fmt: skip
    assert next(one.why for one in result.examples if one.side == "bad") == ["long-sentences"]
