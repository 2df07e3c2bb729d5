"""What a reply is in: whom it answers, what they wait for, which way it points to."""

from __future__ import annotations

import re

from sociable.advice import greetings, messages, promises, routes
from sociable.advice.messages import Reading
from sociable.advice.phrases import Phrases

_NOTE = re.compile(
    r"\b(?:(?:send|drop|leave|shoot|write) (?:us|me) (?:a|an)? ?(?:note|line|message|e-?mail)|(?:this|the"
    r"|our) form)\b",
    re.I,
)
_AWAY = re.compile(
    r"https?://|\d{3}|\b(?:call|phone|ring|number|website|web ?site|web page|visit|e-?mail us|store)\b", re.I
)
_IF = re.compile(r"\bif\b", re.IGNORECASE)
_OFFERED = re.compile(r"\b(?:if (?:there|you)|feel free|let us know|need)\b", re.IGNORECASE)
_WROTE = re.compile(
    r"\b(?:dm\W?e?d|(?:sent|send|dropped|messaged|e-?mailed|gave|given|shared|provided) (?:\w+ ){0,4}"
    r"(?:dms?|messages?|details|e-?mail(?: address)?|info\w*)"
    r"|already (?:\w+ )?(?:sent|gave|messaged|told|wrote|dm\W?e?d|provided)|(?:details|info|dm) sent"
    r"|check (?:your |my |the )?(?:dms?|inbox|messages?))\b", re.IGNORECASE,
)  # fmt: skip
"""How somebody says that what a reply may ask for was sent already."""
EXPLAINS = 8
"""Words of a sentence of a reply from which on it tells something."""
_WANTS = re.compile(rf"(?:^|[.!?:,]\s|(?:@\w+\s)+)(?:{greetings.REQUEST.pattern})")
_PRAISED = re.compile(
    r"\b(?:kind words|lovely (?:words|comments|feedback)|(?:great|thrilled|delighted|lovely) to hear|shout ?out"
    r"|glad you (?:had|like|love|enjoy)|you(?: have|['’]ve)? enjoyed|made our day|to be appreciated)\b",
    re.IGNORECASE,
)
"""How a reply to praise says so itself."""
_HEARD = re.compile(
    r"(?:@\S+\s+)*(?:(?:hi|hey|hello)\b[^,.!]{0,20}[,.!]\s+)?"
    r"(?:that(?:['’]s| is) |so |very |we(?:['’]re| are) |i['’]m |it['’]s )*"
    r"(?:(?:great|glad|good|happy|lovely|nice|fantastic|wonderful|thrilled|delighted) to hear\b(?! from)"
    r"|(?:awesome|brilliant|fantastic|excellent|perfect|wonderful|yay|hooray|woo ?hoo)\b[^.?!]{0,15}!)", re.IGNORECASE,
)  # fmt: skip
"""How a reply opens that answers good news, whatever it offers then."""
_SORTED = re.compile(
    r"\b(?:sorted(?: out)?|resolved|fixed|back up and running|working (?:again|now|okay|fine)|all set"
    r"|taken care of|if the (?:issue|problem)s? (?:returns?|comes? back))\b",
    re.I,
)
"""How a reply says that nothing is left to do."""
_UNABLE = re.compile(r"\b(?:can(?:['’]t|not)|unable to|aren['’]t able to) (?:help|assist|deal)\b", re.IGNORECASE)
"""How a reply says that only somebody else can help."""
_WELCOME = re.compile(
    r"\b(?:you['’]?re (?:very |most )?welcome|no (?:problem|worries)|my pleasure|any ?time)\b", re.IGNORECASE
)
_CONTINUES = re.compile(
    r"\b(?:continue|carry on|pick up|finish) (?:our|the|this|your) (?:conversation|chat|talk)\b|\b(?:a?wait\w*"
    r"|look\w* forward)"
    r"(?: for| to)? (?:hearing|your (?:response|reply|dm|message))\b", re.IGNORECASE,
)  # fmt: skip
"""How a reply takes a talk elsewhere that goes on already."""
CURT = 5
"""Words of a reply below which it is meant to be no more."""
BARE = 14
"""Words of thanks up to which they name nothing to pick up, where they praise nothing."""
_PRAISES = re.compile(
    r"\b(?:lov(?:e|ed|ing|ely)|great|best|amazing|awesome|friendl\w+|excellent|fantastic|kudos|shout ?out|fab"
    r"|wonderful"
    r"|perfect|brilliant|impress\w*|rocks?|superb|outstanding|beautiful|delicious|happy with|neat|mvp|legends?"
    r"|superstars?|nice (?:job|work|service)|good (?:job|work|service))\b", re.IGNORECASE,
)  # fmt: skip
KIND = frozenset({"to_thanks", "pleased", "bare_thanks", "resolved"})
"""What a reply is that says something kind: what would be canned elsewhere is manners there."""
IDLE = 0.5
"""Probability of a need below which a message waits for nothing."""
URGENT = frozenset({"on the road"})
"""Cases in which something must be done this minute."""
_WORDS = re.compile(r"(?<![@#\w])[^\W\d_]{2,}(?!\S*://)")


