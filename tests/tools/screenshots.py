"""Photographs every page of a playbook: three widths, light and dark, and as it prints.

Usage: screenshots.py FOLDER [-o PICTURES] [-p PAGE ...]   (a PAGE is an id, such as criteria/promo-share)
Needs the `chromium` command; printed pages become pictures where `pypdfium2` is installed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

WIDTHS = (390, 820, 1280)
SCHEMES = ("light", "dark")
TALLEST = 16_000  # pixels; what one picture of chromium holds
PAPER = 1.3  # pixels a point


def main() -> None:
    """Take the pictures and print where they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("output/screenshots"))
    parser.add_argument("-p", "--pages", nargs="+")
    asked = parser.parse_args()
    asked.folder = asked.folder.resolve()
    found = sorted(str(one.relative_to(asked.folder).with_suffix("")) for one in asked.folder.rglob("*.html"))
    names = asked.pages or [one for one in found if one != "playbook"]
    program = os.environ.get("SOCIABLE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not names or not program:
        sys.exit(
            f"no page under {asked.folder}" if program else "chromium is missing: sh tests/tools/install.sh chromium"
        )
    asked.output.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for scheme in SCHEMES:
            screens(browser, asked.folder, names, asked.output, scheme)
        prints(browser, asked.folder, names, asked.output)
        browser.close()
    print(asked.output.resolve().as_uri())


def picture(name: str) -> str:
    """The file name of a page."""
    return name.replace("/", "-")


def screens(browser: Browser, folder: Path, names: list[str], output: Path, scheme: str) -> None:
    """Each page at each width in one colour scheme."""
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    for name in names:
        page.goto((folder / f"{name}.html").as_uri())
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            tall = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
            page.set_viewport_size({"width": width, "height": tall})
            page.screenshot(path=output / f"{picture(name)}-{width}-{scheme}.png", animations="disabled")
    context.close()


def prints(browser: Browser, folder: Path, names: list[str], output: Path) -> None:
    """Each page as paper, and each sheet of it as a picture."""
    context = browser.new_context()
    page = context.new_page()
    for name in names:
        page.goto((folder / f"{name}.html").as_uri())
        path = output / f"{picture(name)}-print.pdf"
        page.pdf(path=path, format="A4", prefer_css_page_size=True)
        sheets(path)
    context.close()


def sheets(path: Path) -> None:
    """A PDF's pages as pictures beside it."""
    try:
        import pypdfium2
    except ImportError:
        return
    with pypdfium2.PdfDocument(path) as document:
        for number, sheet in enumerate(document, 1):
            sheet.render(scale=PAPER).to_pil().save(path.with_name(f"{path.stem}-{number}.png"))


if __name__ == "__main__":
    main()
