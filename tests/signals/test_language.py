"""Languages: the platform's word first, then the text's own."""

from __future__ import annotations

import polars as pl
import pytest

from sociable.signals import Terms, features, label, language


def detect(text: str, lang: str | None = None) -> str | None:
    frame = features.prepare(
        pl.DataFrame({"text": [text], "lang": [lang]}, schema={"text": pl.Utf8, "lang": pl.Utf8}), Terms()
    )
    return language.detect(frame)[0]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("Frost tonight? Water the pots this afternoon.", None, "en"),
        ("Hemos abierto una tienda nueva en el centro de la ciudad, ¡ven a vernos!", None, "es"),
        ("Wir haben heute für Sie bis zwanzig Uhr geöffnet und freuen uns auf Ihren Besuch", None, "de"),
        ("Sale", None, None),
        ("👏👏👏", None, None),
        ("Frost tonight? Water the pots this afternoon.", "de", "de"),
        ("Frost tonight? Water the pots this afternoon.", "und", "en"),
        ("Frost tonight? Water the pots this afternoon.", "en-GB", "en"),
        ("Meet Marisol Quade - 2021 ferry pilot!", "id", "en"),
        ("Terima kasih sudah menunggu, kami akan segera membalas pesan anda", "id", "id"),
    ],
)
def test_detect(text: str, lang: str | None, expected: str | None) -> None:
    assert detect(text, lang) == expected


def test_other_languages_have_no_probability() -> None:
    text = "Hemos abierto una tienda nueva en el centro de la ciudad, ven a vernos con toda la familia"
    row = label(pl.DataFrame({"uid": ["a"], "kind": ["B"], "text": [text]}), Terms()).row(0, named=True)
    assert row["scoreable"] is False
    assert row["p_promo"] is None
    assert row["purpose"] is None
    assert row["targeted"] is None


def test_a_text_too_short_to_tell_is_in_the_language_of_the_brand() -> None:
    rows = pl.DataFrame(
        {"uid": ["a", "b"], "kind": ["B"] * 2, "text": ["Hallo Hafen!", "Come and see the new quay with us"]}
    )
    for spoken, known in (("en", [True, True]), ("de", [False, True]), ("English", [True, True])):
        assert label(rows, Terms(language=spoken))["scoreable"].to_list() == known
