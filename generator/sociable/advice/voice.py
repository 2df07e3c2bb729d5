"""How a post speaks: how loudly, in capitals, marks, emoji and line breaks, and how often it is sorry."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from sociable.advice.marks import EMOJI
from sociable.advice.phrases import Phrases
from sociable.advice.segment import Draft, Sentence

_WORD = r"[A-Z][A-Z'’]*(?![\w&.-]\w|[\w&])"
_SHOUT = re.compile(rf"(?<![#@\w&'’.-])(?=[A-Z][A-Z'’]){_WORD}(?: {_WORD})*")
EMOJI_KEPT = 2
FLAG = "[\U0001f1e6-\U0001f1ff]{2}"
RATING = re.compile("[\u2b50\u2605\U0001f31f]\ufe0f?(?:[\u2b50\u2605\u2606\U0001f31f]\ufe0f?)+")
"""So many stars out of five are what somebody said, no ornament."""
MARKS = 3
"""Sentences that one emoji must stand at to be the mark of a list."""
_ACRONYM = 3
"""Words of up to this many capitals may be names and stay, unless they are among `shout`."""
_DRAWN = re.compile("[\U0001d400-\U0001d7ff]+")
"""Letters of mathematics, with which posts write in bold; of the disguises of names, ™ and № are no letters here."""
_ONLY_SORRY = re.compile(
    r"(?:(?:i['’]m|we['’]re|i am|we are) )?(?:so |very )?sorry (?:about|for) this[.!]*", re.IGNORECASE
)
"""All that a sentence of regret is once its stock words are gone."""


def lettered(text: str) -> str:
    """`text` with plain letters for those of mathematics, which count twice and which no screen reader says."""
    return _DRAWN.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)


def sorry_once(draft: Draft, phrases: Phrases) -> Draft:
    """Without a sentence that is only sorry where an earlier one was."""
    kept, said = [], False
    for one in draft.sentences:
        if not (said and _ONLY_SORRY.fullmatch(one.text)):
            kept.append(one)
        said = said or "sorry" in phrases.roles(one.text)
    return replace(draft, sentences=tuple(kept))


def parted(kept: Sequence[Sentence], former: Draft) -> tuple[Sentence, ...]:
    """The sentences that were `kept` of a draft; a line break outlives the sentence that it stood before."""
    found, at, every = list[Sentence](), 0, [one.text for one in former.sentences]
    for one in kept:
        start, at = at, every.index(one.text, at) + 1 if one.text in every[at:] else at + 1
        gaps = [each.before for each in former.sentences[start:at] if "\n" in each.before]
        found.append(replace(one, before=gaps[-1]) if gaps and "\n" not in one.before else one)
    return tuple(found)


def lowered(draft: Draft, phrases: Phrases) -> Draft:
    """Small letters, one exclamation mark and two emoji at most: still the brand's own voice."""
    kept, marks, left = [], 0, EMOJI_KEPT
    listed = markers(draft)
    for one in draft.sentences:
        if "disclosure" in one.roles:
            kept.append(one)
            continue
        text = re.sub(r"!{2,}", "!", _calm(one.text, phrases, full_stops=False))
        if "!" in text:
            marks += 1
            text = text if marks == 1 else re.sub(r"!(?![)\]\"”])", ".", re.sub(r"!(?=[)\]\"”])", "", text))
        lead, left = _few(one.lead, left, listed)
        end, left = _few(one.emoji, left, listed)
        kept.append(replace(one, text=text, emoji=end, lead=lead))
    return replace(draft, sentences=tuple(kept))


def lower(text: str, phrases: Phrases) -> str:
    """`text` with what is shouted in small letters where every word is surely no name; its marks stay."""

    def small(match: re.Match[str]) -> str:
        sure = all(one.replace("’", "'") in phrases.shout for one in match.group().split())
        return _small(match, phrases.shout, True) if sure and len(match.group()) > _ACRONYM else match.group()

    return _SHOUT.sub(small, text)


def _unadorned(sentence: Sentence, listed: frozenset[str]) -> Sentence:
    """A sentence without its emoji, save the marks of a list."""
    lead, end = (one if one in listed or RATING.match(one) else "" for one in (sentence.lead, sentence.emoji))
    return replace(sentence, lead=lead, emoji=end)


def _few(emoji: str, left: int, listed: frozenset[str]) -> tuple[str, int]:
    """The first of a run of emoji while some are left, and how many are left then; markers of a list always stay."""
    first = EMOJI.match(emoji)
    if first is None or first.group() in listed or RATING.match(emoji):
        return emoji, left
    return (first.group(), left - 1) if left else ("", 0)


def markers(draft: Draft) -> frozenset[str]:
    """Emoji that stand at several sentences, as marks of a list do."""
    seen = [one.lead or one.emoji for one in draft.sentences if one.lead or one.emoji]
    return frozenset(one for one in seen if seen.count(one) >= MARKS)


def calm(draft: Draft, phrases: Phrases) -> Draft:
    """Ends with full stops, in small letters, without emoji."""
    kept = (
        one if "disclosure" in one.roles else replace(one, text=_calm(_dull(one.text), phrases))
        for one in draft.sentences
    )
    listed = markers(draft)
    return replace(draft, sentences=tuple(_unadorned(one, listed) for one in kept))


def _dull(text: str) -> str:
    """`text` without emoji, save those that stand for a word."""
    kept = re.sub(FLAG, " ", text)
    kept = re.sub(rf"(?<=\w) *(?:{EMOJI.pattern})+ *(?=[A-Z]\w)", " – ", kept)
    kept = re.sub(rf"(?<!\ba )(?<!\bthe )(?![☎📞📱📲]\ufe0f?\s*[\d+(])(?:{EMOJI.pattern})", " ", kept)
    return re.sub(r"\s+([,.;:!?])", r"\1", " ".join(kept.split()))


def _calm(text: str, phrases: Phrases, full_stops: bool = True) -> str:
    text = re.sub(r"[!]+\?+|\?+!+[!?]*", "?", text)
    text = re.sub(r"!+", ".", re.sub(r"!+(?=[)\]\"”])", "", text)) if full_stops else text
    text = re.sub(r"\?{2,}", "?", text)
    shouted = _shouted(text, phrases.shout)
    return _SHOUT.sub(lambda m: _small(m, phrases.shout, shouted), text)


def _small(match: re.Match[str], shout: frozenset[str], shouted: bool) -> str:
    """A run of words in capitals in small letters; one that may be a name stays, unless everything is shouted."""
    words = match.group().split()
    known = [one.replace("’", "'") in shout for one in words]
    alone = len(words) == 1 and len(words[0]) <= 2
    named = len(words) == 2 and not known[0] and len(words[0]) <= _ACRONYM  # USA TODAY
    if not shouted and (alone or named or 2 * sum(known) < len(words)):
        return match.group()
    before = match.string[: match.start()].rstrip()
    small = [word.lower() if sure or len(word) > _ACRONYM else word for word, sure in zip(words, known, strict=True)]
    if (not before or before[-1] in ".!?:") and small[0].islower():
        small[0] = small[0].capitalize()
    return " ".join(small)


def _shouted(text: str, shout: frozenset[str]) -> bool:
    """Whether most words of a sentence stand in capitals, and not as a row of names."""
    found = re.findall(r"(?<![#@\w])[A-Za-z][A-Za-z'’]+", text)
    plain = sum(one.upper().replace("’", "'") in shout for one in found)
    return sum(map(str.isupper, found)) >= max(2.0, 0.8 * len(found)) and 5 * plain >= len(found)
