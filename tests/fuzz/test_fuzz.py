"""Five hundred damaged files in the test run; `make fuzz` feeds 20,000.  Every fault found before is a case of its own."""

# ruff: noqa: E501 - rows of odd texts are easier to read on one line
from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from archives import make
from fuzz import run
from sociable import config, history, resources, rubric, signals
from sociable.advice import choose
from sociable.archives import records
from sociable.errors import ConfigError, ContentError, InputError, SociableError
from sociable.signals import cues
from sociable.tables import POSTS, empty


def test_damaged_files_end_in_a_value_or_in_one_line() -> None:
    assert run.run(500, 20_260_701) == []


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None, derandomize=True, max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    value=VALUES,
    key=st.sampled_from(["criteria", "period", "overall", "inputs", "evidence", "history", "brand", "format_version"]),
)
def test_a_report_with_anything_in_one_place(value: object, key: str) -> None:
    sound = json.loads((Path(run.__file__).parent / "report.json").read_bytes())
    try:
        history.decode(json.dumps({**sound, key: value}).encode(), "report.json")
    except InputError as error:
        assert "\n" not in str(error)


@settings(deadline=None, derandomize=True, max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    value=VALUES,
    key=st.sampled_from(["id_str", "created_at", "full_text", "entities", "source", "in_reply_to_user_id_str"]),
)
def test_a_tweet_with_anything_in_one_field(value: object, key: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("tweet")
    make.x_archive(
        root / "a", [make.tweet(1900000000000000001, "Hello"), make.tweet(1900000000000000002, "Hi", **{key: value})]
    )
    try:
        run.read(root, {"platform": "x", "handle": make.HANDLE, "archive": "a"})
    except SociableError as error:
        assert "\n" not in str(error)


def test_a_table_of_corrections_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_bytes(b"uid,action\nx:1,hide\0\n")
    brand = config.Brand.model_validate(
        {"root": tmp_path, "brand": {"name": "H"}, "accounts": [{"platform": "x", "handle": "h"}], "curation": "c.csv"}
    )
    with pytest.raises(ConfigError, match="is no table"):
        choose.curation(brand)


def test_a_rubric_with_a_control_character(tmp_path: Path) -> None:
    (tmp_path / "rubric.yaml").write_bytes(b"criteria:\n  hard-sell: {weight: \x00}\n")
    with pytest.raises(ContentError, match=r"rubric\.yaml:1: is not YAML: unacceptable character #x0000"):
        rubric.load(signals.SIGNALS, tmp_path / "rubric.yaml")


def test_a_word_list_of_a_client_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "brand.yaml").write_text("")
    (tmp_path / "content/words").mkdir(parents=True)
    (tmp_path / "content/words/ask.txt").write_bytes(b"tell us\nwrite \xad to us\n")
    with resources.client(tmp_path), pytest.raises(ContentError, match=r"words/ask\.txt: is not UTF-8 \(invalid start"):
        cues.load()


@pytest.mark.parametrize(
    "raw",
    [b'{"a\xef": 1}', b'{"format": "sociable-report", "format_version": 1, "x": ' + b"[" * 100_000, b"\xff\xfe{}"],
)
def test_a_report_that_is_no_text(raw: bytes) -> None:
    with pytest.raises(InputError, match="cannot be read as a report"):
        history.decode(raw, "report.json")


def test_a_frame_without_rows_is_slim_already() -> None:
    assert_frame_equal(records.slim(empty(POSTS)), empty(POSTS))
