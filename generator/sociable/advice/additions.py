"""What an editor would add to a post: sentences whose facts are left open, chosen by weights learnt from a reading."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sociable import content, resources
from sociable.advice import sorts
from sociable.advice.entities import SLOT
from sociable.advice.marks import EMOJI, LINK
from sociable.advice.recipes import MAX_SLOTS, pick
from sociable.sheets import Sheet

FILE, WEIGHTS = "content/rewrites/additions.yaml", "content/rewrites/additions.json"
PARTS = ("stated", "signs", "additions")
ALONE = "0"
"""The head that says whether an editor would leave a post as it is."""
ROOM = range(6, 120)
"""Words of a post that is more than a slogan, and does not say enough already for a sentence that fits any."""
SPARED, NEEDY, SORTED = 0.72, 0.6, 0.35
"""Up to which probability of being best left alone, and from how many things on that could be added, one fits any; what
is seen to be of a sort needs fewer."""
LIKELY = 0.22
"""From which probability on a thing is left open whole, where nothing is sure and the post is of no sort of its own."""
MOST = 3
"""Things to add that are tried where detectors read the likeliest as a fault."""
SHARE = 0.075
"""How much the odds of a detector's label count beside a word."""
SIGN = 3.0
"""How much a sign counts beside a word: signs are few and were chosen."""
_TOKEN = re.compile(r"#?[^\W\d_]+(?:['’][^\W\d_]+)*|@\w+|\d+(?:[.,:/-]\d+)*|[!?…%$£€₹“”\"]")


@dataclass(frozen=True, slots=True)
class Addition:
    """Wordings of one thing to tell: for a post that shows one of `needs`, if any, and states nothing of `unless`."""

    add: tuple[str, ...]
    open: tuple[str, ...]  # the whole of it as a slot, whatever the post shows
    unless: tuple[str, ...]
    needs: tuple[str, ...]
    least: float  # how sure it must be at least


@dataclass(frozen=True, slots=True)
class Additions:
    """What can be added, and how to see what a post states already and what sort of post it is."""

    stated: dict[str, re.Pattern[str]]
    signs: dict[str, re.Pattern[str]]
    additions: dict[str, Addition]


@dataclass(frozen=True, slots=True)
class _Weights:
    """One number a head and term; from the probability `least` on a sentence is shown."""

    heads: tuple[str, ...]
    least: float
    bias: tuple[float, ...]
    labels: dict[str, tuple[float, dict[int, float]]]  # what is usual, and its weights
    terms: dict[str, dict[int, float]]


def fitting(text: str, key: str, labels: Mapping[str, float | None]) -> list[tuple[int, str]]:
    """Sentences to add, those that fit best with rank 0; none where no sentence is sure to make the post better.

    `labels` are the probabilities that `signals.label` gives the post; what is
    missing counts as usual.
    """
    at = (resources.find(FILE), resources.find(WEIGHTS), resources.find(sorts.FILE))
    return list(_fitting(text, key, tuple(sorted(labels.items())), at))


@lru_cache(maxsize=512)  # the same for each fault of a post
def _fitting(
    text: str, key: str, labels: tuple[tuple[str, float | None], ...], at: tuple[Path, ...]
) -> tuple[tuple[int, str], ...]:
    known, least, shares = load(at[0]), _load(str(at[1])).least, chances(text, dict(labels))
    alone = shares.pop(ALONE, 0.0)
    likely = sorted((-share, one) for one, share in shares.items() if one in known.additions)
    sure = [known.additions[one] for share, one in likely if -share >= max(least, known.additions[one].least)
            and known.additions[one].add and lacks(text, one)][:MOST]  # fmt: skip
    listed = [_turned(one.add, key) for one in sure]
    listed += [found] if (found := sorts.hole(text, key)) else []
    plain = sorts.sort(text).name in sorts.PLAIN
    needs = sum(shares.values()) >= (NEEDY if plain else SORTED)
    if alone <= SPARED and needs and _words(text) in ROOM and not sorts.complete(text):
        every = sorts.wordings(text, key)
        if plain:  # what is likely says more than what fits any page
            opened = (known.additions[one] for share, one in likely if -share >= LIKELY)
            listed += [_turned(one.open, key) for one in opened if one.open and not states(text, one.unless)][:MOST]
        listed += [every[:-1], () if plain else every[-1:]]
    return tuple((rank, sentence) for rank, every in enumerate(listed) for sentence in every)


def lacks(text: str, name: str) -> bool:
    """Whether a post is of the sort that the addition `name` is for, and does not state what it would ask."""
    one = load(resources.find(FILE)).additions[name]
    return shows(text, one.needs) and not states(text, one.unless)


def shows(text: str, signs: tuple[str, ...]) -> bool:
    """Whether `text` shows one of `signs`, where there are any."""
    plain, known = _plain(text), load(resources.find(FILE))
    return not signs or any(known.signs[one].search(plain) for one in signs)


def states(text: str, names: tuple[str, ...]) -> bool:
    """Whether `text` states one of `names`: what is stated, or else a sign."""
    plain, known = _plain(text), load(resources.find(FILE))
    return any((known.stated.get(one) or known.signs[one]).search(plain) for one in names)


