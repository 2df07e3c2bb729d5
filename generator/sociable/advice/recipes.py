"""Recipes are content: this reads them, and composes a draft from a post that is taken apart.

A template is words around fields: ``{body}`` is what the cuts left of a post; a name under `ask` becomes an open slot.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast

from sociable import content, resources
from sociable.advice.edits import EDITS
from sociable.advice.entities import SLOT, words
from sociable.model import Slot
from sociable.sheets import Sheet

FIELDS = (
    "address", "after", "body", "brand", "clarify", "close", "end", "favour", "frame", "greet", "hello", "here", "hide",
    "i", "kept", "later", "link", "me", "moved", "needs", "network", "opener", "otherwise", "page", "plainer", "prize",
    "question", "regret", "request", "rest", "route", "said", "sorry_case", "talk", "terms", "then", "there", "why",
    "will", "winner",
)  # fmt: skip
_KEYS = (
    "id", "title", "criteria", "kinds", "effect", "label", "applies", "keep", "cut", "add", "ask", "proof", "bare",
)  # fmt: skip
_FIELD = re.compile(r"\{(\w+)\}")
_OWN = ("theirs", "data")
"""Fields of wordings that only some messages and replies fill."""
_OFTEN = frozenset({"body", "clarify", "later", "moved", "request", "rest", "route", "said", "then", "why", "will"})
"""Fields that must hold words and mostly do."""
_SIDE = frozenset({"when", "detail"})
"""Slots inside a sentence that names the thing itself."""
FIRST, LAST = frozenset({"hide", "later", "needs", "then"}), frozenset({"moved", "page"})
"""Fields for the sake of which a template is taken before others, and those of what is second best."""
LEVELS = FIRST | LAST | {"regret", "sorry_case"}
MAX_SLOTS = 2
SHORT = 30
"""Characters that the wording of a slot may have where the platform leaves little room."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A before/after pair that shows the shape of a recipe; the after holds answers to slots."""

    before: str
    after: str
    kind: str
    platform: str
    parent: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """One way to rewrite: when it applies, what it cuts, what it puts around the rest, what it asks."""

    id: str
    title: str
    criteria: tuple[str, ...]
    kinds: tuple[str, ...]
    effect: Literal["cut", "ask"]
    label: str
    any_of: tuple[str, ...]
    none_of: tuple[str, ...]
    keep: tuple[str, ...]
    cut: tuple[str, ...]
    add: tuple[str, ...]
    ask: Mapping[str, Mapping[str, tuple[str, ...]]]  # slot -> sort of post, topic or "any" -> wordings
    bare: bool  # whether an empty body will do
    proof: tuple[Proof, ...]
    why: str

    def suits(self, kind: str, roles: frozenset[str]) -> str:
        """An empty text when the recipe can be tried on such a post, else why not."""
        if kind not in self.kinds:
            return f"not for kind {kind}"
        if self.any_of and not roles & set(self.any_of):
            return f"has none of {', '.join(self.any_of)}"
        if found := sorted(roles & set(self.none_of)):
            return f"has {', '.join(found)}"
        return ""


@dataclass(frozen=True, slots=True)
class Composed:
    """The text a recipe makes of a post, with the slots that it leaves open."""

    text: str
    slots: tuple[Slot, ...]
    words: frozenset[str]  # the recipe's own, which a check of facts lets pass
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # slot -> what it could ask as well
    frame: str = ""  # the sentence that {frame} became
    rank: int = 0  # of that sentence: one of a lower rank is better where it passes
    abroad: bool = False  # whether it is in a language that no detector reads
    level: int = 0  # how many fields of LEVELS its template has: candidates of one level are alike


def load() -> dict[str, Recipe]:
    """Every recipe of the content folder in use, by id."""
    return {path.stem: _read(path) for path in resources.files("content/rewrites", ".md")}


def pick(variants: tuple[str, ...], key: str, salt: str = "") -> str:
    """One of `variants`, the same for the same key on every machine."""
    digest = hashlib.sha256(f"{salt}\0{key}".encode()).digest()
    return variants[int.from_bytes(digest[:4], "big") % len(variants)]


