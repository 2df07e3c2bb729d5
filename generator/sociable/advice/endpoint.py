"""Speaks to one OpenAI-compatible endpoint; off unless somebody asks for it by name.

Besides publishing, this is the only module that opens a connection.  It sends
what it is handed and knows nothing of people: `outside` masks before, and
verifies after.  Whatever goes wrong ends in `Unusable` with a reason of a line.
"""

from __future__ import annotations

import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from typing import IO, Any
from urllib.parse import urlsplit

from sociable.errors import Fault, UsageError

URL, MODEL, KEY, PRICE = "SOCIABLE_LLM_URL", "SOCIABLE_LLM_MODEL", "SOCIABLE_LLM_KEY", "SOCIABLE_LLM_PRICE"
PATH = "/chat/completions"
TIMEOUT = 30.0
"""Seconds for one answer, from the first byte sent to the last one read."""
LONGEST_PAUSE = 5.0
LARGEST = 1_000_000
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_FENCE = re.compile(r"\A```\w*\n(.*?)\n?```\Z", re.DOTALL)
_THOUGHT = re.compile(r"\A\s*<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)


class Unusable(Exception):
    """There is no answer to work with; `lost` when the endpoint itself is at fault and not this answer."""

    def __init__(self, reason: str, lost: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.lost = reason, lost


@dataclass(frozen=True, slots=True)
class Settings:
    """Where to ask, which model, and with which key (never printed)."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    timeout: float = TIMEOUT
    price: float = 0.0  # of a million tokens, in whatever money the user counts in; 0 where nobody said
    pause: Callable[[float], None] = field(default=time.sleep, repr=False)

    @property
    def host(self) -> str:
        """Name of the machine that would be spoken to."""
        return urlsplit(self.url).hostname or ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The text that came back, bare, and the tokens that it cost where the endpoint says so."""

    text: str
    tokens: int = 0


def settings(environ: Mapping[str, str], url: str = "", model: str = "") -> Settings:
    """The settings of the environment, `url` and `model` before it; UsageError when something is missing or unsafe."""
    url, model = url or environ.get(URL, ""), model or environ.get(MODEL, "")
    for name, value in ((URL, url), (MODEL, model)):
        if not value.strip():
            raise UsageError(Fault("--engine endpoint", f"{name} is not set", f"set {name}, or leave the option out"))
    try:
        found = urlsplit(url.strip())
    except ValueError:
        found = urlsplit("")
    if found.scheme not in ("http", "https") or not found.hostname or found.username or found.query:
        raise UsageError(Fault(URL, "is not the address of an endpoint", "write it as https://host/v1"))
    key = environ.get(KEY, "").strip()
    if found.scheme == "http" and found.hostname not in LOCAL:
        raise UsageError(Fault(URL, "would send drafts unencrypted", "use https, or an endpoint on this machine"))
    if not key.isascii() or not key.isprintable():
        raise UsageError(Fault(KEY, "holds characters that no key has", "copy it again, without line breaks"))
    base = url.strip().rstrip("/")
    return Settings(base if base.endswith(PATH) else base + PATH, model.strip(), key, price=_price(environ))


def _price(environ: Mapping[str, str]) -> float:
    written = environ.get(PRICE, "").strip() or "0"
    if not re.fullmatch(r"\d{1,6}(?:\.\d{1,6})?", written):
        raise UsageError(Fault(PRICE, f"{written!r} is no price", "write what a million tokens cost, such as 0.60"))
    return float(written)


def body(wanted: Settings, system: str, user: str) -> bytes:
    """Exactly what would leave the machine for one draft, besides the key."""
    messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
    asked = {"model": wanted.model, "messages": messages, "temperature": 0, "stream": False}
    return json.dumps(asked, ensure_ascii=False).encode()


def ask(wanted: Settings, sent: bytes) -> Answer:
    """One answer; a busy or broken endpoint (429, 5xx) is asked once more, after the pause it names."""
    status, pause, raw = _post(wanted, sent)
    if status == 429 or status >= 500:
        wanted.pause(pause)
        status, _, raw = _post(wanted, sent)
    if status != 200:
        raise Unusable(f"it answered with status {status}", lost=True)
    return parsed(raw)


def parsed(raw: bytes) -> Answer:
    """The text of an answer in the form of chat completions."""
    try:
        found = json.loads(raw)
        choice = found["choices"][0]
        text = choice["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise Unusable("its answer was malformed") from None
    if not isinstance(text, str) or not (bare := _bare(text)):
        raise Unusable("its answer was empty")
    if choice.get("finish_reason") == "length":
        raise Unusable("its answer was cut off")
    used = found.get("usage")
    tokens = used.get("total_tokens") if isinstance(used, dict) else 0
    return Answer(bare, tokens if isinstance(tokens, int) else 0)


def _bare(text: str) -> str:
    """An answer without the wrapping that models like: thoughts, fences, quotes around all of it."""
    text = _THOUGHT.sub("", text).strip()
    fenced = _FENCE.match(text)
    text = fenced.group(1).strip() if fenced else text
    for left, right in (('"', '"'), ("“", "”")):
        if len(text) > 1 and text[0] == left and text[-1] == right and not {left, right} & set(text[1:-1]):
            text = text[1:-1].strip()
    return text


class _Stay(urllib.request.HTTPRedirectHandler):
    """A redirect would carry drafts and key to a place that nobody agreed to."""

    def redirect_request(self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any,
                         newurl: str) -> None:  # fmt: skip
        """None: the redirect stands as the answer."""


def _post(wanted: Settings, sent: bytes) -> tuple[int, float, bytes]:
    """Status, seconds to wait before another try, and the bytes of the answer."""
    handlers: list[urllib.request.BaseHandler] = [_Stay()]
    if wanted.host in LOCAL:
        handlers.append(urllib.request.ProxyHandler({}))
    headers = {"Content-Type": "application/json"}
    if wanted.key:
        headers["Authorization"] = f"Bearer {wanted.key}"
    request = urllib.request.Request(wanted.url, data=sent, headers=headers, method="POST")
    until = time.monotonic() + wanted.timeout
    try:
        with urllib.request.build_opener(*handlers).open(request, timeout=wanted.timeout) as response:
            return response.status, 0.0, _body(response, until)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, _pause(error.headers.get("Retry-After")), b""
    except TimeoutError:
        raise Unusable(_late(wanted), lost=True) from None
    except urllib.error.URLError as error:
        late = isinstance(error.reason, TimeoutError)
        raise Unusable(_late(wanted) if late else f"{wanted.host} cannot be reached", lost=True) from None
    except (OSError, HTTPException, ValueError):
        raise Unusable("the connection broke off", lost=True) from None


def _body(response: HTTPResponse, until: float) -> bytes:
    """All of an answer that comes whole, in time, and within reason."""
    pieces, size = [], 0
    while piece := response.read1(65536):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST:
            raise Unusable("its answer was far too long")
        if time.monotonic() > until:
            raise TimeoutError
    if response.length:
        raise Unusable("the connection broke off", lost=True)
    return b"".join(pieces)


def _late(wanted: Settings) -> str:
    return f"it gave no answer within {wanted.timeout:g} seconds"


def _pause(header: str | None) -> float:
    """Seconds that the endpoint asks for, within reason."""
    try:
        seconds = float(header or 1.0)
    except ValueError:
        return 1.0
    return min(max(seconds, 0.0), LONGEST_PAUSE) if seconds == seconds else 1.0  # nan is no pause
