"""Messages that no test of a room brings about, raised as a user would meet them (tests/raised.csv names them)."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archives.make import read
from sociable import (
    archives,
    comparison,
    hand,
    publishing,
    resources,
    rubric,
    settings,
    signals,
)
from sociable.advice import choose, recipes
from sociable.archives import packed
from sociable.cli import group
from sociable.config import Brand
from sociable.errors import ArchiveError, ConfigError, ContentError, InputError, LimitCrossed, SociableError

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "content" / "demo"
ACCOUNT = {"platform": "x", "handle": "h", "archive": "a.zip"}
BRAND = "brand: {name: Harbour}\naccounts: [{platform: x, handle: h, archive: a.csv}]\n"
TABLE = "id,text,created_at\n1,Sailing,2026-03-01\n"


def plant(folder: Path, name: str, old: str, new: str) -> Path:
    """A client's folder with one of our files, changed in one place."""
    text = (ROOT / "content" / name).read_text(encoding="utf-8")
    assert old in text, f"{name} no longer holds {old!r}"
    path = folder / "content" / name
    path.parent.mkdir(parents=True)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def ran(*words: str | Path, code: int = 1, given: str | None = None) -> str:
    """What a command that fails says."""
    done = CliRunner().invoke(group, [str(word) for word in words], input=given)
    if isinstance(done.exception, SociableError):
        return str(done.exception)
    assert done.exit_code == code, (done.output, done.exception)
    return done.output


PROMO, BALANCE = "rubric/promo-share.md", "rubric/follow-balance.md"


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        pytest.param(PROMO, "expect: bad", "why: so, expect: bad, posts: []", "needs either text or posts", id="case"),
        pytest.param(BALANCE, "weight: 3", "anchors: [1, 2]\nweight: 3", "has its own scales", id="scales"),
        pytest.param(BALANCE, "[1000, 100]", "1000", "list of [value, score] pairs", id="pairs"),
        pytest.param(PROMO, "sources: [", "sources: [A1.5, ", "'A1.5' is listed twice", id="twice"),
        pytest.param(PROMO, "labels: [promo]", "labels: promo", "must be a list of words", id="words"),
        pytest.param(PROMO, "anchors: [0.80", "anchors: [much", "must be a list of numbers", id="numbers"),
        pytest.param(PROMO, "measure: {shape", "measure: [1]\nx: {shape", "must be a mapping of keys", id="mapping"),
        pytest.param(BALANCE, "weight: 3", "cases: [x]\nweight: 3", "must be a list of mappings", id="mappings"),
        pytest.param(PROMO, "labels: [promo]", f"labels: {'[' * 70}{']' * 70}", "is nested deeper than", id="depth"),
        pytest.param("sources/1.md", "id: A1.2,", "id: A1.22,", "claims are numbered in order", id="claims"),
    ],
)
def test_content_is_refused(tmp_path: Path, name: str, old: str, new: str, said: str) -> None:
    with resources.override(plant(tmp_path, name, old, new)), pytest.raises(ContentError) as caught:
        rubric.load(signals.SIGNALS)
    assert said in str(caught.value)


ADD = '  - "{body} {frame} {link}"'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param("id: promo", "id: pomo", "id: differs from the file name", id="name"),
        pytest.param(ADD, '  - "{body} {nonsense} {frame}"', "unknown field {nonsense}", id="field"),
        pytest.param(ADD, '  - "{body} {frame} 20% off"', "states a figure", id="figure"),
        pytest.param(ADD, '  - "{body} {link}"', "asks nothing", id="nothing"),
        pytest.param(ADD, ADD + "\nask: {when: [tomorrow]}", "a slot is a question", id="question"),
        pytest.param(ADD, ADD + '\nask: {when: {contest: ["until when?"]}}', "no wording for any other post", id="any"),
        pytest.param(
            ADD, '  - "{a} {b} {c}"\nask: {a: ["for whom?"], b: ["until when?"], c: ["how much?"]}',
            "leaves more than two slots open", id="slots",
        ),
    ],
)  # fmt: skip
def test_a_recipe_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    folder = plant(tmp_path, "rewrites/promo-to-tip.md", old, new)
    with resources.override(folder), pytest.raises(ContentError) as caught:
        recipes.load()
    assert said in str(caught.value)


def test_a_destination_without_a_plain_name(tmp_path: Path) -> None:
    (tmp_path / "brand.yaml").write_text(BRAND + "publish: [{name: my site, to: folder, path: public}]\n")
    with pytest.raises(ConfigError, match="'my site' is not a name"):
        settings.load(tmp_path / "brand.yaml")


def test_a_brand_that_publishes_nowhere() -> None:
    brand = Brand.model_validate({"root": Path(), "brand": {"name": "B"}, "accounts": [ACCOUNT]})
    with pytest.raises(InputError, match="has no `publish:`"):
        publishing.chosen(brand, [])


