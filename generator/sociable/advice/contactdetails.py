"""What follows its form whoever's it is: e-mail addresses, numbers of telephones and accounts, as people type them."""

from __future__ import annotations

import re

EMAIL, PHONE, ACCOUNT = "[email]", "[phone]", "[account]"

_HOST = r"(?:[\w-]+(?:(?:[.．]|。(?=[a-z\d]))[\w-]+)+|\[[\da-f.:]+\])"
_ADDRESS = re.compile(
    rf"(?:(?<![\w.+%．-])[\w.+%．-]+(?:['!#&*/=^`{{|}}~][\w.+%．-]+){{0,5}}|\"[^\"\n@]{{1,64}}\")"
    rf"\\?(?:[@＠﹫]|[%=](?:25){{0,3}}40){_HOST}",
    re.IGNORECASE,
)
_SIGN = (
    r"(?:[@＠]|[(\[{<]\s?(?:at|a|ät|@|klammeraffe|arroba)\s?[)\]}>]|[-_](?:at|ät)[-_]"
    r"|[*|/_\"']at[*|/_\"']|\b(?:arroba|klammeraffe)\b|🐌|✉\ufe0f?)"
)
_DOT = (
    r"(?:[.．。]|\s[.．。]\s|\s?[(\[{<]\s?(?:dot|punkt|punto|point|\.)\s?[)\]}>]\s?|\s?[*|/_\"'-](?:dot|punkt)[*|/_\"'-]\s?"
    r"|\s(?:dot|punkt|punto|period)\s|,)"
)
_MAILBOX = r"(?:gmail|googlemail|gmx|hotmail|icloud|outlook|proton(?:mail)?|yahoo)"
_HINT = re.compile(
    r"[@＠🐌✉]|[(\[{<_*|/\"'-]\s?(?:at|a|ät)\s?[)\]}>_*|/\"'-]|\sat\s[\w-]+\s?(?:[.(\[{]|dot|period|pun[kc]?to?\b)|arroba|klammeraffe"
    rf"|\b{_MAILBOX}\b",
    re.IGNORECASE,
)
"""Without one of these there is no address; it is looked for first, for most texts have none."""
_APART = re.compile(
    rf"(?<![\w.+@＠/-])(\w[\w+-]*(?:(?:\.|\s\.\s)[\w+-]+){{0,4}})\s?{_SIGN}\s?(?:[\w-]+{_DOT}){{1,5}}(?:[a-z]{{2,}})\b"
    rf"|(?<![\w.+@＠/-])(\w[\w.+-]*)\sat\s(?:(?:[\w-]+\.){{1,5}}[a-z]{{2,}}"
    rf"|(?:[\w-]+\s(?:period|punkt|punto)\s){{1,5}}(?:com|net|org|info|biz|edu|eu|[cdfn][ehlor]|u[ks]))\b"
    rf"|(?<![\w.+@＠/-])(\w[\w.+-]*)\s(?:at\s|[@＠]\s?){_MAILBOX}\b|(?<![\w.+@＠/-])(\w[\w.+-]*)\s\({_MAILBOX}\)"
    rf"|\b{_MAILBOX}(?:\sis\s|:\s?)([a-z]\w*[.+_-]\w[\w.+-]*)(?![\w/@＠])",
    re.IGNORECASE,
)
_HOSTLESS = re.compile(r"(?<![\w.+@＠%/-])(\w[\w.+-]*\w)[@＠][a-z][\w-]+(?![\w@＠]|\.\w)", re.IGNORECASE)
"""A name with a sign in it, and a host that lacks its end: jane.doe@localhost."""
_PARTED = re.compile(r"\w\s?[._+-]\s?\w|\d")
_SPELT = re.compile(  # name (at) mail (dot) example, as people hide theirs from robots
    r"(?<![\w.+-])[\w.+-]+(?:\s?[(\[{<]\s?at\s?[)\]}>]\s?|\sat\s(?=[\w-]+\s?[(\[{]?\s?dot\b))"
    r"[\w-]+(?:(?:\.|\s?[(\[{<]\s?(?:dot|punkt)\s?[)\]}>]\s?|\sdot\s)[\w-]+)+",
    re.IGNORECASE,
)
_DIGIT = (
    r"zero|oh|o|one|two|three|four|five|six|seven|eight|nine"
    r"|null|eins|zwei|zwo|drei|vier|fünf|sechs|sieben|acht|neun"
)
_PHONE = re.compile(
    r"(?<![\w/#.,:$£€¥₦₹-])\+?\(?\d[\d\s().\-‐‑‒–—·•_/*~\[\]]{5,}\d(?=x\d{1,5}\b|(?![\w%]))"
    r"|(?i:(?<=\b[tm]:)|(?<=tel:)|(?<=tel://)|(?<=callto:)|(?<=facetime:)|(?<=mob:)|(?<=fax:)|(?<=sms:)|(?<=call:)|(?<=phone:))\+?\(?\d[\d\s()./-]{5,}\d(?![\w%])"
    r"|#0\d{8,13}(?!\w)|(?<=\w:)(?<!\d:)(?://)?\+?0\d{7,13}(?!\w)|(?<![\w.,])0\d{1,4}(?:,\d{2,4}){2,4}(?![\w,])"
    r"|(?<![\w./,:])0\d{2,4}([|:;=…'>+\\])\d{3,4}\1\d{3,4}(?!\w)"
)
_SAID = re.compile(
    rf"(?<!\w)(?:(?:double|triple|doppel)\W{{1,3}})?(?:{_DIGIT})(?:[\s.,·-]{{1,3}}(?:(?:double|triple|doppel)\s)?(?:{_DIGIT})){{6,14}}(?!\w)"
    r"|(?<!\w)[〇零一二三四五六七八九]{9,15}(?!\w)",
    re.IGNORECASE,
)
"""A number in words, a digit a word."""
_NOT_PHONE = re.compile(
    r"\d{4}\s*[-–/.]\s*\d{1,2}\s*[-–/.]\s*\d{1,2}|\d{1,2}[-–/.]\d{1,2}[-–/.]\d{2,4}|(?:19|20)\d\d\s*[-–/]\s*\d\d"
    r"|(?:19|20)\d\d(?:\s*[-–/·]\s*(?:19|20)\d\d)+"
    r"|\d{1,3}(?:[ .]\d{3})+|\d{1,2}[.]\d{2}\s*[-–]\s*\d{1,2}[.]\d{2}"
)
_ACCOUNT = re.compile(
    r"(?<!\w)[a-z]{2}\d{2}(?:[ \u00a0.-]?(?=\w{0,3}\d|[a-z]{4}[ \u00a0.-]?\d)[a-z\d]{1,4}){3,8}(?!\w)"
    r"|(?<![\w.-])[3-6]\d{3}(?:[ \u00a0-]?\d{4}){3}(?![\w.-])",
    re.IGNORECASE,
)
"""An IBAN, or the number of a card, by their forms; check digits tell them from numbers of orders."""
_CALL = re.compile(
    r"(?:[☎📞📱]|call|phone|\bph|ring|text|tel|mobile|whats\s?app|dial|fax|sms)\W*(?:\w+\W+){0,2}$", re.IGNORECASE
)


