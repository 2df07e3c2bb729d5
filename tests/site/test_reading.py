"""The offline page of `sociable review` in a real browser: keys, navigation, and a saved sheet that is read back."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from sociable import review, site
from sociable.model import Period
from sociable.sample import Drawn, Sample

BROWSER = os.environ.get("SOCIABLE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is missing: pip install -e '.[dev]'")
pytestmark = pytest.mark.skipif(
    not BROWSER, reason="chromium is missing: sh tests/tools/install.sh chromium, or set SOCIABLE_CHROMIUM"
)

SAMPLE = Sample(
    brand="Harbour, Lights",
    fingerprint="f",
    period=Period(id="2026-Q3", start="2026-07-01", end="2026-09-30"),
    units=[
        Drawn(
            uid='x:1,"a"', kind="B", platform="x", day="2026-07-01", labels=["purpose", "promo", "useful"],
            says={"promo": 0.9, "useful": 0.1}, purpose="product", text="Book now.",
        ),
        Drawn(
            uid="x:2", kind="B", platform="x", day="2026-07-02", labels=["purpose", "promo", "useful"],
            says={"promo": 0.2, "useful": 0.8}, purpose="product", text="Tides explained.",
        ),
        Drawn(
            uid="x:3", kind="R", platform="x", day="2026-07-03", labels=["canned", "deflect"],
            says={"canned": 0.7, "deflect": 0.1}, text="Please DM us.",
        ),
    ],
)  # fmt: skip


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[sync_api.Page, Path, list[str]]]:
    folder = tmp_path_factory.mktemp("reading")
    (folder / "review").mkdir()
    (folder / "review" / "review.html").write_text(site.review_page(SAMPLE, "#0b5d7a"), encoding="utf-8")
    (folder / "review" / "drawn.json").write_bytes(msgspec.json.encode(SAMPLE))
    (folder / "posts.csv").write_text("id,created_at,text\n1,2026-07-01T10:00:00Z,Book now.\n")
    (folder / "brand.yaml").write_text(
        "brand: {name: Harbour Lights, timezone: UTC}\n"
        "accounts:\n  - {platform: x, handle: HarbourLights, role: brand, archive: posts.csv}\n"
    )
    faults: list[str] = []
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(accept_downloads=True)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        context.on("console", lambda said: said.type == "error" and faults.append(said.text))
        shown = context.new_page()
        shown.goto((folder / "review" / "review.html").as_uri())
        yield shown, folder, faults
        browser.close()


def key_of(page: sync_api.Page, unit: int, label: str) -> str:
    """The key printed beside a label of the unit."""
    box = page.locator(".unit").nth(unit).locator(f"input[value='{label}']").first  # labels come before purposes
    return str(box.get_attribute("data-key"))


def test_a_sample_is_read_by_keyboard_alone_saved_and_read_back(page: tuple[sync_api.Page, Path, list[str]]) -> None:
    shown, folder, faults = page
    units = shown.locator(".unit")
    assert [units.nth(at).is_visible() for at in range(3)] == [True, False, False]
    assert shown.locator("[data-download]").is_hidden(), "nothing to save yet"

    for key in (key_of(shown, 0, "promo"), key_of(shown, 0, "product"), "Enter"):
        shown.keyboard.press(key)
    assert [units.nth(at).is_visible() for at in range(3)] == [False, True, False]
    shown.keyboard.press(key_of(shown, 1, "useful"))
    shown.keyboard.press("ArrowLeft")  # back, the second not yet kept
    assert units.nth(0).is_visible() and units.nth(0).locator("input[value='promo']").first.is_checked()
    shown.keyboard.press(key_of(shown, 0, "useful"))  # a change of mind
    shown.keyboard.press("Enter")

    shown.keyboard.press(key_of(shown, 1, "promo"))
    shown.keyboard.press(key_of(shown, 1, "promo"))  # ticked and unticked
    if not units.nth(1).locator("input[value='useful']").first.is_checked():
        shown.keyboard.press(key_of(shown, 1, "useful"))
    shown.keyboard.press("Enter")
    shown.wait_for_timeout(500)  # a busy browser hands what a page remembers on behind its back
    shown.reload()
    assert shown.locator("[data-done]").inner_text() == "2", "answers outlive the page"
    assert units.nth(2).is_visible() and shown.locator("[data-finished]").is_hidden()
    shown.keyboard.press(key_of(shown, 2, "canned").upper())
    shown.keyboard.press("Enter")
    assert shown.locator("[data-finished]").is_visible()

    with shown.expect_download() as coming:
        shown.locator("[data-download]").click()
    assert coming.value.suggested_filename == "review.csv"
    saved = folder / "downloads.csv"
    coming.value.save_as(saved)
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(saved.read_text(encoding="utf-8"), newline=""))}
    first = rows['x:1,"a"']
    assert (first["promo"], first["useful"], first["purpose"]) == ("1", "1", "product")
    assert (rows["x:2"]["promo"], rows["x:2"]["useful"], rows["x:2"]["canned"]) == ("0", "1", "")
    assert (rows["x:3"]["canned"], rows["x:3"]["deflect"], rows["x:3"]["promo"]) == ("1", "0", "")

    found, target, count = review.read(folder / "brand.yaml", [saved])
    by_label = {one.label: one for one in found}
    assert count == 3 and by_label["promo"].right == 1 and by_label["useful"].right == 0.5
    assert 'x:1,""a""' in target.read_text()
    assert not faults


def test_a_key_in_use_by_the_browser_is_left_to_it(page: tuple[sync_api.Page, Path, list[str]]) -> None:
    shown, _, _ = page
    before = json.loads(
        shown.evaluate("JSON.stringify(Array.from(document.querySelectorAll('input'), i => i.checked))")
    )
    shown.keyboard.press(f"Control+{key_of(shown, 2, 'canned')}")
    after = json.loads(shown.evaluate("JSON.stringify(Array.from(document.querySelectorAll('input'), i => i.checked))"))
    assert before == after
