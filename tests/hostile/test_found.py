"""What fuzzing, kills and odd neighbours brought to light, each as a small case."""

# ruff: noqa: E501 - rows of exports are easier to read on one line
from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from archives import make, test_facebook, test_mastodon
from hostile import kill, twins
from sociable.advice import endpoint
from sociable.archives import assemble, htmltext, text
from sociable.archives.records import Tally
from sociable.cli import group
from sociable.config import Account
from sociable.errors import ArchiveError, UsageError

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


def test_a_cell_of_two_million_characters_is_cut_and_said(tmp_path: Path) -> None:
    make.table(tmp_path / "a.csv", ["text", "created_at"], [["a b " * 500_000, "2026-07-01"], ["Boats", "2026-07-02"]])
    found = make.read(tmp_path, "a.csv", platform="other")
    assert found.posts["text"].str.len_chars().max() == 1_000_000 - 1  # it ends in a blank there
    (note,) = [one for one in found.inputs[0].issues if one.code == "long"]
    assert note.count == 1 and "1,000,000 characters" in note.message


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
