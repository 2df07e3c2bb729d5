"""What a post ends with: the way on, credits, thanks and terms, before which an addition stands."""

from __future__ import annotations

import re
from dataclasses import replace

from sociable.advice.marks import EMOJI, HANDLE, HASHTAG
from sociable.advice.pieces import CLOSING, LEADS_TO, NAME, body
from sociable.advice.segment import Draft, Sentence

_ENDS_IN_LINK = re.compile(r"^([^\ue000-\uf8ff]+?)((?:\s*[\ue000-\uf8ff])+)$")
_LISTED = re.compile(r"^(?:[^\s\ue000-\uf8ff]+(?: \w+)?:?\s*[\ue000-\uf8ff]\s*){2,}$")
"""Links in a row, each after a word or two."""
_BY = (
    r"(?:(?:photos?|pics?|pictures?|images?|videos?|credits?|photography|courtesy|source|via|cc|h/t)\b"
    r"(?: ?(?:credits?|courtesy|by|of|from)\b)*\W{0,3})"
)
_CREDIT = re.compile(
    rf"^\W*(?:{_BY}.{{0,40}}|{_BY}?(?:{HANDLE}|{HASHTAG.pattern})(?:[\s,&|+)\]]+(?:{HANDLE}|{HASHTAG.pattern}))*)"
    rf"[.)\]]?[\ue000-\uf8ff\s]*$",
    re.IGNORECASE,
)
"""A sentence that only credits somebody, or holds nothing but names and hashtags."""
_CREDITED = re.compile(
    rf"(?:(?<!\bto)(?<!\bwith)(?<!\band)(?<!\bby)(?<!\bfrom)(?<!\bof)(?<!\bfor)(?<!\bin)(?<!\bat)(?<!\bon)(?<![&,:])"
    rf"\s(?=(?:{HANDLE}|{HASHTAG.pattern})\s+[@#])|\s[(\[]?(?:{_BY}|(?:{EMOJI.pattern})+\W{{0,4}}|{_BY}\W{{0,4}}(?:{EMOJI.pattern})*))"
    rf"(?:{HANDLE}|{HASHTAG.pattern})(?:[\s,&|+]+(?:{HANDLE}|{HASHTAG.pattern}))*[)\]]?(?:[\ue000-\uf8ff\s]|{EMOJI.pattern})*$",
    re.IGNORECASE,
)
_PARTING = re.compile(
    r"(?:(?:many )?thanks?(?: you)?(?: all| so much)?|(?:please )?(?:let us know|tell us)\b.{0,40})\W*$", re.IGNORECASE
)
"""A sentence that only closes a post: nothing comes after it."""
_SMALL_PRINT = re.compile(
    r"\W*+(?:t ?& ?cs?|ts ?& ?cs|terms|(?:terms|other|some|these)? ?(?:and|&)? ?(?:conditions|exclusions|restrictions)"
    r"|member fdic|(?:please )?(?:drink|gamble|play|enjoy)\w* (?:\w+ )?responsibly"
    r"|(?:combined |official )?fuel consumption|co2|18\+|21\+|no purchase|(?:official )?rules"
    r"|while (?:stocks?|supplies))\b",
    re.IGNORECASE,
)
"""How the terms start that a post ends with: they stay last."""
_CALLS = re.compile(
    r"click here\W*[\ue000-\uf8ff]*$"
    r"|^\W*(?:(?:so|and|please|now|simply|just|make sure (?:you|to)|be sure to|don['’]t forget to) )*"
    r"(?:read|learn|find out|see|check|visit|click|tap|head|request|register|sign up|apply|download|explore|discover"
    r"|shop|order|buy|get (?:more|the|your)|listen|watch|let us know|tell us|vote|rsvp|book|grab|subscribe|follow"
    r"|stop by|dial|view|browse|catch|chat|start|try)\b",
    re.IGNORECASE,
)
_TELLS = re.compile(r"(?<![A-Za-z])\d+ ?%|[$£€₹]\s?\d|\b(?:am|pm|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b", re.I)
"""A sentence that only calls, with nothing in it that what is added could speak of."""
_REFERS = re.compile(r"(?:just |yet )?another\b|(?:that|this|these|those)\b(?! way)|all (?:this|that)\b", re.IGNORECASE)
"""How a sentence starts that belongs to the one before."""
_MORE = re.compile(
    r"(?<=\w)\s+((?:(?:Learn|Read|See|Find out) more|More|Details|Info|Tune in|Click here|CLICK HERE"
    r"|(?:Watch|Listen|Read|Shop|Book|Apply|Register) (?:here|now))\b[^.!?:]{0,20}:?)$"
)
"""The way on where nothing parts it from what was said."""
_PART = re.compile(r"(?:more|how|why|what|here|see|find|learn|read|check|get)\b", re.IGNORECASE)
WHOLE = 6
"""Words from which on what leads to a link says enough to stand without it."""


