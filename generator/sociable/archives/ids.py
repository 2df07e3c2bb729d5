"""Ids of posts stand in every output, so an id that holds an address, a name or a number to call becomes a hash."""

from __future__ import annotations

from hashlib import sha1

import polars as pl

from sociable.tables import MESSAGES, POSTS

FIELDS = ("uid", "reply_to_uid", "thread_root", "parent_uid", "target_post_uid")
assert set(FIELDS) <= {*POSTS, *MESSAGES}
_MORE = r"[^\w.:/~=?&#,;+-]|%40|\+\d{7}"
"""What no network writes into an id of its own: an @, a blank, a dialling code."""


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` (POSTS or MESSAGES) with such ids as platform:h:<sha1>, the same hash wherever the same id stands."""
    changed = []
    for name in (one for one in FIELDS if one in frame.columns):
        odd = frame[name].filter(frame[name].str.contains(_MORE)).unique()
        if len(odd):
            changed.append(pl.col(name).replace(odd, [_hashed(one) for one in odd]))
    return frame.with_columns(changed) if changed else frame


def _hashed(uid: str) -> str:
    platform, parted, _ = uid.partition(":")
    return f"{platform if parted else ''}:h:{sha1(uid.encode()).hexdigest()[:16]}"
