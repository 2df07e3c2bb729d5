"""Whether people can tell which human is talking to them (RUBRIC named-humans, R2)."""

from __future__ import annotations

import re

import polars as pl

from sociable.signals.scope import Scope

HALF = 0.5
_INTRODUCED = (
    r"(?:^|[.!?\n]\s*|@\w+\s+)(?:\p{Lu}\p{Ll}+ here\b|(?:It's|This is|I'm|I am) \p{Lu}\p{Ll}+ (?:here|from)\b)"
    r"|\b(?i:my name is) \p{Lu}"
)
"""The writer gives a name: "Sam here", "I'm Sam from", "my name is Sam"."""
_INITIALS = r"(?:[\^*~/–—-]|\s-)\s?([A-Z]{1,3})\b[\s.]*$"
_SIGN_OFF = (
    r"(?:[\^*~/–—-]\s?\w[\w. ]{0,15}|[^\w\s,]\s+\p{Lu}\p{Ll}+(?: \p{Lu}[\p{Ll}.]*)?|\n\s*\w+(?: \w+)?"
    r"|\s\p{Lu}{2,3}|,\s*\p{Lu}\p{Ll}+)\s*[.!]?\s*$"
)
"""The shapes of a sign-off: ^JR, -Sam, "... today. Ines", initials alone, a name after a comma or on its own line."""
_SOLE = (
    r"(?i:tweets? by|posts? by|posting by|run by|managed by|written by|tweeting|i'm|i am|this is|hier) @?\p{Lu}\p{L}+"
)


def values(units: pl.DataFrame, scope: Scope, snapshots: pl.DataFrame | None = None) -> pl.DataFrame:
    """`units` with `named` (0 to 1); initials that nobody can look up count half."""
    bios = _bios(scope, snapshots)
    sole = [account for account, bio in bios.items() if re.search(_SOLE_PY, bio)]
    # Where staff may not give their names, the letters they use are the name.
    aliased = scope.accounts.filter("no_real_names")["account"].to_list()
    listed = {member.initials.upper() for member in scope.brand.team if member.initials and member.explained}
    listed |= {found.upper() for bio in bios.values() for found in re.findall(r"\^\s?([A-Za-z]{1,3})\b", bio)}
    text = pl.col("text").fill_null("").str.replace(r"\s*(?:https?://\S+\s*|\(\d+/\d+\)\s*|\d/\d\s*)+$", "")
    initials = text.str.extract(_INITIALS)
    known = initials.is_in(sorted(listed))
    # Nobody signs without a sign-off; the detector alone is too generous.
    signed = pl.when(text.str.contains(_SIGN_OFF)).then(pl.col("p_signed").fill_null(0.0)).otherwise(0.0)
    by_text = (
        pl.when(initials.is_not_null() & ~known)
        .then(pl.when(pl.col("account").is_in(aliased)).then(signed).otherwise(HALF * signed))
        .when(known)
        .then(pl.max_horizontal(signed, 1.0))
        .otherwise(pl.max_horizontal(signed, _on_team(text, scope)))
    )
    if "told" in units.columns:  # people overrule the rules as well (RUBRIC 0.3); whose initials they are, nobody told
        unknown = initials.is_not_null() & ~known & ~pl.col("account").is_in(aliased)
        read = pl.col("p_signed") * pl.when(unknown).then(HALF).otherwise(1.0)
        by_text = pl.when(pl.col("told").list.contains("signed").fill_null(False)).then(read).otherwise(by_text)
    introduced = pl.col("text").str.contains(_INTRODUCED)
    # In a language without a detector a signature is seen only where the team is listed, or the tool names agents.
    foreign = ~pl.col("scoreable").fill_null(True) & (pl.col("words") > 0).fill_null(False)
    told = pl.lit(bool(scope.brand.team)) | pl.col("agent").is_not_null().any().over("account") | known.fill_null(False)
    by_text = pl.when(foreign & ~told).then(None).otherwise(by_text)
    surely = introduced | (pl.col("role") == "person") | pl.col("agent").is_not_null() | pl.col("account").is_in(sole)
    return units.with_columns(named=pl.when(surely.fill_null(False)).then(1.0).otherwise(by_text))


_SOLE_PY = _SOLE.replace(r"\p{Lu}", "[A-Z]").replace(r"\p{L}", r"\w")


def _on_team(text: pl.Expr, scope: Scope) -> pl.Expr:
    """1 where the text ends with the first name of a configured colleague."""
    names = sorted({part for member in scope.brand.team for part in (member.name, member.name.split()[0]) if part})
    if not names:
        return pl.lit(0.0)
    ends = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return text.str.contains(rf"(?:^|[\s^~*/–—-])(?:{ends})[\s.]*$").cast(pl.Float64)


def _bios(scope: Scope, snapshots: pl.DataFrame | None) -> dict[str, str]:
    """The newest bio of each account, from exports or as typed by hand."""
    typed = {one.key: one.snapshot.bio for one in scope.brand.accounts if one.snapshot and one.snapshot.bio}
    if snapshots is None or snapshots.is_empty():
        return typed
    rows = snapshots.filter(pl.col("bio").is_not_null()).sort("at").select("account", "bio")
    return typed | dict(rows.iter_rows())