def chances(text: str, labels: Mapping[str, float | None]) -> dict[str, float]:
    """How probable it is that an editor would add each thing to a post, and leave it alone (`ALONE`)."""
    weights = _load(str(resources.find(WEIGHTS)))
    sums, found = list(weights.bias), terms(text)
    for one in found:
        share = weight(one) / math.sqrt(len(found))
        for at, learnt in weights.terms.get(one, {}).items():
            sums[at] += learnt * share
    for name, (usual, learnt_of) in weights.labels.items():
        known = labels.get(name)
        said = 0.0 if known is None else odds(known) - usual
        for at, learnt in learnt_of.items():
            sums[at] += learnt * said
    return {head: 1.0 / (1.0 + math.exp(-one)) for head, one in zip(weights.heads, sums, strict=True)}


def odds(probability: float) -> float:
    """The odds of a label as a number that can be weighed."""
    return SHARE * math.log((probability + 0.02) / (1.02 - probability))


def digest(text: str) -> str:
    """Hash that stands for a post in `additions.jsonl`."""
    return hashlib.sha256(re.sub(r"\W+", " ", text.casefold()).strip().encode()).hexdigest()[:20]


def terms(text: str) -> list[str]:
    """Words, pairs of neighbours, marks of form and signs of `text`, each once: what the weights are for."""
    plain = EMOJI.sub(" ", text)
    links = len(LINK.findall(plain))
    plain = LINK.sub(" ", plain).replace("’", "'").casefold()
    found = [_folded(one) for one in _TOKEN.findall(plain)]
    words = len([one for one in found if one[0].isalpha()])
    pairs = [f"{one} {two}" for one, two in zip(["^", *found], [*found, "$"], strict=True)]
    split = [one.lstrip("#") for one in found if one.startswith("#")]
    form = [f"_words{min(words // 6, 8)}", f"_links{min(links, 2)}", f"_breaks{min(text.count(chr(10)), 2)}"]
    return sorted({*found, *pairs, *split, *form, *_signs(text)})


def weight(term: str) -> float:
    """How much a term counts beside others."""
    return SIGN if term[0] == "=" else 1.0


def _signs(text: str) -> list[str]:
    """The names of the signs and of what is stated that `text` shows."""
    plain, known = _plain(text), load(resources.find(FILE))
    named = {**known.signs, **{f"no.{name}": one for name, one in known.stated.items()}}
    return [f"={name}" for name, pattern in named.items() if pattern.search(plain)]


def _words(text: str) -> int:
    return len(LINK.sub(" ", text).split())


def _plain(text: str) -> str:
    return " ".join(EMOJI.sub(" ", LINK.sub(" ", text)).replace("’", "'").split())


def _folded(token: str) -> str:
    if token[0].isdigit():
        return "0:00" if ":" in token else "0"
    return "@" if token[0] == "@" else token


def _turned(every: tuple[str, ...], key: str) -> tuple[str, ...]:
    """`every` with another one first for another key."""
    first = every.index(pick(every, key, "addition"))
    return every[first:] + every[:first]


@lru_cache(maxsize=8)
def load(path: Path) -> Additions:
    """The sentences of a file; ContentError with every sentence that is none."""
    sheet = content.sheet(path)
    sheet.keys(PARTS, PARTS)
    stated, signs, listed = (sheet.part(one) for one in PARTS)
    patterns, shown = (
        {name: re.compile(part.text(name), re.IGNORECASE) for name in part.values} for part in (stated, signs)
    )
    named = {name: _addition(listed.part(name), patterns, shown) for name in listed.values}
    found = Additions(patterns, shown, named)
    sheet.done()
    return found


def _addition(sheet: Sheet, stated: Collection[str], signs: Collection[str]) -> Addition:
    sheet.keys(("add", "open", "unless", "needs", "least"))
    needs, least = sheet.words("needs", tuple(signs)), sheet.number("least", 0.0, 0.0, 1.0)
    return Addition(_sentences(sheet), _open(sheet), sheet.words("unless", tuple(stated)), needs, least)


def _open(sheet: Sheet) -> tuple[str, ...]:
    """Wordings that are a slot and nothing else."""
    found = sheet.words("open")
    for index, one in enumerate(found):
        if not SLOT.fullmatch(one):
            sheet.fault(f"open[{index}]", "is no open slot", "write [two words or more, in small letters]")
    return found


def _sentences(sheet: Sheet) -> tuple[str, ...]:
    """Wordings, each with a slot or two."""
    found = sheet.words("add")
    for index, one in enumerate(found):
        if not 1 <= len(SLOT.findall(one)) <= MAX_SLOTS or re.search(r"[\[\]\d]", SLOT.sub("", one)):
            remedy = "write one or two [facts as a question?], and no figure"
            sheet.fault(f"add[{index}]", "is no sentence with a slot or two", remedy)
    return found


@lru_cache(maxsize=4)
def _load(path: str) -> _Weights:
    stored = json.loads(Path(path).read_text(encoding="utf-8"))
    terms = {term: _by_head(listed) for term, listed in stored["terms"].items()}
    labels = {name: (listed[0], _by_head(listed[1:])) for name, listed in stored["labels"].items()}
    return _Weights(
        tuple(stored["heads"]), stored["least"], tuple(stored["bias"]), labels, terms
    )  # fmt: skip


def _by_head(listed: list[int]) -> dict[int, float]:
    """Weights by number of the head, of which both stand in turn."""
    return {at: one / 100 for at, one in zip(listed[::2], listed[1::2], strict=True)}
