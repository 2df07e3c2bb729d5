"""The playbook in a real browser, opened from the disk: nothing fetched, nothing run, nothing wider than its window.

Needs the `chromium` command of Debian or Ubuntu (``sh tests/tools/install.sh chromium``); no browser is downloaded.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import sample
from msgspec import structs

from sociable import rubric as rubrics
from sociable import site
from sociable.report import Report

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
import lighthouse

BROWSER = os.environ.get("SOCIABLE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is missing: pip install -e '.[dev]'")
pytestmark = pytest.mark.skipif(
    not BROWSER, reason="chromium is missing: sh tests/tools/install.sh chromium, or set SOCIABLE_CHROMIUM"
)

WIDTHS = (320, 390, 1280)
EVERY_RULE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"
ANCHORS = """() => Array.from(document.querySelectorAll('a[href]'), a => a.href)"""
IDS = """() => Array.from(document.querySelectorAll('[id]'), one => one.id)"""


class Watch:
    """What a browser complains of, fetches or runs while it shows pages."""

    def __init__(self, context: sync_api.BrowserContext) -> None:
        self.context, self.faults = context, list[str]()
        context.on("console", lambda said: said.type in ("error", "warning") and self.faults.append(said.text))
        context.on("weberror", lambda error: self.faults.append(str(error.error)))
        context.on("dialog", self._dialog)
        context.on("request", self._request)

    def _dialog(self, dialog: sync_api.Dialog) -> None:
        self.faults.append(f"a post opened a dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: sync_api.Request) -> None:
        if not request.url.startswith(("file:", "data:")):
            self.faults.append(f"asked the network for {request.url}")


@pytest.fixture(scope="module")
def chromium() -> Iterator[sync_api.Browser]:
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample.write(tmp_path_factory.mktemp("playbook"))


def names(folder: Path) -> list[str]:
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*.html"))


def kinds(folder: Path) -> list[str]:
    """Pages of every template and every status; all of them where SOCIABLE_EVERY_PAGE is set."""
    every = names(folder)
    if os.environ.get("SOCIABLE_EVERY_PAGE"):
        return every
    criteria = [one for one in every if one.startswith("criteria/")]
    chosen = [f"criteria/{one}.html" for one in (*sample.STATUS, "promo-share", "response-time")]
    assert set(chosen) <= set(criteria)
    return [one for one in every if one not in criteria and one != "playbook.html"] + chosen


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_every_page_at_every_width(chromium: sync_api.Browser, folder: Path, script: bool) -> None:
    context = chromium.new_context(java_script_enabled=script, reduced_motion="reduce")
    watch, page = Watch(context), context.new_page()
    wide, addresses, ids = [], set[str](), dict[str, set[str]]()
    for name in names(folder):
        # "load", for without a script nothing holds DOMContentLoaded back until the style sheet is there.
        page.goto((folder / name).as_uri(), wait_until="load")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            over = page.evaluate(OVERFLOW)
            wide += [(name, width, over)] if over > 0 else []
        addresses |= set(page.evaluate(ANCHORS))
        ids[page.url] = set(page.evaluate(IDS))
    context.close()
    assert wide == []
    assert watch.faults == []
    inside = [one.partition("#") for one in sorted(addresses) if one.startswith("file:")]
    assert [page for page, _, _ in inside if not Path(unquote(urlsplit(page).path)).is_file()] == []
    assert [(page, anchor) for page, _, anchor in inside if anchor and anchor not in ids[page]] == []
    assert len(inside) > 200


ASK = """address => fetch(address).then(() => 'answered', () => 'refused')"""


def test_a_page_reaches_its_own_host_alone_and_from_the_disk_nothing(chromium: sync_api.Browser, folder: Path) -> None:
    """Even a script that should not be there gets no further than the host that it came from."""
    context = chromium.new_context()
    page = context.new_page()
    with lighthouse.served(folder) as here, lighthouse.served(folder) as elsewhere:
        page.goto(f"{here}/index.html")
        assert page.evaluate(ASK, f"{here}/plan.html") == "answered"
        assert page.evaluate(ASK, f"{elsewhere}/plan.html") == "refused"
        page.goto((folder / "index.html").as_uri())
        assert page.evaluate(ASK, f"{here}/plan.html") == "refused"
        assert page.evaluate(ASK, (folder / "plan.html").as_uri()) == "refused"
        page.goto(f"{here}/playbook.html")
        assert page.evaluate(ASK, f"{here}/plan.html") == "refused"
    context.close()


@pytest.mark.parametrize("name", ["appendix.html", "signals.html", "playbook.html"])
def test_a_hostile_post_runs_nothing(chromium: sync_api.Browser, folder: Path, name: str) -> None:
    context = chromium.new_context()
    watch, page = Watch(context), context.new_page()
    page.goto((folder / name).as_uri(), wait_until="domcontentloaded")
    page.wait_for_timeout(100)
    assert sample.HOSTILE[0] in page.content().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert page.evaluate("() => document.querySelectorAll('main script, [onerror], [onload], [onclick]').length") == 0
    assert page.evaluate("() => window.hostile === undefined && document.title.length > 0")
    context.close()
    assert watch.faults == []


SIDEWAYS = """() => Array.from(document.querySelectorAll('.chart .scroll'))
  .filter(one => one.clientWidth && one.scrollWidth > one.clientWidth).map(one => one.getAttribute('aria-label'))"""


@pytest.mark.parametrize(("width", "shown"), [(390, ".chart-heat-narrow"), (1280, ".chart-heat")])
def test_no_chart_scrolls_sideways_and_one_heat_map_is_seen(
    chromium: sync_api.Browser, folder: Path, width: int, shown: str
) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.goto((folder / "desk.html").as_uri())
    assert page.evaluate(SIDEWAYS) == []
    seen = [name for name in (".chart-heat", ".chart-heat-narrow") if page.locator(name).is_visible()]
    assert seen == [shown]
    page.close()


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)])
def test_the_first_screen_is_the_minute(chromium: sync_api.Browser, folder: Path, width: int, height: int) -> None:
    """Verdict, worst question, a post that shows it, its rewrite and Monday begin on the first screen."""
    page = chromium.new_page(viewport={"width": width, "height": height})
    page.goto((folder / "index.html").as_uri())
    for one in (".headline-word", ".minute-worst .verdict", ".minute .draft-before", ".minute .draft-after"):
        box = page.locator(one).first.bounding_box()
        assert box is not None and box["y"] + box["height"] <= height, (one, box)
    monday = page.locator(".minute-habit").bounding_box()
    assert monday is not None and monday["y"] + 20 <= height
    page.close()


def wordy(report: Report) -> Report:
    """The sample with posts and drafts as long as a network lets them be."""
    known = report.evidence
    assert known is not None
    posts = {uid: structs.replace(card, text=(card.text + " and more of it") * 12) for uid, card in known.posts.items()}
    drafts = [
        structs.replace(one, before=posts[one.post].text, after=(one.after + " and so on, at length") * 12)
        for one in known.rewrites
    ]
    return structs.replace(report, evidence=structs.replace(known, posts=posts, rewrites=drafts))


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("long", [False, True], ids=["short", "long"])
def test_a_slide_is_one_screen_of_a_projector(
    chromium: sync_api.Browser, tmp_path: Path, language: str, long: bool
) -> None:
    rules = rubrics.load(())
    report = sample.report(rules)
    report = structs.replace(wordy(report) if long else report, brand={**report.brand, "language": language})
    (tmp_path / "slides.html").write_text(site.slides(report, rules), encoding="utf-8")
    page = chromium.new_page(viewport={"width": 1280, "height": 720})
    page.goto((tmp_path / "slides.html").as_uri())
    tall = page.evaluate("() => Array.from(document.querySelectorAll('.slide'), one => one.offsetHeight)")
    assert len(tall) > 5 and set(tall) == {720}
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == len(tall), "a slide a sheet"
    page.close()


def test_the_copy_button_copies_the_whole_draft(chromium: sync_api.Browser, folder: Path) -> None:
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto((folder / "criteria/promo-share.html").as_uri())
    button = page.locator("button.copy", has_text="Copy draft").first
    wanted = button.get_attribute("data-copy")
    page.bring_to_front()
    assert button.evaluate("one => { one.click(); return one.textContent; }") == "Copied"
    assert page.evaluate("() => navigator.clipboard.readText()") == wanted
    context.close()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_scorecard_of_one_platform(chromium: sync_api.Browser, folder: Path, script: bool) -> None:
    context = chromium.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto((folder / "scorecard.html").as_uri())
    panes, picks = page.locator(".pane"), page.locator(".pick input")
    assert picks.count() == panes.count() > 2
    for chosen in range(picks.count()):
        picks.nth(chosen).check()
        assert [panes.nth(i).is_visible() for i in range(panes.count())] == [i == chosen for i in range(panes.count())]
    page.emulate_media(media="print")
    assert panes.nth(0).is_visible() and not panes.nth(1).is_visible()
    context.close()


@pytest.mark.parametrize(("scheme", "rules"), [("light", EVERY_RULE), ("dark", ["color-contrast"])])
def test_accessibility_by_axe(chromium: sync_api.Browser, folder: Path, scheme: str, rules: list[str]) -> None:
    pytest.importorskip("axe_playwright_python", reason="axe is missing: pip install -e '.[dev]'")
    axe = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    context = chromium.new_context(
        color_scheme=scheme, bypass_csp=True
    )  # axe is injected; the page's policy forbids it
    page = context.new_page()
    faults = []
    for name in kinds(folder):
        page.goto((folder / name).as_uri())
        page.evaluate(axe)
        found = page.evaluate(
            "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations'], elementRef: false})", rules
        )
        faults += [
            (name, one["id"], [node["target"] for node in one["nodes"]][:3], one["nodes"][0]["any"][:1])
            for one in found["violations"]
        ]
    context.close()
    assert faults == []


STOPS = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
  const seen = box.width > 0 && box.height > 0 && (style.outlineStyle !== 'none' || one.id === 'main');
  return [one.tagName, one.id || one.className || one.textContent.trim().slice(0, 40), seen];
}"""


