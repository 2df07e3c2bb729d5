"""Native names of the playbook's pages and pictures in each wiki dialect: pure, stable, never colliding.

A page id is that of the site ("index", "scorecard", "criteria/promo-share"),
under a past period behind its id ("2026-Q2/index").  A picture's name is
"overall.svg" or "2026-Q2/overall.svg".  `root` is where the playbook stands
("Playbooks/Harbour Lights"); two ids under one root never share an address,
not even where a wiki looks at names without case.
"""

from __future__ import annotations

import re
import unicodedata
from posixpath import dirname, relpath
from urllib.parse import quote

DIALECTS = ("mediawiki", "dokuwiki", "confluence", "markdown")
FLAVOURS = ("", "github", "gitlab", "gitea", "otter")
"""Of Markdown: files of a repository (""), or the pages of a wiki."""
FLAT = ("github", "gitea")
"""Wikis that know a page by its file name alone, whatever its folder."""
LONGEST = 160  # bytes of a root: leaves room for the rest under the 255 of a title or a file name

_NAME = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
_PERIOD = r"\d{4}(?:-Q[1-4]|-\d{2})?|\d{4}-\d{2}-\d{2}\.\.\d{4}-\d{2}-\d{2}"
_PAGE = re.compile(rf"(?:({_PERIOD})/)?({_NAME}(?:/{_NAME})*)")
_PICTURE = re.compile(rf"(?:({_PERIOD})/)?({_NAME}\.(?:svg|png))")
_RESERVED = {"start", "home", "readme", "sidebar", "pictures"}  # what an index or a folder is called somewhere
_SPECIAL = {"": ["start"], "navigation": ["sidebar"]}  # what DokuWiki shows as the index, and beside every page
_LATIN = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "oe", "đ": "d", "ł": "l", "þ": "th", "ð": "d", "ı": "i"})
_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "o", "ð": "dh"})
"""What DokuWiki spells out in the ids of headings; names of pages keep the single letter that they were given."""


def address(dialect: str, root: str, page: str, flavour: str = "") -> str:
    """The native name of a page: a title, an id, or the path of a file.

    `flavour` matters to Markdown alone.  ValueError for what is no page id,
    for an unknown dialect, and for a root of which no legal character is left.
    """
    period, parts = _split(page)
    if dialect == "mediawiki":
        return "/".join([_wiki_root(root), *_titles(period, parts)])
    if dialect == "dokuwiki":
        below = [_period(period).lower().replace(" ", "_")] if period else []
        return ":".join([*_doku_root(root), *below, *_SPECIAL.get("/".join(parts), parts)])
    if dialect == "confluence":
        return " · ".join([_words(root)[-1], *_titles(period, parts)])
    if dialect == "markdown":
        return _file(root, period, parts, flavour)
    raise ValueError(f"no dialect {dialect!r}: one of {', '.join(DIALECTS)}")


def picture(dialect: str, root: str, name: str, flavour: str = "") -> str:
    """The native name of an uploaded picture, without a namespace such as "File:".

    On Confluence it is an attachment of the playbook's index page, on An
    Otter Wiki one of the period's index page, elsewhere a file of its own.
    """
    found = _PICTURE.fullmatch(name)
    if not found:
        raise ValueError(f"no name of a picture: {name!r}")
    period, file = _period(found.group(1) or ""), found.group(2)
    joined = "-".join(filter(None, (period, file))).replace(" ", "-")
    if dialect == "mediawiki":
        return "-".join([_wiki_root(root).replace("/", "-").replace(":", "-"), joined])
    if dialect == "dokuwiki":
        return ":".join([*_doku_root(root), *([period.lower().replace(" ", "_")] if period else []), file])
    if dialect == "confluence":
        return joined
    if dialect == "markdown":
        return _picture_file(root, period, file, flavour)
    raise ValueError(f"no dialect {dialect!r}: one of {', '.join(DIALECTS)}")


def link(root: str, here: str, page: str, flavour: str = "") -> str:
    """Where a Markdown page `here` points to for another page: an address relative to it, or from the wiki's root."""
    target = address("markdown", root, page, flavour)
    if not flavour:
        return quote(relpath(target, dirname(address("markdown", root, here)) or "."))
    name = target.removesuffix(".md")
    return quote(name if flavour in FLAT else f"/{name}")


def image(root: str, here: str, name: str, flavour: str = "") -> str:
    """Where a Markdown page `here` finds a picture."""
    target = picture("markdown", root, name, flavour)
    if not flavour:
        return quote(relpath(target, dirname(address("markdown", root, here)) or "."))
    if flavour == "otter":
        folder, _, file = target.rpartition("/")
        return quote(f"/{folder}/a/{file}")
    return quote(target if flavour in FLAT else f"/{target}")


