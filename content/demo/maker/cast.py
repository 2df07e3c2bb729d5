"""What everything in the story is made of: tweets, private messages, and the hands that draw them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from maker.bank import Line, Scene
from maker.plan import END, bounds, season, thin
from maker.world import Dice, Person, Slots, crowd


@dataclass(slots=True)
class Tweet:
    """One public message: the brand's (author is None) or somebody's."""

    at: datetime
    text: str  # with expanded links
    group: str
    kind: str  # B P R U I, as intended
    purpose: str = ""
    flags: frozenset[str] = frozenset()
    author: Person | None = None
    parent: Tweet | None = None
    to: Person | None = None
    invited: str = ""
    lang: str = "en"
    app: str = "X Web App"
    media: int = 0
    likes: int = 0
    reposts: int = 0
    root: Tweet | None = None  # of a self-thread
    id: str = ""


@dataclass(slots=True)
class Message:
    """One direct message; sender None is the brand."""

    at: datetime
    text: str
    group: str
    person: Person
    sent: bool
    flags: frozenset[str] = frozenset()
    automatic: bool = False
    id: str = ""


@dataclass(slots=True)
class Post:
    """One post on the Facebook page, with the tweet that it was copied from."""

    at: datetime
    text: str
    group: str
    purpose: str
    flags: frozenset[str]
    copied: Tweet | None = None
    misfit: bool = False
    id: str = ""


@dataclass
class Story:
    """Everything that ever happened, in no order."""

    tweets: list[Tweet] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)


class Cast:
    """People and lines, handed out so that nothing comes round again too soon."""

    def __init__(self) -> None:
        self.people = crowd()
        self.regulars = self.people[:30]
        self._fresh: Iterator[Person] = iter(self.people[30:])
        self._used: dict[object, int] = {}
        self._turn = 0
        self.shown: dict[Line, datetime] = {}

    def newcomer(self) -> Person:
        """Somebody who has not been met before."""
        return next(self._fresh)

    def deal(self, dice: Dice, items: Sequence[object], count: int) -> list[int]:
        """The indexes of `count` items, those unused for longest first; each once while they last."""
        ranked = sorted(range(len(items)), key=lambda i: (self._used.get(items[i], 0), dice.random()))
        chosen = [ranked[i % len(ranked)] for i in range(count)]
        self._turn += 1
        self._used.update({items[i]: self._turn for i in chosen})
        return chosen


@dataclass
class Scope:
    """One quarter of one part of the story, with its own dice."""

    quarter: str
    cast: Cast
    dice: Dice

    def moment(self, first: int = 8, last: int = 19) -> datetime:
        """An instant of the quarter between two hours of the day."""
        start, days = bounds(self.quarter)
        day = int(self.dice.random() * days)
        seconds = first * 3600 + int(self.dice.random() * (last - first) * 3600)
        return start + timedelta(days=day, seconds=seconds, milliseconds=self.dice.between(0, 999))

    def edge(self, index: int) -> datetime | None:
        """The first day for the first item and the last day for the second: exports must span the quarter."""
        start, days = bounds(self.quarter)
        hours = {0: 9, 1: days * 24 - 10}.get(index)
        return start + timedelta(hours=hours, minutes=self.dice.between(3, 50)) if hours else None

    def lines(self, group: Sequence[Line], count: int) -> list[Line]:
        """So many lines of a group that fit the season."""
        fitting = [line for line in group if line.fits(season(self.quarter))]
        return [fitting[i] for i in self.cast.deal(self.dice, fitting, count)]

    def dated(self, group: Sequence[Line], count: int, edges: bool = False) -> list[tuple[Line, datetime]]:
        """So many lines of a group, each with an instant at least 90 days after it was last used."""
        never, shown = bounds("2000-Q1")[0], self.cast.shown
        fitting = [line for line in group if line.fits(season(self.quarter))]
        ranked = sorted((shown.get(line, never), self.dice.random(), i) for i, line in enumerate(fitting))
        found = []
        for index in range(count):
            line = fitting[ranked[index % len(ranked)][2]]
            at = (self.edge(index) if edges else None) or self._after(shown.get(line, never))
            shown[line] = at
            found.append((line, at))
        return found

    def _after(self, last: datetime) -> datetime:
        drawn = (self.moment() for _ in range(60))
        return next((at for at in drawn if at - last > timedelta(days=90)), self.moment())

    def scenes(self, scenes: Sequence[Scene], count: int) -> list[Scene]:
        """So many scenes that fit the season."""
        fitting = [scene for scene in scenes if scene.fits(season(self.quarter))]
        return [fitting[i] for i in self.cast.deal(self.dice, fitting, count)]

    def slots(self, at: datetime, **values: str) -> Slots:
        """A filler for one scene."""
        return Slots(self.dice, at, self.cast.people, dict(values))

    def quota(self, count: int, *shares: float) -> list[int]:
        """For each of `count` items the index of its share, the rest after the last, well mixed."""
        drawn = [index for index, share in enumerate(shares) for _ in range(round(share * count))][:count]
        return self.dice.mix(drawn + [len(shares)] * (count - len(drawn)))

    def regular(self) -> Person:
        """One of the thirty who come back, some of them far more often than others."""
        return self.cast.regulars[int(30 * self.dice.random() ** 2)]

    def some(self, count: int) -> int:
        """A planned number, scaled to how much of the quarter is told."""
        return round(count * thin(self.quarter))

    def later(self, at: datetime, low: int, high: int) -> datetime:
        """Some minutes later, evening answers put off to the morning when they are slow."""
        then = at + timedelta(minutes=self.dice.between(low, high), seconds=self.dice.between(1, 59))
        if high > 60 and not 7 <= then.hour < 22:
            then = then.replace(hour=8) + timedelta(days=1 if then.hour >= 22 else 0)
        return then


def over(at: datetime) -> bool:
    """Whether an instant lies after the end of the exports."""
    return at > END
