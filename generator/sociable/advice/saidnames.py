"""Names that only running text says, of people whom no export lists: found by what stands around them.

Greetings, thanks, congratulations, credits, titles, quotations and signatures
announce a name; so does a given name (content/names/given.txt) with another
capitalised word after it.  That is a best effort: SECURITY.md says how often
it succeeds, and tests/privacy measures it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from sociable import resources
from sociable.advice.identities import WORD, ordinary

NAME = "[name]"
LONGEST = 3
"""Words of a name, particles apart."""
NEAR = 80
"""How many letters before and after a name say whether it is one."""
_PARTICLE = r"(?:van|von|der|den|de|da|del|della|di|dos|la|le|bin|al|el|ter|ten|zu)"
_GAP = re.compile(rf"(?:\s|-)(?:{_PARTICLE} ){{0,2}}")


def _ends(pattern: str) -> re.Pattern[str]:
    """What stands right before a name."""
    return re.compile(rf"(?<!\w)(?:{pattern})$", re.IGNORECASE)


_TITLE = _ends(r"(?:(?:mr|mrs|ms|mx|dr|prof|rev|mme)\.?|miss|professor|sir|dame|herr|frau|monsieur|madame)\s")
_GREETING = _ends(
    r"(?:hi|hello|hey|hiya|dear|thanks|thank you|thx|sorry|apologies|cheers|good (?:morning|afternoon|evening)"
    r"|congrats|congratulations|well done|bravo|kudos|happy birthday|welcome(?: back| aboard)?|shout-?\s?out|props"
    r"|bye|goodbye|farewell|no worries|no problem|great work|good luck|meet)"
    r"(?: again| so much| very much| a lot)?(?: to| for)?(?: our(?: own| very own)?| the lovely| the wonderful)?,?\s+"
)
_CREDIT = re.compile(
    r"(?:(?<!\w)(?:photos?|pic(?:ture)?s?|images?|videos?|words?|art|artwork|designed|design|shot|taken|written|drawn"
    r"|painted|filmed|recorded|made|sent in|told|hosted|presented|won|run|led) by|[📷📸🎥✍]\ufe0f?:?"
    r"|(?<![\w@])(?:credits?(?: to|:)|courtesy of|named|called|(?:winner|guest|speaker|host|author|colleague|volunteer"
    r"|customer|reader|captain|chef|member|manager|engineer|apprentice)(?: is| was|,|:)?))\s*$",
    re.IGNORECASE,
)
_WEAK = _ends(r"(?:by|with|from|via|ask|says|said|and|to|for|like|our|as|of|thank|tell|join|told|&)\s+")
_BY = _ends(r"(?:by|via|says|said|writes|wrote|asks)\s+")
_LIST = re.compile(r"\[name\](?:,| and|,? &| und| or)\s+$")
_QUOTED = re.compile(r"[”\"’'»]\s*[-–—~]{1,2}\s?$")
_DASH = re.compile(r"(?:^|[\s.!?)])[-–—~]{1,2}$|(?:^|\s)\^$")
_FAR_DASH = re.compile(r"(?:^|[\s.!?)])[-–—~]{1,2}\s$")
_CLOSING = _ends(
    r"(?<![a-z] )(?:love|(?:best|kind|warm)(?: wishes| regards)?|regards|yours|sincerely|cheers|thanks)"
    r",?\s+(?:from\s+)?"
)
_END = re.compile(r"[^\w#]*x*[^\w#]*(?:(?:#\w+|https?://\S+)\s*)*$")
_STOPS = re.compile(
    r"\s*(?:[,!.:;?)]|$|[-–—]|and\b|&|(?:we|i|i['’]m|you|your|thanks|thank|sorry|for|who|from|on|at)\b)", re.IGNORECASE
)
_SPEAKS = re.compile(r"['’]s\b|\s+(?:says?|said|told|tells|asks?|asked|writes?|wrote|shared?|won|wins|joined|from)\b")
_RELATION = _ends(
    r"(?:(?:my|your|his|her|their|our) (?:\w+ )?(?:wife|husband|son|daughter|mum|mom|mother|dad|father|brother|sister"
    r"|friend|boyfriend|girlfriend|fianc[ée]e?|partner|nephew|niece|cousin|colleague|boss|neighbou?r)"
    r"|grand(?:ma|pa|mother|father)|aunt(?:ie)?|uncle),?\s"
)
_OPENING = re.compile(
    r"^(?:[\s\"“]*@\w+)*\s*(?:(?:yes|no|oh|oh no|ah|aw+|hmm+|sure|right|ok|okay|great|of course|sadly|well)[,!]?\s)?$",
    re.IGNORECASE,
)
"""What may stand before a name that a text speaks to in its first words."""
_SOUND = re.compile(
    r"(?:a+h+|h+m+|u+[hm]+|o+h*|a+w+|e+h+|huh|ugh|na+h|ye+ah?|ye[ps]|yup|nope?|lol|(?:ha)+h?|wow|oops|hey)$"
)
"""What is said before anything is said: Hmm, Ahhh, Oh."""
_CALLED = re.compile(r"\s?(?:,|!|\s[-–—]\s)")
_ASIDE = re.compile(r"(?<![^\W\d_a-z])(?<=[a-z]),\s$")
_ENDS = re.compile(r"\s?(?:[.!?…]+|[^\w\s,;:'’\"&/-]+\s*)?(?=\s|$)(?!\s+(?:and|or|&)\b)(?![ ][a-z])")
_LAST = re.compile(
    r"(?<!\w)(?!(?:the|an?|in|on|at|to|from|with|our|your|my|his|her|of|and|or|by|for|via|near|into|this|that|is|as|like)\s)"
    r"[a-z']{2,}\s$"
)
"""A word after which a given name at the end of a sentence is whom it speaks to."""
_MINOR = re.compile(r"(?i:hi|hello|hey|hiya|dear|thanks|thank you|thx|sorry|cheers)\s+([a-zà-ÿ]{3,})(?=\s?[,!.]|$)")
"""A greeting and whom it greets, both written small."""
_NOT_AFTER = _ends(r"(?:the|st\.?|saint|port|lake|mount|ms|mv|ss|rms)\s*")


@lru_cache(maxsize=3)
def words_of(name: str) -> frozenset[str]:
    """A list of content/names, in small letters."""
    lines = resources.find(f"content/names/{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word.casefold() for line in lines if not line.startswith("#") for word in line.split())


def hide(
    text: str, stays: Collection[str], firsts: Collection[str] = (), spoken: bool = False, opens: bool = True
) -> str:
    """`text` without such names; `stays` are words of the brand's own, `firsts` known given names, in small letters.

    A text that is `spoken` to one person may call that person by any word; one that
    does not open a post has no first words.
    """
    text = _MINOR.sub(lambda match: _greeted(match, stays), text)
    while (found := _once(text, stays, firsts, (spoken, opens))) != text:
        text = found
    return text


def displayed(text: str, words: list[re.Match[str]], stays: Collection[str]) -> int:
    """How many of `words`, which follow an @, look like a display name of several: @Xiulan Zhao; else 0."""
    run = _run(text, words, 0, ("#", "/", "_", "[")) if words and words[0].group().istitle() else []
    run = [one for one in run if "\n" not in text[run[0].start() : one.start()]]
    names = [_word(one) for one in run]
    strange = [one not in ordinary() and one not in stays and one not in words_of("no-names") for one in names]
    size = strange.index(False) if False in strange else len(run)
    return size if size > 1 and words_of("organisations").isdisjoint(names[:size]) else 0


def _greeted(match: re.Match[str], stays: Collection[str]) -> str:
    name = match.group(1)
    known = name in words_of("given") and name not in ordinary() and name not in stays
    return match.group()[: -len(name)] + NAME if known else match.group()


def _once(text: str, stays: Collection[str], firsts: Collection[str], whole: tuple[bool, bool]) -> str:
    words = list(WORD.finditer(text))
    pieces, last, index = [""], 0, 0
    while index < len(words):
        run = _run(text, words, index) if words[index].group()[0].isupper() else []
        size = 0
        if run and not any(_word(one) in stays for one in run):
            start = run[0].start()
            before = (pieces[-1] if last >= start - NEAR else "") + text[max(last, start - NEAR) : start]
            size = _named(before, text, run, firsts) or _called(text, run, firsts, *whole)
        if size:
            pieces += [text[last : run[0].start()] + NAME]
            last = run[size - 1].end()
        index += size or 1
    return "".join([*pieces, text[last:]])


def _run(
    text: str, words: list[re.Match[str]], index: int, signs: tuple[str, ...] = ("@", "#", "/", "_", "[")
) -> list[re.Match[str]]:
    """Capitalised words from `index` on that stand together; particles between them belong to the last."""
    found: list[re.Match[str]] = []
    for word in words[index : index + 2 * LONGEST]:
        gap = text[found[-1].end() : word.start()] if found else " "
        if len(found) == LONGEST or not _GAP.fullmatch(gap):
            break
        if _capital(word.group()) and text[word.start() - 1 : word.start()] not in signs:
            found.append(word)
        elif not found or not re.fullmatch(_PARTICLE, word.group()):
            break
    return found


def _capital(word: str) -> bool:
    return word[0].isupper() and len(word) > 1 and not (word.isupper() and len(word) < 4)


def _word(match: re.Match[str]) -> str:
    return re.sub(r"['’]s$", "", match.group().casefold())


def _named(before: str, text: str, run: list[re.Match[str]], firsts: Collection[str]) -> int:
    """How many words of `run` are somebody's name, by what stands around them; 0 when none."""
    names = [_word(one) for one in run]
    size = next((n for n, one in enumerate(names) if one in words_of("no-names")), len(run))
    if not size:
        return 0
    end = run[size - 1].end()
    after, whole = text[end : end + NEAR], end + NEAR >= len(text)
    known = names[0] in words_of("given") and not _NOT_AFTER.search(before)
    if _TITLE.search(before) or (known and size > 1):
        return size
    if known and (_SPEAKS.match(after) or _WEAK.search(before)):
        return size
    strange = not any(one in ordinary() or one in words_of("organisations") for one in names[:size])
    known = (
        known or names[0] in firsts
    )  # of people, and yet often a word: "Rose", or the boat that a fan is called after
    if not (known or strange):
        return 0
    signs = whole and _END.match(after) is not None
    return size if _announced(before, after, size, known, signs) else 0