def emails_hidden(text: str) -> str:
    """`text` without e-mail addresses, plain, encoded, quoted or spelt out; a handle with its server stays."""
    text = _ADDRESS.sub(_email, text)
    if not _HINT.search(text):
        return text
    return _HOSTLESS.sub(_apart, _SPELT.sub(EMAIL, _APART.sub(_apart, text)))


def phones_hidden(text: str) -> str:
    """`text` without numbers of telephones, bank accounts and cards; dates, prices and short numbers stay."""
    return _SAID.sub(PHONE, _PHONE.sub(_phone, _ACCOUNT.sub(_account, text)))


def _email(match: re.Match[str]) -> str:
    """A fediverse handle looks like an address and is told by its leading @."""
    before = match.string[match.start() - 1] if match.start() else ""
    return match.group() if before == "@" else EMAIL


def _apart(match: re.Match[str]) -> str:
    """Blanks around the sign: of a name in two parts, for "we are @ harbour.example" is a place."""
    return EMAIL if _PARTED.search(next(filter(None, match.groups()))) else match.group()


def _account(match: re.Match[str]) -> str:
    """The check digits of ISO 13616 and ISO 7812 decide, or that the text says IBAN before it."""
    found = re.sub(r"[^a-z0-9]", "", match.group().lower())
    if found[0].isdigit():
        doubled = (int(one) * (1 + place % 2) for place, one in enumerate(reversed(found)))
        return match.group() if sum(one // 10 + one % 10 for one in doubled) % 10 else ACCOUNT
    said = "iban" in match.string[max(0, match.start() - 12) : match.start()].lower()
    sound = 15 <= len(found) <= 34 and int("".join(str(int(one, 36)) for one in found[4:] + found[:4])) % 97 == 1
    return ACCOUNT if sound or said else match.group()


def _phone(match: re.Match[str]) -> str:
    found = match.group()
    digits = sum(one.isdigit() for one in found)
    called = bool(_CALL.search(match.string[max(0, match.start() - 40) : match.start()]))
    if not 7 <= digits <= 15 or (_NOT_PHONE.fullmatch(found.strip(" ()[]")) and not called):
        return found
    plain = found.strip().isdigit()
    return PHONE if called or not plain or digits >= 9 or found.startswith("+") else found
