"""Names that only running text says, of people whom no export lists: found by what stands around them.

Greetings, thanks, congratulations, credits, titles, quotations and signatures
announce a name; so does a given name (content/names/given.txt) with another
capitalised word after it.  That is a best effort: SECURITY.md says how often
it succeeds, and tests/privacy measures it.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from sociable.advice import namesigns as signs
from sociable.advice.identities import WORD, is_given, nobodies, ordinary, words_of

NAME = "[name]"
LONGEST = 3
"""Words of a name, particles apart."""
LOUD = 12
"""How many letters before and after a short word in capitals say whether all is written so."""
NEAR = 80
"""How many letters before and after a name say whether it is one."""
OPENS = 1_000
"""Within so many letters, most of them of handles, a text has its first words."""


def hide(
    text: str, stays: Collection[str], firsts: Collection[str] = (), spoken: bool = False, opens: bool = True
) -> str:
    """`text` without such names; `stays` are words of the brand's own, `firsts` known given names, in small letters.

    A text that is `spoken` to one person may call that person by any word; one that
    does not open a post has no first words.
    """
    text = signs.MINOR.sub(lambda match: _greeted(match, stays, firsts), text)
    text = signs.LAST_FIRST.sub(lambda match: match[1] + (match[2] if _plain(match[3]) else NAME), text)
    if not text.isascii():
        text = signs.FOREIGN.sub(lambda match: match.group().removesuffix(match.group(1)) + NAME, text)
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


def _greeted(match: re.Match[str], stays: Collection[str], firsts: Collection[str]) -> str:
    name = match.group(1)
    known = (is_given(name) or name in firsts) and name not in ordinary() and name not in stays
    return match.group()[: -len(name)] + NAME if known else match.group()


def _once(text: str, stays: Collection[str], firsts: Collection[str], whole: tuple[bool, bool]) -> str:
    words = list(WORD.finditer(text))
    pieces, last, index = [""], 0, 0
    known: dict[tuple[str | int, ...], int] = {}  # a text may say the same a hundred thousand times
    while index < len(words):
        run = _run(text, words, index)
        size = 0
        if run:
            start, reach = run[0].start(), run[-1].end() + NEAR
            near = text[max(0, start - NEAR) : start]
            before = near if last < start - NEAR else pieces[-1][-NEAR:] + text[last:start]
            key = (before, near, text[start:reach], len(run), min(start, OPENS), reach >= len(text))
            if key not in known:
                known[key] = _step(before, text, run, words[index : index + 2], stays, firsts, whole)
            size = known[key]
        if size > 0:
            pieces += [text[last : run[0].start()] + NAME]
            last = run[size - 1].end() - (2 if run[size - 1].group().endswith(("'s", "’s")) else 0)
        index += abs(size) or 1
    return "".join([*pieces, text[last:]])


def _step(
    before: str, text: str, run: list[re.Match[str]], pair: list[re.Match[str]], stays: Collection[str],
    firsts: Collection[str], whole: tuple[bool, bool],
) -> int:  # fmt: skip
    """How many words of `run` are somebody's name; -2 where neither its first nor, alone, the word behind it is."""
    names = [_word(one) for one in run]
    if any(" ".join(names[:size]) in nobodies() for size in (2, 3)) or _firm(text, pair):
        return -2
    if any(one in stays for one in names):
        return 0
    return _named(before, text, run, firsts) or _called(text, run, firsts, *whole)


def _firm(text: str, pair: list[re.Match[str]]) -> bool:
    """Whether two words with an "and" between them are a firm: Ben & Jerry."""
    if len(pair) < 2 or not re.fullmatch(r"\s?[&+]\s?", text[pair[0].end() : pair[1].start()]):
        return False
    return " ".join(map(_word, pair)) in nobodies()


def _run(
    text: str, words: list[re.Match[str]], index: int, parted: tuple[str, ...] = ("@", "#", "/", "_", "[")
) -> list[re.Match[str]]:
    """Capitalised words from `index` on that stand together; particles between them belong to the last."""
    found: list[re.Match[str]] = []
    if not words[index].group()[0].isupper():
        return found
    for word in words[index : index + 2 * LONGEST]:
        if found and not signs.GAP.fullmatch(text, found[-1].end(), word.start()):
            break
        if _capital(word) and text[word.start() - 1 : word.start()] not in parted:
            found.append(word)
        elif not found or not re.fullmatch(signs.PARTICLE, word.group()):
            break
        if len(found) == LONGEST:
            break
    return found


def _capital(match: re.Match[str]) -> bool:
    """Whether a word begins as a name; few capitals are short for something, but where all around is as loud."""
    word = match.group()
    if len(word) < 4 and word.isupper():
        near = match.string[max(0, match.start() - LOUD) : match.end() + LOUD]
        return len(word) > 1 and word.casefold() in words_of("given") and near.isupper()
    return word[0].isupper() and len(word) > 1


def _plain(word: str) -> bool:
    """Whether a word is one of the language and no given name."""
    return word.casefold() in ordinary() and not is_given(word)


def _word(match: re.Match[str]) -> str:
    word = match.group().casefold()
    return word[:-2] if word.endswith(("'s", "’s")) else word


