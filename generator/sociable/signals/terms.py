"""What the detectors know of one brand; nothing of it is needed to label a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sociable.config import Brand


@dataclass(frozen=True, slots=True)
class Terms:
    """Names, links and habits of a brand, lower-cased; `Terms()` stands for no brand at all."""

    names: tuple[str, ...] = ()  # brand, aliases, products, handles
    domains: tuple[str, ...] = ()
    commercial: tuple[str, ...] = ()
    help: tuple[str, ...] = ()
    gated: tuple[str, ...] = ()
    affiliates: tuple[str, ...] = ()
    audience_terms: tuple[str, ...] = ()
    team: tuple[str, ...] = ()  # names and initials, as written
    emoji_ok: bool = False
    cause_org: bool = False
    language: str = "en"

    @staticmethod
    def of(brand: Brand) -> Terms:
        """The terms of a configured brand, sorted and without repeats."""
        about = brand.about
        handles = tuple(account.handle for account in brand.accounts)
        team = [part for member in brand.team for part in (member.name, member.name.split()[0], member.initials)]
        return Terms(
            names=_folded((about.name, *about.aliases, *about.products, *handles)),
            domains=_folded(about.domains),
            commercial=_folded(brand.links.commercial),
            help=_folded(brand.links.help),
            gated=_folded(brand.links.gated),
            affiliates=_folded(about.affiliates),
            audience_terms=_folded(about.audience_terms),
            team=tuple(sorted({name for name in team if name})),
            emoji_ok=any(account.emoji_ok for account in brand.accounts),
            cause_org=about.cause_org,
            language=about.language,
        )


def _folded(values: tuple[str, ...]) -> tuple[str, ...]:
    cleaned = (re.sub(r"^(https?://)?(www\.)?", "", value.strip().lstrip("@").casefold()) for value in values)
    return tuple(sorted({value for value in cleaned if value}))
