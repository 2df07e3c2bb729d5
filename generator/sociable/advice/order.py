"""In which order a post says things: what is added stands after all that tells something, and before what calls."""

from __future__ import annotations

import re

from sociable.advice.marks import EMOJI, HANDLE, HASHTAG, LINK

TELLING = 4
"""Words that a sentence has at least to tell something."""
LONG = 9
"""Words from which on a sentence that calls says what for, and can be spoken of."""
NAMING = 6
"""Words up to which what names nothing is but a hook for a long call."""
CALLING = range(4, 31)
"""Words of a post that does nothing but call for what one line tells first."""
_ANY = re.compile(r"\[(?:one (?:thing|detail|fact|sentence|example)|the (?:most|one)|(?:what|how|whom) it|who can)\b")
"""A slot for whatever is worth telling, or for an "it" that nothing named yet: no opening."""
_TITLE = re.compile(rf"([^.!?\n:]{{20,}}):\s*((?:{LINK.pattern}\s*)+(?:#\w+\s*)*)")
"""A headline, and what it leads to."""
_PICTURE = re.compile(rf"(?<=\s)(?:{LINK.pattern})\s*$")
"""The link that a post ends with."""
_SHORTENED = "//t.co/"
"""What X makes of every address, a picture's too."""
_QUOTED = re.compile(r"^\W*[\"“]|[\"”]\W*(?:https?:\S+\s*)*$")
"""Somebody's words, with which a post begins or ends."""
_ENDS_OPEN = re.compile(
    r"\b(?:at|to|of|for|with|the|an?|and|or|in|on|by|from|our|your|via|is|are|here|now)$", re.IGNORECASE
)
"""How a headline ends that its link goes on with."""
_NAMES = re.compile(r"[@#]\w|(?<=[a-z,] )(?!\w+day\b)[A-Z][a-z]|\d")
_BREAK = re.compile(
    rf"(?<=[.!?…])[\"”’')\]]*\s+|\n+|(?<=[\"”’')\]])(?<=[.!?…].)\s+|(?:{EMOJI.pattern})+\s*(?=[A-Z@#\"“]|https?:|$)"
)
_ASIDE = re.compile(rf"{EMOJI.pattern}|{HASHTAG.pattern}|{HANDLE}")
_CALLS = re.compile(
    r"^\W*+(?:(?:so|and|or|please|pls|now|then|simply|just|kindly|also|hurry|make sure (?:you|to)|be sure to|you can"
    r"|don['’]t forget to|why not|it['’]s time to|time to|all you (?:have|need) to do is|if you .{3,40},)[ ,]+)*"
    r"(?:apply|ask|book|browse|buy|call|catch|celebrate|chat|check|choose|click|come|contact|dial|discover|don['’]t"
    r"|dm|donate|download|drop|enjoy|enter|experience|explore|feast|find|follow|fund|get|give|go|grab"
    r"|have a (?:look|listen)|head"
    r"|hear|help us|hit|hold on|hurry|join|keep|learn|let|listen|look|make|meet|order|own|pick|play|pre-?order"
    r"|read|refer|register|reply|reserve|retweet|rsvp|rt|save|spend|level|embark|dance|add|schedule|see|select"
    r"|send|share|shop|sign|speak|start|stay"
    r"|stop|stream|submit|subscribe|support|swipe|switch|tag|take|tap|tell|text|treat|try|tune|upgrade|use|view|visit"
    r"|vote|wait|watch|win|witness"
    r"|(?:to|for) (?:learn|read|find|see|register|book|know|enter|get|more|further|full|details|info)\b"
    r"|(?:more|full|further) (?:info|information|details|here|at|on|via|about|story)|details|link|here['’]s (?:how|why)"
    r"|available (?:now|in|at|on|here|from)|online|in[- ]stores?|for (?:info|information|details|tickets|bookings))\b",
    re.IGNORECASE,
)
_ORDERS = re.compile(
    r"^\W*+(?:(?:so|and|please|now|then|simply|just|don['’]t forget to)[ ,]+)*"
    r"(?:apply|book|buy|call|check|click|come|dial|download|enter|find|follow|get|grab|head|learn|listen|order|own"
    r"|pick|pre-?order|read|register|rsvp|rt|see|shop|sign|stay|stop|subscribe|tap|text|tune|view|visit|vote|watch)\b",
    re.IGNORECASE,
)
"""A call that leads away: what is added stands before it wherever something was told."""
_INFORMS = re.compile(
    r"\W*+(?:(?:see|discover) (?:how|why|what)|read (?:how|why|about|our|the)|learn (?:how|why|what|about)"
    r"|find out (?:how|why|what|about)|(?:for|get) advice|here['’]s (?:how|why|what)|take a look at"
    r"|check out (?:how|our (?:new|latest)))\b",
    re.IGNORECASE,
)
_LED = re.compile(
    r"(?:[:>»…→➡👉⬇⤵▶]\ufe0f?|\b(?:here|via|at|out|more|details|now|read))\s{0,9}https?://", re.IGNORECASE
)
"""A link to which a word or a mark leads."""
_GOES_ON = re.compile(r"\W*+(?:also|and|plus|or|too|then)\b", re.IGNORECASE)
"""How a sentence starts that belongs to the one before."""
_KNOWS = re.compile(r"\W*+(?:did ?you ?know|dyk)\b", re.IGNORECASE)
"""A question that tells its answer."""
_LURES = re.compile(
    r"\W*+(?:ready|looking|want|need|feeling|in the mood|can['’]t get enough|are you"
    r" (?:ready|looking|under|planning|trying|a)|do you (?:want|need|have)|have you (?:had|got|been|tried)"
    r"|craving|struggling|thinking|planning|interested)\b",
    re.IGNORECASE,
)
"""A question that only leads to the call behind it."""
_SMALL = re.compile(
    r"\W*+(?:t ?& ?cs?|ts ?& ?cs|terms|conditions|valid|offer (?:valid|ends)|while (?:stocks?|supplies)"
    r"|photos?\b|pics?\b|via\b|cc\b|source\b|credit|h/t|courtesy|disclaimer|brought to you|sponsored"
    r"|member fdic|rates?\b.{0,20}apply"
    r"|(?:many )?thanks?\b|good luck|cheers|enjoy|see you|we(?:['’]re| are) (?:here|ready|waiting)"
    r"|(?:just )?another|here['’]s to|merry christmas|happy (?:new year|easter)"
    r"|we can(?:['’]t|not) wait|can['’]t wait|we look forward|looking forward"
    r"|(?:now )?playing (?:at|in|on|now)|now showing|opening (?:this|on)|that['’]s|it['’]s that|because|yours)\b",
    re.IGNORECASE,
)
"""How a sentence starts that closes a post, credits somebody, or only cheers."""


