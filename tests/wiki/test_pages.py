"""The pages in every dialect: the same headings as on the site, links that lead somewhere, pictures that are there."""

import re
import xmlrpc.client
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jinja2 import nodes

from sociable import addresses, site
from sociable import rubric as rubrics
from sociable.site import dialects, pictures
from sociable.site.parts import Page
from wiki import reading, servers

_SPEC = spec_from_file_location("wiki_sample", Path(__file__).parents[1] / "site" / "sample.py")
assert _SPEC and _SPEC.loader
sample = module_from_spec(_SPEC)
_SPEC.loader.exec_module(sample)
ROOT = "Playbooks/Harbour Lights"
TEMPLATES = Path(__file__).parents[2] / "templates"
EVERY = [(name, "") for name in sorted(dialects.DIALECTS)] + [
    ("markdown", flavour) for flavour in addresses.FLAVOURS[1:]
]


@cache
def pages() -> tuple[Page, ...]:
    rules = rubrics.load(())
    return site.pages(sample.report(rules), rules, {"index": "Jo, *start with* the [plan](plan.md) and <b>rest</b>."})


@cache
def drawn(dialect: str, flavour: str = "", under: str = "") -> dict[str, str | bytes]:
    return site.wiki(pages(), dialect, ROOT, "svg", flavour, under)


def texts(dialect: str, flavour: str = "", under: str = "") -> dict[str, str]:
    return {name: text for name, text in drawn(dialect, flavour, under).items() if isinstance(text, str)}


@pytest.mark.parametrize(("dialect", "flavour"), EVERY)
def test_every_page_is_there(dialect: str, flavour: str) -> None:
    wanted = {page.id for page in pages()} | ({"navigation"} if dialect in ("mediawiki", "dokuwiki") else set())
    assert set(texts(dialect, flavour)) == wanted


def test_the_same_pages_give_the_same_bytes() -> None:
    assert drawn("dokuwiki") == site.wiki(pages(), "dokuwiki", ROOT, "svg")


HEADINGS = {
    "mediawiki": r"^==+ (?:<span id=\"[^\"]*\"></span>)?(.*?) ==+$",
    "dokuwiki": r"^==+ (.*?) ==+$",
    "confluence": r"<h\d>(?:<ac:structured-macro.*?</ac:structured-macro>)?(.*?)</h\d>",
    "markdown": r"^##+ (.*)$",
}


@pytest.mark.parametrize("dialect", sorted(HEADINGS))
def test_a_page_has_the_headings_of_the_site(dialect: str) -> None:
    html = site.render(pages())
    found = texts(dialect)
    for page in pages():
        source = str(html[f"{page.id}.html"])
        main = source[source.index("<main") : source.index("</main>")]
        wanted = {letters(one) for one in re.findall(r"<h2[^>]*>(.*?)</h2>", main, re.DOTALL)}
        here = {letters(one) for one in re.findall(HEADINGS[dialect], found[page.id], re.MULTILINE)}
        assert wanted <= here, page.id


def letters(markup: str) -> str:
    """What of a heading is the same however it is written."""
    plain = re.sub(r"<[^>]*>|&#?\w+;", "", markup)
    return re.sub(r"[^a-z]", "", plain.casefold())


LINKS = {
    "mediawiki": r"\[\[(?!File:)([^|#\]]+)[#|]",
    "dokuwiki": r"\[\[:([^|#\]]+)[#|]",
    "confluence": r"<ac:link[^>]*><ri:page ri:content-title=\"([^\"]+)\"/>",
}
SHOWN = {
    "mediawiki": r"\[\[File:([^|]+)\|",
    "dokuwiki": r"\{\{:([^?|}]+)\?",
    "confluence": r"<ri:attachment ri:filename=\"([^\"]+)\"",
}


@pytest.mark.parametrize("under", ["", "2026-Q2/"])
@pytest.mark.parametrize("dialect", sorted(LINKS))
def test_links_and_pictures_lead_to_what_is_there(dialect: str, under: str) -> None:
    found = drawn(dialect, "", under)
    names = {addresses.address(dialect, ROOT, name) for name in texts(dialect, "", under)}
    together = "\n".join(texts(dialect, "", under).values())
    linked = set(re.findall(LINKS[dialect], together))
    assert linked <= names
    assert len(linked) >= len(pages())
    files = {addresses.picture(dialect, ROOT, name.removeprefix("pictures/")) for name in found if "pictures/" in name}
    assert set(re.findall(SHOWN[dialect], together)) == files
    assert all(name.startswith((under, f"pictures/{under}")) for name in found)


