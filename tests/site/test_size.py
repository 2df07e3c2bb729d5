"""How large a playbook grows: one page under 3 MB for ten thousand posts, and no post that can break it."""

from __future__ import annotations

from functools import lru_cache

import msgspec
import pytest
import reading
import sample

from sociable import rubric, site
from sociable.report import PostCard, Report
from sociable.site import view_appendix

RULES = rubric.load(())
MOST = 3_000_000
BEASTS = {
    "script": "<script>window.hostile = 1</script><svg onload=alert(1)>",
    "style": "</style></title></textarea><style>*{display:none}</style> -->",
    "huge word": "x" * 20_000,
    "right to left": "\u202e\u2067 مرحبا " * 200 + "\u2069",
    "emoji": "🚢👩‍👩‍👧‍👦" * 1000,
    "long": "word " * 20_000,
    "control": "".join(map(chr, range(32))) + "\x7f\x85\ud800\ufffe",
    "combining": "Z" + "\u0336\u0489" * 2000,
}


def flagged(texts: list[str]) -> Report:
    """The sample with these posts, each flagged under a question."""
    made = sample.report(RULES)
    assert made.evidence is not None
    names = sorted(one.id for one in made.criteria)
    cards = {
        f"x:{9_000_000 + i}": PostCard(
            uid=f"x:{9_000_000 + i}", platform="x", account="x:harbourlights", kind="B", date="2026-08-01", text=text,
            permalink=f"https://x.com/HarbourLights/status/{9_000_000 + i}",
        )
        for i, text in enumerate(texts)
    }  # fmt: skip
    rows = [(uid, names[i % len(names)], 0.8 + (i % 20) / 100) for i, uid in enumerate(cards)]
    evidence = msgspec.structs.replace(
        made.evidence, posts=made.evidence.posts | cards, flagged=sorted([*made.evidence.flagged, *rows])
    )
    return msgspec.structs.replace(made, evidence=evidence)


def test_a_single_page_of_ten_thousand_flagged_posts_stays_under_three_megabytes() -> None:
    report = flagged([f"Post number {i}: " + "a sale on the pier, book now " * 8 for i in range(10_000)])
    page = site.single_file(report, RULES)
    assert len(page.encode()) < MOST
    assert page.count('class="flagged-text"') == view_appendix.LISTED
    files = site.render(site.pages(report, RULES))
    assert str(files["flagged.csv"]).count("Post number") == 10_000
    assert "The surest 1,500 of 10," in str(files["appendix.html"])


@lru_cache(maxsize=1)
def beastly() -> tuple[str, str]:
    report = flagged(list(BEASTS.values()))
    return str(site.render(site.pages(report, RULES))["appendix.html"]), site.single_file(report, RULES)


@pytest.mark.parametrize("which", [0, 1], ids=["folder", "single"])
def test_no_post_breaks_out_of_its_cell(which: int) -> None:
    page = beastly()[which]
    seen = reading.read(page)
    assert seen.unclosed == []
    assert len(seen.ids) == len(set(seen.ids))
    assert not {one for one in seen.attributes if one.startswith("on")}
    assert not any("window.hostile" in one for one in seen.scripts) and "display:none}</style>" not in page
    said = "".join(seen.text)
    assert "<script>window.hostile" in said and "</style></title>" in said and "🚢" * 1 in said
    assert "(99,500 more characters)" in said and "(19,500 more characters)" in said
    assert page.encode("utf-8").decode("utf-8") == page and "\x00" not in page