def misplaced(head: str, tail: str, answers: bool = False) -> bool:
    """Whether what stands between the two comes before the thing is told, or after a call, a link or a question.

    What `answers` may follow a question.
    """
    said, left = sentences(head), sentences(tail)
    if not said or any(tells(one) for one in left) or (left and _GOES_ON.match(left[0])):
        return True
    if LINK.search(head) and not left:
        return True
    if left and _words(left[0]) >= LONG and sum(map(_words, said)) < NAMING and not _NAMES.search(head):
        return True
    last = said[-1]
    asks = last.endswith("?") and not answers and not _KNOWS.match(last)
    if last.endswith(("...", "…")) or (asks and not (_LURES.match(last) and left and calls(left[0]))):
        return True
    again = last.split()[0].casefold() in {one.split()[0].casefold() for one in left if _words(one) < TELLING}
    orders = _ORDERS.match(_ASIDE.sub(" ", last)) and not re.search(r"\d", last)
    told = orders and any(tells(one) for one in said)
    return calls(last) and bool(_words(last.replace("#", "")) < LONG or again or told)


def titled(text: str, sentence: str) -> str:
    """`text` with a slot behind a headline that a colon parts from its links; empty where it is none."""
    match = _TITLE.fullmatch(text)
    if not match or sentence[0] != "[" or not tells(match[1].strip()) or _ENDS_OPEN.search(match[1].rstrip()):
        return ""
    return f"{match[1].rstrip()}: {sentence} {match[2]}"


def apart(text: str, sentence: str, closed: bool) -> str:
    """`text` with a slot on a line of its own: at its end, unless that is `closed`, or before it; empty elsewhere."""
    under, first = "" if closed else below(text, sentence), led(text, sentence)
    return under or first if pictured(text) else first or under


def led(text: str, sentence: str) -> str:
    """`text` behind a slot: where a post does nothing but call, what it is about comes first; empty elsewhere."""
    said = sentences(text)
    if sentence[0] != "[" or _ANY.match(sentence) or not said or not calls(said[0]) or any(map(tells, said)):
        return ""
    return "" if _QUOTED.search(text) or len(LINK.sub(" ", text).split()) not in CALLING else f"{sentence}\n{text}"


def below(text: str, sentence: str) -> str:
    """`text` with a slot on a last line of its own, above the link of a picture where it ends with one."""
    said = sentences(text)
    if sentence[0] != "[" or _QUOTED.search(text) or not said or said[-1].endswith(("?", "…", "...")):
        return ""
    if not any(tells(one) or calls(one) for one in said):
        return ""
    found = _PICTURE.search(text) if pictured(text) else None
    head, picture = (text[: found.start()], "\n" + found.group()) if found else (text, "")
    return f"{head.rstrip()}\n{sentence}{picture.rstrip()}"


def pictured(text: str) -> bool:
    """Whether a post ends with the link of a picture: on X the last of several, or one that no word leads to."""
    found = _PICTURE.search(text)
    return bool(found) and (len(LINK.findall(text)) > 1 or not leads(text))


def leads(text: str) -> bool:
    """Whether a link of a post leads to a page: a picture's on X looks like any other, and no word leads to it."""
    links = LINK.findall(text)
    return len(links) > 1 or any(_SHORTENED not in one for one in links) or bool(links and _LED.search(text))


def sentences(text: str) -> list[str]:
    """The sentences of `text` without links, each with its marks; what holds no letter is none."""
    plain = LINK.sub(" ", text).replace("’", "'")
    return [one.strip() for one in _BREAK.split(plain) if re.search(r"[^\W\d_]", _ASIDE.sub(" ", one))]


def calls(sentence: str) -> bool:
    """Whether a sentence only tells its reader to do something."""
    return bool(_CALLS.match(_ASIDE.sub(" ", sentence)))


def informs(sentence: str) -> bool:
    """Whether a sentence leads to something to read: its best line may come first."""
    return bool(_INFORMS.match(_ASIDE.sub(" ", sentence)))


def tells(sentence: str) -> bool:
    """Whether a sentence says what something is or does: no call, no question, no small print, no thanks."""
    if _KNOWS.match(sentence):
        return True
    if sentence.endswith("?") or calls(sentence) or _SMALL.match(_ASIDE.sub(" ", sentence)):
        return False
    return _words(sentence) >= TELLING


def _words(sentence: str) -> int:
    return len(re.findall(r"[^\W_]+(?:['’-]\w+)*", _ASIDE.sub(" ", sentence)))
