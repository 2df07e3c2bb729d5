"""Posts that mean harm, through every output: a real browser runs nothing and asks for nothing."""

# ruff: noqa: E501 - rows of odd texts are easier to read on one line
from __future__ import annotations

import csv
import html
import io
import json
import os
import re
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from archives import make
from hostile import twins
from hostile.strings import STRINGS
from sociable import history, rubric, signals, site
from sociable.cli import group
from sociable.errors import Fault, visible

BROWSER = os.environ.get("SOCIABLE_CHROMIUM") or shutil.which("chromium") or ""
PAGES = (
    "appendix.html", "playbook.html", "index.html", "house-rules.html", "method.html", "criteria/hard-sell.html",
    "slides.html", "trends.html", "mix.html", "plan.html",
)  # fmt: skip
EVIL = "Harbour <script>globalThis.ran=1</script>"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("posts")
    tweets = []
    for number, text in enumerate(STRINGS):
        when = twins.START + timedelta(hours=number * 4)
        words = (
            f"{text} LAST CHANCE! Buy the pass now, 50% off, number {number}. {text}"
            if number % 3
            else f"{text} buy now {number}"
        )
        tweets.append(make.tweet(twins.snowflake(when), words, when.strftime("%a %b %d %H:%M:%S +0000 %Y")))
    make.x_archive(root / "x", tweets)
    brand: dict[str, Any] = {
        "brand": {"name": EVIL, "products": ["{{7*191}}", "=cmd()"]},
        "accounts": [{"platform": "x", "handle": make.HANDLE, "archive": "x"}],
        "events": [{"name": "<img src=x onerror=globalThis.ran=1>", "start": "2026-07-01", "end": "2026-07-02", "kind": "sale"}],
        "playbook": {"title": "</title><script>globalThis.ran=1</script>"}, "period": {"start": "2026-07-01", "end": "2026-09-30"},
    }  # fmt: skip
    brand["reader"] = "quick"  # `label`, below, has the careful one read them all
    (root / "brand.yaml").write_text(yaml.safe_dump(brand))
    report, said = str(root / "output/report.json"), []
    clients(root / "clients", brand, tweets[:40])
    for words in (
        ["build", str(root), "--single-file", "--slides"], ["review", str(root), "-n", "400"], ["check", str(root)],
        ["compare", report, report, "--page", str(root / "compare.html")], ["compare", report, report, "--json"],
        ["portfolio", str(root / "clients"), "-o", str(root / "all"), "--jobs", "1"], ["label", str(root / "x"), "--handle", make.HANDLE],
    ):  # fmt: skip
        done = CliRunner().invoke(group, words)
        assert done.exit_code == int(words[0] == "portfolio"), done.output  # one client's file is broken
        said.append(done.output)
    (root / "said.txt").write_text("\n".join(said))
    return root


def clients(folder: Path, brand: dict[str, Any], tweets: list[dict[str, Any]]) -> None:
    """Two brands for a portfolio: one that builds, and one whose file is wrong in a way that quotes what it holds."""
    for name, about in (("a", brand), ("b", brand | {EVIL + "\x1b[31m\u202e": 1})):
        (folder / name).mkdir(parents=True)
        make.x_archive(folder / name / "x", tweets)
        (folder / name / "brand.yaml").write_text(yaml.safe_dump(about))


def test_there_are_four_hundred_and_fifty_of_them(run: Path) -> None:
    assert len(STRINGS) >= 450
    shown = json.loads((run / "output/report.json").read_bytes())["evidence"]["posts"]
    assert sum("LAST CHANCE" in one["text"] for one in shown.values()) > 150


@pytest.mark.skipif(not BROWSER, reason="chromium is missing: sh tests/tools/install.sh chromium")
def test_a_browser_runs_nothing_and_asks_for_nothing(run: Path) -> None:
    from playwright.sync_api import sync_playwright

    faults: list[str] = []
    files = [*(run / "output" / name for name in PAGES), run / "review/review.html", run / "compare.html"]
    files.append(run / "all/index.html")
    assert [path.name for path in files if not path.is_file()] == []
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        context = browser.new_context()
        context.on("dialog", lambda dialog: (faults.append("a dialog"), dialog.dismiss()))
        context.on("request", lambda one: None if one.url.startswith(("file:", "data:")) else faults.append(one.url))
        context.on(
            "page",
            lambda page: page.on(
                "framenavigated", lambda frame: frame.url.startswith(("file:", "about:")) or faults.append(frame.url)
            ),
        )
        for path in files:
            page = context.new_page()
            page.goto(path.as_uri(), timeout=180_000)
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            page.wait_for_timeout(50)
            if page.evaluate("globalThis.ran !== undefined || location.protocol !== 'file:'"):
                faults.append(f"{path.name}: a text ran")
            odd = page.evaluate(
                "[...document.querySelectorAll('*')].filter(one => [...one.attributes].some(two => /^on/i.test(two.name)"
                " || /javascript:|beacon/i.test(two.name + ' ' + (/^(href|src|action|style|srcset)$/.test(two.name) ? two.value : ''))))"
                ".map(one => one.outerHTML.slice(0, 120))"
            )
            faults += [f"{path.name}: {one}" for one in odd]
            page.close()
        browser.close()
    assert not faults, "\n".join(faults[:20])


