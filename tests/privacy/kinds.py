"""Names that only running text says, by the kind of sentence: how many are hidden, printed by `python tests/privacy/kinds.py`.

docs/limits.md states these figures; `test_names.py` counts that they hold.
"""

# ruff: noqa: E402, E501 - rows of sentences are easier to read on one line
from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "generator")]

import polars as pl

from sociable.advice import Masker
from sociable.config import Brand
from sociable.tables import PEOPLE

NAMES = (
    "Anna Berg", "Priya Shah", "Tom O'Brien", "Zoë van der Berg", "Siobhan Kelly-Jones",
    "Dmytro Kovalenko", "Ngozi Adeyemi", "Xiulan Zhao", "Tamsyn Trevorrow", "Jasmany Ruiz",
)  # fmt: skip
"""Seven hold a given name of content/names, Dmytro, Tamsyn and Jasmany are in no list there."""
KINDS: dict[str, tuple[str, ...]] = {
    "vocative, sentence start": (
        "{first}, please send us your booking.",
        "@customer {first}, we have had a look.",
        "{first} - we are sorry about that.",
        "Oh no {first}! What happened?",
        "Yes {first}, that is right.",
        "Of course {first}, doors open at nine.",
        "Ah {first}, that is not good.",
        "Great question, {first}!",
        "We hear you, {first}. Let us look.",
    ),
    "vocative, end": (
        "Everything is fine, {first}.",
        "No trouble at all {first}!",
        "See you on Friday, {first} 😊",
        "Hope that helps {first}.",
        "Have a lovely day {first}!",
        "Take care, {first}",
        "Let us know {first}, will you?",
    ),
    "greeting lower case": (
        "hi {lower}, the 9:40 is late",
        "thanks {lower}!",
        "thank you {lower} for the tip",
        "hello {lower}",
    ),
    "greeting all capitals": (
        "HI {UPPER}, THE 9:40 IS LATE",
        "THANK YOU {UPPER}!",
        "Happy birthday {UPPER}!",
        "{UPPER} has won the raffle!",
    ),
    "full name as subject": (
        "{full} has painted every one of our boats.",
        "{full} built the first slipway.",
        "Next week {full} talks about tides.",
        "Did you know that {full} built the first slipway?",
        "Today {full} turns 80!",
        "{full} is our hero of the week.",
        "Last night {full} sang on deck.",
    ),
    "full name as object": (
        "We met {full} at the quay.",
        "We sailed with {full} and the whole crew.",
        "A lovely note came in from {full} this week.",
        "Here is {full} with the cake.",
        "We spoke to {full} about knots.",
        "We miss {full} already.",
        "Interview with {full}: why boats float",
    ),
    "full name in apposition": (
        "{full}, 34, has sailed with us for years.",
        "{full}, a nurse from Leeds, wrote to us.",
        "{full} (8) drew this boat.",
        "Our passenger {full} lost her hat.",
        "Local artist {full} painted this.",
        "The late {full} built this quay.",
        "Skipper {full} takes you out.",
    ),
    "first name with relation": (
        "My wife {first} loved it.",
        "Your daughter {first} left her hat on board.",
        "Her son {first} is six.",
        "Our friend {first} is back.",
        "The driver {first} was so kind.",
        "Bosun {first} ties the knots.",
        "Grandma {first} is 90 today!",
    ),
    "first name as subject": (
        "{first} will call you back.",
        "{first} won the raffle!",
        "On Sunday {first} will be on the bridge.",
        "{first} and the crew say hello.",
        "{first} is on the desk today until six.",
        "{first} says the tide is high.",
    ),
    "first name as object": (
        "We told {first} about it.",
        "Ask {first} at the desk.",
        "We passed this on to {first}.",
        "Speak to {first} in the office.",
        "Please thank {first} for us.",
        "We have asked {first} to ring you.",
    ),
    "possessive": (
        "We found {first}'s hat.",
        "{full}'s picture won.",
        "This is {first}’s first trip.",
        "It is {first}'s birthday!",
        "{full}’s story is here.",
    ),
    "initials": (
        "{f}. {last} wrote to us.",
        "Thanks, {first} {l}.",
        "Photo: {f}. {last}",
        "{first} {l}. won the raffle.",
        "Love this from {first} {l}!",
        "Booking of {last}, {first}.",
    ),
    "label": (
        "Name: {full}",
        "Passenger: {full}",
        "Winner: {first} {l}.",
        "Contact: {full}, the office",
        "Review by {full} ★★★★★",
        "Photo © {full}",
        "📷: {full}",
        "RT {full}: what a day",
        "via {full}",
        "cc {full}",
    ),
    "in a list": (
        "Winners: {full}, {other} and {third}.",
        "With {full}, {other} & {third} on board.",
        "{full} / {other} / {third}",
        "On deck: {full}, {other}",
        "Team: {first}, {otherfirst} and {thirdfirst}",
    ),
    "hashtag": (
        "Happy birthday #{joined}!",
        "#{joined} sails again",
        "#ThankYou{first}",
    ),
    "quotation": (
        "“Best crossing ever” {full}",
        '"Lovely crew!" - {first} {l}.',
        "'So kind' ({full})",
        "{full}: “Best crossing ever”",
        "“Best” — {first}, Leeds",
    ),
    "other scripts": (
        "Дякуємо, Анно Коваленко!",
        "Спасибо, Иван Петров!",
        "谢谢李小龙",
        "شكرا محمد علي",
        "Ευχαριστώ Γιώργος Παπάς!",
        "감사합니다 김민수님",
    ),
    "decomposed, invisible": (
        "Thanks {nfd}!",
        "Hi {zw}, all fine",
        "Thanks {nbsp}!",
        "Thanks {full2}!",
    ),
}