def situation(kind: str, text: str, context: str, phrases: Phrases, read: Reading | None = None) -> frozenset[str]:
    """What recipes need to know of a reply or a message beyond its own words: whom it answers, what it waits for.

    `read` is what the message was found to be about, where somebody read it.
    """
    named = (
        _message(text, read or messages.read(text))
        if kind == "I"
        else _reply(text, context, phrases)
        if kind == "R"
        else {}
    )
    return frozenset(name for name, true in named.items() if true)


def _message(text: str, found: Reading) -> dict[str, bool]:
    asks = found.sound == "asked" and (found.case is None or bool(found.quote))
    unclear = promises.unclear(found, text) and not asks
    shown, secret = promises.exposed(text), found.case is not None and found.case.private
    return {"only_asks": asks and not shown, "unclear": unclear and not shown, "private_case": secret and not asks,
            "exposed": bool(shown), "calls": not (asks or unclear or secret or shown)}  # fmt: skip


def _reply(text: str, context: str, phrases: Phrases) -> dict[str, bool]:
    roles = phrases.roles(text)
    wants = bool(roles & {"redirect", "question"} or _WANTS.search(text))
    kind_words = "courtesy" in roles and (not context or _at_ease(context, phrases))
    thanked = (kind_words or pleased(context, phrases)) and not (wants or roles & {"sorry", "promises"})
    glad = _glad(text, context, phrases, roles)
    found = messages.read(context) if context else None
    return {
        "to_thanks": thanked, "wants": wants, "pleased": glad and "promises" not in roles,
        "praised": bool(_PRAISES.search(context)),
        "grave": bool(found and found.case and found.case.name in messages.GRAVE),
        "wrote": bool(_WROTE.search(context)),
        "unheard": not context, "sorted": bool(_SORTED.search(text)), "continues": bool(_CONTINUES.search(text)),
        "unable": bool(_UNABLE.search(text)),
        "asks_it": wants and bool(found and found.answer) and _points(text, roles),
        "mendable": bool(found and mendable(found)),
        "bare_thanks": glad and (_bare(context) if context else bool(_WELCOME.search(text))),
        "curt": len(_WORDS.findall(text)) < CURT, "explained": _explains(text, phrases),
        "urgent": bool(found and found.case and found.case.name in URGENT), **_ways(text, roles, found),
    }  # fmt: skip


