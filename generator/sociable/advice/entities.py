"""What a rewrite may not touch: facts, prices, terms and disclosures, and how long a post may be."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from sociable.advice.marks import EMOJI, HANDLE, HASHTAG, LINK
from sociable.advice.segment import attached

LIMITS = {
    "x": 280, "mastodon": 500, "bluesky": 300, "threads": 500, "linkedin": 3000, "instagram": 2200, "facebook": 63206,
    "tiktok": 4000, "youtube": 5000, "reddit": 40000, "other": 5000,
}  # fmt: skip
"""Characters a post may have, the highest number where a network has several (captions of photos, self posts); on X
weighted (docs.x.com: counting characters), an address counts 23."""
TAGS = {"x": 2, "linkedin": 3, "facebook": 2, "instagram": 5, "mastodon": 4, "bluesky": 2, "threads": 1}
"""Hashtags a rewrite keeps, within the norms of RUBRIC platform-fit."""

LOST = 8
"""Words that a post may lose in a rewrite: readers who compared both miss what goes beyond."""
SLOT = re.compile(r"\[(?:[^\[\]\n]{3,160}\?|(?!profile link\])[a-z][\w’'-]*[ :,][^\[\]\n]{2,160})\]")
"""What is left open: a question in brackets, or two words or more in small letters; marks of masking are neither."""
_WIDE = re.compile(r"[^\x00-\u10ff\u2000-\u206f]")
"""What X counts as two characters."""
_PICTURE = re.compile(r"\shttps://t\.co/\w+$")
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_FIGURE = r"\d++(?:[.,]\d++)*+"
_PRICE = re.compile(
    rf"[$£€₹₦¥]\s?{_FIGURE}(?:\s?(?:k|m|bn|million|billion|lakh)\b)?"
    rf"|\b(?:rs\.?|ksh|ghc|ugx|usd|aed|qar|inr|kes|gbp|eur)\s?{_FIGURE}"
    rf"|\b{_FIGURE}\s?(?:€|£|\$|usd|eur|gbp|shs|ksh|dollars|euros|pounds)(?!\w)",
    re.IGNORECASE,
)
_TERMS = re.compile(
    r"#ad\b|#sponsored\b|#affiliate\b|#gifted\b|#advert(?:isement)?\b|\bpaid partnership\b"
    r"|\bt&cs?\b(?: apply)?|\bts ?& ?cs\b"
    r"|\bterms (?:and|&) conditions(?: apply)?|\b(?:terms|conditions|exclusions|restrictions) apply|\b(?:18|21)\+"
    r"|\bno purch(?:ase)?(?: nec(?:essary)?)?|\bwhile (?:stocks?|supplies|quantities|supply) lasts?|\bsubject to \w+"
    r"|\bexcl(?:\.|uding|udes)|\b(?:ltd|limited)\.? quantit\w+"
    r"|\bmust be \d\d|\b(?:drink|gamble|play) responsibly|\bconsult your doctor|\bside effects"
    r"|\bcapital (?:is )?at risk|\bpast performance|\bnot (?:financial|medical|legal) advice|\bmember fdic"
    r"|\bmay be subject",
    re.IGNORECASE,
)
DATES = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|jan(?:uary)?|feb(?:ruary)?|march|april|june|july|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|today|tomorrow|tonight|yesterday|noon|midnight|weekend"
    r"|spring|summer|autumn|winter|christmas|easter|diwali|eid)\b",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|million|billion"
    r"|half|double"
    r"|twice|percent)\b",
    re.IGNORECASE,
)
_PROPER = re.compile(
    r"(?<![.!?:…\n\"“(\[\]—–&-])(?<![.!?:…\]]\s)(?<!^)\b"
    r"(?!I\b|I['’]|(?:Do|Did|Are|Have|Would|Can|Who|Which) )[A-Z][\w’'&-]*"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text states that a rewrite must not invent."""

    values: frozenset[str]

    def beyond(self, *known: Facts) -> list[str]:
        """The facts that none of `known` has, sorted."""
        return sorted(self.values - frozenset().union(*(one.values for one in known)))


@lru_cache(maxsize=1024)  # each candidate is held against the facts of the same post
def facts(text: str) -> Facts:
    """Numbers, prices, dates, counts, names, links, handles, hashtags and terms of `text`, folded."""
    plain = " ".join(LINK.sub(" ", SLOT.sub(". ", text)).split())
    named = re.compile(HANDLE).findall(plain) + HASHTAG.findall(plain) + LINK.findall(SLOT.sub(". ", text))
    bare = HASHTAG.sub(" ", re.sub(HANDLE, " ", plain))
    found = [*named, *(one.group() for p in (_NUMBER, _PRICE, _TERMS, DATES, _COUNTS) for one in p.finditer(plain))]
    found += [one.group().replace("’", "'").removesuffix("'s") for one in _PROPER.finditer(bare)]
    return Facts(frozenset(" ".join(one.casefold().split()) for one in found))


def words(text: str) -> frozenset[str]:
    """Every word of `text`, folded: what a name in a rewrite may be taken from."""
    return frozenset(one.casefold().removesuffix("'s") for one in re.findall(r"[\w&'-]+", text.replace("’", "'")))


@lru_cache(maxsize=1024)
def required(text: str) -> tuple[str, ...]:
    """Prices, terms and disclosures, which every rewrite repeats as they stand."""
    plain = LINK.sub(" ", text)
    return tuple(one.group().rstrip(".,") for pattern in (_PRICE, _TERMS) for one in pattern.finditer(plain))


def terms_only(text: str) -> str:
    """What follows from the first price or term of `text` on; all of it when it starts with one."""
    starts = [one.start() for pattern in (_PRICE, _TERMS) for one in [pattern.search(text)] if one]
    return text[min(starts) :].lstrip(" -–—*:") if starts else text


def length(text: str, platform: str) -> int:
    """Characters as the platform counts them; an open slot counts as it stands."""
    if platform != "x":
        return len(text)
    text, _ = attached(text)  # a picture's address does not count
    text = re.sub(rf"^(?:{HANDLE}\s+)+", "", text) if text.startswith("@") else text
    plain = EMOJI.sub("__", LINK.sub("_" * 23, text))
    return len(plain) + len(_WIDE.findall(plain))


def fits(text: str, platform: str, before: str = "") -> bool:
    """Whether `text` is within the limit of `platform`.

    A post of X that was published over the limit ends in the address of its
    picture, which did not count; what is made of it ends in the same address.
    """
    limit = LIMITS.get(platform, LIMITS["other"])
    if platform == "x" and length(before, platform) > limit and (picture := _PICTURE.search(before)):
        return length(text.removesuffix(picture.group()), platform) <= limit
    return length(text, platform) <= limit


def lost(before: str, after: str) -> int:
    """How many words of `before`, links aside, `after` does not have."""
    return (_counted(before) - _counted(after)).total()


def _counted(text: str) -> Counter[str]:
    return Counter(re.findall(r"[\w']+", LINK.sub(" ", SLOT.sub(" ", text)).replace("’", "'").casefold()))
