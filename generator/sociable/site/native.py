"""Renders the pages of one report as native markup of a wiki, with the pictures that they ask for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from sociable import addresses, tongue
from sociable.site import pictures, sections
from sociable.site.dialects import DIALECTS, anchored, environment, tidy, web
from sociable.site.parts import Page, Prose, Ref
from sociable.site.wikiprose import Teller

NAVIGATION = "navigation"


@dataclass(frozen=True, slots=True)
class At:
    """A native address, ready to stand in markup."""

    address: Markup
    anchor: Markup = Markup("")  # noqa: RUF009
    holder: Markup = Markup("")  # noqa: RUF009  # the page that a picture is attached to, where it is another one
    alt: str = ""
    width: str = ""  # pixels


@tongue.of_pages
def wiki(
    pages: Sequence[Page], dialect: str, root: str, pictures: str = "svg", flavour: str = "",
    under: str = "",
) -> dict[str, str | bytes]:  # fmt: skip
    """The pages of one report as native markup: page id -> text, and "pictures/<name>" -> bytes.

    `root` is where the playbook stands (see `addresses`); `under` ("2026-Q2/")
    places a past period below it.  Where the dialect has a place for it there
    is a page "navigation"; elsewhere the index names all pages.  The same
    pages give the same bytes.
    """
    if pictures not in ("svg", "png"):
        raise ValueError(f"no kind of picture {pictures!r}: svg or png")
    maker = _Maker(dialect, root, pictures, flavour, under, frozenset(page.id for page in pages))
    texts = {under + page.id: maker.page(page) for page in pages}
    if maker.dialect.navigation:
        texts[under + NAVIGATION] = maker.page(pages[0], NAVIGATION)
    if not maker.dialect.anchors:
        texts = sections.resolved(texts)
    found: dict[str, str | bytes] = {f"pictures/{name}": data for name, data in maker.drawn.items()}
    return dict(sorted((found | texts).items()))


class _Maker:
    """One run over the pages of one report in one dialect; collects the pictures that pages ask for."""

    def __init__(self, name: str, root: str, kind: str, flavour: str, under: str, known: frozenset[str]) -> None:
        self.name, self.root, self.kind, self.flavour, self.under = name, root, kind, flavour, under
        self.known, self.dialect = known, DIALECTS[name]
        self.jinja = environment(name)
        self.parts: Any = self.jinja.get_template("parts.txt").module
        self.drawn: dict[str, bytes] = {}

    def page(self, page: Page, template: str = "") -> str:
        """One page as markup."""
        here = self.under + (template or page.id)
        frame = page.frame
        link = partial(self.link, here)
        teller = Teller(self.parts, self.dialect.text, partial(self.prose_link, here))
        contents = At(self.raw(self.address(self.under + NAVIGATION))) if self.dialect.navigation else None
        context = {
            "page": page, "view": page.view, "frame": frame, "link": link, "ref": Ref,
            "prose": lambda value: self.prose(teller, value), "inline": teller.line,
            "picture": partial(self.picture, here, page, frame.accent if frame else "#0b5d7a"),
            "ladder": self.ladder, "stacks": self.stacks, "contents": contents,
            "named": lambda *words: "-".join(words),
        }  # fmt: skip
        made = self.jinja.get_template(f"{template or page.template}.txt").render(context)
        return tidy(made)

    def prose(self, teller: Teller, value: Prose) -> Markup:
        return teller.blocks(value.text, value.level) if value else Markup("")

    def raw(self, address: str) -> Markup:
        return self.dialect.text(address) if self.name == "confluence" else Markup(address)

    def address(self, page: str) -> str:
        return addresses.address(self.name, self.root, page, self.flavour)

    def link(self, here: str, ref: Ref) -> At:
        target = self.under + ref.page
        anchor = anchored(ref.anchor) if self.dialect.anchors else sections.towards(target, ref.anchor)
        if self.name == "markdown":
            return At(Markup(addresses.link(self.root, here, target, self.flavour)), anchor)
        return At(self.raw(self.address(target)), anchor)

    def prose_link(self, here: str, address: str, label: str) -> Markup:
        page, _, anchor = address.partition("#")
        name = re.sub(r"\.(?:md|html)$", "", page)
        if name in self.known:
            return Markup(self.parts.page_link(self.link(here, Ref(name, anchor)), label))
        return Markup(self.parts.web_link(web(address), label)) if ":" in address else self.dialect.text(label)

    def picture(self, here: str, page: Page, accent: str, chart: pictures.Chart, name: str) -> At:
        """Draws a chart once and tells where it stands."""
        stem = f"{page.id}-{name}".replace("/", "-")
        full = f"{self.under}{stem}.{self.kind}"
        if full not in self.drawn:
            drawing = pictures.svg(chart, accent)
            self.drawn[full] = pictures.png(drawing) if self.kind == "png" else drawing.encode()
        alt = f"{chart.title}{'' if chart.title.endswith(('?', '.')) else '.'} {chart.desc}".strip()
        if self.name == "markdown":
            return At(Markup(addresses.image(self.root, here, full, self.flavour)), alt=alt)
        width = f"{pictures.size(chart)[0]:.0f}"
        holder = self.raw(self.address("index")) if here != "index" else Markup("")
        return At(
            self.raw(addresses.picture(self.name, self.root, full, self.flavour)), holder=holder, alt=alt, width=width
        )

    def ladder(self, one: Any) -> pictures.Ladder:
        """The rungs of a `LadderView` as one picture."""
        rows = [(rung.name, rung.verdict.score, rung.bar) for rung in one.rungs]
        return pictures.ladder(one.title, rows)

    def stacks(self, view: Any) -> pictures.Stacks:
        """The bars of the mix and of the target week as one picture."""
        return pictures.stacks(view.table.caption, [*view.stacks, *([] if view.none else [view.target])])
