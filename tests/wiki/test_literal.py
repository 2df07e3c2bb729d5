"""Posts come out as what they are, on the real engines: every hostile string, in every place where a post stands."""

import json
import random
import re
import xmlrpc.client
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from sociable.site import dialects, escapes
from sociable.site.excerpts import marked
from sociable.site.parts import Segment
from wiki import hostile, reading, servers

HARMLESS = {"table", "tbody", "thead", "tr", "th", "td", "blockquote", "p", "ul", "ol", "li", "br", "div", "h2", "span",
            "strong", "b", "mark", "u", "em", "hr", "ins"}  # fmt: skip


EFFECTS = ("links", "templates", "images", "categories", "externallinks")
CONTENTS = re.compile(r'<div id="toc".*?</ul>\s*</div>|<span class="mw-editsection">.*?</span></span>', re.DOTALL)
EVERYWHERE = """{% import "parts.txt" as w %}
{% macro text(segments) %}
{% for one in segments %}
{% if one.kind == "mark" %}{{ w.marked(one.text) }}{% else %}{{ one.text }}{% endif %}
{% endfor %}
{% endmacro %}
{% set body %}
{% for one, cut in texts %}{{ w.row(w.head_cell(one, "") ~ w.cell(text(cut), false)) }}{% endfor %}
{% endset %}
{{ w.table((("A", false), ("B", false)), body) }}
{% for one, cut in texts %}{{ w.quote(text(cut)) }}{% endfor %}
{% set body %}{% for one, cut in texts %}{{ w.item(text(cut), 1, false, "", "") }}{% endfor %}{% endset %}
{{ w.items(body, false) }}
{% for one, cut in texts %}{{ w.heading(2, one, "") }}{{ w.paragraph(one) }}{% endfor %}
"""


def spans(text: str, chance: random.Random) -> tuple[Segment, ...]:
    """The text with up to two marked runs, cut anywhere."""
    edges = sorted(chance.randint(0, len(text)) for _ in range(4))
    return marked(text, [(edges[0], edges[1]), (edges[2], edges[3])])


def page(dialect: str, texts: list[str]) -> str:
    """All texts in every place: cells, quotes with marks, items, paragraphs, headings."""
    jinja, chance = dialects.environment(dialect), random.Random(9)
    made = jinja.from_string(EVERYWHERE).render(texts=[(one, spans(one, chance)) for one in texts])
    return dialects.tidy(made)


def check(dialect: str, html: str, texts: list[str], cells: int) -> None:
    reader = reading.read(html)
    assert set(reader.tags) <= HARMLESS, set(reader.tags) - HARMLESS
    wanted = [reading.expected(one) for one in texts]
    found = reader.found
    assert_same(wanted, found["td"][1::2] if cells == 2 else found["td"])
    assert_same(wanted, found["blockquote"])
    assert_same(wanted, found["li"])
    filled = [one for one in wanted if one]
    assert_same(filled, [one for one in found["p"] if one][-len(filled) :])
    headings = [reading.seen(str(label(dialect, one))) for one in texts]
    assert_same([one for one in headings if one], [one for one in found["h2"] if one])


def label(dialect: str, text: str) -> str:
    """A heading as it should read; DokuWiki cannot show its own brackets there."""
    return str(escapes.dokuwiki_label(text)) if dialect == "dokuwiki" else escapes.flat(text)


def assert_same(wanted: list[str], found: list[str]) -> None:
    wrong = [(a, b) for a, b in zip(wanted, found, strict=False) if a != b]
    assert not wrong, f"{len(wrong)} differ, such as {wrong[:3]}"
    assert len(wanted) == len(found)


@pytest.mark.parametrize("dialect", sorted(hostile.OWN))
def test_the_corpus_is_large(dialect: str) -> None:
    assert len({*hostile.OWN[dialect], *hostile.COMMON}) >= 60


def test_mediawiki_shows_posts_as_they_are(mediawiki: servers.Wiki) -> None:
    texts = hostile.corpus("mediawiki")
    asked = {"action": "parse", "format": "json", "contentmodel": "wikitext", "pst": 1, "title": "Playbook"}
    asked |= {"prop": "|".join(("text", *EFFECTS)), "text": page("mediawiki", texts)}
    with urlopen(mediawiki.api, urlencode(asked).encode()) as answer:
        parsed: dict[str, Any] = json.loads(answer.read())["parse"]
    assert [parsed[name] for name in EFFECTS] == [[]] * len(EFFECTS)
    check(
        "mediawiki",
        re.sub(
            r'<div id="toc".*?</ul>\s*</div>|<span class="mw-editsection">.*?</span></span>',
            "",
            parsed["text"]["*"],
            flags=re.S,
        ),
        texts,
        1,
    )


def test_dokuwiki_shows_posts_as_they_are(dokuwiki: servers.Wiki) -> None:
    texts = hostile.corpus("dokuwiki")
    wiki = xmlrpc.client.ServerProxy(dokuwiki.api.replace("//", f"//{dokuwiki.user}:{dokuwiki.password}@"))
    assert wiki.wiki.putPage("playbook", page("dokuwiki", texts), {}) is True
    html = str(wiki.wiki.getPageHTML("playbook"))
    check("dokuwiki", html, texts, 2)


def test_confluence_storage_is_xml_and_shows_posts_as_they_are() -> None:
    texts = hostile.corpus("confluence")
    source = page("confluence", texts)
    reading.storage(source)
    check("confluence", source, texts, 2)


@pytest.mark.parametrize("preset", ["commonmark", "default"])
def test_commonmark_shows_posts_as_they_are(preset: str) -> None:
    from markdown_it import MarkdownIt

    texts = hostile.corpus("markdown")
    renderer = MarkdownIt(preset, {"html": True, "linkify": preset == "default", "typographer": False})
    renderer.enable(["table", "strikethrough"])
    if renderer.linkify:  # bare names of hosts: no wiki that we write for links them
        renderer.linkify.set({"fuzzy_link": False, "fuzzy_email": True, "fuzzy_ip": False})
    check("markdown", renderer.render(page("markdown", texts)), texts, 2)


def test_an_otter_wiki_shows_posts_as_they_are(tmp_path: Path) -> None:
    texts = hostile.corpus("markdown")
    html = servers.otter(page("markdown", texts), tmp_path)
    check("markdown", re.sub(r'<a class="anchor".*?</a>', "", html, flags=re.DOTALL), texts, 2)
