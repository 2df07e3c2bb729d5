"""A small playbook in any dialect, made up, and one call that publishes it; no page is drawn by the product here."""

import struct
import zlib

from sociable import publish
from sociable.publish import Outcome, Target

PAGES = ("index", "scorecard", "plan", "criteria/promo-share", "criteria/response-time")


def quarter(dialect: str, number: int, *, pages: tuple[str, ...] = PAGES, under: str = "") -> dict[str, str | bytes]:
    """Pages and one picture of a quarter; only the scorecard says the same in every quarter."""
    below = f"{under}/" if under else ""
    found: dict[str, str | bytes] = {f"{below}{name}": text(dialect, name, number) for name in pages}
    found[f"pictures/{below}overall.png"] = png(40 * number)
    return found


def text(dialect: str, name: str, number: int) -> str:
    said = "the same" if name == "scorecard" else f"quarter {number}"
    if dialect == "html":
        return f"<!doctype html><title>{name}</title><p>{said}</p>\n"
    if dialect == "confluence":
        return f"<h1>{name}</h1><p>{said} &amp; caf&eacute;</p><table><tbody><tr><td>Replies</td></tr></tbody></table>"
    if dialect == "mediawiki":
        return f"= {name} =\n{said}\n{{|\n! Replies\n|-\n| 12\n|}}"
    if dialect == "dokuwiki":
        return f"====== {name} ======\n{said}\n\n^ Replies ^\n| 12 |"
    return f"# {name}\n\n{said}\n\n| Replies |\n|---|\n| 12 |"


def png(grey: int) -> bytes:
    """A picture of four points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes([grey % 256] * 6) for _ in range(2))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def send(target: Target, pages: dict[str, str | bytes], *, take_over: bool = False) -> Outcome:
    """Look, plan, push, close."""
    try:
        return publish.push(target, publish.plan(target, pages, target.look(pages), take_over=take_over))
    finally:
        target.close()


def counts(outcome: Outcome) -> dict[str, int]:
    """How many pages and files were created, changed ..."""
    found: dict[str, int] = {}
    for step in outcome.steps:
        found[step.what] = found.get(step.what, 0) + 1
    return found


def why(outcome: Outcome, name: str) -> tuple[str, str]:
    """What became of one page, and why."""
    step = next(step for step in outcome.steps if step.name == name)
    return step.what, step.why