def section(heading: str) -> str:
    """The id that DokuWiki gives the first heading of these words on a page; further ones get a number behind."""
    heading = unicodedata.normalize("NFC", heading).lower().translate(_SPELT).replace("/", " ").replace(";", ":")
    name = re.sub(r"[^\w.:-]+", "_", _doku_letters(heading))
    name = re.sub("_+", "_", name).strip(":._-")
    name = re.sub(r"[:._-]*:[:._-]*|\.", "", name)
    return name.lstrip("0123456789_-") or f"section{re.sub(r'[^0-9]+', '', name)}"


def _split(page: str) -> tuple[str, list[str]]:
    """The period ("" for the current one) and the names; none for an index."""
    found = _PAGE.fullmatch(page)
    parts = found.group(2).split("/") if found else []
    if found is None or parts[0] in _RESERVED or ("index" in parts and parts != ["index"]):
        raise ValueError(f"no page of a playbook: {page!r}")
    return found.group(1) or "", [] if parts == ["index"] else parts


def _period(period: str) -> str:
    return period.replace("..", " to ")


def _titles(period: str, parts: list[str]) -> list[str]:
    titles = [part.replace("-", " ") for part in parts]
    return [*([_period(period)] if period else []), *(title[:1].upper() + title[1:] for title in titles)]


def _words(root: str) -> list[str]:
    """The levels of a root, as words: spaces made one, control characters gone."""
    plain = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in unicodedata.normalize("NFC", root))
    levels = [" ".join(level.split()) for level in plain.split("/")]
    if not any(levels) or len(root.encode("utf-8", "replace")) > LONGEST:
        raise ValueError(f"no place for a playbook: {root!r}; give one to {LONGEST} bytes")
    return [level for level in levels if level]


def _wiki_root(root: str) -> str:
    """A root as a MediaWiki title: without what titles forbid, the first letter upper."""
    clean = re.sub(r"[#<>\[\]|{}_\ufffd]|%(?=[0-9A-Fa-f]{2})|&(?=[\w#]+;)|~{3,}", " ", "/".join(_words(root)))
    levels = [" ".join(level.split()) for level in clean.split("/")]
    kept = [level for level in levels if level.strip(".")]  # "." and ".." are no levels of a title
    title = "/".join(kept).strip(": ")
    if not title:
        raise ValueError(f"no title for a wiki: {root!r}")
    first = title[0].upper()
    return (first if len(first) == 1 else title[0]) + title[1:]


def _doku_root(root: str) -> list[str]:
    """A root as DokuWiki's own clean names, which its cleaning leaves as they are."""
    plain = _doku_letters("/".join(_words(root)).replace(":", "/"))
    names = [re.sub(r"[^\w.-]+", "_", level).strip("._-") for level in plain.split("/")]
    kept = [re.sub("_+", "_", name) for name in names if name]
    if not kept:
        raise ValueError(f"no name for DokuWiki: {root!r}; use letters or digits")
    return kept


def _doku_letters(text: str) -> str:
    """Lower case without accents, as DokuWiki writes ids."""
    lower = text.lower()
    bare = "".join(unicodedata.normalize("NFKD", c)[0] if c < "\u0250" else c for c in lower).translate(_LATIN)
    return "".join("_" if "\u0080" <= c < "\u0250" else c for c in bare)


def _folder(root: str, flavour: str) -> list[str]:
    """The levels of a root as names of files: letters, digits, single hyphens; lower case on An Otter Wiki."""
    if flavour not in FLAVOURS:
        raise ValueError(f"no flavour {flavour!r} of Markdown: one of {', '.join(FLAVOURS[1:])}")
    if not root.strip("/ "):
        return []
    levels = [re.sub(r"[^\w.]+|_+", "-", level).strip("-.") for level in _words(root)]
    kept = [re.sub("-+", "-", level) for level in levels if level]
    return [level.lower() for level in kept] if flavour == "otter" else kept


def _file(root: str, period: str, parts: list[str], flavour: str) -> str:
    folder = _folder(root, flavour)
    below = [_period(period).replace(" ", "-")] if period else []
    if not flavour:
        return "/".join([*folder, *below, *(parts or ["README"])]) + ".md"
    if flavour in FLAT:
        names = [*folder, *below, *(part[:1].upper() + part[1:] for part in parts)]
        return ("--".join(names) or "Home") + ".md"
    path = "/".join([*folder, *below, *parts]) or "home"
    return (path.lower() if flavour == "otter" else path) + ".md"


def _picture_file(root: str, period: str, file: str, flavour: str) -> str:
    folder, below = _folder(root, flavour), [period.replace(" ", "-")] if period else []
    if flavour == "otter":
        return "/".join([*folder, *below] or ["home"]).lower() + "/" + file
    return "/".join([*folder, "pictures", *below, file])
