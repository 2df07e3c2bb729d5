"""Everything Sociable can tell a user went wrong.

::

    SociableError            one line for the user; carries the exit code
    |-- InputError           exit 1: a file, an archive or a configuration is wrong
    |   |-- ConfigError      brand.yaml and its neighbours: every fault at once
    |   |-- ArchiveError     an export that cannot be read at all
    |   `-- ContentError     a file under content/ or templates/ is wrong
    |-- UsageError           exit 2: the command line is wrong
    `-- LimitCrossed         exit 3: a limit the user declared was crossed

A fault is one line: file, place, what is wrong, what to do.  Rows of an
export that cannot be read are not errors but counted issues (`model.Issue`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_STEERS = "\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
_TAGS = "(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]+"
"""Letters that nobody sees; flags are made of them."""
_UNSEEN = re.compile(f"[\x00-\x1f{_STEERS}]|{_TAGS}")
_IN_JSON = re.compile(f"[{_STEERS}]|{_TAGS}")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where it is, what it is, and the remedy."""

    file: str
    what: str
    remedy: str
    line: int | None = None
    key: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        key = f" {self.key}:" if self.key else ""
        return visible(f"{place}:{key} {self.what}; {self.remedy}")


def cause(error: BaseException) -> str:
    """What an error of the system or of a library says, in its first line, without its number and the file."""
    if isinstance(error, UnicodeDecodeError):
        return f"no UTF-8 at byte {error.start}"
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return next(iter(said.splitlines()), "") or "no reason was given"


def place_of(error: BaseException) -> str:
    """Where in our own code an error arose, as file:line; never its words, which may be somebody's."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    own = [one for one in frames if "sociable" in one.filename.replace("\\", "/").split("/")]
    if not frames:
        return "no place"
    last = (own or frames)[-1]
    return f"{'/'.join(last.filename.replace(chr(92), '/').split('/')[-2:])}:{last.lineno}"


def visible(text: str) -> str:
    """`text` for one line of a terminal or a log: what steers, colours or turns the writing is spelt out."""
    return _UNSEEN.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def visible_json(text: str) -> str:
    """JSON for a terminal or a pipe: the same value, with what steers or turns the writing spelt out as JSON does."""
    import json

    return _IN_JSON.sub(lambda match: json.dumps(match[0])[1:-1], text)


class SociableError(Exception):
    """Base of all errors; `faults` holds one entry for each printed line."""

    exit_code = 1

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


class InputError(SociableError):
    """What the user gave us to read is wrong."""


class ConfigError(InputError):
    """brand.yaml, or a file it names, is wrong."""


class ArchiveError(InputError):
    """An export cannot be read at all."""


class ContentError(InputError):
    """A content or template file is wrong."""


class UsageError(SociableError):
    """The command line is wrong."""

    exit_code = 2


class LimitCrossed(SociableError):
    """A limit that the user declared was crossed."""

    exit_code = 3
