"""Shortcuts over the texts of an X archive change only how long it takes."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from archives import make
from sociable.archives import xfields
from sociable.archives.xshapes import Entities, Link, Tweet

SHORT = Link(url="https://t.co/a", expanded_url="https://example.com/a?b=1&lt;")
PICTURE = Link(url="pic.twitter.com/b")


def shown(raw: str | None, *urls: Link, pictures: tuple[Link, ...] = ()) -> str | None:
    fields = xfields.Fields()
    fields.add([Tweet(id="1", full_text=raw, entities=Entities(urls=list(urls), media=list(pictures)))])
    found: str | None = fields.frame()["text"].item()
    return found


def test_texts_are_unescaped_once_and_addresses_put_in_full_wherever_they_are() -> None:
    assert shown("plain") == "plain"
    assert shown(None, SHORT) is None
    assert shown("", SHORT) == ""
    assert shown("a &amp;lt; b https://t.co/a", SHORT) == "a &lt; b https://example.com/a?b=1&lt;"
    assert shown("https://t.co/a") == "https://t.co/a"
    assert shown("https://t.co/a https://t.co/a", Link(url="https://t.co/a")) == "https://t.co/a https://t.co/a"
    assert shown("see pic.twitter.com/b", SHORT, pictures=(PICTURE,)) == "see"
    assert shown("&gt; &quot;x&#39;", Link()) == "> \"x'"


def test_records_of_nothing_are_counted_and_take_no_room(tmp_path: Path) -> None:
    """20 MB of them took nine seconds, each a row of empty cells."""
    fields = xfields.Fields()
    fields.add([Tweet(), Tweet(tweet=Tweet()), Tweet(id_str="1"), Tweet(full_text="Boats"), Tweet(id="2")])
    assert len(fields) == 2 and fields.nameless == 3
    make.x_archive(tmp_path / "e", [make.tweet(1900000000000000001, "Hello")])
    posts = tmp_path / "e" / "data" / "tweets.js"
    posts.write_text(posts.read_text().rstrip().removesuffix("]") + ",{}" * 40_000 + "]")
    (file, *_) = make.read(tmp_path, "e").inputs
    assert (file.read, file.kept, file.skipped) == (40_001, 1, {"incomplete": 40_000})


def test_only_reposts_and_long_posts_that_end_in_dots_were_cut() -> None:
    long = "word " * 48
    raw = ["RT @a: so … https://t.co/x", "RT @a: so … it", f"{long}… https://t.co/x", "so …", None, "."]
    found = pl.DataFrame({"raw": raw}).select(xfields.cut(pl.col("raw"))).to_series()
    assert found.to_list() == [True, False, True, False, None, False]
    fields = xfields.Fields()
    fields.add(
        [
            Tweet(id="1", full_text=one, entities=Entities(urls=[Link("https://t.co/x", "https://x.example")]))
            for one in raw
        ]
    )
    assert fields.frame()["text_truncated"].to_list() == ["yes", "no", "yes", "no", "no", "no"]


def test_ids_may_be_numbers_or_text() -> None:
    assert xfields.words(["1", None, "2"]).to_list() == ["1", None, "2"]
    assert xfields.words(["1", None, 2]).to_list() == ["1", None, "2"]


@pytest.mark.parametrize("parts", [1, 2, 5])
def test_records_taken_in_parts_are_those_taken_at_once(parts: int) -> None:
    found = [Tweet(id_str=str(n), full_text=f"{n}", entities=Entities(urls=[SHORT] * (n % 3))) for n in range(10)]
    whole, split = xfields.Fields(), xfields.Fields()
    whole.add(found)
    for at in range(0, 10, parts):
        split.add(found[at : at + parts])
    assert len(whole) == len(split) == 10
    assert whole.frame().equals(split.frame())
