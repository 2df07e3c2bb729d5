"""Who an Instagram or Threads account is and how many follow it: profile, followers, followed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
import polars as pl

from sociable.archives import instagramold, instagramposts, jsonfile
from sociable.archives.container import Member
from sociable.archives.instagramposts import Entry, Followed
from sociable.archives.metatext import repair
from sociable.archives.records import Tally
from sociable.config import Account
from sociable.tables import SNAPSHOTS

_USERNAME = re.compile(r"user.?name|benutzername|nombre de usuario|nom d.utilisateur|nome (?:de |do )?usu[aá]rio"
                       r"|nome utente|gebruikersnaam|användarnamn|brugernavn|brukernavn|nazwa użytkownika|kullanıcı adı"
                       r"|ユーザーネーム|имя пользователя|utilizador", re.I)  # fmt: skip
_NAME = re.compile(r"^(?:name|nombre|nom|nome|naam|namn|navn|nazwa|ad|名前|имя)$", re.I)
_BIO = re.compile(r"^(?:bio|biography|steckbrief|biograf[ií]a|présentation|presentaci[oó]n|biografie)$", re.I)
_SITE = re.compile(r"^(?:website|webseite|sitio web|site web|site|sito web|webbplats)$", re.I)


@dataclass(frozen=True, slots=True)
class Owner:
    """What the account says of itself; "" for what it does not say."""

    handle: str = ""
    name: str = ""
    bio: str = ""
    website: str = ""


class _User(msgspec.Struct):
    string_map_data: dict[str, Entry] = {}


def owner(members: Sequence[Member], old: Sequence[Member], tallies: list[Tally]) -> Owner:
    """The owner by ``personal_information.json``, or by ``profile.json`` of old downloads.

    Only four fields are looked at, by the names they have in many languages.
    """
    for member in members:
        tally = Tally(member.label, "instagram")
        tallies.append(tally)
        for user in jsonfile.records(member, _User, tally, ("profile_user",), ("string_map_data",)):
            fields = {repair(key): repair(entry.value) for key, entry in user.string_map_data.items()}
            found = Owner(
                *(
                    next((v for k, v in fields.items() if rule.search(k)), "")
                    for rule in (_USERNAME, _NAME, _BIO, _SITE)
                )
            )
            if found.handle or found.name:
                return found
    for member in old:
        tallies.append(Tally(member.label, "instagram"))
        profile = jsonfile.whole(member, instagramold.Profile, tallies[-1])
        said = (profile.username, profile.name, profile.biography, profile.website)
        return Owner(*(repair(one) for one in said))
    return Owner()


Side = tuple[int, list[int]]
"""How many follow, or are followed, and when each came."""


def counted(members: Sequence[Member], keys: Sequence[str], tallies: list[Tally]) -> Side | None:
    """How many different people the lists name, and when each came; None where a list breaks off."""
    handles: set[str] = set()
    times: list[int] = []
    mine = [Tally(member.label, "instagram") for member in members]
    tallies += mine
    for member, tally in zip(members, mine, strict=True):
        found = jsonfile.records(member, Followed, tally, keys, ("string_list_data", "title"))
        some, dates = instagramposts.people(found)
        handles |= some
        times += dates
    return None if any(tally.is_cut for tally in mine) else (len(handles), times)


def snapshot(
    account: Account, who: Owner, sides: dict[str, Side], frames: Sequence[pl.DataFrame], source: str
) -> pl.DataFrame:
    """One row at the latest sign of life in the download, which is dated nowhere; none without any.

    Those who left are in no list, so dates of followers say nothing of growth;
    the days on which the account itself followed do (``max_follows_day``).
    """
    ends = [end for frame in frames if isinstance(end := frame["created_at"].max(), datetime)]
    ends += [datetime.fromtimestamp(time, UTC) for _, times in sides.values() for time in times]
    if not ends or not (sides or who != Owner()):
        return pl.DataFrame(schema=SNAPSHOTS)
    followed = Counter(time // 86_400 for time in sides.get("following", (0, []))[1])
    row = {
        "account": account.key, "at": max(ends), **{side: number for side, (number, _) in sides.items()},
        "posts_total": sum(frame.height for frame in frames[:1]) or None, "name": who.name or None,
        "bio": who.bio or None, "website": who.website or None,
        "max_follows_day": max(followed.values(), default=None), "source": source,
    }  # fmt: skip
    return pl.DataFrame([row], schema=SNAPSHOTS)
