"""The islands, the people and the clock of the made-up ferry company."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

T = TypeVar("T")
BRAND_ID, HANDLE, NAME = "9900000001", "HarbourLights", "Harbour Lights Ferries"
SITE = "https://harbourlights.example"
STAFF = {"Jo": "JR", "Sam": "SO", "Mina": "MH"}
ISLANDS = ("Skarra", "Hesk", "Ronsey", "Little Gannet")
BOATS = ("Kittiwake", "Lantern", "Old Pilot", "Tern")
TIMES = ("07:15", "08:40", "09:30", "10:20", "11:45", "12:50", "13:35", "14:10", "15:25", "16:20", "17:40", "18:55")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
NTH = ("second", "third", "fourth", "fifth", "sixth")
LINKS = {
    "tickets": "/tickets", "pass": "/tickets/island-pass", "cruise": "/book/cruises", "freight": "/book/freight",
    "jobs": "/jobs", "home": "/", "form": "/help/contact-form", "help": "/help", "timetable": "/timetable",
}  # fmt: skip
ORGS = (
    ("skarrabakes_eg", "Skarra Bakehouse"), ("heskbirds_eg", "Hesk Birds"), ("marlnessarch_eg", "Marlness Archive"),
    ("ronseyschool_eg", "Ronsey School"), ("gannetrow_eg", "Gannet Rowers"), ("netmenders_eg", "The Net Menders"),
    ("coastpaths_eg", "Coast Paths"), ("puffinwatch_eg", "Puffin Watch"), ("tidereader_eg", "The Tide Reader"),
    ("dryfeet_eg", "Dry Feet Walks"), ("kilnlane_eg", "Kiln Lane Pottery"), ("soundchoir_eg", "Choir of the Sound"),
)  # fmt: skip
AFFILIATES = (("islandhotels_eg", "Island Hotels"), ("harbourgifts_eg", "Harbour Gifts"))
FIRST = (
    "Nora", "Tam", "Isla", "Ewan", "Freya", "Gus", "Hetty", "Ivo", "Kit", "Lorna", "Magnus", "Nell", "Oona",
    "Perry", "Quin", "Rhona", "Sorley", "Tilda", "Una", "Viv", "Wren", "Bo", "Clem", "Dot", "Effie", "Fen",
    "Gil", "Hana", "Ida", "Joss", "Kai", "Lev", "Maud", "Nils", "Otto", "Peg", "Ruby", "Saul", "Tove", "Ulla",
    "Vera", "Ada", "Bram", "Cora", "Davy", "Elspet", "Finlay", "Greta", "Hamish", "Ines", "Jory", "Kirsty",
    "Liam", "Mairi", "Ned", "Odette", "Piran", "Rosa", "Silas", "Thea",
)  # fmt: skip
WORDS = (
    "tide", "kelp", "gull", "reef", "sand", "oar", "buoy", "mast", "cove", "dune", "surf", "shell", "pier",
    "loch", "fern", "moss", "wool", "rope", "wren", "skua", "salt", "rain", "moor", "barn", "plum", "bell",
)  # fmt: skip


class Dice:
    """Chance from `random()` alone, so that every Python draws the same."""

    def __init__(self, name: str) -> None:
        self.random = random.Random(f"harbour-lights:{name}").random

    def pick(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[int(self.random() * len(items))]

    def mix(self, items: Sequence[T]) -> list[T]:
        """The items in another order."""
        return [item for _, _, item in sorted((self.random(), i, item) for i, item in enumerate(items))]

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self.random() * (high - low + 1))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody outside the brand; ids lie in a range that X never issued, handles end in _eg."""

    id: str
    handle: str
    name: str

    @property
    def first(self) -> str:
        """Their first name."""
        return self.name.split()[0]


def _person(number: int, handle: str, name: str) -> Person:
    return Person(str(9900010000 + number), handle, name)


ORG_PEOPLE = tuple(_person(i, *pair) for i, pair in enumerate(ORGS))
AFFILIATE_PEOPLE = tuple(_person(100 + i, *pair) for i, pair in enumerate(AFFILIATES))


def crowd() -> list[Person]:
    """Some 1,500 fictional customers, the first thirty of them regulars."""
    pairs = [(first, word) for word in WORDS for first in FIRST]
    mixed = Dice("crowd").mix(pairs)
    return [
        _person(1000 + i, f"{first.lower()}_{word}_eg"[-15:], f"{first} {word.title()}")
        for i, (first, word) in enumerate(mixed)
    ]


@dataclass
class Slots:
    """Fills the {slots} of a line; within one scene a slot keeps its value."""

    dice: Dice
    at: datetime
    people: Sequence[Person]
    values: dict[str, str] = field(default_factory=dict)

    def fill(self, text: str) -> str:
        """The text with every slot filled."""
        return re.sub(r"\{(\w+)(?::(\w+))?\}", self._one, text)

    def _one(self, found: re.Match[str]) -> str:
        name, sort = found[1], found[2]
        if name == "link":
            return self._link(sort)
        if sort:
            self.values[name] = f"@{sort}_eg"
        if name not in self.values:
            self.values[name] = self._value(name)
        return self.values[name]

    def _link(self, sort: str) -> str:
        dice, week = self.dice, self.at.isocalendar()
        if sort == "ext":
            owner = self.values.get("org", "@coastpaths_eg")[1:-3]
            return f"https://{owner}.example/{dice.pick(WORDS)}-{week.week}"
        if sort == "aff":
            return f"https://{self.values.get('aff', '@islandhotels_eg')[1:-3]}.example/{dice.pick(WORDS)}"
        if sort == "news":
            return f"{SITE}/news/{week.year}/{week.week}-{dice.pick(WORDS)}"
        return SITE + LINKS[sort]

    def _value(self, name: str) -> str:
        dice = self.dice
        made: dict[str, Callable[[], str]] = {
            "island": lambda: dice.pick(ISLANDS),
            "island2": lambda: dice.pick([i for i in ISLANDS if i != self.values.get("island")]),
            "port": lambda: dice.pick(("Marlness", "Eldermouth")),
            "boat": lambda: dice.pick(BOATS),
            "time": lambda: dice.pick(TIMES[:-2]),
            "time2": lambda: (datetime.strptime(self.values["time"], "%H:%M") + timedelta(hours=2)).strftime("%H:%M"),
            "price": lambda: str(dice.between(6, 29) * 2),
            "lunch": lambda: str(dice.between(4, 9)),
            "pct": lambda: dice.pick(("10", "15", "20", "25")),
            "n": lambda: str(dice.between(2, 9)),
            "nth": lambda: dice.pick(NTH),
            "big": lambda: str(dice.between(120, 880)),
            "cars": lambda: str(dice.between(18, 64)),
            "day": lambda: dice.pick(DAYS),
            "month": lambda: MONTHS[self.at.month - 1],
            "staff": lambda: dice.pick(tuple(STAFF)),
            "org": lambda: "@" + dice.pick(ORG_PEOPLE).handle,
            "fan": lambda: "@" + dice.pick(self.people[:30]).handle,
            "fan0": lambda: dice.pick(self.people[30:200]).handle,
            "fan1": lambda: dice.pick(self.people[200:400]).handle,
            "aff": lambda: "@" + dice.pick(AFFILIATE_PEOPLE).handle,
        }
        return made[name]()


def snowflake(at: datetime, serial: int) -> str:
    """The id X would give at that instant."""
    milliseconds = int(at.timestamp() * 1000) - 1288834974657
    return str(milliseconds << 22 | serial & 0x3FFFFF)
