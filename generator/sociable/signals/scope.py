"""The brand as the relational signals see it: accounts, insiders, names, zone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from sociable.config import Brand
from sociable.model import Period
from sociable.signals.terms import Terms

SHOPS = r"(?:shop|buy|book|booking|pricing|demo|cart|tickets?|checkout)"
"""Paths of an own domain that sell (RUBRIC 0.2, commercial link)."""

Label = Callable[[pl.DataFrame, Terms], pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Scope:
    """What a brand's accounts, people and addresses are called; all folded, sorted."""

    brand: Brand
    accounts: pl.DataFrame  # account, platform, handle, role, no_real_names, evergreen
    own_keys: pl.DataFrame  # key, account: person keys of the brand's own accounts
    keys: pl.DataFrame  # weak ("x:@name"), key ("x:123"): the stronger key of a handle
    handles: tuple[str, ...]  # own handles
    affiliates: tuple[str, ...]  # handles and domains inside the corral
    names: str  # pattern over lower-cased text: brand, aliases, products; "" when none
    domains: tuple[str, ...]
    periods: tuple[Period, ...]
    label: Label | None = None  # stands for the detectors: a memory of what they said

    @staticmethod
    def of(brand: Brand, people: pl.DataFrame, periods: Sequence[Period], label: Label | None = None) -> Scope:
        """The scope of `brand`, with the person keys that its exports use."""
        accounts = pl.DataFrame(
            [
                (a.key, a.platform, handle(a.handle), a.role, a.no_real_names, a.evergreen)
                for a in sorted(brand.accounts, key=lambda one: one.key)
            ],
            schema={
                "account": pl.Utf8, "platform": pl.Utf8, "handle": pl.Utf8, "role": pl.Utf8,
                "no_real_names": pl.Boolean, "evergreen": pl.Int64,
            },
            orient="row",
        ).unique("account", maintain_order=True)  # fmt: skip
        keys = _keys(people)
        about = brand.about
        return Scope(
            brand=brand,
            accounts=accounts,
            own_keys=_own_keys(accounts, people, keys),
            keys=keys,
            handles=tuple(sorted(set(accounts["handle"]))),
            affiliates=tuple(sorted({site(name) for name in about.affiliates})),
            names=word_pattern((about.name, *about.aliases, *about.products)),
            domains=tuple(sorted({site(name) for name in about.domains})),
            periods=tuple(periods),
            label=label,
        )

    def local(self, time: pl.Expr) -> pl.Expr:
        """A UTC time in the brand's zone."""
        return time.dt.convert_time_zone(self.brand.about.timezone)

    def window(self, day: pl.Expr) -> pl.Expr:
        """The first period that holds `day`, else its calendar quarter: what "in the window" means."""
        quarter = pl.format("{}q{}", day.dt.year(), day.dt.quarter())
        for period in reversed(self.periods):
            inside = day.is_between(date.fromisoformat(period.start), date.fromisoformat(period.end))
            quarter = pl.when(inside).then(pl.lit(period.id)).otherwise(quarter)
        return quarter

    def canonical(self, frame: pl.DataFrame, column: str) -> pl.DataFrame:
        """`frame` with the person keys of `column` replaced by their stronger form."""
        if self.keys.is_empty() or frame.is_empty():
            return frame
        found = frame.join(self.keys, left_on=column, right_on="weak", how="left", maintain_order="left")
        return found.with_columns(pl.coalesce("key", column).alias(column)).drop("key")

    def own_link(self, links: pl.Expr) -> pl.Expr:
        """Whether a list of addresses has one on the brand's own domains; null list: False."""
        return _any(links, domain_pattern(self.domains))

    def commercial_link(self, links: pl.Expr) -> pl.Expr:
        """Whether a list of addresses has one that sells (RUBRIC 0.2), never a help page."""
        listed = self.brand.links
        sells = "|".join(filter(None, (_prefixes(listed.commercial), _own_shop(self.domains))))
        helping = _prefixes(listed.help)
        kept = links.list.eval(pl.element().filter(~pl.element().str.contains(helping))) if helping else links
        return _any(kept, sells)

    def names_brand(self, text: pl.Expr) -> pl.Expr:
        """Whether a text names the brand, a product, an alias or a handle of its own."""
        own = "|".join(rf"@{re.escape(name)}\b" for name in self.handles)
        pattern = "|".join(filter(None, (self.names, own)))
        return text.str.to_lowercase().str.contains(pattern).fill_null(False)


def handle(name: str) -> str:
    """A handle as keys write it: casefolded, without @."""
    return name.strip().lstrip("@").casefold()


def site(name: str) -> str:
    """A domain or handle of the configuration without scheme, www. and @."""
    return re.sub(r"^(https?://)?(www\.)?", "", handle(name)).rstrip("/")


def word_pattern(names: Sequence[str]) -> str:
    """A pattern that finds any of `names` as whole words in lower-cased text; "" for none."""
    folded = sorted({name.strip().casefold() for name in names if name.strip()}, key=lambda n: (-len(n), n))
    return "|".join(rf"(?:^|\W){re.escape(name)}(?:$|\W)" for name in folded)


def domain_pattern(domains: Sequence[str]) -> str:
    """A pattern that finds addresses on any of `domains` or below; "" for none."""
    if not domains:
        return ""
    return rf"^(?:[a-z]+://)?(?:[^/@]*\.)?(?:{'|'.join(map(re.escape, domains))})(?:$|[/:?#])"


def _own_shop(domains: Sequence[str]) -> str:
    if not domains:
        return ""
    host = rf"^(?:[a-z]+://)?(?:[^/@]*\.)?(?:{'|'.join(map(re.escape, domains))})(?::\d+)?"
    return rf"{host}/(?:[^?#]*[/._-])?{SHOPS}(?:$|[/?&#._-])"


def _prefixes(addresses: Sequence[str]) -> str:
    cleaned = sorted({site(address) for address in addresses})
    if not cleaned:
        return ""
    return rf"^(?:[a-z]+://)?(?:[^/@]*\.)?(?:{'|'.join(map(re.escape, cleaned))})(?:$|[/:?#.])"


def _any(links: pl.Expr, pattern: str) -> pl.Expr:
    if not pattern:
        return pl.lit(False)
    return links.list.eval(pl.element().str.to_lowercase().str.contains(pattern)).list.any().fill_null(False)


def _keys(people: pl.DataFrame) -> pl.DataFrame:
    weak = pl.format("{}:@{}", "platform", pl.col("handle").str.to_lowercase())
    known = people.filter(pl.col("handle").is_not_null()).select(weak.alias("weak"), "key")
    return (
        known.filter(pl.col("weak") != pl.col("key"))
        .sort("weak", "key")
        .unique("weak", keep="first", maintain_order=True)
    )


def _own_keys(accounts: pl.DataFrame, people: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    named = accounts.select(pl.format("{}:@{}", "platform", "handle").alias("key"), "account")
    strong = named.join(keys, left_on="key", right_on="weak").select(pl.col("key_right").alias("key"), "account")
    selves = people.filter(pl.col("is_self").fill_null(False) & pl.col("handle").is_not_null()).select(
        "key", pl.format("{}:{}", "platform", pl.col("handle").str.to_lowercase()).alias("account")
    )
    nameless = people.filter(pl.col("is_self").fill_null(False) & pl.col("handle").is_null())
    sole = accounts.group_by("platform").agg(pl.col("account").first(), pl.len().alias("n")).filter(pl.col("n") == 1)
    lone = nameless.join(sole, on="platform").select("key", "account")
    return pl.concat([named, strong, selves, lone]).unique("key", keep="first", maintain_order=True).sort("key")
