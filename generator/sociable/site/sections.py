"""Links to places inside a page where only headings have ids, as in DokuWiki.

While pages are drawn, a place and a link to it hold characters that no text
may hold; once all pages are there, each link gets the id of the heading under
which its place stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup

from sociable import addresses

_OPEN, _CLOSE, _FROM, _TO = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
"""Noncharacters: `escapes.clean` takes them out of every text."""
_STEP = re.compile(rf"^(={{2,6}}) (.*) \1$|{_OPEN}([^{_CLOSE}]*){_CLOSE}", re.MULTILINE)
_PLACE = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
_LINK = re.compile(f"{_FROM}([^{_TO}]*){_TO}")


def place(anchor: str) -> Markup:
    """Marks where an anchor stands; nothing where there is none."""
    return Markup(f"{_OPEN}{anchor}{_CLOSE}" if anchor else "")


def towards(page: str, anchor: str) -> Markup:
    """What a link to an anchor of a page holds until its heading is known."""
    return Markup(f"{_FROM}{page}#{anchor}{_TO}" if anchor else "")


def resolved(texts: Mapping[str, str]) -> dict[str, str]:
    """The pages with every link to a place turned to its heading, and the marks gone."""
    known = {f"{page}#{anchor}": name for page, text in texts.items() for anchor, name in _found(text)}

    def heading(link: re.Match[str]) -> str:
        name = known.get(link[1], "")
        return f"#{name}" if name else ""

    return {page: _LINK.sub(heading, _PLACE.sub("", text)) for page, text in texts.items()}


def _found(text: str) -> list[tuple[str, str]]:
    """Each anchor of a page with the id of the heading that it stands in or under."""
    found, taken, current = [], set[str](), ""
    for step in _STEP.finditer(text):
        if step[1]:
            title = _PLACE.sub("", step[2])
            current = _unused(addresses.section(title), taken)
            found += [(anchor, current) for anchor in _PLACE.findall(step[2])]
        else:
            found.append((step[3], current))
    return found


def _unused(name: str, taken: set[str]) -> str:
    """The id of a heading when some before it have the same words."""
    tries = [name, *(f"{name}{n}" for n in range(1, len(taken) + 2))]
    free = next(one for one in tries if one not in taken)
    taken.add(free)
    return free
