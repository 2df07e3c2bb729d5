"""The question of a message in its own words, for the slot that asks for the answer.

Only a message that is shown beside its draft is quoted, people masked; what
names anybody, gives an address or a number, or only cries for help is not.
"""

from __future__ import annotations

import re

from sociable.advice.marks import EMOJI, HANDLE, LINK

LONGEST, SHORTEST = 105, 12
"""Characters of a question that a slot may quote."""
CUT = 92
"""Characters of a longer question that are quoted."""
LEAST = 3
"""Words that a question must have to tell what is asked."""
_ASKS = re.compile(
    r"\b(?:how|what|when|where|why|who|which|can|could|do|does|did|is|are|will|would|should|has|have|any(?: idea"
    r"| way| news)?)"
    r"(?:n['’]?t|['’]s)?\b(?= \w)",
    re.IGNORECASE,
)
"""Words that a question opens with."""
_PLAIN = re.compile(
    r"(?<![^\s.!,;:–-])(?:(?:how|what|when|where|why|who) (?:\w+ )?(?:do|does|did|can|could|is|are|will|would|to"
    r"|should|much|many|long)"
    r"|(?:^|(?<=[,;:-] )|(?<=and )|(?<=hey )|(?<=hi )|(?<=hello )|(?<=please ))(?:can|could|is|are|do|does|did"
    r"|will|would|am) (?:i|you|u|we|it|the|there|my|this|they)"
    r"|any (?:idea|way|news|update)|(?<=wondering )(?:if|whether|when|how|what|why))\b",
    re.IGNORECASE,
)
"""How a question opens that has no mark."""
_FRONT = re.compile(
    r"(?:(?:hi|hey|hello|hiya|dear|good (?:morning|afternoon|evening)|so|and|but|ok|okay|please|just wondering"
    r"|guys|there|team"
    r"|question|quick question|help|urgent|also|thanks|cheers|[A-Z][a-z]+ here)\b[\s,.!:;-]*)+",
    re.IGNORECASE,
)
"""What stands before a question and asks nothing."""
_TAIL = re.compile(
    r"(?:[,;–-]++ ?(?:i\b|have|tried|we)\b[^,]*|[,;–-]*+ ?\b(?:please|pls|plz|thanks?|thank you|cheers|tanks"
    r"|help(?: me)?|asap|btw|lol|tia)\b"
    r"(?: (?:help|reply|me|us|you|guys|in advance|link))*)$",
    re.IGNORECASE,
)
"""What follows a question and is none of it."""
_WITHIN = re.compile(r"(?:has|have)\b|\w+n['’]?t (?!i\b|you|we\b|they|it\b|the\b)", re.IGNORECASE)
"""What opens no question within a sentence: don't have the card."""
_BARE = re.compile(
    r"(?:what (?:do|should|can|could) (?:i|we) do|(?:can|could|will|would) (?:you|u|ya|anyone|anybody|someone"
    r"|somebody)(?: guys)?"
    r"(?: please| pls| plz)? (?:help|assist|advise|dm|explain|look|fix|reply|respond|contact|call|get back)"
    r"|how['’]?s? about|how (?:do|can|should) (?:i|we) go about (?:it|this|that)|any (?:ideas?|help|tips"
    r"|suggestions|advice|chance)|what(?:['’]?s| is| was)? (?:going on|happening|up|this|that|gives|the (?:deal"
    r"|problem|issue|hell))"
    r"|how (?:do|can|could) (?:i|we|you) (?:fix|solve|resolve|stop|sort) (?:this|it|that)|(?:is|was|are) (?:this"
    r"|that|it|you) (?:normal|true"
    r"|serious|ok|a joke|kidding|there)|why is (?:this|that|it)(?: so)?|do you know|does anyone|has anyone"
    r"|are you (?:guys )?(?:aware|even)|did this just)"
    r"\b.{0,30}$",
    re.IGNORECASE,
)
"""Questions that only a message around them explains, or that are none."""
_NAMED = re.compile(r"@(?!customer\b)(?=[A-Z])(\w+)")
"""Somebody who is named within a question, as brands write themselves."""
_SUPPOSES = re.compile(r"(?:if|whether|when|after|since|with|on|for|in|at|is it) ", re.IGNORECASE)
"""What a question may open with beside the word that asks."""
_LOOSE = re.compile(
    r"\b(?:(?:should|can|could|will|would|do|does|is|are|am) (?:i|we|you|it|there|this|they|the)|how (?:do|to"
    r"|can))\b",
    re.I,
)
"""What surely opens a question, wherever it stands."""
_NEVER = re.compile(r"don['’]?t (?!i\b|you|we\b|they|the\b)", re.IGNORECASE)
"""What tells somebody what not to do."""
_TELLS = re.compile(r"[@#\[\]{}<>]|\d{3}(?![a-z]{2})|\S\.\S+/|\*{2}")
_SPEECH = str.maketrans({"“": "'", "”": "'", '"': "'", "’": "'"})


