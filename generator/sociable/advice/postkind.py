"""What kind of post a text is (event, product, contest, joke ...), by weights learnt from an editor's reading."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from sociable import resources
from sociable.advice import frames
from sociable.advice.segment import EMOJI, LINK

FILE = "content/rewrites/kinds.json"
FAMILIES = (
    ("article", "news", "statement", "tip", "results"),
    ("product", "discount"),
    ("recap", "story", "partnership", "donation"),
    ("milestone", "award", "congrats", "hire"),
)
"""Kinds that are mistaken for each other and can bear much the same additions: they are weighed together first."""
PLAIN = frozenset({"article", "discount", "donation", "event", "news", "product", "results", "tip", "vacancy", "video"})
"""Kinds that say something which more can be said of."""
LEFT, PLAIN_LEFT = 0.6, 0.75
"""From these probabilities on that an editor would leave a post alone, nothing is added to it: readers agreed."""
QUOTE = "quote"
MAY_QUOTE = frozenset(
    {"award", "congrats", "joke", "match", "milestone", "news", "quote", "recap", "statement", "story"}
)
"""Kinds under which somebody's words that stand at the start are the post."""
CONTEST, JOB = "contest", "vacancy"
EVER = frozenset({"greeting", "milestone", CONTEST})
"""Kinds that are worth a word more however often one is left alone."""
CLASSES = {
    "offer": ("product", "discount", "vacancy"),
    "read": ("article", "video", "tip"),
    "people": ("recap", "story", "donation", "partnership", "milestone", "award"),
    "event": ("event",),
    "public": ("news", "statement", "results"),
}
"""What a post is about in the widest sense, by kinds: surer than any one of them."""
NEVER = ("quote", "greeting", "contest", "hire", "joke", "picture", "question")
CLOSED = ("quote", "joke", "greeting", "congrats", "hire", "match", "contest")
"""Kinds to which no free sentence is added: the first ever, the others where they are likely together."""
CLEAR = 0.45
"""How probable a class must be for a sentence that only fits it."""
SOLEMN = 0.45
"""From this probability of being left alone on, a statement stands as it is."""
FREE_LEFT, UNSURE = 0.55, 0.25
"""How probable it is at most that the post is left alone, and at least that its kind is right, for a free sentence."""
FREE_CLOSED = 0.6
"""From this probability of the closed kinds on, no free sentence is added."""
LEAST, MOST = 8, 40
"""Words from which on a post is more than a slogan, and from which on it says enough: between them a sentence fits."""
DOUBTED = 0.45
"""A joke that is less likely one than this is read as the next likely kind."""
ALONE = "leave"
"""The head that says whether an editor would leave a post as it is."""
SIGN = 3.0
_TOKEN = re.compile(r"#?[^\W\d_]+(?:['’][^\W\d_]+)*|@\w+|\d+(?:[.,:/-]\d+)*|[!?…%$£€₹“”\"]")


@dataclass(frozen=True, slots=True)
class Reading:
    """The likeliest kind, how probable it and its like are, and how probably an editor would leave the post alone.

    `shares` are the kinds' probabilities, which sum to 1.
    """

    kind: str
    sure: float
    leave: float
    shares: Mapping[str, float] = field(default_factory=dict)

    @property
    def additions(self) -> bool:
        """Whether an editor would add something; until when one can enter is ever worth saying."""
        return self.kind in EVER or self.leave < (PLAIN_LEFT if self.kind in PLAIN else LEFT)

    @property
    def free(self) -> str:
        """What a sentence that is left to the brand would be about, a key of CLASSES; empty where none may be added."""
        limit = SOLEMN if self.kind == "statement" else FREE_LEFT
        left = self.kind not in EVER and (self.leave >= limit or self.sure < UNSURE)
        if left or self._sum(CLOSED) >= FREE_CLOSED or self.kind in NEVER:
            return ""
        likeliest = max(CLASSES, key=lambda one: (self._sum(CLASSES[one]), one))
        return likeliest if self._sum(CLASSES[likeliest]) >= CLEAR else frames.ANY

    def _sum(self, kinds: tuple[str, ...]) -> float:
        return sum(self.shares.get(one, 0.0) for one in kinds)


