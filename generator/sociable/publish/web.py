"""What the HTTP libraries raise, as this house's faults; one line for each, whatever the library."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from sociable.errors import Fault, InputError
from sociable.publish.pace import Expired, Passing, seconds
from sociable.publish.secrets import variables

PATIENCE = 30  # seconds without an answer
PASSING = (408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524)


@contextmanager
def translated(name: str, *, signed_in: bool = True) -> Iterator[None]:
    """Within this block what `requests` raises comes out as Passing, Expired or InputError."""
    import requests

    try:
        yield
    except requests.exceptions.HTTPError as error:
        answer = error.response
        if answer is None:
            raise broken() from None
        raise status(name, answer.status_code, answer.headers.get("Retry-After"), signed_in=signed_in) from None
    except (requests.exceptions.MissingSchema, requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema):
        raise wrong_address(name) from None
    except requests.exceptions.SSLError:
        raise unsafe(name) from None
    except requests.exceptions.Timeout:
        raise Passing(f"no answer within {PATIENCE} seconds") from None
    except requests.exceptions.RequestException:
        raise broken() from None


def broken() -> Passing:
    """Nothing came back."""
    return Passing("the connection broke, or nobody answers at that address")


def unsafe(name: str) -> InputError:
    """A connection that cannot be secured: a certificate of nobody's, one that ran out, or a server of plain http."""
    what = "the server has no certificate that this machine trusts"
    return InputError(Fault(name, what, "check `url:` (http or https?) and this machine's clock"))


def status(name: str, code: int, retry_after: str | None = None, *, signed_in: bool = True) -> Exception:
    """An HTTP status as a fault."""
    if code in PASSING:
        return Passing(f"the server answers {code}", seconds(retry_after))
    if code == 401:
        return Expired() if signed_in else refused(name)
    if code == 403:
        return InputError(
            Fault(name, "the account may not do that (403)", "give it the right to edit and upload there")
        )
    if code in (404, 405, 410):
        return wrong_address(name, code)
    return InputError(Fault(name, f"the server answers {code}", "check `url:` and what stands before the server"))


def refused(name: str) -> InputError:
    """Nobody may sign in with what was found."""
    user, token = variables(name)
    return InputError(Fault(name, "the login is refused", f"check {user} and {token}"))


def wrong_address(name: str, code: int | None = None) -> InputError:
    """The address answers, but not as such a wiki does."""
    what = "no such wiki answers at that address" + (f" ({code})" if code else "")
    return InputError(Fault(name, what, "check `url:`"))


def missing(name: str, library: str) -> InputError:
    """A client library of the extra is not installed."""
    return InputError(Fault(name, f"{library} is not installed", "pip install 'sociable[wiki]'"))


def parts(url: str) -> tuple[str, str, str]:
    """Scheme, host with port, and path without its last slash."""
    split = urlsplit(url)
    return split.scheme, split.netloc, split.path.rstrip("/")


def hush(*names: str) -> None:
    """The libraries' own log lines stay silent: they repeat our one line, and may hold what was sent."""
    for name in names:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
