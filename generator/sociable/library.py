"""What the rubric leans on: articles and their claims, unscored signals, reconciliations, needs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sociable import content, resources
from sociable.errors import ContentError, Fault
from sociable.model import NEEDS, PLATFORMS
from sociable.sheets import Sheet

KINDS = {"M": "mistake", "A": "advice", "C": "reason", "X": "consequence", "E": "example", "F": "framing"}


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing an article says, in our words, and what it feeds (criteria, S1-S5, R1-R16, method)."""

    id: str
    article: str
    section: str
    kind: str  # one of KINDS
    text: str
    feeds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One of the five articles that the rubric is built from."""

    id: str
    title: str
    author: str
    note: str


@dataclass(frozen=True, slots=True)
class Note:
    """An unscored signal (S) or a reconciliation (R): sources and prose."""

    id: str
    title: str
    sources: tuple[str, ...]
    criteria: tuple[str, ...]
    intro: str
    sections: dict[str, str]


@dataclass(frozen=True, slots=True)
class Input:
    """A file that would unlock something, and how to get it."""

    id: str
    title: str
    how: str


@dataclass(frozen=True, slots=True)
class Need:
    """Something an export can or cannot show, and the input that shows it on each platform."""

    id: str
    title: str
    text: str
    remedies: dict[str, str]  # platform -> Input.id

    def remedy(self, platform: str) -> str:
        """The id of the input that shows this on `platform`; empty when nothing does."""
        return self.remedies.get(platform, self.remedies.get("other", ""))


def articles_and_claims() -> tuple[dict[str, Article], dict[str, Claim]]:
    """The five articles and their claims, in the order of the files."""
    articles, claims = {}, {}
    for path in resources.files("content/sources", ".md"):
        page = content.document(path)
        sheet = page.sheet
        sheet.keys(("title", "author", "claims"), ("title", "claims"))
        articles[page.name] = Article(page.name, sheet.text("title"), sheet.text("author"), page.intro)
        for number, one in enumerate(sheet.items("claims"), 1):
            one.keys(("id", "section", "kind", "text", "feeds"), ("id", "section", "kind", "text", "feeds"))
            if one.text("id") != f"A{page.name}.{number}":
                one.fault("id", "claims are numbered in order", f"write A{page.name}.{number}")
            claims[one.text("id")] = Claim(
                one.text("id"), page.name, one.text("section"), one.text("kind", KINDS), one.text("text"),
                one.words("feeds"),
            )  # fmt: skip
        sheet.done()
    return articles, claims


def notes(folder: str, claims: Collection[str], criteria: Collection[str]) -> dict[str, Note]:
    """Signals or reconciliations by id, S1 or R1 first and R10 after R9."""
    found = {}
    for path in resources.files(folder, ".md"):
        page = content.document(path)
        sheet = page.sheet
        sheet.keys(("title", "sources", "criteria"), ("title", "sources"))
        about = sheet.words("criteria", criteria)
        found[page.name] = Note(
            page.name, sheet.text("title"), sheet.words("sources", claims), about, page.intro, page.sections
        )
        sheet.done()
    return {name: found[name] for name in sorted(found, key=lambda one: (one[0], int(one[1:])))}


def needs_and_inputs(sheet: Sheet) -> tuple[dict[str, Need], dict[str, Input]]:
    """What exports can or cannot show, and the inputs that would show it."""
    sheet.keys(("inputs", "needs"), ("inputs", "needs"))
    inputs, needs = {}, {}
    listed = sheet.part("inputs")
    for name in listed.values:
        one = listed.part(name)
        one.keys(("title", "how"), ("title", "how"))
        inputs[name] = Input(name, one.text("title"), one.text("how"))
    wanted = sheet.part("needs")
    wanted.keys(NEEDS, NEEDS)
    for name in wanted.values:
        one = wanted.part(name)
        one.keys(("title", "text", "remedies"), ("title", "text", "remedies"))
        remedies = one.part("remedies")
        remedies.keys(PLATFORMS)
        found = {platform: remedies.text(platform, inputs) for platform in remedies.values}
        needs[name] = Need(name, one.text("title"), one.text("text"), found)
    sheet.done()
    return needs, inputs


def check_feeds(claims: Mapping[str, Claim], cited: Mapping[str, tuple[str, ...]]) -> None:
    """Whatever a claim says it feeds must be there and cite it; `cited` runs from an id to its sources.

    The reverse is free: a new criterion may cite any claim, in its own file alone.
    """
    faults = [
        Fault(f"content/sources/{claim.article}.md", f"feeds {name}, which does not cite it",
              f"add {claim.id} to the sources of {name}", key=claim.id)
        for claim in claims.values() for name in claim.feeds
        if name != "method" and claim.id not in cited.get(name, ())
    ]  # fmt: skip
    if faults:
        raise ContentError(*faults)