def _glad(text: str, context: str, phrases: Phrases, roles: frozenset[str]) -> bool:
    """Whether a reply answers thanks or praise, as it or the message says."""
    bare = "courtesy" in roles and not roles & {"sorry", "redirect", "stepped", "promises", "needs_data", "question"}
    if "courtesy" in roles and pleased(context, phrases):
        return True
    if bare and "unhappy" not in phrases.roles(context):
        return True
    if roles & {"sorry"}:
        return False
    if _HEARD.match(text) and "unhappy" not in phrases.roles(text):
        return True
    praised = _PRAISED.search(text) or (_PRAISES.search(context) and _at_ease(context, phrases))
    return "redirect" not in roles and (pleased(context, phrases) or bool(praised))


def _ways(text: str, roles: frozenset[str], found: Reading | None) -> dict[str, bool]:
    """Where a reply points to, and whether it only offers help to somebody who told of no trouble."""
    private, noted = bool(routes.PRIVATE.search(text)), bool(_NOTE.search(text))
    told = found is not None and found.case is None and found.trouble is None and found.sound == "told"
    calm = told or (found is None and not roles & {"sorry", "needs_data"})
    offered = calm and any(_IF.search(one) for one in re.split(r"(?<=[.!?])\s", text) if _OFFERED.search(one))
    away = "redirect" in roles and not (private or noted) and bool(_AWAY.search(text))
    data = "needs_data" in roles and (private or noted or "question" in roles)
    return {"asks_data": data, "by_dm": private, "by_note": noted, "elsewhere": away, "idle_offer": offered}


def _points(text: str, roles: frozenset[str]) -> bool:
    """Whether a reply leaves the answer to another place, or to another message."""
    return "unaware" in roles or any(one.search(text) for one in (routes.PRIVATE, _NOTE, _AWAY))


def _bare(context: str) -> bool:
    """Whether thanks name nothing that an answer could pick up."""
    said = len(_WORDS.findall(context))
    return said <= BARE and not (_PRAISES.search(context) and said > greetings.SHORT + 1)


def _explains(text: str, phrases: Phrases) -> bool:
    """Whether a reply says something of its own beside its courtesies and its request."""
    said = (one for one in re.split(r"(?<=[.!?])\s+", re.sub(r"@\w+|https?://\S+", " ", text)))
    busy = {"redirect", "sorry", "boilerplate", "courtesy", "question", "parting", "unaware", "promises"}
    return any(
        len(one.split()) >= EXPLAINS
        and not phrases.roles(one) & busy
        and not (greetings.offers(one.strip()) or _WANTS.search(one) or routes.PRIVATE.match(one))
        for one in said
    )


def mendable(found: Reading) -> bool:
    """Whether whoever wrote may mend it alone, once somebody says how."""
    if found.case:
        return found.case.mend
    return bool(found.trouble and found.trouble.thing and found.trouble.thing.group in ("device", "software"))


def private(context: str) -> bool:
    """Whether what a message is about is nobody else's business, or its writer wants it kept so."""
    found = messages.read(context).case if context else None
    return (found is not None and found.private) or bool(routes.PRIVATE.search(context))


def unfit(kind: str, text: str, phrases: Phrases, need: float | None = None) -> str:
    """Why a message needs no other words; empty when it may. `need` is what the careful reader says of it."""
    if kind == "I" and need is not None:
        return "" if need >= IDLE else "waits for no answer"
    waits = kind != "I" or not (messages.needs_none(text) or pleased(text, phrases))
    return "" if waits else "waits for no answer"


def sent_on(text: str, phrases: Phrases, found: Reading) -> bool:
    """Whether a reply sends somebody to a page or a number, who should be answered here."""
    return _ways(text, phrases.roles(text), found)["elsewhere"]


def _at_ease(context: str, phrases: Phrases) -> bool:
    """Whether a message tells something without asking, complaining or waiting."""
    found = messages.read(context)
    return found.case is None and found.sound == "told" and "unhappy" not in phrases.roles(context)


def pleased(context: str, phrases: Phrases) -> bool:
    """Whether the message that a reply answers is thanks or praise and asks nothing."""
    roles = phrases.roles(context)
    return "thankful" in roles and "?" not in context and not roles & {"unhappy", "question", "asks_reader"}
