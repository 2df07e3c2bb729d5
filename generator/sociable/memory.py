"""What Sociable remembers on this machine between runs: which endpoints somebody agreed to, and their answers.

One folder, ``~/.sociable`` or what SOCIABLE_HOME names; answers are stored as
they came, with people masked, under the hash of what was asked.  Deleting the
folder forgets everything.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

HOME = "SOCIABLE_HOME"
BESIDE = ".sociable-cache"
"""The folder beside a brand.yaml that holds what can be worked out again: hashes and labels, no texts."""


def folder() -> Path:
    """Where it is kept; need not exist."""
    return Path(os.environ.get(HOME) or Path.home() / ".sociable")


def agreed(url: str, model: str) -> bool:
    """Whether somebody on this machine agreed to send masked drafts to this model at this address."""
    return _consent(url, model).is_file()


def agree(url: str, model: str) -> None:
    """Remembers that somebody agreed; where nothing can be written, the next run asks again."""
    _write(_consent(url, model), f"{url} {model}\n")


def answer(url: str, sent: bytes) -> str | None:
    """What came back when exactly this was sent to this address, or None."""
    with suppress(OSError, UnicodeDecodeError):
        return _answer(url, sent).read_text(encoding="utf-8")
    return None


def keep(url: str, sent: bytes, text: str) -> None:
    """Remembers an answer."""
    _write(_answer(url, sent), text)


def _consent(url: str, model: str) -> Path:
    return folder() / "agreed" / _name(url.encode(), model.encode())


def _answer(url: str, sent: bytes) -> Path:
    return folder() / "answers" / _name(url.encode(), sent)


def _name(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest() + ".txt"


def _write(path: Path, text: str) -> None:
    """Whole or not at all, for this user only."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_suffix(f".{os.getpid()}")
        part.write_text(text, encoding="utf-8", newline="")
        part.chmod(0o600)
        part.replace(path)