def _called(text: str, run: list[re.Match[str]], firsts: Collection[str], spoken: bool, opens: bool) -> int:
    """1 when the first word of `run` is whom the text speaks to: Anna, please ...; that is fine, Anna."""
    name, end = _word(run[0]), run[0].end()
    if name in words_of("no-names") or len(run) > 1 or name in words_of("organisations") or _SOUND.match(name):
        return 0
    given = (name in words_of("given") and name not in ordinary()) or name in firsts
    before, after = text[: run[0].start()], text[end:]
    if opens and _OPENING.match(before) and _CALLED.match(after):
        return int(given or (spoken and name not in ordinary()))
    if not _ENDS.match(after) or name in ordinary():
        return 0
    if _ASIDE.search(before):
        return int(given or (spoken and not after.startswith("?")))
    return int(given and spoken and bool(_LAST.search(before)))


def _announced(before: str, after: str, size: int, known: bool, signs: bool) -> bool:
    """Whether what stands before a name, or after it, says that one comes."""
    if _RELATION.search(before):
        return True
    if _GREETING.search(before) or _LIST.search(before):
        return known or bool(_STOPS.match(after))
    if signs and (
        _DASH.search(before) or _CLOSING.search(before) or ((known or size > 1) and _FAR_DASH.search(before))
    ):
        return True
    return bool(_QUOTED.search(before) or _CREDIT.search(before) or (size > 1 and _BY.search(before)))