@pytest.mark.parametrize("name", ["index.html", "appendix.html", "criteria/promo-share.html"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    chromium: sync_api.Browser, folder: Path, name: str, width: int
) -> None:
    context = chromium.new_context(reduced_motion="reduce", viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto((folder / name).as_uri())
    wanted = page.locator("a[href]:visible, button:visible, summary:visible, input:visible").count()
    stops, hidden = 0, []
    for _ in range(4 * wanted):
        page.keyboard.press("Tab")
        tag, what, seen = page.evaluate(STOPS)
        if tag == "BODY":
            break
        stops += tag in ("A", "BUTTON", "SUMMARY", "INPUT")
        hidden += [] if seen else [(tag, what)]
    context.close()
    assert hidden == []
    assert stops >= wanted


def test_the_skip_link_and_a_closed_part_open_by_key(chromium: sync_api.Browser, folder: Path) -> None:
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto((folder / "criteria/promo-share.html").as_uri())
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "main"
    part = page.locator("details.disagree").first
    part.locator("summary").focus()
    page.keyboard.press("Enter")
    assert part.get_attribute("open") is not None
    context.close()


def test_nothing_is_cut_without_a_style_sheet(chromium: sync_api.Browser, tmp_path: Path) -> None:
    """A reader with a style sheet of their own, or none: no drawing is wider than a small phone."""
    place = sample.write(tmp_path)
    (place / "assets" / "style.css").unlink()
    context = chromium.new_context(viewport={"width": 320, "height": 900})
    page = context.new_page()
    wide = []
    for name in ("mix.html", "desk.html", "index.html", "criteria/promo-share.html"):
        page.goto((place / name).as_uri())
        drawn = "() => Math.max(...Array.from(document.querySelectorAll('svg'), s => s.getBoundingClientRect().right))"
        wide += [(name, right)] if (right := page.evaluate(drawn)) > 320 else []
    context.close()
    assert wide == []
