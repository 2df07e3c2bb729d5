"""What the detectors say: traps of the rubric, plain cases, purity."""

from __future__ import annotations

import time
from pathlib import Path

import polars as pl
import pytest

from sociable import resources
from sociable.signals import Terms, label, labels

TRAPS = [
    ("B", "promo", "Feel free to bring your own mug on Friday. The kettle is on us."),
    ("B", "promo", "Somebody stole the for sale sign from the yard of our old office again."),
    ("B", "promo", "Save the date: the annual clean-up of the harbour is on 3 May."),
    ("B", "promo", "It is no big deal, we all forget our keys now and then."),
    ("B", "promo", "We offer our condolences to the family of our colleague."),
    ("B", "promo", "The source code of the tide clock is on our page, with notes."),
    ("B", "hard_sell", "BREAKING: IKEA, BMW and NASA walk into a repair café. Guess which lamp we couldn't fix?"),
    ("B", "hard_sell", "Last ferry is at 17:40 today because of the wind. Don't miss it!"),
    ("B", "bait", "Follow these steps to reset the meter, then wait a minute."),
    ("B", "bait", "A win-win for the harbour and the reef: the new moorings are in."),
    ("B", "invitation", "Tired of slow payroll? Book your free demo today: https://example.com/demo"),
    ("R", "signed", "@sam the seal is worn, we can send one ^_^"),
    ("R", "signed", "@customer Thanks, Maria"),
    ("R", "apology", "@customer yes, we open at nine on Sunday."),
    ("I", "praise", "@brand thanks for nothing, third cancelled train this week"),
    ("I", "question", "@brand brilliant service today, thank you!"),
    ("I", "need", "@brand thank you to the driver who went to hospital with my mum, you are all stars!"),
]
FIRES = [
    ("B", "promo", "SPRING SALE!! 20% off all services. Shop now: https://example.com/shop"),
    ("B", "promo", "Order today and save £20 with code SPRING. While stocks last."),
    ("B", "ask", "Read our latest blog post and learn more: https://example.com/blog"),
    ("B", "invitation", "How do you take your tea? Tell us below."),
    ("B", "bait", "GIVEAWAY! Follow us, like this post and tag 3 friends for a chance to win a tablet!"),
    ("R", "signed", "@customer It left the depot this morning, you should see it by four. ^JD"),
    ("R", "signed", "@customer Case four has the one you may touch. Thanks - Tom"),
    ("R", "apology", "@customer Sorry about the mix-up, the right part is on its way."),
    ("R", "deflect", "@customer Please send us a DM with your account number so we can look into this."),
    ("R", "helps", "@customer Have you tried to restart the router? Hold the button for ten seconds."),
    ("I", "need", "@brand my order has not arrived, can you help please?"),
    ("I", "question", "@brand what time do you close on Sunday?"),
    ("I", "complaint", "@brand worst service ever, two hours on hold and still no internet"),
    ("I", "praise", "@brand thank you so much, your team was great today!"),
    ("I", "need", "We found glass in your yoghurt."),
    ("I", "complaint", "My daughter got a rash from your cream, we are at the hospital"),
    ("I", "need", "Your heater caught fire in our kitchen last night"),
    ("I", "need", "You will hear from my lawyer"),
]


def chance(kind: str, name: str, text: str) -> float:
    out = label(pl.DataFrame({"uid": ["a"], "kind": [kind], "text": [text]}), Terms())
    value = out[f"p_{name}"][0]
    assert isinstance(value, float)
    return value


@pytest.mark.parametrize(("kind", "name", "text"), TRAPS)
def test_traps_do_not_fire(kind: str, name: str, text: str) -> None:
    assert chance(kind, name, text) < 0.5


@pytest.mark.parametrize(("kind", "name", "text"), FIRES)
def test_plain_cases_fire(kind: str, name: str, text: str) -> None:
    assert chance(kind, name, text) >= 0.5


def test_a_customers_quoted_words_are_not_the_brands() -> None:
    quoted = '"Buy now, 20% off, hurry, last chance to shop the sale!" — one of you on Tuesday. We blushed.'
    assert chance("B", "promo", quoted) < chance("B", "promo", quoted.replace('"', ""))


