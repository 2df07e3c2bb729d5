"""Hashtags that are somebody's name, or a greeting and a name."""

from __future__ import annotations

from collections.abc import Collection

from sociable.advice import namesigns as signs
from sociable.advice.identities import is_given, nobodies, ordinary, words_of
from sociable.advice.saidnames import LONGEST


def tagged(tag: str, stays: Collection[str]) -> bool:
    """Whether a hashtag is a name, or a greeting and a name: #AnnaBerg, #HappyBirthdayAnna."""
    return _tagged(tag, stays) or _tagged(signs.JOINED.sub("", tag), stays)


def _tagged(tag: str, stays: Collection[str]) -> bool:
    humps = [one.casefold() for one in signs.HUMP.findall(tag)]
    plain = [one for one in humps if one in ordinary() or one in words_of("organisations") or one in stays]
    if (
        2 <= len(humps) <= LONGEST
        and (is_given(humps[0]) or signs.SURNAME.fullmatch(humps[-1]))
        and not plain
        and all(len(one) > 2 and one.isalpha() for one in humps)
        and " ".join(humps) not in nobodies()
    ):
        return len(humps[0]) > 3 or (humps[0] in words_of("given") and len(humps[1]) > 3)  # DevOps is none
    return len(humps) > 1 and is_given(humps[-1]) and signs.CHEERED.fullmatch("".join(humps[:-1])) is not None
