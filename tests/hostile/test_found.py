"""What fuzzing, kills and odd neighbours brought to light, each as a small case."""

# ruff: noqa: E501 - rows of exports are easier to read on one line
from __future__ import annotations

import json
import random
import time
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from archives import make, test_facebook, test_mastodon, test_x
from fuzz import run
from hostile import kill, twins
from sociable import archives, settings
from sociable.advice import endpoint
from sociable.archives import assemble, cells, htmltext, lengths, text
from sociable.archives.records import Tally
from sociable.cli import group
from sociable.config import Account, Brand
from sociable.errors import ArchiveError, ConfigError, InputError, UsageError
from sociable.site import markup

NO_ADDRESS = "https://[x.example/users/h"


def test_a_mastodon_actor_without_a_sound_address(tmp_path: Path) -> None:
    items = [test_mastodon.note(test_mastodon.N, "<p>Boats</p>", tag=[{"type": "Mention", "href": NO_ADDRESS, "name": "@mo"}],
                                inReplyTo=NO_ADDRESS)]  # fmt: skip
    test_mastodon.archive(tmp_path / "m", items)
    actor = tmp_path / "m/actor.json"
    actor.write_text(json.dumps(json.loads(actor.read_text()) | {"id": NO_ADDRESS}))
    found = make.read(tmp_path, "m", platform="mastodon", handle="harbour@mas.example")
    assert found.posts.height + sum(sum(one.skipped.values()) for one in found.inputs) >= 1


def test_a_facebook_post_that_leads_to_no_address(tmp_path: Path) -> None:
    shared = test_facebook.attached({"external_context": {"url": NO_ADDRESS}})
    test_facebook.put(
        tmp_path / "f", test_facebook.LAYOUTS[0], [test_facebook.post(f"See {NO_ADDRESS}", attachments=shared)]
    )
    found = make.read(tmp_path, "f", platform="facebook", handle="harbourlights")
    assert found.posts.height == 1


def test_a_number_larger_than_any_column_holds(tmp_path: Path) -> None:
    """Four hundred digits ended in a fault of the library, and of five thousand Python makes no number at all."""
    account = twins.tiktok(tmp_path, twins.cast("q", 1))
    (path,) = (one for one in tmp_path.rglob("*.json"))
    sound = path.read_text()
    for likes in ("9" * 400, f'"{"9" * 5000}"', '"²"'):
        path.write_text(sound.replace('"Likes": "12"', f'"Likes": {likes}', 1))
        found = make.read(tmp_path, **account)
        assert found.posts["likes"].null_count() == found.posts.filter(form="reply").height + 1, likes[:9]
    path.write_text(sound.replace('"Likes": "12"', f'"Likes": {"9" * 5000}', 1))
    with pytest.raises(ArchiveError, match="not a JSON export that can be read"):
        make.read(tmp_path, **account)


def test_digits_are_a_number_as_far_as_a_column_holds_it() -> None:
    assert [text.digits(one) for one in ("12", "0", str(2**63 - 1))] == [12, 0, 2**63 - 1]
    assert [text.digits(one) for one in ("", "²", "٣", "-1", " 1", "1.5", str(2**63), "9" * 5000)] == [None] * 8


def test_a_count_of_a_record_that_no_column_holds_is_none() -> None:
    account = Account(platform="mastodon", handle="h")
    rows = [{"uid": "mastodon:1", "text": "Boats", "likes": 10**30}, {"uid": "mastodon:2", "text": "Boat", "likes": 5}]
    made = assemble.posts(rows, account, "mastodon", 1, Tally("a", "mastodon"))
    assert made["likes"].to_list() == [None, 5]


def test_a_text_of_two_million_characters_is_cut_and_said(tmp_path: Path) -> None:
    make.table(tmp_path / "a.csv", ["text", "created_at"], [["a b " * 500_000, "2026-07-01"], ["Boats", "2026-07-02"]])
    found = make.read(tmp_path, "a.csv", platform="other")
    assert found.posts["text"].str.len_chars().max() == 250_000
    told = {one.code: (one.count, one.message) for one in found.inputs[0].issues}
    assert told["long"] == (1, "a cell of more than 1,000,000 characters, cut there")
    assert told["long-text"] == (1, "a text of more than 250,000 characters, cut there")


