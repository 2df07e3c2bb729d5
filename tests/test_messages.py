"""Messages that no test of a room brings about, raised as a user would meet them (tests/raised.csv names them)."""

from __future__ import annotations

import csv
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from archives.make import read
from sociable import (
    archives,
    comparison,
    config,
    hand,
    portfolio,
    publishing,
    resources,
    rubric,
    settings,
    signals,
)
from sociable.advice import choose, recipes
from sociable.archives import packed
from sociable.archives.records import Records, Tally
from sociable.cli import group
from sociable.config import Brand
from sociable.errors import ArchiveError, ConfigError, ContentError, InputError, LimitCrossed, SociableError, UsageError
from sociable.site import pictures

reading: Any = sys.modules["sociable.archives.read"]
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
    pytest.param("tweets.js", b"window.YTD.tweets.part0 = [{'a' 1}];", {}, "neither JSON nor Java", id="javascript"),
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


ONE = "brand: {name: Harbour}\naccounts: [{platform: x, handle: h, archive: a.csv}]\n"
MISTYPED = [
    (
        "privacy: {mask_people: perhaps}",
        "privacy.mask_people: 'perhaps' is neither true nor false; write true or false",
    ),
    ("publish: [{name: a, to: folder, path: p, past: many}]", "past: 'many' is not a whole number; write digits only"),
    ("publish: [{name: a, to: folder, path: p, per_second: fast}]", "'fast' is not a number; write digits only"),
    ("publish: [{name: a, to: folder, path: p, past: -1}]", "publish.0.past: -1 is too small; give at least 0"),
    ("publish: [{name: a, to: folder, path: p, per_second: 0}]", "per_second: 0 is too small; give more than 0.0"),
    ("history: [a, b]", "history: what is there is not a text; write one text, in quotes"),
    ("team: Jo", "team: 'Jo' is not a list; write it as [one, two]"),
    ("team: [Jo]", "team.0: 'Jo' has no keys; give it the keys name, initials"),
    ("period: decade", "period: 'decade' is not one of the choices; use quarter, month or year"),
    ("period: {start: 2026-01-01}", "period.end: is missing; add `end:`"),
]


@pytest.mark.parametrize(("line", "said"), MISTYPED)
def test_a_value_of_the_wrong_kind_is_told_in_plain_words(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "a.csv").write_text(TABLE)
    (tmp_path / "brand.yaml").write_text(f"{ONE}{line}\n")
    with pytest.raises(ConfigError) as caught:
        settings.load(tmp_path)
    (fault,) = caught.value.faults
    assert fault.line == 3 and str(fault).endswith(said)


def test_a_list_without_an_account_and_a_name_without_a_letter(tmp_path: Path) -> None:
    (tmp_path / "brand.yaml").write_text("brand: {name: ''}\naccounts: []\n")
    assert ran("check", tmp_path).splitlines() == [
        f"{tmp_path / 'brand.yaml'}:1: brand.name: is empty; fill it in",
        f"{tmp_path / 'brand.yaml'}:2: accounts: is empty; fill it in",
    ]


