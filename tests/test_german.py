"""The demo's playbook in German: no page, and none of a wiki, holds an English phrase of content/ or of ours."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec import structs

from sociable import build, content, resources, rubric, site, tongue
from sociable.site import dialects
from test_build import demo  # noqa: F401 - the fixture

TEMPLATES = Path(__file__).parents[1] / "templates"
SHORTEST = 12
"""Shorter phrases, such as "Posts" or "Week of", are found as whole pieces of text instead."""
SAME = {"Kappa", "Name", "Signal", "labels", "audience: expert"}
"""What is the same in German, and keys of brand.yaml in the prose."""
SPOKEN = {"title", "alt", "placeholder", "aria-label", "data-head"}


class Pieces(HTMLParser):
    """The pieces of text of a page, its spoken attributes too; styles and scripts left out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.mute = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.mute += tag in ("style", "script")
        self.found |= {tidy(value) for name, value in attrs if name in SPOKEN and value}

    def handle_endtag(self, tag: str) -> None:
        self.mute -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        if not self.mute:
            self.found.add(tidy(data))


def tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def pages(report: build.Report, language: str) -> dict[str, set[str]]:
    report = structs.replace(report, brand={**report.brand, "language": language})
    rules = rubric.load(())
    found = {name: text for name, text in site.render(site.pages(report, rules)).items() if isinstance(text, str)}
    found |= {"single": site.single_file(report, rules), "slides": site.slides(report, rules)}
    return {name: Pieces(text).found for name, text in found.items() if not name.endswith((".csv", ".js", ".css"))}


def wiki_pieces(report: build.Report, language: str, dialect: str) -> set[str]:
    """The pieces of text of all pages in the markup of a wiki: lines, cells and runs between signs of markup."""
    report = structs.replace(report, brand={**report.brand, "language": language})
    found: set[str] = set()
    for text in site.wiki(site.pages(report, rubric.load(())), dialect, "Play").values():
        if isinstance(text, str):
            text = re.sub(r'<!-- -->|<ac:parameter ac:name="">.*?</ac:parameter>', "", text)  # nothing, and anchors
            bare = html.unescape(re.sub(r"</?[a-zA-Z][^<>]*>", "\n", text))
            bare = re.sub(r"%%|</?nowiki/?>|\\(?=\W)", "", html.unescape(bare))
            found |= {tidy(piece) for piece in re.split(r"\n|[|\[\]^*#=]|'{2,}|//|__", bare)}
    return found


def english() -> Iterator[str]:
    """Every phrase of content/ and the templates that a page may print, without its Markdown and its places."""
    for path in sorted([*TEMPLATES.glob("html/*.html"), *TEMPLATES.glob("wiki/*.txt")]):
        if path.name != "docs.html":
            yield from tongue.literals(path.read_text(encoding="utf-8"))
    for phrases in content.wording("content/playbook/vocabulary.yaml").values():
        yield from phrases.values()
    rules = rubric.load(())
    for folder in ("playbook", "rubric", "signals", "reconciliations", "rewrites"):
        for path in resources.files(f"content/{folder}", ".md"):
            page = content.document(path)
            for text in (page.intro, *page.sections.values()):
                lines = (line for line in text.splitlines() if not line.startswith(("- Before", "- After")))
                yield from (piece for line in lines for piece in re.split(r"[*|`>]|^\d+\.|^- ", line))
            yield from (page.sheet.text(key) for key in ("title", "lead", "question") if key in page.sheet.values)
            if folder == "playbook":
                yield from page.sections
    yield from (one.text for one in rules.claims.values())
    yield from (text for one in rules.needs.values() for text in (one.title, one.text))
    yield from (text for one in rules.inputs.values() for text in (one.title, one.how))


def untranslated() -> Iterator[str]:
    """What a criterion says that has no German yet: one that is new is one file, and may wait for it."""
    german = {path.name for path in resources.files("content/languages/de/rubric", ".md")}
    for path in (one for one in resources.files("content/rubric", ".md") if one.name not in german):
        page = content.document(path)
        for text in page.sections.values():
            yield from (piece for line in text.splitlines() for piece in re.split(r"[*|`>]|^\d+\.|^- ", line))
        yield from (page.sheet.text(key) for key in ("title", "failing_title", "question"))


def literal(text: str) -> list[str]:
    """The parts of a phrase between its places, tidied."""
    return [tidy(one) for one in re.split(r"\{\{.*?\}\}|\{\w+\}", text) if re.search("[A-Za-z]{3}", one)]