def _named(before: str, text: str, run: list[re.Match[str]], firsts: Collection[str]) -> int:
    """How many words of `run` are somebody's name, by what stands around them; 0 when none."""
    names = [_word(one) for one in run]
    size = next((n for n, one in enumerate(names) if one in words_of("no-names")), len(run))
    if not size:
        return 0
    end = run[size - 1].end()
    after, whole = text[end : end + NEAR], end + NEAR >= len(text)
    apart = not signs.NOT_AFTER.search(before)
    known = names[0] in words_of("given") and apart
    if signs.TITLE.search(before) or (known and size > 1) or (apart and size > 1 and _worldly(names[:size], before)):
        return size
    whose = run[size - 1].group().endswith(("'s", "’s"))
    if known and (whose or signs.SPEAKS.match(after) or signs.WEAK.search(before)):
        return size
    if known and signs.DOES.match(after) and not run[0].group().isupper():
        return size
    if size == 1 and apart and _likely(names[0], before, text[run[0].end() - 2 * whose :], known):
        return size
    known = known or names[0] in words_of("words-too")
    known = known or (names[0] in words_of("world") and names[0] not in ordinary())
    if (known and signs.INITIAL.match(after)) or (size == 1 and apart and _rare(names[0], before, after)):
        return size
    strange = not any(one in ordinary() or one in words_of("organisations") for one in names[:size])
    known = (
        known or names[0] in firsts
    )  # of people, and yet often a word: "Rose", or the boat that a fan is called after
    if not (known or strange):
        return 0
    closes = whole and signs.END.match(after) is not None
    quoted = signs.SAID.search(before) and (closes or after.startswith(")"))
    told = size > 1 and strange and (signs.HUMAN.match(after) or (apart and signs.MET.search(before)) or quoted)
    return size if told or _announced(before, after, size, known, closes) else 0


def _likely(name: str, before: str, after: str, known: bool) -> bool:
    """Whether one word is somebody by what is said of it: a given name, or a word that is none of the language."""
    if signs.THE.search(before) or name in words_of("organisations") or (not known and name in ordinary()):
        return False
    given = (known or name in words_of("world")) and name not in nobodies()
    asked = signs.ASKED.search(before)
    if given and (asked or signs.TOLD.match(after) or (signs.DOES.match(after) and not signs.BESIDE.search(before))):
        return True
    briefly = signs.BRIEF.match(after) and (signs.FROM.search(before) or after[2:3] in (".", " "))
    return bool(signs.OWNS.match(after) or briefly or (asked and signs.ERRAND.match(after)))


def _rare(name: str, before: str, after: str) -> bool:
    """Whether one word is a surname behind an initial: A. Berg."""
    unlike = name in ordinary() or name in words_of("organisations") or len(name) < 4
    return not unlike and signs.ABBREVIATED.search(before) is not None


def _worldly(names: list[str], before: str) -> bool:
    """Whether a run begins with a rarer given name, and no other word of it is one of the language or of a firm."""
    odd = names[0] in words_of("words-too")
    marked = len(names) == 2 and signs.SURNAME.fullmatch(names[1]) and not is_given(names[1])
    if not odd and names[0] not in words_of("world") and not marked:
        return False
    plain = any(one in ordinary() or one in words_of("organisations") for one in names[odd:])
    return not plain and not signs.THE.search(before)


def _called(text: str, run: list[re.Match[str]], firsts: Collection[str], spoken: bool, opens: bool) -> int:
    """1 when the first word of `run` is whom the text speaks to: Anna, please ...; that is fine, Anna."""
    name, end = _word(run[0]), run[0].end()
    if name in words_of("no-names") or len(run) > 1 or name in words_of("organisations") or signs.SOUND.match(name):
        return 0
    word = name in ordinary() and name not in words_of("words-too")
    given = not word and (is_given(name) or name in words_of("words-too"))
    given = given or name in firsts
    start, after = run[0].start(), text[end : end + NEAR]
    opens = opens and start < OPENS
    before = text[0 if opens else max(0, start - NEAR) : start]
    strange = not word and not name.endswith("s") and not given
    if strange and opens and signs.SAID_FIRST.match(before) and signs.CALLED.match(after):
        return 1
    if strange and signs.KINDLY.search(before[-NEAR:]) and signs.ENDS.match(after) and not after.startswith("?"):
        return 1
    if strange and (
        (opens and not before.strip() and signs.SOONER.match(after))
        or (signs.HELPED.search(before[-NEAR:]) and signs.ENDS.match(after))
    ):
        return 1
    if given and signs.CLOSED.search(before[-NEAR:]) and (signs.ENDS.match(after) or after.startswith(",")):
        return 1
    if opens and signs.OPENING.match(before) and signs.CALLED.match(after):
        return int(given or (spoken and not word))
    if not signs.ENDS.match(after) or word:
        return 0
    if signs.ASIDE.search(before):
        return int(given or (spoken and not after.startswith("?")))
    return int(given and spoken and bool(signs.LAST.search(before)))


def _announced(before: str, after: str, size: int, known: bool, closes: bool) -> bool:
    """Whether what stands before a name, or after it, says that one comes."""
    if signs.RELATION.search(before):
        return True
    if signs.GREETING.search(before) or signs.LIST.search(before):
        return known or bool(signs.STOPS.match(after))
    if closes and (
        signs.DASH.search(before)
        or signs.CLOSING.search(before)
        or ((known or size > 1) and signs.FAR_DASH.search(before))
    ):
        return True
    return bool(signs.QUOTED.search(before) or signs.CREDIT.search(before) or (size > 1 and signs.BY.search(before)))
