"""Seeded damage to files: what downloads, editors and mail programs do to them, and what nobody would."""

# ruff: noqa: E501 - rows of odd texts are easier to read on one line
from __future__ import annotations

import random
import re

TYPES = (b"null", b"true", b"-1", b"1e999", b'""', b"[]", b"{}", b'"\\ud800"', b"99999999999999999999", b'"2026-13-45"',
         b"NaN", b"-Infinity", b"9" * 5000, b"1" + b"0" * 400 + b".5", b"1767225600.25", b"-62135596801", b"253402300800", b"253402300800000", b"1e15",
         b'"0001-01-01T00:00:00Z"', b'"9999-12-31T23:59:59+14:00"', b'"\\u0000"', b'"<![x"', b"[" * 100_000, b'{"a":' * 2000 + b"1" + b"}" * 2000)  # fmt: skip
PIECES = (b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"'", b",", b";", b"\t", b"\r\n", b"\r", b"\\", b"{", b"}", b"[", b"]",
          b"\xed\xa0\x80", "\u202e".encode(), b"\x1b[31m", b"=1+1", b"@" * 300, b"9" * 400, b"\n\n\n", b"&#0;", b"%s%n", b"../")  # fmt: skip


def mutate(data: bytes, dice: random.Random) -> bytes:
    """`data` after one to four kinds of damage."""
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        data = dice.choice((_truncate, _flip, _splice, _duplicate, _reorder, _retype, _insert, _drop))(data, dice)
    return data


def _place(data: bytes, dice: random.Random) -> int:
    return dice.randrange(len(data) + 1)


def _truncate(data: bytes, dice: random.Random) -> bytes:
    return data[: _place(data, dice)]


def _flip(data: bytes, dice: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(dice.choice((1, 3, 20)) if out else 0):
        out[dice.randrange(len(out))] ^= 1 << dice.randrange(8)
    return bytes(out)


def _splice(data: bytes, dice: random.Random) -> bytes:
    start, end, to = *sorted((_place(data, dice), _place(data, dice))), _place(data, dice)
    return data[:to] + data[start : min(end, start + 2000)] + data[to:]


def _lines(data: bytes) -> list[bytes]:
    return re.split(rb"(?<=[\n}])", data)


def _duplicate(data: bytes, dice: random.Random) -> bytes:
    lines = _lines(data)
    at = dice.randrange(len(lines))
    return b"".join([*lines[: at + 1], lines[at] * dice.choice((1, 2, 50)), *lines[at + 1 :]])


def _reorder(data: bytes, dice: random.Random) -> bytes:
    lines = _lines(data)
    start = dice.randrange(len(lines))
    part = lines[start : start + 12]
    dice.shuffle(part)
    return b"".join([*lines[:start], *part, *lines[start + 12 :]])


def _retype(data: bytes, dice: random.Random) -> bytes:
    values = list(
        re.finditer(rb'(?<=[:,\[ ])(?:"(?:[^"\\\n]|\\.){0,200}"|-?\d[\d.]*|true|false|null)|(?<=,)[^,\n]*(?=,)', data)
    )
    for match in sorted(dice.sample(values, min(len(values), dice.choice((1, 1, 5)))), key=lambda one: -one.start()):
        data = data[: match.start()] + dice.choice(TYPES) + data[match.end() :]
    return data


def _insert(data: bytes, dice: random.Random) -> bytes:
    at = _place(data, dice)
    return data[:at] + dice.choice(PIECES) + data[at:]


def _drop(data: bytes, dice: random.Random) -> bytes:
    lines = _lines(data)
    del lines[dice.randrange(len(lines))]
    return b"".join(lines)