@pytest.fixture(scope="module")
def german(demo: build.Built) -> dict[str, set[str]]:  # noqa: F811
    return pages(demo.report, "de")


def test_no_page_of_the_german_demo_holds_an_english_phrase_of_content(
    demo: build.Built,  # noqa: F811
    german: dict[str, set[str]],
) -> None:
    assert len({part for text in english() for part in literal(text)}) > 1500
    pieces = {piece for found in german.values() for piece in found}
    assert not left_in(pieces, demo.report)


@pytest.mark.parametrize("dialect", sorted(dialects.DIALECTS))
def test_no_wiki_page_of_the_german_demo_holds_one(demo: build.Built, dialect: str) -> None:  # noqa: F811
    assert len(left_in(wiki_pieces(demo.report, "en", dialect), demo.report)) > 900  # as many as we could see
    assert not left_in(wiki_pieces(demo.report, "de", dialect), demo.report)


def left_in(found: set[str], report: build.Report) -> list[str]:
    """The English phrases that stand in these pieces of text, posts left out."""
    phrases = {part for text in english() for part in literal(text)}
    with tongue.speaking("de"):
        own = tongue.now()
    meant = {
        *own.templates.values(),
        *own.words.values(),
        *(t for group in own.wording.values() for t in group.values()),
    }
    same = {part for text in meant for part in literal(text)}  # Signal, Kappa, X: the same in both
    posts = site_text(report)
    pieces = {piece for piece in found if piece not in posts and "://" not in piece}
    whole = "\n".join(pieces)
    phrases -= {part for text in untranslated() for part in literal(text)}
    return sorted(one for one in phrases - same - SAME if one in pieces or (len(one) >= SHORTEST and one in whole))


def test_what_both_languages_share_is_posts_drafts_examples_and_names(
    demo: build.Built,  # noqa: F811
    german: dict[str, set[str]],
) -> None:
    report = demo.report
    evidence = site_text(report) + "\n".join(tidy(one.note) for one in report.plan)
    rules = rubric.load(())
    articles = "\n".join(f"{one.title}, {one.author}" for one in rules.articles.values())
    left = set()
    new = rules.criteria.keys() - {path.stem for path in resources.files("content/languages/de/rubric", ".md")}
    for one in (rules.criteria[name] for name in new):
        texts = (one.title, one.failing_title, one.question, *one.sections.values())
        evidence += "\n".join(tidy(text) for text in texts)
    for name, found in pages(report, "en").items():
        for piece in found & german[name]:
            words = re.findall(r"[a-z]{3,}", piece)
            quoted = piece.startswith(('"', "“"))  # the made-up pairs of the guidance are posts in English
            if len(words) > 2 and not quoted and piece.rstrip(".") not in evidence + articles:
                left.add(piece)
    assert not [one for one in left if not known(one)], sorted(left)


def test_what_a_rewrite_leaves_open_is_told_in_german(
    demo: build.Built,  # noqa: F811
    german: dict[str, set[str]],
) -> None:
    slots = {slot.text for one in demo.report.evidence.rewrites for slot in one.slots}
    with tongue.speaking("de"):
        own = {one: tongue.note(tongue.word(one)) for one in slots}
    told = {one: said for one, said in own.items() if said != one}
    pieces = {piece for found in german.values() for piece in found}
    assert told and set(told.values()) & pieces and not told.keys() & pieces


def known(piece: str) -> bool:
    """Files, rows of labels.csv, the brand's own title, and posts whose long links the page has cut."""
    row = re.fullmatch(r"[a-z]+:[\w:]+,\w+,(?:yes|no)", piece)
    file = re.fullmatch(r"[\w/.-]+(?:![\w/.-]+)?", piece)
    return bool(
        row or file or piece.startswith("@") or "https://" in piece or piece == "Harbour Lights Ferries on social media"
    )


def site_text(report: build.Report) -> str:
    """Every text of the report's evidence."""
    found: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, str):
            found.append(tidy(value))
        elif isinstance(value, dict):
            for one in value.values():
                walk(one)
        elif isinstance(value, list | tuple):
            for one in value:
                walk(one)
        elif hasattr(value, "__struct_fields__"):
            walk(structs.asdict(value))

    walk(report.evidence)
    walk([example.why for one in report.criteria for example in one.examples])  # the demo's consultant writes English
    return "\n".join(found)
