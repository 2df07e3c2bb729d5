"""Nobody outside the brand shows in any byte that Sociable writes or prints: canaries in every field of every format."""

# ruff: noqa: E501 - rows of exports are easier to read on one line

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml

from archives.make import table
from hostile import twins
from privacy.canaries import STAFF, Run, leaks, ran, written
from sociable import advice, archives, history, rubric, signals, site
from sociable.config import Brand
from sociable.errors import SociableError


def test_every_format_brought_its_words_into_the_playbook(run: Run) -> None:
    seen = run.outputs["output/report.json"].decode() + run.outputs["review/review.csv"].decode()
    silent = [
        name for name in run.casts if not re.search(rf"(?:marker|answer){name.replace('_', '')}\d+x", seen)
    ]  # fmt: skip
    assert silent == []


def test_no_canary_is_in_any_byte(run: Run) -> None:
    found = leaks(run.casts, run.outputs)
    assert len(run.outputs) > 40 and not found, "\n".join(found[:30])


def test_no_canary_is_in_the_pages_of_any_wiki(run: Run) -> None:
    report = history.load(run.root / "output/report.json")
    pages = site.pages(report, rubric.load(signals.SIGNALS), report.notes)
    for dialect in ("mediawiki", "dokuwiki", "confluence", "markdown"):
        drawn = site.wiki(pages, dialect, "Playbooks/H")
        texts = {name: text.encode() if isinstance(text, str) else text for name, text in drawn.items()}
        assert len(texts) > 20 and not leaks(run.casts, texts), dialect


