"""The small frozen values that every page view is made of.

Views are the same for all dialects: a link is a page id and an anchor, text
is plain or marked-up content prose, and every number is already worded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Mark = Literal[
    "poor", "fair", "good", "excellent", "no_data", "nothing_to_judge", "too_few", "suppressed", "listed", "none"
]
"""What stands beside a colour: a quarter-filled to full disc, or an empty ring of its own kind."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A link inside the playbook: `page` is a page id, `anchor` an element id there."""

    page: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A worded link."""

    text: str
    ref: Ref
    note: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown from content/ or from the consultant; never anything from a post."""

    text: str
    level: int = 2  # headings inside it start one below this level

    def __bool__(self) -> bool:
        return bool(self.text.strip())


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of a post's or a draft's text: plain, marked (it decided), or an open slot."""

    text: str
    kind: Literal["plain", "mark", "slot"] = "plain"


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its worded value; `note` says what it rests on."""

    label: str
    value: str
    note: str = ""
    ref: Ref | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: text, perhaps a link or a band mark."""

    text: str
    ref: Ref | None = None
    mark: Mark | None = None
    number: bool = False
    web: str = ""  # where the original stands on the web, http(s) only


@dataclass(frozen=True, slots=True)
class Table:
    """A table of words; the first cell of each row is its heading."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __bool__(self) -> bool:
        return bool(self.rows)

    @property
    def wide(self) -> bool:
        """Whether a phone shows each row as a card, because the columns do not fit side by side."""
        figures = all(number for _, number in self.heads[1:])
        return len(self.head) > (4 if figures else 3)

    @property
    def heads(self) -> tuple[tuple[str, bool], ...]:
        """Each heading, and whether its column holds figures and so is set to the right."""
        return tuple((text, all(row[i].number for row in self.rows)) for i, text in enumerate(self.head))


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judged thing in words: mark, band, score and its interval, what it rests on."""

    mark: Mark
    band: str  # "Fair", "Fair to Good", "No data" ...
    score: str = ""  # "47" or ""
    scores: str = ""  # "38 to 55" or ""
    provisional: bool = False
    value: str = ""  # "44%"
    values: str = ""  # "30% to 59%"
    basis: str = ""  # "18.5 of 42 posts"
    said: str = ""  # the value with its noun, where it stands alone: "44% of posts sell"
    guess: bool = False  # whether the band says nothing, from Poor to Excellent, and the score is but the best guess


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the contents; `under` is the heading that starts at it."""

    text: str
    ref: Ref
    mark: Mark | None = None
    under: str = ""


@dataclass(frozen=True, slots=True)
class NavGroup:
    """A named group of pages in reading order."""

    key: str
    title: str
    items: tuple[NavItem, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page."""

    brand: str
    title: str
    cover: str  # the largest words of the playbook: its title, or the brand
    under: str
    period: str
    days: str
    accent: str
    prepared_by: str
    logo: str  # a data: address, or ""
    language: str
    nav: tuple[NavGroup, ...]
    made_with: str
    masked: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the playbook, the same in every dialect."""

    id: str  # "index", "criteria/promo-share": stable across quarters
    template: str  # "brief": templates/<dialect>/brief.<suffix>
    title: str
    view: object
    group: str
    nav_title: str
    lead: str = ""
    eyebrow: str = ""
    note: Prose = field(default_factory=lambda: Prose(""))
    before: Link | None = None
    after: Link | None = None
    keywords: tuple[str, ...] = ()  # for the page finder, beside title and lead
    mark: Mark | None = None
    files: tuple[tuple[str, str], ...] = ()  # written beside the page: path, text
    frame: Frame | None = None
