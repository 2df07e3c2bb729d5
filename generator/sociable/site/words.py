"""Words numbers: the only module that turns a number into text for a reader.

Shares are fractions in [0, 1], times are minutes, scores run from 0 to 100.
A rounded figure never claims what is not so: "0%" and "100%" are printed
only when exact (HOUSE, from coverage.py's ``pc_covered_str``), scores carry
no decimals (RUBRIC 4.3), and a missing number is a dash, never a zero.
"""

from __future__ import annotations

import math
from typing import Final

from sociable import tongue

DASH: Final = "–"
FINE: Final = 50
"""From so many on, a share below ten per cent is told in tenths."""


def _missing(value: float | None) -> bool:
    return value is None or not math.isfinite(value)


def _half_up(value: float) -> int:
    """Nearest integer, halves upwards, as readers round; steadied against binary dust."""
    return math.floor(round(value, 9) + 0.5)


def count(value: float | None) -> str:
    """A whole number with thousands separated by commas."""
    return DASH if value is None or _missing(value) else tongue.figure(f"{_half_up(value):,}")


def number(value: float | None, digits: int = 1) -> str:
    """A plain figure with at most `digits` decimals and no trailing zeros."""
    if value is None or _missing(value):
        return DASH
    shown = f"{round(value, digits):,.{digits}f}".rstrip("0").rstrip(".") if digits else f"{_half_up(value):,}"
    return "0" if shown == "-0" else tongue.figure(shown.replace("-", "−"))


def credits(value: float | None) -> str:
    """A count that may hold halves, or be a sum of probabilities: "18", "about 17", "fewer than 1"."""
    if value is None or _missing(value):
        return DASH
    if abs(value - round(value)) < 0.005:
        return count(value)
    return tongue.say("fewer than 1") if 0 < value < 1 else tongue.say("about {n}", n=count(value))


def score(value: float | None) -> str:
    """A score as an integer; "0" and "100" only when they are nearly so."""
    if value is None or _missing(value):
        return DASH
    return str(rounded(value))


def rounded(value: float) -> int:
    """The integer a score is shown and banded as."""
    return min(100, max(0, _half_up(value)))


def scores(low: float | None, high: float | None) -> str:
    """The interval of a score: "38 to 55"."""
    return span(score(low), score(high))


def share(value: float | None) -> str:
    """A fraction in per cent, tenths below ten; never "0%" or "100%" unless exact."""
    if value is None or _missing(value):
        return DASH
    if value in (0, 1):
        return tongue.say("{n}%", n=int(value) * 100)
    hundred = value * 100
    if hundred < 9.95:
        return tongue.say("under 0.1%") if hundred < 0.05 else tongue.say("{n}%", n=number(hundred))
    if 99 < hundred < 100:
        return tongue.say("over 99%") if _half_up(hundred) >= 100 else tongue.say("{n}%", n=99)
    return tongue.say("{n}%", n=_half_up(hundred))


def counted_share(value: float | None, n: float) -> str:
    """As `share`, without tenths where fewer than fifty were counted, or not one of them in sum: they bear none."""
    if value is None or _missing(value) or not 0 < value < 0.0995 or (n >= FINE and value * n >= 1):
        return share(value)
    return tongue.say("under 1%") if value < 0.005 else tongue.say("{n}%", n=_half_up(value * 100))


def edge(value: float | None) -> str:
    """A share used as a threshold: exact to a tenth of a per cent."""
    return DASH if value is None or _missing(value) else tongue.say("{n}%", n=number(value * 100))


def points(value: float | None) -> str:
    """A difference of shares in percentage points, signed: "+12 points"."""
    if value is None or _missing(value):
        return DASH
    size = value * 100
    shown = number(abs(size)) if 0 < abs(size) < 1 else count(abs(size))
    return tongue.say("{n} point" if shown == "1" else "{n} points", n=f"{_sign(size if shown != '0' else 0)}{shown}")


def worth(value: float) -> str:
    """Points of the total that something would bring: "1.9 points", "1 point"."""
    shown = number(value)
    return tongue.say("{n} point" if shown == "1" else "{n} points", n=shown)


def difference(value: float | None, unit: str) -> str:
    """How much a measure moved, signed, in its unit; ratios are kept as shares and told in points."""
    if unit in ("share", "ratio", "minutes"):
        return points(value)
    if value is None or _missing(value):
        return DASH
    size = number(abs(value))
    signed = f"{_sign(value if size != '0' else 0)}{size}"
    return tongue.say("{n} grade" if size == "1" else "{n} grades", n=signed) if unit == "grade" else signed


