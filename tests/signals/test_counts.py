"""The counts that a reading grade needs are textstat's own, of the words that people read."""

from __future__ import annotations

from statistics import median

import numpy as np
import polars as pl
import pytest
import textstat

from sociable.scoring import readability
from sociable.signals import counts

SAID = {
    "Frost tonight? Water pots this afternoon: damp compost holds heat better than dry.": None,
    "Hi @jo 👋 we don't open on Mondays. Come on Tuesday, it's quiet then.":
        "Hi we don't open on Mondays. Come on Tuesday, it's quiet then.",
    "5.5 km, 20 min... and a view that's worth every minute of it":
        "5.5 km, 20 min... and a view that's worth every minute of it.",
    "Dr. Who? No! Yes... The U.S. team (all 9 of them) arrived at 5.30 p.m. today.": None,
    "#BlackFriday is here & it's huge: https://a.example/x @ana 🎉🎉 buy now, while it lasts!!!":
        "BlackFriday is here & it's huge: buy now, while it lasts!!!",
    "One two - three & four five six": "One two - three & four five six.",
    "Größenordnungen überraschen manchmal, nicht wahr? Ja.": None,
    "a b c d e": "a b c d e.",
    "Up at four for a walk in the fog. #fog #morning, #art": "Up at four for a walk in the fog.",
    "Up at 04:30 today for a walk in the fog.\n\n#fog #morning #landschaftsmalerei, #painting 🎨 #art":
        "Up at 04:30 today for a walk in the fog.",
    "We open at nine on Monday! #harbour": "We open at nine on Monday!",
    "The boat to #Skye is late again": "The boat to Skye is late again.",
    "#Skye is calm this fine morning": "Skye is calm this fine morning.",
    "Out with the boat on #Skye": "Out with the boat on Skye.",
    "The boat to #Skye is late again today. #ferries\n#Skye is lovely in the morning light\n#ferry":
        "The boat to Skye is late again today. Skye is lovely in the morning light.",
    "Two words. #one #two #three #four #five": "",
    "Short.": "",
    "👏👏": "",
    "": "",
}  # fmt: skip
"""What is posted, and what of it is read; None where that is all."""
COMPANY = "One two three four."
"""textstat never counts fewer than one sentence, so that a text of fragments needs company."""


def graded(texts: list[str]) -> pl.DataFrame:
    frame = pl.DataFrame({"text": texts, "kind": ["B"] * len(texts)}, schema={"text": pl.Utf8, "kind": pl.Utf8})
    return counts.graded(frame).select(counts.GRADED)


@pytest.mark.parametrize(("text", "read"), SAID.items())
def test_counts_are_those_of_textstat_over_what_is_read(text: str, read: str | None) -> None:
    said = text if read is None else read
    theirs = (
        textstat.char_count(said), textstat.letter_count(said), textstat.lexicon_count(said, False),
        textstat.lexicon_count(said), textstat.sentence_count(f"{said} {COMPANY}") - 1, textstat.long_word_count(said),
    ) if said else (0,) * 6  # fmt: skip
    assert graded([text]).row(0) == theirs


def test_sums_grade_as_textstat_grades_the_pooled_text() -> None:
    texts = list(SAID)[:2]
    pool = " ".join(SAID[text] or text for text in texts)
    lix = textstat.lix(pool)
    assert 28 < lix < 32  # grade 6 to 7 of the table
    three = [textstat.automated_readability_index(pool), textstat.coleman_liau_index(pool), 6 + (lix - 28) / 4]
    found = readability.grade(graded(texts).sum().to_numpy())
    assert found.item() == pytest.approx(median(three), abs=1e-9)


def test_nothing_to_read_has_no_grade() -> None:
    assert np.isnan(readability.grade(graded(["Short.", "👏👏"]).sum().to_numpy())).all()


def test_replies_are_not_graded() -> None:
    assert counts.graded(pl.DataFrame({"text": [next(iter(SAID))], "kind": ["R"]}))["g_words"].item() == 0
