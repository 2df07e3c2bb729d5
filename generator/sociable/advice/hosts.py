"""Whose page an address is: an own domain, somebody's profile, or neither."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_PROFILE_HOSTS = {
    "twitter.com": r"^/@?([A-Za-z0-9_]+)",
    "x.com": r"^/@?([A-Za-z0-9_]+)",
    "facebook.com": r"^/(?:people/)?([\w.-]+)",
    "fb.com": r"^/([\w.-]+)",
    "instagram.com": r"^/([\w.]+)",
    "linkedin.com": r"^/(?:in|pub)/([^/?#]+)",
    "tiktok.com": r"^/@([\w.]+)",
    "threads.net": r"^/@([\w.]+)",
    "threads.com": r"^/@([\w.]+)",
    "bsky.app": r"^/profile/([\w.:-]+)",
    "youtube.com": r"^/(?:@|user/|c/|channel/)([\w.-]+)",
    "t.me": r"^/([\w+]+)",
    "wa.me": r"^/\+?([\w]+)",
    "reddit.com": r"^/(?:u|user)/([\w-]+)",
    "instagr.am": r"^/([\w.]+)",
    "m.me": r"^/([\w.]+)",
    "messenger.com": r"^/t/([\w.]+)",
    "telegram.me": r"^/([\w+]+)",
    "snapchat.com": r"^/add/([\w.-]+)",
    "pinterest.com": r"^/([\w-]+)",
    "twitch.tv": r"^/(\w+)",
    "vk.com": r"^/([\w.]+)",
    "xing.com": r"^/profile/([\w-]+)",
    "linktr.ee": r"^/([\w.-]+)",
    "paypal.me": r"^/(\w+)",
    "medium.com": r"^/@([\w.-]+)",
}
_FEDIVERSE = re.compile(r"^/(?:@|users/)([\w.-]+)(?:/|$)")
_PHONE = re.compile(
    r"(?:phone|tel|mobile|whatsapp|number)=(?:\+|%2b)?\d{7,15}(?!\d)|(?:^|/)tel:\+?\d{7,15}", re.IGNORECASE
)
_PAGES = frozenset({
    "i", "intent", "share", "sharer", "hashtag", "search", "home", "explore", "events", "groups", "watch", "p", "reel",
    "reels", "tv", "stories", "story", "photo", "photos", "photo.php", "story.php", "permalink.php", "login", "help",
    "legal", "about", "marketplace", "gaming", "media", "messages", "settings", "pin", "videos", "directory", "r",
    "comments",
})  # fmt: skip


def is_under(url: str, domain: str) -> bool:
    """Whether the host of `url` is `domain` or below it; the scheme may be missing."""
    host = _parts(url)[0]
    return host == domain or host.endswith("." + domain)


def profile_owner(url: str) -> str | None:
    """Handle of the person or organisation whose profile or post `url` is, or None."""
    host, path = _parts(url)
    for known, pattern in _PROFILE_HOSTS.items():
        if host == known or host.endswith("." + known):
            match = re.match(pattern, path)
            return match.group(1) if match and match.group(1).casefold() not in _PAGES else None
    match = _FEDIVERSE.match(path)
    return match.group(1) if match else None


def carries_phone(url: str) -> bool:
    """Whether an address opens a call or a chat with a number that it spells out."""
    return _PHONE.search(url) is not None


def _parts(url: str) -> tuple[str, str]:
    try:
        found = urlsplit(url if "://" in url else f"https://{url}")
        return (found.hostname or "").removeprefix("www.").removeprefix("mobile."), found.path
    except ValueError:  # brackets and the like: people type such things
        return "", ""
