"""Where an addition stands in a post: at a place where it tears nothing apart, and all else stays as it stood."""

from __future__ import annotations

import re
from dataclasses import replace

from sociable.advice.ending import closing
from sociable.advice.marks import EMOJI, HANDLE, ITEM, LINK, POINTERS
from sociable.advice.order import apart, informs, misplaced, titled
from sociable.advice.phrases import Phrases
from sociable.advice.pieces import body
from sociable.advice.segment import parse

TRIED = 3
"""Sentences at the end of which a place is looked for: what is added speaks of what it follows."""
WHOLE = 4
"""Words from which on what stands before an addition says enough for it to speak of."""
HOOK = 6
"""Words up to which a first sentence that asks or cries is one with the next."""
LINES = 2
"""Items that make a list."""
LOUD = re.compile(r"!\s?!")
_SILENT = re.compile(r"[\s\u200b\u2060-\u2069\ufe0f\u200d\u20e3.,:;!?…\"“”'‘’()\[\]<>«»|•*_–—-]")
"""What says nothing by itself: a text is the same with more or less of it."""
_ENDS = re.compile(
    rf"[\ufe0f\u200d\u20e3]*(?:\s++[.!?…]++(?=\s|$))?[.!?…*\"”’')\]]*"
    rf"(?:(?:(?!\s*+{POINTERS.pattern})\s*+{EMOJI.pattern})+(?=[\s#@]|$))?"
)
"""What belongs to the words before it: marks, and emoji that do not point on."""
_ENDED = re.compile(rf"(?:[.!?…][\"”’')\]*]*|{EMOJI.pattern})$")
_OPEN = re.compile(
    r"(?:\b(?:at|to|of|for|with|the|an?|and|or|but|in|on|by|from|our|your|my|its|via|per|is|are|was|were|as|than|this|here)"
    r"|[,:;/|&+–—-]|(?:^|\s)@)[.,:;]?$",
    re.IGNORECASE,
)
"""How words end that something must follow."""
_UNENDED = re.compile(
    r"\b(?:be|been|being|that|these|so|more|most|very|too|not|never|about|into|over|all|no|who|which|if|will|can|has|have"
    r"|had|it['’]s|we['’]re|just|like)$",
    re.IGNORECASE,
)
"""A word without a stop that its hashtag follows."""
_LEADS = re.compile(r"\s*(?:[-–—=]*>+|[:,;|–—-]+)(?=\s)")
"""A mark that led to a link: an addition now stands between them."""
_ANSWERS = re.compile(r"\[?the short answer|One example", re.IGNORECASE)
_ARROW = re.compile(rf"\s*[-–—=]*>\s*(?:{LINK.pattern}|$)")
"""An arrow to a link: what stands before it leads there."""
_LAST_WORD = re.compile(
    r"\b(?:(?:please|pls|plz),? (?:share|retweet|rt)|rt)\W*$|(?:^|\s)\*(?!\d)[^*]+$"
    r"|\b(?:t ?& ?cs?|ts ?& ?cs|terms(?: (?:and|&) conditions)?|conditions)(?: apply)?\W*$"
    r"|^\W*(?:please )?(?:rt|retweet|share) (?:if|this|to)\b[^?]*$"
    r"|^\W*(?:(?:we|i) look forward|merry christmas|happy (?:new year|easter)|representative \d|credit broker)\b[^?]*$",
    re.IGNORECASE,
)
"""A plea or small print, which closes a post."""
_SIGNED = re.compile(r"\s[-–—~]\s?(?:[A-Z][\w.'’]*\s?){1,3}(?:#\w+\s*)*$")
"""Who said what stands before it."""
_BARE = re.compile(rf"(?:\s*{EMOJI.pattern})+$")
_TAGS = re.compile(r"(?<=[.!?…)\"”’])((?:\s*#\w+)+)$|((?:\s+#\w+){2,})$|\s\^\w{2,3}$")
"""What stands behind an addition: hashtags that only tag, or who wrote it."""
_BRACKET = re.compile(r"(?<=[.!?…])\s*\([^()]*\)$")
_REFERS = re.compile(
    r"\s*(?:(?:If (?:you (?:haven|have not|don|do\b)|not|so)|But|And|Or|So|Then|That|These|Those|Such|Add|Comment|Drop"
    r"|(?:Brought to you|Presented|Powered) by|Let (?:us|me)|Reply|Share (?:your|with)|Tag|Tell|Vote)\b|[-–—~]\s?[A-Z])"
)
_GOES_ON = re.compile(rf"\s*(?:{EMOJI.pattern}\s*)*(?!https?:|www\.)[a-z]")
"""Words in the middle of a sentence."""
_GOES = re.compile(r"\s*[A-Z]")
_ITEM = re.compile(rf"\s*(?:{EMOJI.pattern}|{ITEM})")
_TAGGED = re.compile(r"(?:[.!?…]|#\w+)\s+#\w+$|\bcc:?$", re.IGNORECASE)
"""What a post ends with that nothing more is said behind."""
_RANKED = re.compile(r"(?:(?:^|\s)[TP]?\d{1,2}[.)]\s(?!\n)[^\n]{2,60}?){2}")
"""A list or a table in one line: whatever is added would read as a part of it."""
SLOGAN = 6
"""Words up to which the first sentence is no more than a call."""
CALLED = 12
"""Words up to which a sentence that calls for something leads to its link."""
_CALL = re.compile(
    r"\b(?:apply|book|browse|buy|check (?:it|out)|click|dial|discover|download|enter|explore"
    r"|find (?:it|out|more|your|a)|follow|get (?:it|the|your|yours|all|more)|grab|head (?:to|over)|join|learn|listen"
    r"|read|register|retweet|rt|see (?:the|how|more)|shop|sign up|start|stream|subscribe|tap|tune in|try it|view"
    r"|visit|vote|watch|hit the link)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\W*(?:\[(?!\w+\])|to (?:read|learn|see|find|know|book|get)\b|here(?:['’]s| is| are)\b|(?:many )?thank|way to go)",
    re.IGNORECASE,
)
_WAY_ON = re.compile(r"(?<=\w )(?:Get|See|Read|Find|Check|Shop|View|Watch|Visit|Learn|More|Details)\b[^.!?]{0,25}$")
"""A label for a link that nothing parts from what was said."""
_HERE = re.compile(
    r"(?:\b(?:here|below|link|bio|visit|at|via)|\b(?:book|shop|buy|order|get|register|apply|watch|read)\b.{0,30}\bnow|\.\.|…)\W*$",
    re.I,
)
_SHOWN = re.compile(
    "(?<=[.!?…])\\s*[\U0001f39f\U0001f3ab\U0001f4f1\U0001f4f2\U0001f3a7\U0001f4fa\U0001f6d2\U0001f4dd"
    "\U0001f4c4\U0001f3ac\U0001f3a5\U0001f4f9]\ufe0f?$"
)
_TICKET = re.compile("(?<![.!?…])\\s*[\U0001f39f\U0001f3ab]\ufe0f?$")
"""A ticket that is a word of its sentence: its link follows."""
_BOTH = (("(", ")"), ("“", "”"))
_HEAP = re.compile(r"((?:\s#\w+){3})((?:\s#\w+){2,})")
_EVENT = re.compile(r"\s#\w*(?:\d|[A-Z][a-z]+[A-Z][a-z]+[A-Z])\w*|\s#\w{17,}")
_LINKS = re.compile(
    rf"(?<=\S)\s*(?:[|>»-]\s*)?(?:{LINK.pattern})\s*(?:(?:{LINK.pattern}|{HANDLE}|#\w+|via|{EMOJI.pattern})\s*)*$"
)
"""The links that a post ends with."""
LEADS = re.compile(rf"(?:[:;>,(=–—-]|{POINTERS.pattern})\s*$")
_EMOJI_FIRST = re.compile(rf"(?:(?!{POINTERS.pattern}){EMOJI.pattern}\s*)*")
_QUOTED = re.compile(r"^\W*[\"“]|[\"”]\W*(?:https?:\S+\s*)*$")
"""Somebody's words, with which a post begins or ends."""
_SPOILT = re.compile(r"�|â[€?]|\[\+\]|\s<-(?!\s*https?:)")