def test_no_canary_is_in_what_becomes_the_pdf(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF is made of one page alone, metadata included; drawing it of 22 formats takes a minute, so it is not drawn."""
    paper = pytest.importorskip("weasyprint", reason="WeasyPrint is missing: pip install -e '.[dev]'", exc_type=ImportError)  # fmt: skip
    pages: list[str] = []

    class Seen:
        def __init__(self, string: str, url_fetcher: object) -> None:
            pages.append(string)

        def write_pdf(self) -> bytes:
            return b"%PDF-"

    monkeypatch.setattr(paper, "HTML", Seen)
    ran("build", "--from", run.root / "output/report.json", "-o", tmp_path / "drawn", "--pdf")
    assert (tmp_path / "drawn/playbook.pdf").read_bytes() == b"%PDF-"
    assert "marker" in pages[0] and not leaks(run.casts, {"playbook.pdf": pages[0].encode()})


@pytest.mark.parametrize("name", ["x", "mastodon", "helpdesk", "youtube", "reddit", "hootsuite"])
def test_labels_say_where_and_never_what(run: Run, name: str) -> None:
    """`sociable label` prints ids, places and probabilities."""
    accounts = yaml.safe_load((run.root / "brand.yaml").read_text())["accounts"]
    account = accounts[list(twins.TWINS).index(name)]
    said = ran("label", run.root / (account.get("archive") or account["inbox"]), "--handle", account["handle"])
    assert b"spans" in said and not leaks(run.casts, {"label": said})


def test_lint_prints_no_person(run: Run, tmp_path: Path) -> None:
    """A draft comes back whole to whoever wrote it, in tables and rewrites; what the terminal shows names nobody."""
    texts = [text for cast in run.casts.values() for text in cast.posts[:4]]
    table(tmp_path / "drafts.csv", ["id", "text"], [[n, text] for n, text in enumerate(texts)])
    said = ran("lint", tmp_path / "drafts.csv", "--no-rewrite")
    assert b"promo" in said and not leaks(run.casts, {"lint": said})


def test_a_portfolio_names_nobody(tmp_path: Path) -> None:
    casts = {}
    for place, name in enumerate(("x", "helpdesk")):
        root = tmp_path / f"client{place}"
        root.mkdir()
        casts[name] = twins.cast(name, place)
        about = {"brand": {"name": f"Brand {place}"}, "accounts": [twins.TWINS[name](root, casts[name])]}
        (root / "brand.yaml").write_text(
            yaml.safe_dump(about | {"period": {"start": "2026-07-01", "end": "2026-09-30"}})
        )
    said = ran("portfolio", tmp_path, "-o", tmp_path / "all", "--jobs", "1")
    outputs = {"printed": said, **written(tmp_path / "all", tmp_path)}
    assert "all/index.html" in outputs and len(outputs) > 40 and not leaks(casts, outputs)


def test_a_damaged_export_is_told_of_without_its_people(run: Run, tmp_path: Path) -> None:
    """Every file of every export, cut off, headless, or under another name: what is then printed names nobody."""
    accounts = yaml.safe_load((run.root / "brand.yaml").read_text())["accounts"]
    said: dict[str, bytes] = {}
    for account in accounts:
        for number, damage in enumerate((cut, headless, renamed)):
            root = tmp_path / f"{account['handle']}{number}"
            ignored = shutil.ignore_patterns("output", "history", "review", ".sociable-cache", "brand.yaml")
            for name in filter(None, (account.get("archive"), account.get("inbox"))):
                for path in run.root.glob(name):
                    root.mkdir(exist_ok=True)
                    shutil.copytree(path, root / path.name, ignore=ignored) if path.is_dir() else shutil.copy(
                        path, root
                    )
            damage(root)
            brand = Brand.model_validate({"root": root, "brand": {"name": "H"}, "accounts": [account]})
            line = told(brand).replace("own zqgenericmention7 list.csv", "the file that brand.yaml names")
            said[f"{account['handle']} {damage.__name__}"] = line.encode()
    assert sum(len(one) > 40 for one in said.values()) > 40 and not leaks(run.casts, said), "\n".join(
        leaks(run.casts, said)
    )


def cut(root: Path) -> None:
    for path in root.rglob("*.*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])


def headless(root: Path) -> None:
    for path in root.rglob("*.*"):
        if path.is_file():
            path.write_bytes(path.read_bytes().partition(b"\n")[2])


def renamed(root: Path) -> None:
    for path in sorted(root.rglob("*.*")):
        if path.is_file():
            path.rename(path.with_name("other" + path.suffix))


def told(brand: Brand) -> str:
    """What a build would print of the exports: the faults, or the record of the files."""
    try:
        archive = archives.read(brand)
    except SociableError as error:
        return str(error)
    return "\n".join(str(one) for one in advice.inputs(archive, brand))


def test_inbound_words_and_direct_messages_come_in_only_when_asked_for_and_masked(tmp_path: Path) -> None:
    """The twin of the promise: with the switches on the same words do show, and nobody with them."""
    cast = {name: twins.cast(name, place) for place, name in enumerate(("helpdesk", "instagram"))}
    accounts = [twins.TWINS[name](tmp_path, cast[name]) for name in cast]
    brand = {"brand": {"name": "Harbour"}, "accounts": accounts, "period": {"start": "2026-07-01", "end": "2026-09-30"}}
    shown = brand | {"privacy": {"show_inbound": True, "show_dms": True}}
    seen = []
    for place, about in enumerate((brand, shown)):
        (tmp_path / f"{place}.yaml").write_text(yaml.safe_dump(about))
        ran("build", tmp_path / f"{place}.yaml", "-o", tmp_path / f"out{place}", "-q")
        ran("review", tmp_path / f"{place}.yaml", "-o", tmp_path / f"out{place}/review", "-n", "400", "-q")
        outputs = written(tmp_path / f"out{place}", tmp_path)
        seen.append(
            {word: any(word in one for one in outputs.values()) for word in (b"boat number", b"letterinstagram")}
        )
        people = [one for one in leaks(cast, outputs) if "zq" in one or "7946" in one]
        assert not people, people[:5]
    assert seen == [dict.fromkeys(seen[0], False), dict.fromkeys(seen[0], True)]


def test_staff_are_not_named_on_bad_examples(tmp_path: Path) -> None:
    """Team and agents, by name, first name and sign, in the texts that a criterion holds against the brand."""
    ways = ["Ask Zelda Marsh", "Zelda knows more ^ZM", "Zara Staffer will help", "Mo Clerk waits /ZM", "ask ZELDA or zelda marsh",
            "by #ZeldaMarsh", "zara staffer (ZARA STAFFER) knows ^zm"]  # fmt: skip
    cast = {name: twins.cast(name, place, lambda _: [f"LAST CHANCE! Buy the pass now, 50% off today only. {way}, marker{n}x. Order here! Like and share!" for n, way in enumerate(ways * 4)])
            for place, name in enumerate(("x", "mastodon", "linkedin_workbook", "meta_csv", "hootsuite"))}  # fmt: skip
    cast["helpdesk"] = twins.cast("helpdesk", 9)
    accounts = [twins.TWINS[name](tmp_path, one) for name, one in cast.items()]
    brand = {"brand": {"name": "Harbour"}, "accounts": accounts, "team": [{"name": "Zelda Marsh", "initials": "ZM"}],
             "period": {"start": "2026-07-01", "end": "2026-09-30"}}  # fmt: skip
    (tmp_path / "brand.yaml").write_text(yaml.safe_dump(brand))
    ran("build", tmp_path, "-q")
    outputs = written(tmp_path / "output", tmp_path)
    assert outputs["output/flagged.csv"].count(b"[colleague]") > 20
    named = [
        f"{place}: {name}"
        for place, data in outputs.items()
        for name in (*STAFF, "Zelda", "ZeldaMarsh", "ZM,", "ZM.")
        if name.encode().lower() in data.lower()
    ]
    assert not named, named


def test_history_holds_no_text_at_all(run: Run) -> None:
    kept = [data for place, data in run.outputs.items() if place.startswith("history/")]
    assert kept and not [data for data in kept if re.search(rb"marker|answer[a-z]+\d+x", data)]
    assert history.decode(kept[0], "kept").evidence is None
