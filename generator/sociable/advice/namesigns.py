"""What stands around a name that only running text says: the patterns that `saidnames` looks for."""

from __future__ import annotations

import re

PARTICLE = r"(?:van|von|der|den|de|da|del|della|di|dos|la|le|bin|al|el|ter|ten|zu)"
GAP = re.compile(rf"(?:\s|[^\S\n]{{2,3}}|-)(?:{PARTICLE}[^\S\n]){{0,2}}")


def _ends(pattern: str) -> re.Pattern[str]:
    """What stands right before a name."""
    return re.compile(rf"(?<!\w)(?:{pattern})$", re.IGNORECASE)


TITLE = _ends(r"(?:(?:mr|mrs|ms|mx|dr|prof|rev|mme)\.?|miss|professor|sir|dame|herr|frau|monsieur|madame)\s")
GREETING = _ends(
    r"(?:hi|hello|hey|hiya|dear|thanks|thank you|thx|sorry|apologies|cheers|good (?:morning|afternoon|evening)"
    r"|congrats|congratulations|well done|bravo|kudos|happy birthday|welcome(?: back| aboard)?|shout-?\s?out|props"
    r"|bye|goodbye|farewell|no worries|no problem|great work|good luck|meet)"
    r"(?: again| so much| very much| a lot)?(?: to| for)?(?: our(?: own| very own)?| the lovely| the wonderful)?,?\s+"
)
CREDIT = re.compile(
    r"(?:(?<!\w)(?:photos?|pic(?:ture)?s?|images?|videos?|words?|art|artwork|designed|design|shot|taken|written|drawn"
    r"|painted|filmed|recorded|made|sent in|told|hosted|presented|won|run|led) by|[📷📸🎥✍]\ufe0f?:?"
    r"|(?<![\w@])(?:credits?(?: to|:)|courtesy of|named|called|(?:winner|guest|speaker|host|author|colleague|volunteer"
    r"|customer|reader|captain|chef|member|manager|engineer|apprentice|driver|skipper|bosun|passenger|nurse|artist"
    r"|neighbou?r|teacher|student|intern|trainee|steward(?:ess)?|nominee|finalist|champion|hero)(?: is| was|,|:)?"
    r"|(?:name|contact|winners?|team|on deck|with thanks to)\s*:"
    r"|(?:review by|reviewed by|interview with|booked by|©|\(c\)|rt|cc)\s*:?))\s*$",
    re.IGNORECASE,
)
WEAK = _ends(r"(?:by|with|from|via|ask|says|said|and|to|for|like|our|as|of|thank|tell|join|told|&)\s+")
BY = _ends(r"(?:by|via|says|said|writes|wrote|asks|the late|(?:note|letter|drawing|poem)(?: came(?: in)?)? from)\s+")
SAID = re.compile(r"[\w.!?…][”\"’'»]\s+\(?$")
"""The end of a quotation: a name of several words that stands alone behind it says whose."""
LIST = re.compile(r"\[name\](?:,| and|,? &| und| or|\s?/)\s+$")
QUOTED = re.compile(r"[”\"’'»]\s*[-–—~]{1,2}\s?$")
DASH = re.compile(r"(?:^|[\s.!?)])[-–—~]{1,2}$|(?:^|\s)\^$")
FAR_DASH = re.compile(r"(?:^|[\s.!?)])[-–—~]{1,2}\s$")
CLOSING = _ends(
    r"(?<![a-z] )(?:love|(?:best|kind|warm)(?: wishes| regards)?|regards|yours|sincerely|cheers|thanks)"
    r",?\s+(?:from\s+)?"
)
END = re.compile(r"[^\w#]*x*[^\w#]*(?:(?:#\w+|https?://\S+)\s*)*$")
STOPS = re.compile(
    r"\s*+(?:[,!.:;?)]|$|[-–—]|and\b|&|(?:we|i|i['’]m|you|your|thanks|thank|sorry|for|who|from|on|at)\b)", re.IGNORECASE
)
SPEAKS = re.compile(r"['’]s\b|\s+(?:says?|said|told|tells|asks?|asked|writes?|wrote|shared?|won|wins|joined|from)\b")
TOLD = re.compile(r"\s+(?:says?|said|told|tells|asks?|asked|writes?|wrote|won|wins)\b")
"""What only people do."""
DOES = re.compile(
    r"(?:['’]ll|\s+(?:will|can|is|was|has|had|does|did|loves?|wants?|knows?|works?|started|came|went|found|took|made|got"
    r"|and (?:the|his|her|our|my|i)))\b(?! (?:the|a) (?:new|best|world|first|only)\b)"
)
"""What a given name is often followed by, and a place or a product as well."""
BESIDE = re.compile(r"(?:[^\W\d_a-zà-ÿ][\w.'’]*\s?[ &-]|&)\s?$")
"""Another word with a capital, which makes one name with the next that may be anything's."""
ASKED = _ends(
    r"(?:(?:ask(?:ed)?|tell|told|thank|thanked|met|meet|contact(?:ed)?|e-?mail(?:ed)?|phoned|invited?|hugged|congratulate"
    r"|miss(?:ed)?|remember(?:ed)?|help(?:ed)?|let|know|knew)"
    r"|(?:speak|spoke|spoken|speaking|talk|talked|talking|chat|chatted) (?:to|with)"
    r"|(?:passed|gave|give|send|sent|handed) \w+ (?:on )?to)\s+"
)
"""What is done to people."""
MET = _ends(
    r"(?:met|hugged|thank(?:ed)?|ask(?:ed)?|told|(?:spoke|spoken|speaking|talked|talking|chatted) (?:to|with))\s+"
)
"""What is done to people far more often than to firms and places."""
ERRAND = re.compile(
    r"\s+(?:to (?:call|ring|phone|text|e-?mail|contact|write to|tell|help) (?:you|him|her|them|us|me)\b|for (?:us|me)\b"
    r"|(?:in|at|on) (?:the|our) (?:\w+ )?(?:office|desk|counter|till|reception)\b)"
)
"""What somebody who was asked is to do, or where to be found."""
OWNS = re.compile(
    r"['’]s (?:birthday|wife|husband|son|daughter|mum|mom|mother|dad|father|dog|cat|hat|wedding|first (?:day|trip|time)"
    r"|last day)\b"
    r"|\s+(?:(?:will|can) (?:call|ring|phone|text|e-?mail|write to) you\b"
    r"|(?:has )?w[io]ns? (?:the|our) (?:raffle|draw|quiz)\b"
    r"|(?:is|was|will be) (?:back )?on (?:the )?(?:desk|bridge|shift|duty|phones?|call)\b"
    r"|and (?:the|our) (?:crew|team) (?:say|send|wish)\b)"
)
"""What is said of one person alone, whatever the name."""
CLOSED = _ends(
    r"(?:helps?|day|week|weekend|evening|night|at all|care|luck|soon|then|you|it|again|know|touch|much|way|worries"
    r"|problem)\s"
)
"""The last words of a wish or a promise, after which a given name is whom it is for."""
KINDLY = re.compile(
    r"\b(?:you|your|care|question|point|idea|luck|welcome|thanks|sorry)\b[^.!?\n]{0,40},\s$", re.IGNORECASE
)
"""A clause that speaks to somebody, and a comma."""
SAID_FIRST = re.compile(
    r"^(?:[\s\"“]*@\w+)*\s*(?:yes|no|oh|oh no|ah|aw+|hmm+|sure|right|ok|okay|of course|sadly|well)[,!]?\s$",
    re.IGNORECASE,
)
SURNAME = re.compile(
    r"\w{2,}(?:enko|vich|ov|ova|eva|ski|ska|sky|wicz|czyk|shvili|dze|opoulos|akis|idis|escu|ović|ić|sson|dottir|dóttir"
    r"|gaard|quist|mann|oğlu|oglu|zadeh|swamy|nathan|guez|ález|alez|ández|andez|ínez|inez|ópez|opez|érez|erez)"
)
"""Endings that only surnames have."""
_SLAVIC = r"Дяку\w+|Спасибо|Привіт|Привет|Вітаємо|Здравствуйте|Поздравляем|Уважаем\w+"
_GREEK = r"Ευχαριστ\w+|Γεια(?: σου| σας)?|Συγχαρητήρια"
FOREIGN = re.compile(
    rf"(?:(?:{_SLAVIC}|{_GREEK}),?\s|(?:谢谢|謝謝|感谢|感謝|恭喜|你好)[，,]?\s?|(?:شكرا|شكراً|مرحبا|أهلا)\s"
    r"|(?:감사합니다|안녕하세요|축하합니다),?\s)"
    r"((?:[А-ЯЁІЇЄΑ-ΩΆ-Ώ][а-яёіїєґα-ωά-ώ]+\s?){1,3}(?<!\s)"
    r"|(?!大家|各位|您|你|支持|关注|參|参)[\u4e00-\u9fff]{2,4}(?=[！!。，,\s]|$)"
    r"|[\u0620-\u064a]{2,}(?:\s[\u0620-\u064a]{2,}){0,2}(?=\s?[!،.]|$)|[가-힣]{2,4}(?=[님씨]))"
)
"""Thanks and greetings in other scripts, and the name that follows."""
RELATION = _ends(
    r"(?:(?:my|your|his|her|their|our) (?:\w+ )?(?:wife|husband|son|daughter|mum|mom|mother|dad|father|brother|sister"
    r"|friend|boyfriend|girlfriend|fianc[ée]e?|partner|nephew|niece|cousin|colleague|boss|neighbou?r)"
    r"|grand(?:ma|pa|mother|father)|aunt(?:ie)?|uncle),?\s"
)
OPENING = re.compile(
    r"^(?:[\s\"“]*@\w+)*\s*(?:(?:yes|no|oh|oh no|ah|aw+|hmm+|sure|right|ok|okay|great|of course|sadly|well)[,!]?\s)?$",
    re.IGNORECASE,
)
"""What may stand before a name that a text speaks to in its first words."""
SOUND = re.compile(
    r"(?:a+h+|h+m+|u+[hm]+|o+h*|a+w+|e+h+|huh|ugh|na+h|ye+ah?|ye[ps]|yup|nope?|lol|(?:ha)+h?|wow|oops|hey)$"
)
"""What is said before anything is said: Hmm, Ahhh, Oh."""
CALLED = re.compile(r"\s?(?:,|!|\s[-–—]\s)")
ASIDE = re.compile(r"(?<![^\W\d_a-z])(?<=[a-z]),\s$")
ENDS = re.compile(r"\s?(?:[.!?…]+|[^\w\s,;:'’\"&/-]+\s*)?(?=\s|$)(?!\s+(?:and|or|&)\b)(?![ ][a-z])")
LAST = re.compile(
    r"(?<!\w)(?!(?:the|an?|in|on|at|to|from|with|our|your|my|his|her|of|and|or|by|for|via|near|into|this|that|is|as|like)\s)"
    r"[a-z']{2,}\s$"
)
"""A word after which a given name at the end of a sentence is whom it speaks to."""
MINOR = re.compile(
    r"(?i:hi|hello|hey|hiya|dear|thanks|thank you|thx|sorry|cheers)\s+([a-zà-ÿ]{3,})(?=\s?[,!.]|$|\sfor\b)"
)
"""A greeting and whom it greets, both written small."""
NOT_AFTER = _ends(r"(?:the|st\.?|saint|port|lake|mount|ms|mv|ss|rms)\s*")
HUMAN = re.compile(
    r",\s\d{1,3},|\s?\(\d{1,2}\)|\s+(?:turns|turned|is) \d{1,2}\b(?!\s*%)|,\s(?:a|an|our|my|her|his)\s[a-z]"
    r"|\s+(?:who|whose)\b|\s+(?:and|lost|has|had|took|left|found|brought|got) (?:her|his)\b"
    r"|\s+(?:ha[sd] )?(?:wrote|written|sang|drew|painted|knitted|baked|proposed|phoned|swam)\b|\s+talk(?:s|ed) about\b"
    r"|\s+is (?:our|my|a) (?:hero|star|guest|winner|champion)\b|:\s?[“\"«]\w"
)
"""What is said of people alone."""
THE = _ends(r"(?:the|a|an|this|(?<!know )(?<!knew )(?<!says )(?<!said )(?<!hear )(?<!sure )that|new|all)\s")
INITIAL = re.compile(r"\s[A-Z](?:\.|(?=[\s!?,)]|$))")
"""The first letter of a surname behind a given name."""
BRIEF = re.compile(r"\s[A-Z](?:\.?\s+(?:wrote|says|said|won|wins|asked|told|sent)\b|[.!]*\s*$)")
"""The same behind any word, and what only people do."""
FROM = _ends(r"(?:from|by)\s+")
LAST_FIRST = re.compile(
    r"((?<!\w)(?i:booking|reservation|account|passport|ticket) of )"
    r"([^\W\d_a-zà-ÿ][\w'’-]+, ([^\W\d_a-zà-ÿ][\w'’-]+))(?!\w)"
)
"""A surname and a given name as lists of passengers write them."""
SOONER = re.compile(
    r"\s?(?:,|[-–—]) (?:please (?:send|d ?m|call|e-?mail|check|contact|follow|share|provide|give|let us)"
    r"|(?:we['’]re|we are|so) (?:very |so )?sorry|could you|can you)\b",
    re.IGNORECASE,
)
"""What follows the name of whom a text speaks to in its first word."""
HELPED = re.compile(r"\b(?:hope (?:that|this|it) helps|no (?:trouble|worries|problem) at all)\s$", re.IGNORECASE)
ABBREVIATED = re.compile(r"(?<![\w.])[A-Z]\.\s?$")
JOINED = re.compile(r"(?<=[a-zà-ÿ])(?:O(?=[A-Z][a-z])|(?:vander|vanden|van|von|della)(?=[A-Z]))")
HUMP = re.compile(r"[^\W\d_a-zà-ÿ][a-zà-ÿāăąćčďđēęěğıīłńňőœřśşšťūůűźżž]+|[^\W\d_]+|\d+")
CHEERED = re.compile(
    r"(?:happybirthday|happyretirement|thankyou|thanks|welcome(?:back|home|aboard)?|congrat(?:s|ulations)|hi|hello|welldone"
    r"|go|rip|goodbye|farewell|bye|getwell(?:soon)?|missyou|weloveyou|love|justicefor|prayfor|team|meet|ask)"
)
