"""Makes any text literal in a wiki's markup, one function a dialect.

Each works on one run of text and looks at nothing beside it: a run may stand
anywhere in a line, next to any other run, and still mean only itself.  So
whatever could begin, join or end markup is written in a form that the wiki
reads back as the very character (SPEC 11).  `text` functions return markup
on one line, with the dialect's own line breaks; `label` functions serve
places where a wiki reads no markup at all: headings and names of links.
"""

from __future__ import annotations

import re

from markupsafe import Markup

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_NEWLINE = re.compile(r"\r\n?|\n")
_SPACES = re.compile(r"[ \t\r\n]+")


def clean(text: str) -> str:
    """`text` with one kind of newline and without characters that no wiki may hold."""
    return _CONTROL.sub("\ufffd", _NEWLINE.sub("\n", text.replace("\u2028", "\n").replace("\u2029", "\n")))


def flat(text: str) -> str:
    """`text` on one line, single-spaced."""
    return _SPACES.sub(" ", clean(text)).strip(" ")


def _entities(found: re.Match[str]) -> str:
    return _spelt(found.group())


def _spelt(text: str) -> str:
    return "".join(f"&#{ord(c)};" for c in text)


_MEDIAWIKI = re.compile(
    r"""[&<>\[\]{}|~＿]                # links, templates, tags, tables, signatures, entities
      | ['!_=\-]{2,}                  # bold, heads of tables, magic words, headings, rules
      | (?<=\ )[?:;!%»›] | [«‹](?=\ |$) | ^[?%»›]  # spaces beside these become unbreakable
      | ^[ \t]*[*\#:;=!+\-'_＃]+       # what a line may begin with, and what may join the run before
      | (?<=[A-Za-z]):(?=\S) | :(?=/)  # web addresses become links by themselves
      | \b(?:R(?=FC(?:[\s\xa0]|$))|P(?=MID(?:[\s\xa0]|$))|I(?=SBN(?:[\s\xa0]|$)))  # so do these numbers
    """,
    re.VERBOSE | re.MULTILINE,
)


def mediawiki(text: str) -> Markup:
    """Wikitext: character references, which the parser reads after all markup."""
    return Markup("<br />".join(_media_line(line) for line in clean(text).split("\n")))


def _media_line(line: str) -> str:
    """One line; what stands at its end may join the run behind (a pattern for that would try at each of its marks)."""
    bare = line.rstrip(":='!_-")
    if not bare.strip(" \t"):
        return _spelt(line) if bare != line else line
    return _MEDIAWIKI.sub(_entities, bare) + _spelt(line[len(bare) :])


_DOKU_PLAIN = re.compile(r"(?:[^\W_]|[ ,.;?·–−…]|(?<=[^\W\d_])(?:-(?=[^\W\d_])|: ))+")
_DOKU_HAZARD = re.compile(
    r"""^\.|\.\.                     # dots become an ellipsis
      | [A-Z]{2}|[a-z][A-Z]         # acronyms, FIXME, names written together
      | (?:^|\d)x(?:\d|$)           # sizes
      | (?:[Ww]{3}|[Ff][Tt][Pp])\.               # addresses become links by themselves
    """,
    re.VERBOSE,
)


def dokuwiki(text: str) -> Markup:
    """DokuWiki: %% %% around a run, <nowiki> around one with per cent signs; plain words stay as they are."""
    return Markup(r" \\ ").join(Markup(_doku_line(line)) for line in clean(text).split("\n"))


def _doku_line(line: str) -> str:
    bare = line.strip(" \t")
    if not bare or (_DOKU_PLAIN.fullmatch(bare) and not _DOKU_HAZARD.search(bare)):
        return line
    before, after = line[: len(line) - len(line.lstrip(" \t"))], line[len(line.rstrip(" \t")) :]
    if "%" in bare and "</nowiki>" not in bare:
        return f"{before}<nowiki>{bare}</nowiki>{after}"
    return before + "".join(_doku_run(run) for run in re.split("(%+)", bare) if run) + after


def _doku_run(run: str) -> str:
    return f"<nowiki>{run}</nowiki>" if run.startswith("%") else f"%%{run}%%"


def dokuwiki_label(text: str) -> Markup:
    """A heading or the name of a link, where DokuWiki reads no markup: only its own brackets are kept apart."""
    plain = flat(text).replace("]]", "] ]").replace("{{", "{ {").replace("}}", "} }")
    return Markup(re.sub("(?<!=)=+$|^=+", lambda m: f"\u200b{m.group()}\u200b", plain))


def confluence(text: str) -> Markup:
    """Storage format: XML, so five characters, and line breaks."""
    pairs = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#39;"), ("\n", "<br/>"))
    made = clean(text)
    for plain, written in pairs:
        made = made.replace(plain, written)
    return Markup(made)


_MARKDOWN = re.compile(
    r"""(?P<entity>[&<>{$])                                        # entities, tags, templates, formulas
      | (?P<call>[@\#](?=\w|$)|(?<!\w)[!%](?=[\w"]))               # people, issues, merge requests, milestones
      | (?P<colon>:(?=[\w+\-]{0,60}:)|/(?=/|$))                    # emoji names, addresses that become links
      | (?P<lead>^[ \t]*(?:[-+\#:]|\d+(?=[.)])))                 # lists, headings, boxes
      | (?P<markup>[\\`*_\[\]|~=^]|!$)
      | (?P<auto>\b(?:www|WWW)(?=\.)|\bGH(?=-\d)|(?<=&)(?=\d))
    """,
    re.VERBOSE | re.MULTILINE,
)
_APART = "<!-- -->"


def markdown(text: str) -> Markup:
    """CommonMark and what GitHub, GitLab, Gitea and An Otter Wiki add: backslashes, references, empty comments.

    A comment renders as nothing, and keeps a wiki from seeing a person, an
    issue, an emoji or a web address where a post only has its letters.
    """
    return Markup(_MARKDOWN.sub(_markdown_part, clean(text)).replace("\n", "<br>"))


def _markdown_part(found: re.Match[str]) -> str:
    kind, part = found.lastgroup, found.group()
    if kind == "entity":
        return {"&": "&amp;", "<": "&lt;", ">": "&gt;", "{": "&#123;", "$": "&#36;"}[part]
    if kind == "markup":
        return f"\\{part}"
    if kind == "lead":
        return _lead(part)
    if kind == "call":
        return f"\\{part}{_APART}"
    return f"{part}{_APART}"


def _lead(part: str) -> str:
    """What would begin a list or a heading: a backslash before the mark, or a comment after the number."""
    return f"{part[:-1]}\\{part[-1]}" if not part[-1].isdigit() else f"{part}{_APART}"


def markdown_label(text: str) -> Markup:
    """What a picture shows: the same without comments, which have no place there."""
    return Markup(str(markdown(flat(text))).replace(_APART, ""))


def markdown_start(text: Markup) -> Markup:
    """A line of markup that does not begin a numbered list, whatever its first two runs are."""
    return Markup(re.sub(r"^(\d{1,9})(?=[.)])", rf"\1{_APART}", text))