def closing(draft: Draft) -> tuple[Draft, str]:
    """The draft without the way on that it ends with, and that: what is added belongs before the link.

    Short last sentences that lead to a link go as a whole, and so do names of
    those who are credited; of any other only the link does, where nothing
    leads to it.
    """
    at = len(draft.sentences)
    while at > 1 and _closes(draft, at - 1):
        at -= 1
    if at < len(draft.sentences):
        return replace(draft, sentences=draft.sentences[:at]), body(replace(draft, sentences=draft.sentences[at:]))
    if not draft.sentences:
        return draft, ""
    last, before = draft.sentences[-1], draft.sentences[:-1]
    if not (match := _ENDS_IN_LINK.match(last.text)):
        draft, credit = _credited(draft)
        draft, way = closing(draft) if credit and _ENDS_IN_LINK.match(draft.sentences[-1].text) else (draft, "")
        return draft, f"{way} {credit}".strip()
    said = match.group(1).rstrip()
    if more := _MORE.search(said):
        whole = replace(last, text=said[: more.start()].rstrip())
        return replace(draft, sentences=(*before, whole)), f"{more.group(1)} {match.group(2).strip()}"
    if said[-1:] in ":>-–—" and len(said.split()) >= WHOLE and not _PART.match(said):
        whole = replace(last, text=said.rstrip(" :>-–—"))
        return replace(draft, sentences=(*before, whole)), match.group(2).strip()
    if LEADS_TO.search(said):
        return draft, ""
    kept = replace(last, text=match.group(1).strip())
    draft, credit = _credited(replace(draft, sentences=(*before, kept)))
    return draft, f"{credit} {match.group(2).strip()}".strip()


def _closes(draft: Draft, at: int) -> bool:
    """Whether the sentence at `at` only closes the post: it leads on, signs, credits somebody, or says thanks."""
    one, before = draft.sentences[at], draft.sentences[at - 1]
    signed = at == len(draft.sentences) - 1 and NAME.fullmatch(one.text) and before.text[-1:] not in "”\"’'"
    if signed or any(each.match(one.text) for each in (_CREDIT, _PARTING, _SMALL_PRINT)):
        return True
    answers = before.text.endswith("?") and not one.links
    calls = one.roles & {"call", "stock_call", "plea"} and not one.roles & {"mechanics", "prize", "disclosure"}
    if calls and _CALLS.search(one.text) and not _TELLS.search(one.text):
        return not _REFERS.match(one.text) and not answers
    return not (answers or _REFERS.match(one.text)) and _leads(one, bool(draft.tail))


def _leads(sentence: Sentence, tail: bool) -> bool:
    """Whether a sentence is short and no more than the way on to its link, or to the one that stands after it."""
    if _LISTED.match(sentence.text):
        return True
    match = _ENDS_IN_LINK.match(sentence.text)
    said = match.group(1).rstrip() if match else sentence.text
    if len(said.split()) > CLOSING or not (match or tail):
        return False
    calls = bool(sentence.roles & {"call", "stock_call"}) and "offer" not in sentence.roles
    return calls or bool(match and LEADS_TO.search(said))


def _credited(draft: Draft) -> tuple[Draft, str]:
    """The draft without the credit that its last sentence ends with, and that."""
    last = draft.sentences[-1]
    if not (match := _CREDITED.search(last.text)) or len(last.text[: match.start()].split()) < WHOLE:
        return draft, ""
    kept = replace(last, text=last.text[: match.start()].rstrip(), emoji="")
    return replace(draft, sentences=(*draft.sentences[:-1], kept)), f"{match.group().strip()} {last.emoji}".strip()