@dataclass(frozen=True, slots=True)
class Fill:
    """What a template's fields hold for one post: words, and wordings of slots by topic."""

    words: Mapping[str, str]
    sorts: tuple[str, ...]  # what sort of post it is, what it is about
    own: str = ""  # words of ours among the fields
    brief: bool = False  # the shortest wording of a slot instead of the one that the key picks
    asks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # slot -> wordings that only this post has
    given: frozenset[str] = frozenset()  # what its writer told already: no detail to ask for


def compose(template: str, recipe: Recipe, fill_in: Fill, key: str) -> Composed | None:
    """`template` with its fields filled; None when a field that must hold words has none."""
    slots: list[Slot] = []
    choices: dict[str, tuple[str, ...]] = {}
    fields = fill_in.words

    def fill(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in recipe.ask:
            said, follows = fields.get(name, ""), template[match.end() :].replace("{link}", "").strip()
            runs_on = name == "body" and follows and re.search(r"#\w+$", said)  # a hashtag ends without a stop
            return f"{said}." if runs_on else said
        every = _wordings(recipe, name, fill_in)
        text = f"[{pick(every, key, recipe.id + name)}]"
        choices[text] = tuple(f"[{one}]" for one in every)
        slots.append(Slot(text=text, kind=name))
        return text

    if any(name in _must(recipe) and not fields.get(name) for name in _FIELD.findall(template)):
        return None
    told = [one for one in ("talk", "winner") if fields.get(one) and f"{{{one}}}" in "".join(recipe.add)]
    if any(f"{{{one}}}" not in template for one in told):
        return None  # what can be won stays, and what a contest says besides its terms
    text = join(_FIELD.sub(fill, template))
    frame = fields.get("frame", "")
    given = " ".join(fields.get(name, "") for name in ("frame", "regret") if f"{{{name}}}" in template)
    slots += [Slot(text=one, kind="fact") for one in SLOT.findall(given)]
    own = words(f"{_FIELD.sub(' ', template)} {fill_in.own} {SLOT.sub(' ', given)}") | {"@customer"}
    return Composed(text, tuple(slots), own, choices, frame, level=len(LEVELS & set(_FIELD.findall(template))))


def _wordings(recipe: Recipe, name: str, fill_in: Fill) -> tuple[str, ...]:
    """What a slot may ask: the wordings for this sort of post, else for what it holds, else for any."""
    by_sort = recipe.ask[name]
    chosen = next((by_sort[one] for one in fill_in.sorts if one in by_sort), by_sort["any"])
    every = fill_in.asks.get(name, chosen)
    own = {one: [field for field in _FIELD.findall(one) if field in _OWN] for one in every}
    every = tuple(one for one in every if all(map(fill_in.words.get, own[one]))) or every
    named = tuple(one for one in every if own[one])
    if len(named) > 1 and name not in _SIDE:
        every = named  # what names the thing asks more than what fits any
    known = fill_in.given if name == "detail" else ()
    every = tuple(one for one in every if not any(told in one for told in known)) or by_sort["any"]
    if fill_in.brief:
        every = tuple(one for one in every if len(one) <= SHORT) or (min(every, key=lambda one: (len(one), one)),)
    return tuple(_FIELD.sub(lambda m: fill_in.words.get(m.group(1), ""), one).strip() for one in every)


def ordered(recipe: Recipe, key: str) -> list[str]:
    """The templates in the order of trying: those that use what only some posts have come first."""
    first = recipe.add.index(pick(recipe.add, key, recipe.id))
    has = {one: set(_FIELD.findall(one)) for one in recipe.add[first:] + recipe.add[:first]}
    rare = _must(recipe) - _OFTEN
    return sorted(has, key=lambda one: (bool(has[one] & LAST), -len(has[one] & FIRST), not has[one] & rare))


def join(text: str) -> str:
    """Pieces that were put side by side, with single spaces and whole sentences."""
    text = re.sub(r"[ \t]+", " ", text)
    text = re.sub(r"\s+([,;!?])(?=\w)", r"\1 ", text)
    text = re.sub(r"\s+([,;!?]|\.(?![\w@]))", r"\1", text)
    text = re.sub(r"([!?…])\s*[.:](?=\s|$)|(?<=[^.]\.)\s+\.(?=\s|$)", r"\1", text)
    return re.sub(r" *(\n{1,2})\n* *", r"\1", text).strip()


def _must(recipe: Recipe) -> frozenset[str]:
    always = frozenset({
        "clarify", "favour", "frame", "here", "hide", "later", "moved", "needs", "network", "opener", "otherwise",
        "page", "prize", "question", "regret", "request", "sorry_case", "talk", "then", "why", "will", "winner",
    })  # fmt: skip
    return always if recipe.bare else always | {"body", "rest", "route", "said"}


def _read(path: Path) -> Recipe:
    sheet = (page := content.document(path)).sheet
    sheet.keys(_KEYS, ("id", "title", "criteria", "effect", "label", "add"))
    if sheet.text("id") != path.stem:
        sheet.fault("id", "differs from the file name", f"write id: {path.stem}")
    applies, asks = sheet.part("applies"), sheet.part("ask")
    applies.keys(("any", "none"))
    recipe = Recipe(
        sheet.text("id"), sheet.text("title"), sheet.words("criteria"), sheet.words("kinds") or ("B",),
        cast(Literal["cut", "ask"], sheet.text("effect", ("cut", "ask"))), sheet.text("label"),
        applies.words("any"), applies.words("none"), sheet.words("keep"), sheet.words("cut", tuple(EDITS)),
        sheet.words("add"), {name: _slot(asks, name) for name in asks.values}, sheet.text("bare") == "yes",
        tuple(_proof(one) for one in sheet.items("proof")), page.intro,
    )  # fmt: skip
    _check(recipe, sheet)
    sheet.done()
    return recipe


def _check(recipe: Recipe, sheet: Sheet) -> None:
    """A template names known fields, few slots, and no figure or name of its own."""
    for index, template in enumerate(recipe.add):
        names = _FIELD.findall(template)
        for name in names:
            if name not in FIELDS and name not in recipe.ask:
                sheet.fault(f"add[{index}]", f"unknown field {{{name}}}", f"use one of {', '.join(FIELDS)} or a slot")
        if sum(name in recipe.ask for name in names) > MAX_SLOTS:
            sheet.fault(f"add[{index}]", "leaves more than two slots open", "ask less")
        if re.search(r"\d", template):
            sheet.fault(f"add[{index}]", "states a figure", "a recipe may not bring facts of its own")
        if recipe.effect == "ask" and "ends-soon" not in recipe.cut and not {*recipe.ask, "frame", "regret"} & {*names}:
            sheet.fault(f"add[{index}]", "asks nothing", "add a slot, or write effect: cut")
    for name, by_sort in recipe.ask.items():
        variants = [one for listed in by_sort.values() for one in listed]
        if any(not one.endswith("}") and not SLOT.fullmatch(f"[{one}]") for one in variants):
            sheet.fault(f"ask.{name}", "a slot is a question, or two words or more", "end it with ?")
        if "any" not in by_sort:
            sheet.fault(f"ask.{name}", "has no wording for any other post", "add any: [...]")


def _slot(asks: Sheet, name: str) -> dict[str, tuple[str, ...]]:
    """A slot's wordings: a plain list, or lists by sort of post and topic."""
    if isinstance(asks.get(name), list):
        return {"any": asks.words(name)}
    part = asks.part(name)
    return {sort: part.words(sort) for sort in part.values}


def _proof(sheet: Sheet) -> Proof:
    sheet.keys(("before", "after", "kind", "platform", "parent"), ("before", "after"))
    return Proof(
        sheet.text("before"), sheet.text("after"), sheet.text("kind", default="B"),
        sheet.text("platform", default="x"), sheet.text("parent"),
    )  # fmt: skip