def test_columns_that_name_no_time(tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_text("Copy,Sent\nHello,2026-03-01\n")
    with pytest.raises(ArchiveError) as caught:
        read(tmp_path, "posts.csv", columns={"text": "Copy"})
    assert str(caught.value).endswith(
        "columns of brand.yaml do not name created_at; name the column of each: {text: ..., created_at: ...}"
    )


def test_one_part_of_a_download_alone(tmp_path: Path) -> None:
    header = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    (tmp_path / "Connections.csv").write_text(f"{header}Jo,Reed,https://l.example/jo,,Acme,Boss,01 Mar 2026\n")
    with pytest.raises(ArchiveError) as caught:
        read(tmp_path, "Connections.csv", platform="linkedin")
    assert str(caught.value) == (
        "Connections.csv: LinkedIn, connections: one part of a download, which says nothing alone; "
        "name the folder or archive as the platform wrote it"
    )


class Logbook:
    """A reader of somebody's own, as docs/extending.md has one, for files that say `logbook`."""

    NAME, PLATFORM, FEEDS, RANK = "Logbook", "other", (), 9

    def sniff(self, container: Any) -> bool:
        return any(b"logbook" in one.head() for one in container.matching(r".*\.log"))

    def owners(self, container: Any) -> list[tuple[str, str]]:
        return [("harbour", "")]

    def read(self, container: Any, account: Any, brand: Any) -> tuple[Records, list[Any]]:
        (member,) = container.matching(r".*\.log")
        tally = Tally(member.label, self.NAME)
        tally.read = 1 if msgspec.json.decode(member.read()[0].removeprefix(b"logbook")) else 0
        return Records(tallies=(tally,)), []


@pytest.fixture
def logbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(reading, "READERS", (*reading.READERS, Logbook()))
    (tmp_path / "brand.yaml").write_text(
        "brand: {name: Harbour}\naccounts: [{platform: other, handle: harbour, archive: a.log}]\n"
    )
    return tmp_path


def test_an_export_nested_without_end(logbook: Path) -> None:
    (logbook / "a.log").write_bytes(b"logbook" + b"[" * 100_000)
    assert ran("build", logbook) == (
        "a.log: nested deeper than any export; request a new download, or leave the file out"
    )


def test_exports_that_hold_people_alone(logbook: Path) -> None:
    """Or settings, or counts: nothing that was said on any day."""
    (logbook / "a.log").write_bytes(b"logbook [1]")
    (logbook / "brand.yaml").unlink()
    assert "no dated post or message was found; request the export again" in ran("init", logbook)


def test_a_brand_of_figures_alone(tmp_path: Path) -> None:
    (tmp_path / "brand.yaml").write_text(
        "brand: {name: Harbour}\naccounts: [{platform: x, handle: h, snapshot: {at: 2026-01-01, followers: 5}}]\n"
    )
    assert ran("build", tmp_path) == f"{tmp_path}: no dated post or message was found; check the exports it names"


def placed(folder: Path, table: str = TABLE) -> Path:
    (folder / "brand.yaml").write_text(BRAND)
    (folder / "a.csv").write_text(table)
    return folder


def test_a_review_of_a_quarter_without_words(tmp_path: Path) -> None:
    placed(tmp_path, "id,text,created_at\n1,Sailing,2026-03-01\n2,Sailing,2026-09-01\n")
    said = ran("review", tmp_path, "--period", "2026-05")
    assert said == f"{tmp_path}: nothing to read in 2026-05; choose another --period"


@pytest.mark.parametrize("data", [b"id,promo\n1,\0\n", None])
def test_a_sheet_that_is_no_text(tmp_path: Path, data: bytes | None) -> None:
    assert CliRunner().invoke(group, ["review", str(placed(tmp_path))]).exit_code == 0
    sheet = tmp_path / "review" / "review.csv"
    sheet.unlink()
    if data is None:
        sheet.mkdir()
    else:
        sheet.write_bytes(data)
    why = "it holds bytes that no text has" if data else "Is a directory"
    assert ran("review", tmp_path, "--read", sheet) == f"{sheet}: cannot be read ({why}); save it as CSV in UTF-8"


def test_a_sheet_that_is_not_there(tmp_path: Path) -> None:
    said = ran("review", placed(tmp_path), "--read", tmp_path / "reveiw.csv")
    assert said == f"{tmp_path / 'reveiw.csv'}: no such file; name the review.csv that `sociable review` wrote"


TELEX = "Beitrag;Wann;Wortlaut\r\n" + "".join(
    f"{n};{n + 1:02}.07.2026 08:15;Our {n}th boat leaves at nine and is never full\r\n" for n in range(9)
)


def test_label_reads_what_init_reads_and_a_remedy_never_names_another_file(tmp_path: Path) -> None:
    sheet = tmp_path / "a.csv"
    sheet.write_bytes(TELEX.encode("cp1252"))
    rows = archives.plain(sheet)[0]
    assert rows.height == 9 and set(rows["kind"]) == {"B"}
    sheet.write_text("text,date\nSailing at nine,someday\nSailing at ten,soon\n")
    said = ran("label", sheet)
    assert said.endswith("; name one column id and one text; nothing else is needed") and "brand.yaml" not in said


def test_what_excel_leaves_beside_an_open_table_is_no_export(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(TELEX.encode("cp1252"))
    (tmp_path / "~$a.csv").write_bytes(b"\x05Jo Reed")
    assert config.meant(tmp_path, "*.csv") == [tmp_path / "a.csv"]
    found, strangers = archives.discover(tmp_path)
    assert ([one.path for one in found], strangers) == (["a.csv"], [])


def test_corrections_that_lack_a_column_are_not_written_over(tmp_path: Path) -> None:
    assert CliRunner().invoke(group, ["review", str(placed(tmp_path))]).exit_code == 0
    sheet = tmp_path / "review" / "review.csv"
    with sheet.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    rows[0]["promo"] = "1"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    (tmp_path / "labels.csv").write_text("id,label\nx:1,promo\n")
    said = ran("review", tmp_path, "--read", sheet)
    assert said == f"{tmp_path / 'labels.csv'}: lacks a column; name the columns id,label,value"
    assert (tmp_path / "labels.csv").read_text() == "id,label\nx:1,promo\n"


def test_a_portfolio_where_a_file_stands(tmp_path: Path) -> None:
    placed(tmp_path)
    (tmp_path / "taken").write_text("by hand")
    said = ran("portfolio", tmp_path / "brand.yaml", "-o", tmp_path / "taken" / "out")
    assert said == f"{tmp_path / 'taken' / 'out'}: cannot be made (Not a directory); pick another folder"


def test_a_portfolio_that_is_interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(portfolio, "run", stopped)
    said = ran("portfolio", placed(tmp_path) / "brand.yaml", "-o", tmp_path / "out")
    assert said == "portfolio: interrupted; run the same again; brands that were done are not built anew"


@pytest.mark.parametrize(
    ("page", "remedy"), [("tends", "did you mean trends?"), ("xyzxyz", "link to a page of the playbook")]
)
def test_a_link_of_the_prose_to_a_page_that_is_not_there(tmp_path: Path, page: str, remedy: str) -> None:
    placed(plant(tmp_path, "playbook/glossary.md", "\n\n", f"\n\n[See]({page}) "))
    assert ran("build", tmp_path) == f"content/playbook: no page {page!r} in the playbook; {remedy}"


def test_a_picture_without_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(UsageError) as caught:
        pictures.png("<svg/>")
    assert str(caught.value) == (
        "pictures: PNG needs resvg-py, which is not installed; pip install 'sociable[wiki]', or publish pictures as svg"
    )


def test_a_picture_where_no_font_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """On such a machine resvg draws nothing for a letter: every drawing is the same empty ground."""
    blank = type("Blank", (), {"svg_to_bytes": staticmethod(lambda **_: b"")})
    monkeypatch.setitem(sys.modules, "resvg_py", blank)  # type: ignore[arg-type]
    pictures._letters.cache_clear()
    try:
        with pytest.raises(UsageError) as caught:
            pictures.png("<svg/>")
    finally:
        pictures._letters.cache_clear()
    assert str(caught.value) == (
        "pictures: this machine has no font for the letters of a PNG; "
        "install a font such as fonts-dejavu-core, or publish pictures as svg"
    )


@pytest.mark.parametrize("damage", [b"{", b'{"label": "\xff"}', b'{"label": ' + b"[" * 100_000])
def test_weights_that_are_damaged(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "content" / "models" / "promo.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(damage)
    said = ran("build", placed(tmp_path))
    assert re.fullmatch(r".*promo\.json: cannot be read \(.+\); restore it, or train it again", said)


PICKY = [
    ("playbook: {logo: logo.png}", "playbook.logo: logo.png does not exist; give the path of a picture"),
    ("playbook: {language: tlh}", "playbook.language: pages are not written in 'tlh'; use one of en, de"),
    ("", "accounts.1.handle: is listed twice; merge the two entries"),
]


@pytest.mark.parametrize(("line", "said"), PICKY)
def test_what_types_alone_cannot_tell(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "a.csv").write_text(TABLE)
    twice = ONE.replace("]\n", ", {platform: x, handle: '@H', archive: a.csv}]\n")
    (tmp_path / "brand.yaml").write_text(f"{ONE}{line}\n" if line else twice)
    (message,) = ran("check", tmp_path).splitlines()
    assert message.endswith(said)


def test_a_brand_that_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "brand.yaml").mkdir()
    path = tmp_path / "brand.yaml"
    assert ran("build", tmp_path) == f"{path}: cannot be read (Is a directory); check its permissions"


def test_drafts_that_cannot_be_opened(tmp_path: Path) -> None:
    said = ran("lint", tmp_path / "none.csv")
    assert said == (
        f"{tmp_path / 'none.csv'}: cannot be read (No such file or directory); "
        "name a file of drafts, or - for standard input"
    )


def test_a_word_of_content_that_is_none_of_the_choices(tmp_path: Path) -> None:
    folder = placed(plant(tmp_path, "rewrites/answer-question.md", "effect: ask", "effect: aks"))
    assert re.search(r"effect: 'aks' is not known; did you mean ask\?$", ran("build", folder))


def test_nothing_leaves_before_somebody_agrees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOCIABLE_HOME", str(tmp_path))
    monkeypatch.setenv("SOCIABLE_LLM_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("SOCIABLE_LLM_MODEL", "small")
    draft = "BUY NOW!!! 20% off all repairs, today only! Like and share!"
    said = ran("rewrite", draft, "--engine", "endpoint")
    assert said == "--engine endpoint: nothing was sent; read what would leave, and add --yes"


def test_a_document_without_its_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    said = ran("build", placed(tmp_path), "--pdf")
    assert said.startswith("--pdf: WeasyPrint cannot be used (")
    assert said.endswith(
        "; run pip install 'sociable[pdf]'; on Debian and Ubuntu also apt-get install libpangoft2-1.0-0"
    )


def test_a_table_of_no_row_is_no_answer(tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_text("id,text\n", encoding="utf-8")
    with pytest.raises(ArchiveError, match="holds no row that can be read"):
        archives.plain(tmp_path / "posts.csv")
