"""Only what a window can see is labelled, and nothing that a window shows changes by it."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from sociable.model import Period
from sociable.signals import reach
from sociable.signals.relate import relate
from sociable.tables import Columns

from .make import QUARTER, archive, at, brand, heard, post, private, reply

PEOPLE = ("ada", "bo", "cy", "di", "ed")
SAID = (
    "Book now: 20% off every crossing until Sunday, last seats on the early boat https://harbour.example/shop",
    "How do you pack a bike for the ferry? Tell us what worked for you on the last crossing",
    "Win a free week on the island: follow and retweet to enter our summer draw today",
    "Here is how to check the tide before you walk to the old harbour light at low water",
    "Thanks, sorry about the wait; please send us your booking number and we will look into it",
    "Sorry to hear that, the crew has fixed the ramp and your ticket is good for tomorrow",
)
ASKED = ("My ticket does not work, can you help me?", "Still no answer, this is awful", "Thanks, that fixed it!")


def story(seed: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Three years of posts, self-threads, templates, private messages, and people who write again and again."""
    rng = random.Random(seed)
    posts, talk = [], []
    for number in range(260):
        when, who, text = at(days=rng.uniform(-900, 85)), rng.choice(PEOPLE), rng.choice(SAID)
        uid, parent = str(number), f"x:{rng.randrange(260)}"
        kind = rng.randrange(7)
        if kind < 2:
            posts.append(post(uid, f"{text} {rng.choice(SAID)}" if rng.random() < 0.5 else text, when))
        elif kind == 2:
            posts.append(post(uid, text, when, form="thread", reply_to_uid=parent, thread_root=parent))
        elif kind < 5:
            posts.append(reply(uid, f"@{who} {text}", who, when, reply_to_uid=rng.choice([parent, f"x:m{number}"])))
        elif kind == 5:
            talk.append(private(uid, text, who, when))
        asked = at(days=rng.uniform(-900, 85)) if rng.random() < 0.4 else when
        talk.append(heard(f"m{number}", rng.choice(ASKED), who, asked, parent_uid=parent))
    return posts, talk


def seen(found: Columns, period: Period) -> dict[str, pl.DataFrame]:
    """What lies in the window, of every frame."""
    inside = pl.col("day").is_between(date.fromisoformat(period.start), date.fromisoformat(period.end))
    names = ("posts", "cases", "contacts", "partners", "messages")
    return {name: getattr(found, name).filter(inside).sort("day", "account") for name in names}


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("inbox", [True, False])
def test_a_window_shows_the_same_as_if_all_were_labelled(
    seed: int, inbox: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts, talk = story(seed)
    data = archive(posts, talk if inbox else [], feeds=("inbound_linked",) if inbox else ())
    found = relate(data, brand(), [QUARTER])
    for name in ("units", "spoken"):
        monkeypatch.setattr(reach, name, lambda units, *_: pl.repeat(True, units.height, eager=True))
    monkeypatch.setattr(reach, "messages", lambda inbound, _: pl.repeat(True, inbound.height, eager=True))
    whole = relate(data, brand(), [QUARTER])
    assert found.posts["p_promo"].count() < whole.posts["p_promo"].count() / 2
    assert found.posts.height < whole.posts.height
    for name, frame in seen(found, QUARTER).items():
        assert_frame_equal(frame, seen(whole, QUARTER)[name], check_exact=True)


def test_an_old_account_is_never_taken_for_a_young_one() -> None:
    rows = [post("1", SAID[0], at(days=-2000)), post("2", SAID[1], at(days=-500)), post("3", SAID[2], at())]
    found = relate(archive(rows), brand(), [QUARTER]).posts
    assert found["day"].min() == at(days=-2000).date()
    assert found.filter(pl.col("day") < date(2026, 6, 1))["p_promo"].null_count() == 1


def test_a_young_account_keeps_its_first_months() -> None:
    rows = [post("1", SAID[0], at(days=-80)), post("2", SAID[1], at())]
    assert relate(archive(rows), brand(), [QUARTER]).posts["p_promo"].null_count() == 0