def points_span(low: float, high: float) -> str:
    """Two differences of shares as one range: "−12 to +15 points"."""
    left, right = points(low), points(high)
    return left if left == right else tongue.say("{low} to {high}", low=left.rsplit(" ", 1)[0], high=right)


def differences(low: float, high: float, unit: str) -> str:
    """The two ends of a difference as one range, in its unit."""
    if unit in ("share", "ratio", "minutes"):
        return points_span(low, high)
    left, right = difference(low, unit), difference(high, unit)
    return left if left == right else tongue.say("{low} to {high}", low=left.rsplit(" ", 1)[0], high=right)


def change(value: float | None) -> str:
    """A signed difference of scores: "+8", "−3", "±0"."""
    if value is None or _missing(value):
        return DASH
    whole = _half_up(abs(value))
    return f"{_sign(value)}{whole}" if whole else "±0"


def _sign(value: float) -> str:
    return "+" if value > 0 else "−" if value < 0 else "±"


def minutes(value: float | None) -> str:
    """A length of time: "under a minute", "45 min", "2 h 10 min", "3 days 4 h"."""
    if value is None or _missing(value):
        return DASH
    if 0 < value < 1:
        return tongue.say("under a minute")
    whole = _half_up(max(0.0, value))
    days, rest = divmod(whole, 1440) if whole >= 2880 else (0, whole)
    hours, left = divmod(rest, 60)
    parts = [plural(days, "day")] if days else []
    parts += [f"{hours} h"] if hours else []
    parts += [f"{left} min"] if left and not days else []
    return " ".join(parts) or "0 min"


def ratio(value: float | None) -> str:
    """A share x/(x+y) told as "3 to 1", the way give and ask are spoken of."""
    if value is None or _missing(value):
        return DASH
    if value <= 0 or value >= 1:
        return tongue.word("none") if value <= 0 else tongue.word("no asks at all")
    gives, asks = _pair(value)
    return tongue.say("{gives} to {asks}", gives=gives, asks=asks)


def _pair(value: float) -> tuple[str, str]:
    odds = value / (1 - value)
    return (_odds(odds), "1") if odds >= 1 else ("1", _odds(1 / odds))


def _odds(value: float) -> str:
    return number(value) if value < 9.95 else count(value)


def plural(value: float, one: str, many: str = "") -> str:
    """A count with its noun: "1 post", "2 posts", "replies" given as `many`."""
    shown = count(value)
    return tongue.say("{n} " + (one if shown == "1" else many or one + "s"), n=shown)


def more(characters: int) -> str:
    """What stands where a text was cut: "… (98,800 more characters)"."""
    return f"… ({plural(characters, 'more character')})"


def of(part: float | None, whole: float | None) -> str:
    """A part of a whole: "18 of 42"."""
    return tongue.say("{part} of {whole}", part=credits(part), whole=count(whole))


def span(low: str, high: str) -> str:
    """Two worded ends as one: "30% to 59%"; a point stays a point."""
    if DASH in (low, high):
        return DASH
    return low if low == high else tongue.say("{low} to {high}", low=low, high=high)


def measure(value: float | None, unit: str, n: float = math.inf) -> str:
    """A value, counted on `n`, in the words of its unit (share, ratio, count, minutes, grade, days)."""
    if unit == "minutes":
        return minutes(value)
    if unit == "ratio":
        return ratio(value)
    if unit == "count":
        return count(value)
    if unit in ("grade", "figure"):
        return tongue.say("grade {n}", n=number(value)) if unit == "grade" and not _missing(value) else number(value)
    if unit == "days":
        return DASH if value is None or _missing(value) else plural(value, "day")
    return counted_share(value, n)


def measures(low: float | None, high: float | None, unit: str) -> str:
    """The interval of a measure in its unit, without repeating the unit's name."""
    return span(_bare(low, unit), _bare(high, unit))


def threshold(value: float, unit: str) -> str:
    """An anchor in its unit, exact enough to be checked against the rubric."""
    return edge(value) if unit == "share" else ratio(value) if unit == "ratio" else _bare(value, unit)


def bound(value: float, unit: str) -> str:
    """As `threshold`, to stand beside another: "1:4" where "1 to 4 to 1 to 1" would be a riddle."""
    return _bare(value, unit) if unit == "ratio" else threshold(value, unit)


def _bare(value: float | None, unit: str) -> str:
    """A value without the name of its scale; "1:4" where "1 to 4" would stand beside another "to"."""
    if unit == "ratio" and value is not None and 0 < value < 1:
        return ":".join(_pair(value))
    return number(value) if unit == "grade" else measure(value, unit)