@pytest.mark.parametrize("flavour", addresses.FLAVOURS)
def test_links_of_markdown_lead_to_files_that_are_there(flavour: str) -> None:
    found = texts("markdown", flavour)
    for name, text in found.items():
        wanted = {addresses.link(ROOT, name, other, flavour) for other in found}
        files = [one[9:] for one in drawn("markdown", flavour) if one.startswith("pictures/")]
        shown = {addresses.image(ROOT, name, one, flavour) for one in files}
        for bang, address in re.findall(r"(!?)\[[^\]\n]*\]\(([^)\s]+)\)", re.sub(r"\\.", "", text)):
            if not address.startswith("http"):
                assert address.partition("#")[0] in (shown if bang else wanted), (name, address)


def test_confluence_pages_are_xml_and_show_hostile_posts() -> None:
    shown = ""
    for text in texts("confluence").values():
        shown += "".join(reading.storage(text).itertext())
    for post in sample.HOSTILE:
        assert reading.expected(post)[:60] in re.sub(r"\s+", " ", shown)


def test_pictures_stand_alone() -> None:
    found = [data for data in drawn("mediawiki").values() if isinstance(data, bytes)]
    assert len(found) > 40
    for data in found:
        root = ElementTree.fromstring(data)
        assert [child.tag.rpartition("}")[2] for child in root[:2]] == ["title", "desc"]
        assert all((child.text or "").strip() for child in root[:2])
        text = data.decode()
        assert "var(" not in text
        assert not re.search(r"(?:href|src|url\()\s*=?\s*[\"']?(?!#)[a-z]+:", text)
        assert float(root.get("width", "0")) <= 700


def test_png_has_the_picture_and_its_letters() -> None:
    pytest.importorskip("resvg_py", reason="resvg-py is missing: pip install 'sociable[wiki]'")
    data = next(
        one for name, one in drawn("mediawiki").items() if name.endswith("strip.svg") and isinstance(one, bytes)
    )
    made = pictures.png(data.decode())
    width = int.from_bytes(made[16:20], "big")
    assert made.startswith(b"\x89PNG")
    assert width == 2 * float(ElementTree.fromstring(data).get("width", "0"))
    assert made != pictures.png(re.sub(r">[^<>]*</text>", "></text>", data.decode()))


def test_layouts_leave_escaping_to_the_dialect() -> None:
    """No layout joins, formats, or declares safe what it prints; only a dialect's own parts may."""
    jinja = dialects.environment("mediawiki")
    for path in sorted((TEMPLATES / "wiki").glob("*.txt")):
        tree = jinja.parse(path.read_text())
        assert not list(tree.find_all(nodes.Concat)), path
        used = {one.name for one in tree.find_all(nodes.Filter)}
        assert used <= {"line", "rows", "url"}, path
        assert not list(tree.find_all((nodes.MarkSafe, nodes.Mod, nodes.Add))), path


def test_words_of_a_layout_are_escaped_too() -> None:
    jinja = dialects.environment("mediawiki")
    assert jinja.from_string("[[{{ x }}]] {| ~~~~").render(x="[[y]]").count("[") == 0
    with pytest.raises(TypeError, match="only worded text"):
        jinja.from_string("{{ x }}").render(x=3)


def test_an_unknown_kind_of_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="gif"):
        site.wiki(pages(), "mediawiki", ROOT, "gif")


def test_links_of_dokuwiki_lead_to_headings_that_it_makes(dokuwiki: servers.Wiki) -> None:
    """Every link to a place inside a page names an id that the wiki itself gave a heading there."""
    wiki = xmlrpc.client.ServerProxy(dokuwiki.api.replace("//", f"//{dokuwiki.user}:{dokuwiki.password}@"))
    ids, asked = {}, set()
    for name, text in texts("dokuwiki").items():
        at = addresses.address("dokuwiki", ROOT, name)
        wiki.wiki.putPage(at, text, {})
        ids[at] = set(re.findall(r'<h\d[^>]* id="([^"]+)"', str(wiki.wiki.getPageHTML(at))))
        asked |= set(re.findall(r"\[\[:([^|#\]]+)#([^|]*)\|", text))
        assert not re.search("[\ufdd0-\ufdef]", text)
    assert len(asked) > 30
    assert {(page, anchor) for page, anchor in asked if anchor not in ids[page]} == set()
    assert len({anchor for page, anchor in asked if page.endswith("plan")}) > 5