def test_a_plan_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text("solv-here: {owner: Jo}\n")
    brand = Brand.model_validate({"root": tmp_path, "brand": {"name": "B"}, "accounts": [ACCOUNT]})
    with pytest.raises(ConfigError, match="is no criterion"):
        hand.ledger(brand, ["promo-share"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("build", "{}", "--period", "soon"), "'soon' is not a period", id="period"),
        pytest.param(("build", "{}", "--period", "2031"), "nothing in 2031", id="nothing in"),
        pytest.param(("review", "{}", "--label", "nicety"), "'nicety' is not known", id="label"),
        pytest.param(("review", "{}", "--read", "{}/loose.csv"), "has no drawn.json beside it", id="drawn"),
        pytest.param(("rewrite", "  "), "is empty", id="empty"),
        pytest.param(("demo", "--export", "{}"), "is not empty", id="not empty"),
        pytest.param(("init", "{}"), "is there already", id="there"),
        pytest.param(("content", "status", "--brand", "{}/none"), "is not a folder", id="folder"),
        pytest.param(("portfolio", "{}/none.yaml", "-o", "{}/out"), "no such file", id="no such file"),
        pytest.param(("lint", "{}/large.txt"), "is too large for drafts", id="large"),
        pytest.param(("label", "{}/none.csv"), "no such file", id="label none"),
    ],
)  # fmt: skip
def test_a_command_is_refused(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    (tmp_path / "brand.yaml").write_text(BRAND)
    (tmp_path / "a.csv").write_text(TABLE)
    (tmp_path / "loose.csv").write_text("id\n1\n")
    (tmp_path / "large.txt").write_bytes(b"a" * 64_000_001 if "large" in words[-1] else b"")
    code = 2 if words[0] in ("rewrite",) or "--label" in words else 1
    before = sorted(tmp_path.iterdir())
    assert said in ran(*(word.format(tmp_path) for word in words), code=code)
    assert sorted(tmp_path.iterdir()) == before


def test_a_decline_that_was_a_limit() -> None:
    with pytest.raises(LimitCrossed, match="2 declined: promo-share, solve-here"):
        comparison.gate(["promo-share", "solve-here"], "declined")


@pytest.mark.parametrize(
    ("sheet", "drawn", "said"),
    [
        pytest.param(b"id\n1\n", b"{}", "is damaged", id="drawn"),
    ],
)
def test_a_sheet_that_cannot_be_used(tmp_path: Path, sheet: bytes, drawn: bytes, said: str) -> None:
    (tmp_path / "brand.yaml").write_text(BRAND)
    (tmp_path / "a.csv").write_text(TABLE)
    (tmp_path / "review").mkdir()
    (tmp_path / "review" / "sheet.csv").write_bytes(sheet)
    (tmp_path / "review" / "drawn.json").write_bytes(drawn)
    assert said in ran("review", tmp_path, "--read", tmp_path / "review" / "sheet.csv")


def test_a_curation_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "curation.csv").write_text("uid,action\n1,praise\n")
    values = {"root": tmp_path, "brand": {"name": "B"}, "accounts": [ACCOUNT], "curation": "curation.csv"}
    with pytest.raises(ConfigError, match="needs uid and action, not 'praise'"):
        choose.curation(Brand.model_validate(values))


READERS = [
    pytest.param("tweets.js", b"window.YTD.tweets.part0 = [{'a' 1", {}, "neither JSON nor JavaScript", id="javascript"),
    pytest.param(
        "posts.csv",
        TABLE.encode(),
        {"columns": {"text": "wording", "created_at": "day"}},
        "of brand.yaml are not in its header",
        id="columns",
    ),
]


@pytest.mark.parametrize(("name", "data", "account", "said"), READERS)
def test_an_export_is_refused(tmp_path: Path, name: str, data: bytes, account: dict[str, Any], said: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ArchiveError) as caught:
        read(tmp_path, name, **account)
    assert said in str(caught.value)


def inside(folder: Path, change: Callable[[bytearray], None] = lambda _: None) -> None:
    """outer.zip, with a.zip in it stored as it is."""
    with zipfile.ZipFile(folder / "a.zip", "w") as box:
        box.writestr("tweets.js", "window.YTD.tweets.part0 = []")
    with zipfile.ZipFile(folder / "outer.zip", "w") as box:
        box.write(folder / "a.zip", "a.zip")
    data = bytearray((folder / "outer.zip").read_bytes())
    change(data)
    (folder / "outer.zip").write_bytes(data)


def test_an_inner_archive_that_is_damaged(tmp_path: Path) -> None:
    def spoil(data: bytearray) -> None:
        data[data.find(b"window")] ^= 1

    inside(tmp_path, spoil)
    with pytest.raises(ArchiveError, match="damaged"):
        read(tmp_path, "outer.zip")


def test_an_inner_archive_beyond_the_limit(tmp_path: Path) -> None:
    from contextlib import ExitStack

    inside(tmp_path)
    with ExitStack() as stack, pytest.raises(ArchiveError, match="an inner archive that is too large"):
        (entry,) = packed.entries(tmp_path / "outer.zip", "outer.zip", stack)
        packed.inner(entry, "outer.zip", stack, entry.size - 1)


def test_a_file_nobody_put_there(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no such file"):
        archives.plain(tmp_path / "none.csv")