def question(text: str, foreign: bool = False) -> str:
    """The question of `text` without a mark at its end; empty where it holds none that may be quoted.

    What opens a question is known in English alone: in a `foreign` text its mark tells it.
    """
    plain = re.sub(rf"^(?:[.\s]*{HANDLE})+", "", LINK.sub(" ", EMOJI.sub(" ", text)))
    plain = re.sub(rf"^((?:hi|hey|hello|ay|yo|dear|so|ok)\b[,!.]?)(?:\s+{HANDLE})+", r"\1", plain, flags=re.IGNORECASE)
    plain = re.sub(rf"(?:\s+(?:via|with|by|at|to|from|on|for|in))?(?:\s+{HANDLE})+(?=\s*(?:[?!.]|$))", "", plain)
    plain = re.sub(r"(?<!\w)#(?=[a-z])", "", _NAMED.sub(r"\1", plain))
    parts = [one.strip() for one in re.split(r"(?<=[.!?…])(?<!\s\w\.)[\s)]+|\n+|\s-+\s", plain)]
    asking = [one for one in parts if one.endswith("?")] or [
        one[at:] for one in parts if (at := _opens(one)) is not None
    ]
    if foreign:
        whole = (one.strip(" ?!.,:;-–()").translate(_SPEECH) for one in parts if one.endswith("?"))
        return next((one for one in whole if SHORTEST <= len(one) <= LONGEST and not _TELLS.search(one)), "")
    said = next((said for one in asking if (said := _said(one))), "")
    return said.capitalize() if said.isupper() else said  # shouting is not said back


def _opens(part: str) -> int | None:
    """Where in a sentence without a question mark the question starts; None where there is none."""
    found = _PLAIN.search(part)
    return found.start() if found else None


def _clause(said: str, at: int) -> int:
    """Where the clause starts that a question stands in, where that is a few words before."""
    start = max(said.rfind(mark, 0, at) for mark in (", ", "; ", ": "))
    return start + 2 if start >= 0 and len(said[start:at].split()) <= LEAST else at


def _said(part: str) -> str:
    """One question as it may be quoted: from the word that asks, where what comes before is long or only a greeting."""
    said = (
        re.sub(r"\s+", " ", re.sub(rf"(?:^|\s){HANDLE}(?:\s*[?!.]*$)", " ", part))
        .strip(" ?!.,:;-–()")
        .translate(_SPEECH)
    )
    front = _FRONT.match(said)
    said = whole = said[front.end() :] if front else said
    if len(said) > LONGEST or not (_ASKS.match(said) or _SUPPOSES.match(said)) or _NEVER.match(said):
        starts = [
            one.start()
            for one in _ASKS.finditer(said)
            if len(said) - one.start() <= LONGEST and (not one.start() or not _WITHIN.match(one.string, one.start()))
        ]
        parted = [at for at in starts if at == 0 or re.search(r"(?:[,;:–-]|\b(?:and|but|so|or))\s*$", said[:at])]
        loose = [one.start() for one in _LOOSE.finditer(said) if len(said) - one.start() <= LONGEST]
        loose = [_clause(said, at) for at in loose]
        start = next((at for at in parted or loose if not _NEVER.match(said, at)), None)
        said = "" if start is None else said[start:]
    if not said and _ASKS.match(whole):
        said = re.sub(r"\W*\s\S*$", "", whole[:CUT]) + "…"
    said = _TAIL.sub("", said)
    said = re.sub(r"\s*\([^()]*$", "", re.sub(r"\bi\b", "I", said))
    fits = SHORTEST <= len(said) <= LONGEST and len(said.split()) >= LEAST
    return said if fits and not (_TELLS.search(said) or _BARE.match(said)) else ""