def test_every_page_forbids_the_network(run: Path) -> None:
    pages = [*(run / "output").rglob("*.html"), run / "review/review.html"]
    assert len(pages) > 30
    for path in pages:
        text = path.read_text()
        policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)"', text)
        assert policy and html.unescape(policy[1]).startswith("default-src 'none'"), path.name
        assert "<script>globalThis" not in text, path.name


def test_tables_start_no_formula(run: Path) -> None:
    for path in (run / "output/flagged.csv", run / "review/review.csv"):
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
        assert len(rows) > 100
        risky = [
            cell
            for row in rows
            for cell in row
            if cell.lstrip(" \u00a0\ufeff")[:1] in tuple("=+-@\t\r＝＋－＠") and cell[:1]
        ]
        assert risky == []


def test_json_is_one_value_and_holds_the_words_as_they_are(run: Path) -> None:
    report = history.load(run / "output/report.json")
    assert report.evidence is not None
    texts = " ".join(one.text for one in report.evidence.posts.values())
    assert "{{7*191}}" in texts and "[[Special:Logout]]" in texts and "~~~~" in texts


@pytest.mark.parametrize("dialect", ["mediawiki", "dokuwiki", "confluence", "markdown"])
def test_wikis_get_no_raw_markup(run: Path, dialect: str) -> None:
    """tests/wiki shows these pages on the real wikis; here every string goes through each dialect's escape."""
    report = history.load(run / "output/report.json")
    pages = site.pages(report, rubric.load(signals.SIGNALS), report.notes)
    made = site.wiki(pages, dialect, "Playbooks/H")
    texts = [one for one in made.values() if isinstance(one, str)]
    assert len(texts) > 20
    for text in texts:
        for raw in ("<script>globalThis", "<img src=x onerror", "{{Delete}}", "[[Category:Owned]]", "<php>echo", "~~NOCACHE~~", "<ac:structured-macro ac:name=\"html\""):  # fmt: skip
            if (dialect == "confluence" and raw[0] in "{[~") or (
                dialect == "dokuwiki" and raw[1:4] in ("scr", "img", "ac:")
            ):
                continue  # plain words there
            if (dialect == "dokuwiki" and "%%" in text) or (
                dialect in ("mediawiki", "dokuwiki") and "<nowiki>" in text
            ):
                text = _outside(text)
            assert raw not in text, (dialect, raw)


def _outside(text: str) -> str:
    """What a wiki reads as markup: the text without what stands between its own marks for plain words."""
    import re

    return re.sub(r"%%.*?%%|<nowiki>.*?</nowiki>", "", text, flags=re.S)


def test_what_commands_print_steers_no_terminal(run: Path) -> None:
    said = (run / "said.txt").read_text()
    assert len(said) > 20_000 and all(visible(line) == line for line in said.split("\n"))


def test_terminals_and_logs_get_no_escapes(tmp_path: Path) -> None:
    with (tmp_path / "drafts.csv").open("w", newline="", encoding="utf-8", errors="surrogatepass") as file:
        csv.writer(file).writerows(
            [["id", "text"], *([number, f"BUY NOW! {text}"] for number, text in enumerate(STRINGS) if "\0" not in text)]
        )
    done = CliRunner().invoke(
        group, ["lint", str(tmp_path / "drafts.csv"), "--no-rewrite", "--csv", str(tmp_path / "v.csv")]
    )
    assert done.exit_code == 0, done.output[-300:]
    assert all(visible(line) == line for line in done.output.splitlines())
    for text in STRINGS:
        line = str(Fault(text, text, text))
        assert "\n" not in line and visible(line) == line


def printed(path: Path) -> str:
    """The letters of a PDF, without blanks and line ends; it must hold nothing that acts."""
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument(path.read_bytes())
    text = "".join(page.get_textpage().get_text_range() for page in document)
    data = path.read_bytes()
    assert not [name for name in (b"/JavaScript", b"/Launch", b"/OpenAction", b"/SubmitForm") if name in data]
    return letters(text)


def letters(text: str) -> str:
    return re.sub("[^!-~]+", "", text)


@pytest.mark.skipif(not BROWSER, reason="chromium is missing: sh tests/tools/install.sh chromium")
def test_a_printed_page_holds_the_strings_as_they_are(run: Path, tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    asked: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-dev-shm-usage"])
        context = browser.new_context()
        context.on("request", lambda one: None if one.url.startswith(("file:", "data:")) else asked.append(one.url))
        page = context.new_page()
        page.goto((run / "output/appendix.html").as_uri(), timeout=180_000)
        shown = letters(page.evaluate("document.body.textContent"))
        (tmp_path / "p.pdf").write_bytes(page.pdf())
        assert page.evaluate("globalThis.ran === undefined")
        browser.close()
    text = printed(tmp_path / "p.pdf")
    wanted = [one for one in STRINGS if letters(one) and letters(one) in shown]
    lost = [one for one in wanted if letters(one) not in text and "\u202e" not in one]  # which a printer turns round
    assert len(wanted) > 350 and not lost and not asked