@dataclass(frozen=True, slots=True)
class _Weights:
    heads: tuple[str, ...]
    bias: tuple[float, ...]
    terms: dict[str, tuple[float, ...]]


def digest(text: str) -> str:
    """Hash that stands for a post in `kinds.jsonl`."""
    return hashlib.sha256(re.sub(r"\W+", " ", text.casefold()).strip().encode()).hexdigest()[:20]


def terms(text: str) -> list[str]:
    """Words, pairs of neighbours and marks of form of `text`, each once: what the weights are for."""
    plain = EMOJI.sub(" ", text)
    links = len(LINK.findall(plain))
    plain = LINK.sub(" ", plain).replace("’", "'").casefold()
    found = [_folded(one) for one in _TOKEN.findall(plain)]
    words = len([one for one in found if one[0].isalpha()])
    pairs = [f"{one} {two}" for one, two in zip(["^", *found], [*found, "$"], strict=True)]
    split = [one.lstrip("#") for one in found if one.startswith("#")]
    form = [f"_words{min(words // 6, 8)}", f"_links{min(links, 2)}", f"_breaks{min(text.count(chr(10)), 2)}"]
    return sorted({*found, *pairs, *split, *form, *frames.signs(text)})


def weight(term: str) -> float:
    """How much a term counts beside others: signs are few and were chosen."""
    return SIGN if term[0] == "=" else 1.0


def roomy(text: str) -> bool:
    """Whether a sentence that is left to the brand has room: a slogan bears none, and a full post needs none."""
    return LEAST <= words(text) < MOST


def words(text: str) -> int:
    """How many words a post has, without its links, handles and hashtags."""
    return len(re.findall(r"(?<![#@\w])[^\W_][\w'’-]*", LINK.sub(" ", text)))


def _folded(token: str) -> str:
    if token[0].isdigit():
        return "0:00" if ":" in token else "0"
    return "@" if token[0] == "@" else token


def read(text: str) -> Reading:
    """The kind of a post; `leave` is a probability of its own."""
    weights = _load(str(resources.find(FILE)))
    sums = list(weights.bias)
    found = terms(text)
    share = 1.0 / math.sqrt(max(1, len(found)))
    for one in found:
        for at, learnt in enumerate(weights.terms.get(one, ())):
            sums[at] += learnt * share * weight(one)
    by_head = dict(zip(weights.heads, sums, strict=True))
    leave = 1.0 / (1.0 + math.exp(-by_head.pop(ALONE)))
    odds = {name: 1.0 / (1.0 + math.exp(-one)) for name, one in by_head.items()}
    total = sum(odds.values())
    near = {name: sum(odds.get(one, 0.0) for one in _like(name)) for name in odds}
    ranked = sorted(odds, key=lambda one: (near[one], odds[one], one), reverse=True)
    doubtful = ranked[0] == "joke" and odds["joke"] / total < DOUBTED and leave < LEFT and "_words0" not in found
    kind = QUOTE if "=quote" in found and "quote" in odds and ranked[0] in MAY_QUOTE else ranked[doubtful]
    kind = CONTEST if f"={CONTEST}" in found and CONTEST in ranked[:4] else kind
    kind = JOB if f"={JOB}" in found and JOB in ranked[:3] else kind
    return Reading(kind, near[kind] / total, leave, {name: one / total for name, one in odds.items()})


def _like(kind: str) -> tuple[str, ...]:
    """The kinds that much the same could be added to, `kind` among them."""
    return next((every for every in FAMILIES if kind in every), (kind,))


@lru_cache(maxsize=4)
def _load(path: str) -> _Weights:
    stored = json.loads(Path(path).read_text(encoding="utf-8"))
    return _Weights(
        tuple(stored["heads"]),
        tuple(stored["bias"]),
        {term: tuple(one / 100 for one in weights) for term, weights in stored["terms"].items()},
    )
