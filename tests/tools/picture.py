"""Takes the README's picture of the demo playbook's first page and writes its verdict into the alt text.

Usage: picture.py FOLDER   (a built demo, such as output/demo; needs the `chromium` command)
The verdict is written into the picture too, so that a test can hold picture, alt text and demo together.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import struct
import sys
import zlib
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "docs" / "pictures" / "playbook.png"
SIZE = {"width": 1287, "height": 800}
START = 33
"""Bytes of the signature and the header of a PNG, after which a text may stand."""


def verdict(report: Path) -> str:
    """The headline of a report.json as the page tells it: "Good, 71 of 100"."""
    overall = json.loads(report.read_text(encoding="utf-8"))["overall"]
    return f"{overall['band'].capitalize()}, {int(overall['score'] + 0.5)} of 100"


def fewer_colours(data: bytes) -> bytes:
    """A PNG of 256 colours: a page has hardly more, and it is a third of the size."""
    found = io.BytesIO()
    Image.open(io.BytesIO(data)).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(
        found, "PNG", optimize=True
    )
    return found.getvalue()


def main() -> None:
    """Photograph, mark the picture with its verdict, and put the verdict into the README."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1]).resolve()
    program = os.environ.get("SOCIABLE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        sys.exit("chromium is missing: sh tests/tools/install.sh chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport=SIZE, color_scheme="light")  # type: ignore[arg-type]
        page = context.new_page()
        page.goto((folder / "index.html").as_uri())
        data = fewer_colours(page.screenshot(animations="disabled"))
        browser.close()
    said = verdict(folder / "report.json")
    text = b"tEXt" + b"Description\0" + said.encode("latin-1")
    chunk = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
    PICTURE.write_bytes(data[:START] + chunk + data[START:])
    readme = ROOT / "README.md"
    told = re.sub(r"(\[!\[[^\]]*?: )\w+, \d+ of 100", rf"\g<1>{said}", readme.read_text(encoding="utf-8"), count=1)
    readme.write_text(told, encoding="utf-8")
    print(f"{PICTURE.relative_to(ROOT)}: {said}")


if __name__ == "__main__":
    main()