def put(text: str, sentence: str, phrases: Phrases) -> str:
    """`text` with `sentence` where its facts belong; empty where there is no clean place for it."""
    if _RANKED.search(text) or _SPOILT.search(text):
        return ""
    placed = _within(text, sentence, phrases) or _lined(text, sentence) or titled(text, sentence)
    last = re.split(r"(?<=[.!?…])\s+|\n", _BARE.sub("", LINK.sub(" ", text).rstrip()))[-1]
    closed = _LAST_WORD.search(last) or _SIGNED.search(LINK.sub(" ", text).rstrip())
    return placed or apart(text, sentence, bool(closed))


def _within(text: str, sentence: str, phrases: Phrases) -> str:
    """`text` with `sentence` behind one of its last sentences; empty where it would tear something apart there."""
    whole = parse(text, phrases)
    draft, _ = closing(replace(whole, untouched=True))
    for count in range(len(draft.sentences), max(0, len(draft.sentences) - TRIED), -1):
        part = replace(draft, sentences=draft.sentences[:count])
        if (end := _end(text, draft.restored(body(part)))) and (
            placed := _set(text[:end], sentence, text[end:], count == 1)
        ):
            return placed
    return ""


def _lined(text: str, sentence: str) -> str:
    """`text` with `sentence` on a line of its own: before what only leads to a link, else before its last links."""
    if not (tail := _LINKS.search(text)) or _QUOTED.search(text):
        return ""
    head = text[: tail.start()].rstrip()
    last = re.split(r"(?<=[.!?…])\s+|\n", _BARE.sub("", head))[-1]
    said = len(re.findall(r"[^\W_]+", re.sub(HANDLE, " ", head)))
    if said < WHOLE or _TAGGED.search(head) or LINK.search(head) or _LAST_WORD.search(last) or _SIGNED.search(head):
        return ""
    if any(one.search(head) for one in (LEADS, _TICKET)) or _OPEN.search(_BARE.sub("", head)) or _leads(last, True):
        start = text.rindex(last) if last in text else 0
        start += len(_EMOJI_FIRST.match(text[start:]).group()) if start else 0  # type: ignore[union-attr]
        before = text[:start].rstrip()
        if _REFERS.match(last) or (start and (len(before.split()) < WHOLE or not _ENDED.search(before))):
            return ""
        if not start and informs(last):  # what it leads to is what is told first
            return f"{sentence}\n{text}"
        return "" if misplaced(before, text[start:]) else f"{before}\n{sentence}\n{text[start:]}".lstrip()
    if misplaced(head, "", bool(_ANSWERS.match(sentence))):
        return ""
    return f"{head}\n{sentence}\n{text[tail.start() :].strip(' |>»-')}"


