"""Whose page an address is: an own domain, somebody's profile, or neither."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from sociable.advice.identities import words_of

_URL = re.compile(
    r"(?:(?:h(?:tt|xx)ps?|ftp|fb|instagram|twitter|whatsapp|tg|snapchat|at)(?::|%(?:25)*3A)(?:/|%(?:25)*2F){2}|www\."
    r"|(?<!\w)(?:skype|xmpp|acct|did:plc|did:web):)[^\s<>\"'\])]+",
    re.IGNORECASE,
)
_BARE_PROFILE = re.compile(
    r"\b(?:[\w-]{1,63}\.)?(?:twitter|x|facebook|fb|instagram|instagr|linkedin|tiktok|threads|bsky|youtube|t|wa|m|pinterest"
    r"|snapchat|twitch|linktr|paypal|telegram|vk|xing|reddit)(?:\.|\s\.\s)(?:com|net|app|me|am|tv|ee)/[@\w./%?=&-]+"
    r"|(?<![\w.@-])(?:[\w-]{1,63}\.){1,3}(?:bsky\.social|tumblr\.com|substack\.com|carrd\.co|git(?:hub|lab)\.io)(?![\w.-]*\w)(?:/[\w./%-]*)?",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?<![\w.@/-])(?:[a-z\d-]{1,63}\.){1,4}[a-z]{2,12}/[\w@$~./%?=&+:#!-]{2,}", re.IGNORECASE)
_INSIDE = re.compile(
    r"(?<=\w)[^\w](?=https?://|www\.)|(?<=\w)[^\w.-](?=(?:[a-z]+\.)?[a-z]+\.(?:com|net|app|me|ee|tv)/)", re.IGNORECASE
)
"""Where an address begins that another one carries: /web/2020/https://..., ?u=https://..."""
_PROFILE_HOSTS = {
    "twitter.com": r"^/(?:i/user/|#!/)?@?([A-Za-z0-9_]+)",
    "x.com": r"^/(?:i/user/|#!/)?@?([A-Za-z0-9_]+)",
    "facebook.com": r"^/(?:people/|p/|groups/[\w.]+/user/)?([\w.-]+)",
    "fb.com": r"^/([\w.-]+)",
    "fb.me": r"^/([a-z]{2,}[a-z\d.]{3,})/?$",
    "ig.me": r"^/m/([\w.]+)",
    "discord.com": r"^/users/([\w.]+)",
    "discordapp.com": r"^/users/([\w.]+)",
    "instagram.com": r"^/(?:stories/)?([\w.]+)",
    "linkedin.com": r"^/(?:(?:\w[\w-]*/){0,2}(?:in|pub|people|author)/([^/?#]+)|posts/([^/?#_]+))",
    "tiktok.com": r"^/(?:@|h5/share/usr/)([\w.]+)",
    "threads.net": r"^/(?!t/)@?([\w.]+)",
    "threads.com": r"^/(?!t/)@?([\w.]+)",
    "bsky.app": r"^/profile/([\w.:-]+)",
    "youtube.com": r"^/(?:@|user/|c/|channel/)?([\w.-]+)",
    "t.me": r"^/(?:s/)?([\w+]+)",
    "wa.me": r"^/\+?([\w]+)",
    "reddit.com": r"^/(?:u|user)/([\w-]+)",
    "instagr.am": r"^/([\w.]+)",
    "m.me": r"^/([\w.]+)",
    "messenger.com": r"^/t/([\w.]+)",
    "telegram.me": r"^/([\w+]+)",
    "telegram.dog": r"^/([\w+]+)",
    "snapchat.com": r"^/(?:add/|[pu]/|@)([\w.-]+)",
    "pinterest.com": r"^/([\w-]+)",
    "twitch.tv": r"^/(\w+)",
    "vk.com": r"^/([\w.]+)",
    "xing.com": r"^/profile/([\w-]+)",
    "linktr.ee": r"^/([\w.-]+)",
    "paypal.me": r"^/(\w+)",
    "paypal.com": r"^/paypalme/([\w.]+)",
    "etsy.com": r"^/(?:shop|people)/([\w.-]+)",
    "orcid.org": r"^/([\w.-]+)",
    "gofundme.com": r"^/(?:f|u|p)/([\w.-]+)",
    "gofund.me": r"^/(\w+)",
    "justgiving.com": r"^/(?:page|fundraising|crowdfunding|team)/([\w.-]+)",
    "plus.google.com": r"^/\+?([\w.-]+)",
    "sites.google.com": r"^/view/([\w.-]+)",
    "rumble.com": r"^/(?:c|user)/([\w.-]+)",
    "bilibili.com": r"^/space/([\w.-]+)",
    "zoom.us": r"^/my/([\w.-]+)",
    "pinterest.": r"^/([\w-]+)",
    **dict.fromkeys(
        ("vxtwitter.com", "fxtwitter.com", "fixupx.com", "fixvx.com", "xcancel.com", "nitter.net", "twstalker.com"),
        r"^/@?([\w.]+)",
    ),
}  # fmt: skip
_FIRST = re.compile(
    r"^/[@$~]?(?:(?:u|user|users|people|photos|profiles?|athletes|members|id|in|i|p|blog|my|space|ti/p)/(?:show/)?)?[@~+]?([\w.%+-]+)"
)
"""The page of somebody on the hosts of content/names/profiles.txt."""
_TORN = re.compile(r"\s\.\s")
LONGEST_CHAIN = 20
"""Addresses inside one address that are looked at."""
_NAMED_HOSTS = (
    "medium.com", "substack.com", "tumblr.com", "bsky.social", "carrd.co", "wordpress.com", "blogspot.com",
    "livejournal.com", "deviantart.com", "github.io", "gitlab.io", "bandcamp.com", "wixsite.com", "weebly.com",
    "jimdofree.com", "squarespace.com", "myportfolio.com", "artstation.com", "academia.edu",
)  # fmt: skip
"""Where the name of a person stands before the host's own."""
_ANYWHERE = re.compile(
    r"/(?:[@~]/?|user:|(?:users?|usr|u|profiles?|people|persons?|members?|athletes|authors?|individuals|freelancers|contrib"
    r"|closet|creators?)/(?:view/|show/|profile/|\d+-)?)([\w.-]+)",
    re.IGNORECASE,
)
"""What servers that anybody may run, and those that nobody listed, call the page of somebody."""
_ASKED = re.compile(
    r"[?&](?:screen_name|user_id|user|userid|username|author|profile|via|domain)=@?([\w.-]+)|from%3a@?(\w+)"
    r"|/(?:users?|profiles?|members?)(?:/view|\.\w+)?\?(?:[^\s#]*&)?(?:id|u|name)=([\w.-]+)|matrix\.to/#/@([\w.=/-]+)"
    r"|^(?:skype|xmpp|acct|did:plc|did:web|(?:fb|snapchat)://(?:profile|add)/|at:/)[:/]*([\w.:-]+)",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?:phone|tel|mobile|whatsapp|number)=(?:\+|%2b)?\d{7,15}(?!\d)|(?:^|/)tel:\+?\d{7,15}|/(?:call|dial|phone)/\+?\d{7,15}(?!\d)"
    r"|whatsapp\.com/\+?\d{7,15}|signal\.me/#\w+/\S+",
    re.IGNORECASE,
)
_PAGES = frozenset({
    "i", "intent", "share", "sharer", "hashtag", "search", "home", "explore", "events", "groups", "watch", "p", "reel",
    "reels", "tv", "stories", "story", "photo", "photos", "photo.php", "story.php", "permalink.php", "login", "help",
    "legal", "about", "marketplace", "gaming", "media", "messages", "settings", "pin", "videos", "directory", "r",
    "comments", "playlist", "shorts", "live", "embed", "feed", "results", "post", "posts", "tagged", "topics", "jobs",
    "company", "school", "pulse", "newsletters", "video", "discover",
})  # fmt: skip


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Spans of addresses, with or without a scheme, in plain or percent-encoded letters, that do not overlap."""
    spans = sorted({m.span() for one in (_URL, _BARE_PROFILE) for m in one.finditer(text)} | set(_bare(text)))
    reached = 0
    for start, end in spans:
        if start >= reached:
            trimmed = start + len(text[start:end].rstrip(".,;:!?"))
            yield start, trimmed
            reached = trimmed


def _bare(text: str) -> Iterator[tuple[int, int]]:
    """Spans of profiles on any host, told without the scheme."""
    if "/" in text:
        yield from (one.span() for one in _BARE.finditer(text) if profile_owner(one.group()))


def decoded(url: str) -> str:
    """`url` without percent-encoding, however often it was encoded."""
    for _ in range(4):
        url, before = unquote(url), url
        if url == before:
            break
    return url


def owners(url: str) -> Iterator[str]:
    """Whose profiles an address shows: its own, and those of addresses that it carries in its path or query."""
    whole = _TORN.sub(".", decoded(url))
    starts = [0, *(found.end() for found in _INSIDE.finditer(whole))][:LONGEST_CHAIN]
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        if owner := profile_owner(whole[start:end]):
            yield owner


def is_under(url: str, domain: str) -> bool:
    """Whether the host of `url` is `domain` or below it; the scheme may be missing."""
    host = _parts(url)[0]
    return host == domain or host.endswith("." + domain)


def profile_owner(url: str) -> str | None:
    """Handle of the person or organisation whose profile or post `url` is, or None."""
    host, path = _parts(url)
    if asked := _ASKED.search(url):
        return str(next(filter(None, asked.groups())))
    for known in _NAMED_HOSTS:
        if host.endswith("." + known):
            return host.removesuffix("." + known)
    for known, pattern in _PROFILE_HOSTS.items():
        if host == known or host.endswith("." + known) or (known[-1] == "." and host.startswith(known)):
            match = re.match(pattern, path)
            return _unless_page(match)
    if host in words_of("profiles") or host.partition(".")[2] in words_of("profiles"):
        return _unless_page(_FIRST.match(path))
    return _unless_page(_ANYWHERE.search(path))


def _unless_page(match: re.Match[str] | None) -> str | None:
    """The name that was found, if it is not one of the host's own pages."""
    found = next(filter(None, match.groups()), "") if match else ""
    return found if found and found.casefold() not in _PAGES else None


def carries_phone(url: str) -> bool:
    """Whether an address opens a call or a chat with a number that it spells out."""
    return _PHONE.search(url) is not None


def _parts(url: str) -> tuple[str, str]:
    try:
        found = urlsplit(url if "://" in url else f"https://{url}")
        path = f"/#{found.fragment}" if found.fragment.startswith("!/") else found.path
        return (found.hostname or "").removeprefix("www.").removeprefix("mobile."), path
    except ValueError:  # brackets and the like: people type such things
        return "", ""