@pytest.mark.parametrize("name", sorted(twins.TWINS))
def test_a_long_text_of_any_format_is_cut(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit lowered to five characters, which every format's twin has more of: none hands on more, and each says so."""
    monkeypatch.setattr(lengths, "TEXT_MAX", 5)
    cast = twins.cast(name.replace("_", ""), 0)
    account = twins.TWINS[name](tmp_path, cast)
    found = archives.read(Brand.model_validate({"root": tmp_path, "brand": {"name": "B"}, "accounts": [account]}))
    longest = [frame["text"].str.len_chars().max() or 0 for frame in (found.posts, found.messages)]
    assert max(longest) == 5  # type: ignore[type-var]
    assert any(issue.code == "long-text" for one in found.inputs for issue in one.issues)


def test_what_the_last_build_left_may_be_damaged(tmp_path: Path) -> None:
    kill.brand(tmp_path)
    for _ in range(2):
        done = CliRunner().invoke(group, ["build", str(tmp_path), "-q"])
        assert done.exit_code == 0, done.output
        kept = tmp_path / ".sociable-cache/last-build.json"
        assert json.loads(kept.read_bytes())
        kept.write_bytes(kept.read_bytes().replace(b"single", b"s\xe9ngle"))
    labels = tmp_path / ".sociable-cache/labels.parquet"
    labels.write_bytes(labels.read_bytes()[:-40] + b"\xff" * 40)
    assert CliRunner().invoke(group, ["build", str(tmp_path), "-q"]).exit_code == 0


def test_an_endpoint_that_is_no_address() -> None:
    with pytest.raises(UsageError, match="is not the address of an endpoint"):
        endpoint.settings({"SOCIABLE_LLM_URL": "http://[x/v1", "SOCIABLE_LLM_MODEL": "m"})


def test_markup_without_end_is_read_as_far_as_a_post_may_reach() -> None:
    start = time.process_time()
    text, _ = htmltext.plain("<p>Boats</p>" + "<a " * 5_000_000)
    assert text.startswith("Boats") and len(text) <= 1_000_000 and time.process_time() - start < 5


def test_a_number_of_minus_billions_as_a_key_in_a_list(tmp_path: Path) -> None:
    """An event without its start is set aside; the next fault of its place was looked for from the end of the list."""
    (tmp_path / "a.csv").write_text("text,created_at\nHi,2026-01-01\n")
    (tmp_path / "brand.yaml").write_text(
        "brand: {name: Harbour}\naccounts: [{platform: x, handle: h, archive: a.csv}]\n"
        "events:\n  - {name: Sale, start: 2026-01-01, end: 2026-01-02, kind: sale}\n"
        "  - {name: Pass,-62135596801, end: 2026-12-01, kind: sale}\n"
    )
    with pytest.raises(ConfigError) as caught:
        settings.load(tmp_path / "brand.yaml")
    assert any("events" in str(one) and ":5:" in str(one) for one in caught.value.faults)


@pytest.mark.parametrize("rows", ["a,b\n", '"a","b"\n', "a,b,,,,\n"])
def test_millions_of_rows_of_nothing_are_left_out_one_by_one(tmp_path: Path, rows: str) -> None:
    """As dicts they took two gigabytes; 200,000 take no more than the file does."""
    sound = "2026-03-02 10:00:00,https://www.linkedin.com/feed/update/urn:li:share:7300000000000000000,Boats,,,\n"
    header = "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n"
    (tmp_path / "Shares.csv").write_text(header + rows + sound + rows * 200_000)
    start = time.process_time()
    found = make.read(tmp_path, ".", platform="linkedin", handle="h").inputs[0]
    assert (found.read, found.kept, found.skipped) == (200_002, 1, {"incomplete": 200_001})
    named = [(one.row, one.count) for one in found.issues if one.code == "incomplete"]
    assert named == [(1, 1), *((row, 1) for row in range(3, 11)), (11, 199_992)]
    assert time.process_time() - start < 2


def test_times_among_many_cells_of_nothing_are_read_where_they_stand() -> None:
    column = ["soon", None, "2026-03-02 10:00:00", "x", "", "12", "2026-03-03 11:00:00", "-", "draft"]
    clock = cells.instants(pl.Series("at", column), Tally("", ""), "Europe/London")
    assert (clock.precision, clock.tz_source) == ("second", "config")
    assert [at and f"{at:%d %H}" for at in clock.instants] == [
        None,
        None,
        "02 10",
        None,
        None,
        None,
        "03 11",
        None,
        None,
    ]
    assert cells.instants(pl.Series(["a", "b"]), Tally("", "")).instants.to_list() == [None, None]


def test_a_post_of_an_x_archive_longer_than_any_post_is_cut(tmp_path: Path) -> None:
    test_x.x_archive(tmp_path / "a", [test_x.tweet(1, "Hello"), test_x.tweet(2, "a b " * 300_000)])
    found = make.read(tmp_path, "a")
    assert found.posts["text"].str.len_chars().sort().to_list() == [5, 249_999]
    assert [(one.code, one.count) for one in found.inputs[0].issues] == [("long-text", 1)]


def test_a_help_desk_whose_rows_lie_in_memory_in_parts(tmp_path: Path) -> None:
    """A long row that is left out once parted the columns of the others, and a step of the library failed on that."""
    said = ["Hello all", "Buy 😀 now @mo", "Who saw it?", "Late again", "Thanks all"]
    cast = twins.cast("helpdesk", list(twins.TWINS).index("helpdesk"), lambda people: said)
    account, dice = twins.helpdesk(tmp_path, cast), random.Random(9182035032)
    path = dice.choice(sorted(one for one in tmp_path.rglob("*") if one.is_file()))
    path.write_bytes(run.mutate(path.read_bytes(), dice))
    run.read(tmp_path, account)


def test_a_place_that_cannot_be_written_is_one_line_for_whatever_writes_there(tmp_path: Path) -> None:
    """A sample, a copy of content and the demo's files ended in an error of our own."""
    kill.brand(tmp_path)
    for name in ("taken", "content"):
        (tmp_path / name).write_text("a file")
    below = str(tmp_path / "taken" / "x")
    for words in (
        ["review", str(tmp_path), "-n", "5", "-o", below],
        ["demo", "--export", below],
        ["content", "eject", "rubric/promo-share", "-C", str(tmp_path)],
    ):
        done = CliRunner().invoke(group, words)
        assert isinstance(done.exception, InputError), (words, done.exception)
        assert "cannot be written (" in str(done.exception) and "\n" not in str(done.exception)


def test_a_note_of_brackets_is_drawn_at_once() -> None:
    """A hundred thousand took longer than 5 s: each was looked at as the beginning of a link."""
    start = time.process_time()
    drawn = markup.html(f"[ours](a) {'[' * 100_000}", 2, lambda _: "b")
    assert '<a href="b">ours</a>' in drawn and drawn.count("…") == 1
    assert time.process_time() - start < 2