def test_each_kind_has_its_labels_and_no_others() -> None:
    kinds = sorted(labels.LABELS)
    batch = pl.DataFrame(
        {"uid": kinds, "kind": kinds, "text": ["Read our blog and save 20% today, please."] * len(kinds)}
    )
    for row in label(batch, Terms()).iter_rows(named=True):
        given = {name for name in labels.ALL if row[f"p_{name}"] is not None}
        assert given == set(labels.LABELS[row["uid"]])
        assert (row["purpose"] is not None) == (row["uid"] == "B")


def test_purposes_sum_to_one_and_the_largest_is_the_purpose() -> None:
    row = label(pl.DataFrame({"uid": ["a"], "kind": ["B"], "text": ["Happy Monday everyone!"]}), Terms()).row(
        0, named=True
    )
    shares = {name: row[f"p_purpose_{name}"] for name in labels.PURPOSES}
    assert sum(shares.values()) == pytest.approx(1.0)
    assert row["purpose"] == max(shares, key=lambda name: shares[name])


def test_a_row_scores_the_same_alone_and_among_others() -> None:
    texts = [text for _, _, text in TRAPS + FIRES]
    kinds = [kind for kind, _, _ in TRAPS + FIRES]
    batch = pl.DataFrame({"uid": [str(i) for i in range(len(texts))], "kind": kinds, "text": texts})
    whole = label(batch, Terms())
    alone = pl.concat([label(batch[i : i + 1], Terms()) for i in range(len(texts))])
    assert whole.equals(alone)
    assert label(batch.reverse(), Terms()).reverse().equals(whole)


def test_no_rows_and_no_text() -> None:
    schema = {"uid": pl.Utf8, "kind": pl.Utf8, "text": pl.Utf8}
    assert label(pl.DataFrame(schema=schema), Terms()).height == 0
    empty = label(pl.DataFrame({"uid": ["a", "b"], "kind": ["B", "R"], "text": [None, "👏"]}, schema=schema), Terms())
    assert empty["scoreable"].to_list() == [False, False]
    assert empty["p_promo"].to_list() == [None, None]


def test_no_rows_have_the_columns_of_rows() -> None:
    rows = pl.DataFrame({"uid": ["a", "b"], "kind": ["B", "R"], "text": ["Book now: 20% off!", "So sorry. ^JD"]})
    assert label(rows.clear(), Terms()).schema == label(rows, Terms()).schema


@pytest.mark.slow
def test_speed_smoke() -> None:
    texts = [text for _, _, text in TRAPS + FIRES] * 200
    batch = pl.DataFrame({"uid": [str(i) for i in range(len(texts))], "kind": ["B"] * len(texts), "text": texts})
    start = time.process_time()
    label(batch, Terms())
    # Far below what a quiet machine does: a loop over posts would not pass.
    assert len(texts) / (time.process_time() - start) > 800


def test_chunks_read_side_by_side_are_those_read_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [text for text in ("Book now: 20% off!", "How do you see it, zorp?", "So sorry. DM us ^JD") for _ in "BRI"]
    rows = pl.DataFrame({"uid": [str(at) for at in range(9)], "kind": list("BRI" * 3), "text": texts})
    plain = label(rows, Terms())
    words = tmp_path / "content" / "words"
    words.mkdir(parents=True)
    (words / "question.txt").write_text("zorp\n")
    with resources.override(tmp_path):  # a client's own list, which other threads have to know of
        whole = label(rows, Terms())
        monkeypatch.setattr(labels, "CHUNK", 2)
        assert label(rows, Terms()).equals(whole, null_equal=True)
    assert not whole.equals(plain, null_equal=True)


def test_a_message_wants_the_same_on_every_network() -> None:
    text = "I was charged twice for order 5512 and nobody answers the phone. Unacceptable."
    rows = [
        {"uid": name, "kind": "I", "text": text, "platform": name} for name in ("x", "facebook", "instagram", "bluesky")
    ]
    said = label(pl.DataFrame(rows), Terms()).select("p_need", "p_complaint", "p_question", "p_praise")
    assert said.n_unique() == 1