def _end(text: str, said: str) -> int:
    """Where in `text` ends what `said` says, with its marks and emoji; 0 where `text` says it otherwise."""
    wanted, marks = "".join(one for _, one in _marks(said)), _marks(text)
    if not wanted or wanted != "".join(one for _, one in marks[: len(wanted)]):
        return 0
    end = marks[len(wanted) - 1][0] + 1
    return end + len(_ENDS.match(text[end:]).group())  # type: ignore[union-attr]


def _set(head: str, sentence: str, tail: str, first: bool) -> str:
    """The two parts with `sentence` between them; empty where they belong together."""
    for pattern in (_TAGS, _BRACKET):
        if match := pattern.search(head):
            head, tail = head[: match.start()], head[match.start() :] + tail
    head = head.rstrip()
    if LINK.match(tail.lstrip()) and (match := _SHOWN.search(head)):
        head, tail = head[: match.start()].rstrip(), match.group() + tail
    if (lead := _LEADS.match(tail)) and "\n" not in lead.group():
        tail = tail[lead.end() :]
    answers = bool(_ANSWERS.match(sentence))
    if _torn(head, tail, first, answers) or misplaced(head, tail, answers):
        return ""
    lines = head.split("\n")
    listed = _ITEM.match(lines[-1]) and sum(bool(_ITEM.match(line)) for line in lines) >= LINES
    gap = re.match(r"\n{0,2}", tail).group() or "\n" if listed else " "  # type: ignore[union-attr]
    head += "" if _ENDED.search(head) or gap != " " else "."
    return f"{head}{gap}{sentence}{tail}" if tail[:1].isspace() or not tail else f"{head}{gap}{sentence} {tail}"


