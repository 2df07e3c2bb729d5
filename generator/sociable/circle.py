"""Who and what belongs to a brand, as far as its exports tell: domains, and accounts of its name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlsplit

import polars as pl

from sociable.tables import Archive

ENOUGH_LINKS, ENOUGH_NAMED = 5, 3
SHORTEST, MOST = 4, 6
"""A name of fewer letters is in too many others; no more accounts are proposed than this."""
SHARED_HOSTS = re.compile(
    r"(?:^|\.)(?:t\.co|bit\.ly|buff\.ly|ow\.ly|goo\.gl|tinyurl\.com|lnkd\.in|twitter\.com|x\.com|facebook\.com|fb\.me"
    r"|instagram\.com|linkedin\.com|youtube\.com|youtu\.be|tiktok\.com|google\.com|eventbrite\.com|medium\.com"
    r"|paypal\.(?:me|com)|patreon\.com|ko-fi\.com|gofundme\.com|linktr\.ee|amzn\.to|amazon\.\w+(?:\.\w+)?|wikipedia\.org|github\.com|change\.org)$"
)


def domains(archive: Archive) -> list[str]:
    """The brand's own domains: the profile's website, and hosts that a tenth of its links go to."""
    sites = [_host(one) for one in archive.snapshots["website"].drop_nulls().to_list()]
    hosts = Counter(_host(link) for link in archive.posts["links"].explode().drop_nulls().to_list())
    total = sum(hosts.values())
    often = [host for host, n in hosts.most_common() if n >= ENOUGH_LINKS and n * 10 >= total]
    named = {host for host in (*sites, *often[:2]) if re.search(r"\.[a-z][a-z\d-]+$", host)}  # no bare numbers
    return sorted(host for host in named if not SHARED_HOSTS.search(host))


def _host(link: str) -> str:
    try:
        host = urlsplit(link if "//" in link else f"//{link}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def kin(archive: Archive, names: Iterable[str]) -> list[str]:
    """Handles that bear the brand's own name (`names` are its name and handles) and that its posts name thrice or more.

    Answers and reposts do not count; nobody else is told of, for others may be people.
    """
    written = [one.casefold().lstrip("@").partition("@")[0] for one in names]
    stems = {plain for one in written if len(plain := re.sub(r"[\W_\d]+", "", one)) >= SHORTEST}
    own = archive.posts.filter(~pl.col("form").is_in(["reply", "mention_start", "repost"]))
    said = own["text"].drop_nulls().str.to_lowercase().str.extract_all(r"@[\w.]*\w").to_list()
    counted = Counter(one.lstrip("@") for found in said for one in set(found))
    others = sorted(one for one, n in counted.items() if n >= ENOUGH_NAMED and one not in written)
    return [one for one in others if _of(stems, one)][:MOST]


def _of(stems: Iterable[str], handle: str) -> bool:
    """Whether a handle begins or ends with the brand's name: kfc_uki, askharbourlights."""
    plain = re.sub(r"[\W_\d]+", "", handle.casefold().partition("@")[0])
    return any(plain.startswith(one) or plain.endswith(one) for one in stems)
