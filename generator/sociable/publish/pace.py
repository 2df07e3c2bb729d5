"""At most so many requests a second; what fails for the moment is tried again, in vain only so often."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

from sociable.errors import Fault, InputError

T = TypeVar("T")
TRIES = 4
LONGEST_WAIT = 120.0
"""Seconds; a server that asks for more is told to the user, who decides."""


class Passing(Exception):
    """A fault that may be gone in a moment: no answer, a limit on requests, an overloaded server.

    `wait` is what the server asked for, in seconds, if it did.
    """

    def __init__(self, what: str, wait: float | None = None) -> None:
        super().__init__(what)
        self.what, self.wait = what, wait


class Expired(Exception):
    """The login that held a moment ago holds no more."""


class Conflict(Exception):
    """A person changed the page after it was read; `why` is for the summary."""

    def __init__(self, why: str = "somebody changed it while this ran; publish again") -> None:
        super().__init__(why)
        self.why = why


class Pace:
    """Calls functions that make one request each, `per_second` at most, and again where the fault is a passing one.

    `again` signs in anew; it is called once for each request that found the login expired.
    """

    def __init__(
        self,
        place: str,
        per_second: float,
        again: Callable[[], None] | None = None,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.place, self.gap, self.again = place, 1 / per_second, again
        self._sleep, self._clock = sleep, clock
        self._next = 0.0

    def __call__(self, request: Callable[[], T]) -> T:
        """The answer; InputError in one line after `TRIES` tries, or at once where trying is no use."""
        renewed = False
        for attempt in range(TRIES):
            self._turn()
            try:
                return request()
            except Expired:
                if renewed or self.again is None:
                    break
                renewed = True
                self.again()
            except Passing as fault:
                wait = 2.0**attempt if fault.wait is None else fault.wait
                if wait > LONGEST_WAIT:
                    minutes = round(wait / 60)
                    what = f"{fault.what} and asks to wait {minutes} minutes"
                    remedy = "publish again then; it goes on where it stopped"
                    raise InputError(Fault(self.place, what, remedy)) from None
                if attempt == TRIES - 1:
                    remedy = (
                        f"tried {TRIES} times; check the address, or publish again later: it goes on where it stopped"
                    )
                    raise InputError(Fault(self.place, fault.what, remedy)) from None
                self._sleep(wait)
        raise InputError(Fault(self.place, "the login has expired", "renew the token, then publish again"))

    def _turn(self) -> None:
        now = self._clock()
        if now < self._next:
            self._sleep(self._next - now)
        self._next = max(now, self._next) + self.gap


def seconds(retry_after: str | None) -> float | None:
    """A Retry-After header in seconds: a number, or a date; None when there is none that can be read."""
    if not retry_after:
        return None
    if re.fullmatch(r"-?\d+(\.\d+)?", retry_after.strip()):
        return max(0.0, float(retry_after))
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, (until.astimezone(UTC) - datetime.now(UTC)).total_seconds())