def _torn(head: str, tail: str, first: bool, answers: bool) -> bool:
    """Whether both sides belong together, unless what is added `answers`, or the first is nothing to speak of."""
    last = re.split(r"(?<=[.!?…])\s+|\n", _BARE.sub("", head))[-1]
    said = re.findall(r"[^\W_]+", LINK.sub(" ", re.sub(HANDLE, " ", head)))
    if len(said) < WHOLE or _SIGNED.search(head) or LINK.search(last[-30:]) or _OPEN.search(_BARE.sub("", head)):
        return True
    if (
        re.search(r"#\w+$|[)\]]$|\w\.\w{2,4}/\S+$|\w[@.][\w-]+\.[a-z]{2,}$|\bx{1,4}$", head)
        or any(one.search(head) for one in (_TICKET, _WAY_ON))
        or _ITEM.fullmatch(head.split("\n")[-1])
        or (LINK.match(tail.lstrip(" <-–—(\n")) and _leads(last, first))
    ):
        return True
    if _GOES_ON.match(tail) or _LAST_WORD.search(last):
        return True
    if not _ENDED.search(head) and (_UNENDED.search(head) or re.match(r"\s*(?:#[a-z]\w*\s+)?@", tail)):
        return True
    said_by = head[-1:] in '"”' and re.match(r"\s*[A-Z]", tail)  # somebody's words, and who they are
    if said_by or _ARROW.match(tail) or (POINTERS.match(tail.lstrip()) and not _ENDED.search(head)):
        return True
    if first and len(said) <= HOOK and re.search(r"[?!]\W*$", head) and _GOES.match(tail):  # what it calls for is next
        return True
    if last.endswith("?") and not answers and not LINK.sub("", tail).strip():  # the last word is the reader's
        return True
    if _REFERS.match(tail) or any(head.count(one) != head.count(two) for one, two in _BOTH) or head.count('"') % 2:
        return True
    line = head.split("\n")[-1]
    pairs = [one for one in set(EMOJI.findall(line)) if line.count(one) % 2 and one in tail.split("\n")[0]]
    marks = set(EMOJI.findall(head)) if "\n" not in head else ()
    items = [one for one in marks if len(re.findall(rf"{one}(?!\s*{one})", head)) > 1]
    return bool(pairs or (items and not re.search(r"[.!?…]$", head)))


def _leads(last: str, first: bool) -> bool:
    """Whether a sentence leads to the link behind it: a short call, a label, a pointer, or thanks; the first tells."""
    short = len(last.split()) <= (SLOGAN if first else CALLED)
    return bool(_LABEL.match(last) or _HERE.search(last) or (short and _CALL.search(last)))


def lighter(text: str) -> str:
    """`text` with three of each heap of hashtags, and those that may name an event: nobody misses the others."""
    return _HEAP.sub(lambda match: match[1] + "".join(_EVENT.findall(match[2])), text)


def _marks(text: str) -> list[tuple[int, str]]:
    """The characters that say something, with their places; emoji that point go when a post is taken apart."""
    pointing = {at for one in POINTERS.finditer(text) for at in range(*one.span())}
    return [(at, one) for at, one in enumerate(text) if at not in pointing and not _SILENT.match(one)]