NOBODY = (
    "Los Angeles", "San Diego", "Santa Barbara", "Port Ellen", "Covent Garden", "Hyde Park", "Tower Bridge", "Lake Como", "Cape Town",
    "Rio de Janeiro", "St Andrews", "Isle of Wight", "Notting Hill", "Monte Carlo", "Las Vegas", "Costa Rica", "Sierra Nevada", "Mont Blanc",
    "Google Maps", "Xbox Live", "Samsung Galaxy", "Apple Watch", "Coca Cola", "Burger King", "Pizza Hut", "Taco Bell", "Red Bull", "Land Rover",
    "Aston Martin", "Harley Davidson", "Ben & Jerry", "Johnson & Johnson", "Morgan Stanley", "Goldman Sachs", "Marks & Spencer", "Hugo Boss",
    "Calvin Klein", "Tommy Hilfiger", "Ted Baker", "Jack Daniel", "Levi Strauss", "Rolls Royce", "Delta Air Lines", "Wells Fargo", "Trader Joe",
    "Black Friday", "Cyber Monday", "Mardi Gras", "Super Bowl", "World Cup", "Saint Patrick", "New Year", "Boxing Day", "Star Wars", "Harry Potter",
    "Game of Thrones", "Mona Lisa", "Moby Dick", "Father Christmas", "Mother Earth",
)  # fmt: skip
"""Places, brands, feasts and tales; those called after somebody among them."""
OPENLY = (
    "We are off to see {it} today.", "{it} is on our list for the weekend.", "Win a trip to {it}!", "What do you like about {it}?",
    "{it}: all you need to know", "Inspired by {it}", "{it}'s best kept secret", "Thanks to {it} for having us.",
)  # fmt: skip


def masker() -> Masker:
    """A masker that knows nobody."""
    about = {
        "brand": {"name": "Harbour Lights", "products": ["Island Pass"]},
        "accounts": [{"platform": "x", "handle": "h"}],
    }
    return Masker(pl.DataFrame(schema=PEOPLE), Brand.model_validate(about))


def told(place: int) -> dict[str, str]:
    """What the sentences say of the person at `place`, and of two others."""
    full = NAMES[place]
    other, third = NAMES[(place + 3) % len(NAMES)], NAMES[(place + 5) % len(NAMES)]
    first, last = full.split()[0], full.split()[-1]
    return {
        "first": first, "last": last, "full": full, "other": other, "third": third, "otherfirst": other.split()[0],
        "thirdfirst": third.split()[0], "f": first[0], "l": last[0], "lower": first.lower(), "UPPER": full.upper(),
        "joined": re.sub(r"\W", "", full), "nfd": normalize("NFD", "José Moreno"), "zw": full.replace(" ", "\u200b "),
        "nbsp": full.replace(" ", "\u00a0"), "full2": full.replace(" ", "  "),
    }  # fmt: skip


def hidden(masker: Masker, sentence: str, words: dict[str, str]) -> bool:
    """Whether no word of any name that the sentence says is left."""
    text = sentence.format(**words)
    left = masker.text(text)
    keys = [key for key in re.findall(r"\{(\w+)\}", sentence) if key not in ("f", "l")]
    if not keys:
        return "[name]" in left
    if "{joined}" in sentence or "#" in sentence:
        return words["first"] not in left
    parts = {
        part for key in keys for part in re.split(r"[\s\u200b]+", words[key]) if part.lower() not in ("van", "der")
    }
    return not any(re.search(rf"(?<!\w){re.escape(part)}(?!\w)", left) for part in parts)


def counted() -> Iterator[tuple[str, int, int]]:
    """Each kind, how many are hidden, and of how many."""
    known = masker()
    for kind, sentences in KINDS.items():
        texts = {one.format(**told(place)): (one, place) for one in sentences for place in range(len(NAMES))}
        found = [hidden(known, one, told(place)) for one, place in texts.values()]  # a fixed name counts once
        yield kind, sum(found), len(found)


def mistaken() -> tuple[int, int]:
    """How many names that are nobody's are hidden, and of how many sentences."""
    known = masker()
    texts = [one.format(it=it) for one in OPENLY for it in NOBODY]
    return sum(known.text(one) != one for one in texts), len(texts)


if __name__ == "__main__":
    rows = list(counted())
    for row in [*rows, ("together", sum(one[1] for one in rows), sum(one[2] for one in rows))]:
        print(f"| {row[0]} | {row[1]} of {row[2]:,} |")
    print("places, brands, feasts and tales taken for somebody: {} of {}".format(*mistaken()))
