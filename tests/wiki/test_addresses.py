"""Addresses: the names are native, stable, and two ids never share one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociable import addresses
from sociable.addresses import DIALECTS, FLAVOURS, address, image, link, picture

EVERY = [(dialect, flavour) for dialect in DIALECTS for flavour in (FLAVOURS if dialect == "markdown" else ("",))]
RESERVED = {"start", "home", "readme", "pictures", "sidebar", "index"}
words = st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,4}){0,2}", fullmatch=True).filter(lambda w: w not in RESERVED)
periods = st.sampled_from(["", "2026-Q2/", "2026-Q3/", "2026/", "2026-07/", "2026-07-01..2026-09-30/"])
pages = st.one_of(
    st.builds("{}index".format, periods),
    st.builds(lambda period, parts: period + "/".join(parts), periods, st.lists(words, min_size=1, max_size=3)),
)
pictures = st.builds("{}{}.{}".format, periods, words, st.sampled_from(["svg", "png"]))
roots = st.one_of(st.just("Playbooks/Harbour Lights"), st.text(min_size=1, max_size=30))


@pytest.mark.parametrize(
    ("dialect", "flavour", "page", "name"),
    [
        ("mediawiki", "", "index", "Playbooks/Harbour Lights"),
        ("mediawiki", "", "scorecard", "Playbooks/Harbour Lights/Scorecard"),
        ("mediawiki", "", "criteria/promo-share", "Playbooks/Harbour Lights/Criteria/Promo share"),
        ("mediawiki", "", "2026-Q2/index", "Playbooks/Harbour Lights/2026-Q2"),
        ("dokuwiki", "", "index", "playbooks:harbour_lights:start"),
        ("dokuwiki", "", "2026-Q2/criteria/promo-share", "playbooks:harbour_lights:2026-q2:criteria:promo-share"),
        ("confluence", "", "index", "Harbour Lights"),
        ("confluence", "", "2026-Q2/scorecard", "Harbour Lights · 2026-Q2 · Scorecard"),
        ("markdown", "", "index", "Playbooks/Harbour-Lights/README.md"),
        ("markdown", "", "criteria/promo-share", "Playbooks/Harbour-Lights/criteria/promo-share.md"),
        ("markdown", "github", "index", "Playbooks--Harbour-Lights.md"),
        ("markdown", "gitea", "2026-Q2/scorecard", "Playbooks--Harbour-Lights--2026-Q2--Scorecard.md"),
        ("markdown", "gitlab", "index", "Playbooks/Harbour-Lights.md"),
        ("markdown", "otter", "2026-Q2/scorecard", "playbooks/harbour-lights/2026-q2/scorecard.md"),
    ],
)
def test_a_page_is_named_as_its_wiki_names_pages(dialect: str, flavour: str, page: str, name: str) -> None:
    assert address(dialect, "Playbooks/Harbour Lights", page, flavour) == name


def test_the_home_page_of_a_wiki_of_its_own() -> None:
    assert [address("markdown", "", "index", one) for one in FLAVOURS] == [
        "README.md", "Home.md", "home.md", "Home.md", "home.md",
    ]  # fmt: skip


@pytest.mark.parametrize(("dialect", "flavour"), EVERY)
def test_two_ids_never_share_a_name(dialect: str, flavour: str) -> None:
    @given(pages, pages)
    def check(one: str, other: str) -> None:
        names = [address(dialect, "Playbooks/Harbour Lights", page, flavour).casefold() for page in (one, other)]
        assert (names[0] == names[1]) == (one == other)

    check()


@pytest.mark.parametrize(("dialect", "flavour"), EVERY)
def test_two_pictures_never_share_a_name(dialect: str, flavour: str) -> None:
    @given(pictures, pictures)
    def check(one: str, other: str) -> None:
        names = [picture(dialect, "Playbooks/Harbour Lights", name, flavour).casefold() for name in (one, other)]
        assert (names[0] == names[1]) == (one == other)

    check()


@pytest.mark.parametrize(("dialect", "flavour"), EVERY)
def test_any_root_gives_a_legal_name_or_a_refusal(dialect: str, flavour: str) -> None:
    @given(roots)
    def check(root: str) -> None:
        try:
            names = [address(dialect, root, "scorecard", flavour), picture(dialect, root, "overall.svg", flavour)]
        except ValueError:
            return
        for name in names:
            assert len(name.encode()) <= 250
            assert name == name.strip()
            assert not re.search(r"[\x00-\x1f\x7f]", name)
            if dialect == "mediawiki":
                assert not re.search(r"[#<>\[\]|{}_]|~~~|//|(^|/)\.{1,2}(/|$)|^[: /]", name)
            if dialect == "dokuwiki":
                assert name == name.lower()
                assert not re.search(r"[^\w:.-]|::|__|:[._-]|[._-]:", name)
            if dialect == "markdown":
                assert not name.startswith(("/", "-"))
                assert ".." not in name.split("/")

    check()


@pytest.mark.parametrize(
    "page", ["", "Index", "../x", "a b", "start", "criteria/index", "2026-Q5/index", "2026-Q2", "a--b"]
)
def test_what_is_no_page_is_refused(page: str) -> None:
    for dialect, flavour in EVERY:
        with pytest.raises(ValueError, match="no page"):
            address(dialect, "Root", page, flavour)


def test_what_is_no_picture_dialect_or_flavour_is_refused() -> None:
    for said, call in (
        ("no name of a picture: '../x.svg'", lambda: picture("mediawiki", "Root", "../x.svg")),
        ("no dialect 'word': one of", lambda: picture("word", "Root", "x.svg")),
        ("no dialect 'word': one of", lambda: address("word", "Root", "index")),
        ("no flavour 'svn' of Markdown", lambda: address("markdown", "Root", "index", "svn")),
        ("no title for a wiki", lambda: address("mediawiki", "#[]", "index")),
        ("no place for a playbook: '///'", lambda: address("dokuwiki", "///", "index")),
        ("no place for a playbook", lambda: address("mediawiki", "x" * (addresses.LONGEST + 1), "index")),
    ):
        with pytest.raises(ValueError, match=re.escape(said)):
            call()


def test_links_of_markdown_lead_from_page_to_page() -> None:
    root = "Playbooks/Harbour Lights"
    assert link(root, "criteria/promo-share", "index") == "../README.md"
    assert link(root, "index", "criteria/promo-share") == "criteria/promo-share.md"
    assert link(root, "scorecard", "plan", "github") == "Playbooks--Harbour-Lights--Plan"
    assert link(root, "scorecard", "plan", "otter") == "/playbooks/harbour-lights/plan"
    assert image(root, "criteria/promo-share", "overall.svg") == "../pictures/overall.svg"
    assert image(root, "index", "2026-Q2/overall.svg", "otter") == "/playbooks/harbour-lights/2026-q2/a/overall.svg"


def test_ids_of_german_headings_are_spelt_as_dokuwiki_spells_them() -> None:
    """As a DokuWiki 2022-07-31 wrote them into its pages."""
    for heading, name in (
        ("Was mehr zeigen würde", "was_mehr_zeigen_wuerde"), ("Da sein, wenn es zählt", "da_sein_wenn_es_zaehlt"),
        ("Größe", "groesse"), ("Café", "cafe"),
    ):  # fmt: skip
        assert addresses.section(heading) == name
