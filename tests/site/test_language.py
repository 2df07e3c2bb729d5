"""A language of the pages is content alone: one file gives it words and numbers; English stands in, word by word."""

from __future__ import annotations

import ast
import html
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import sample
from msgspec import structs

from sociable import content, resources, rubric, settings, signals, site, tongue, translation
from sociable.advice import additions, joins, sorts
from sociable.archives import twarclines
from sociable.errors import ConfigError, ContentError
from sociable.report import Report
from sociable.site import dates, view_guides, words

TEMPLATES = Path(__file__).parents[2] / "templates"
SITE = Path(__file__).parents[2] / "generator" / "sociable" / "site"
ARCHIVES = SITE.parent / "archives"
OUTSIDE = {"docs.html"}  # the documents of the tool are English
MAY_WAIT = 2
"""So many new criteria may wait for their German: a criterion is one file (CONTRIBUTING)."""
OF_TESTS = {"{n} reply", "{n} replies"}
TINY = """\
name: Pig Latin
numbers: {decimal: "·", thousands: "'"}
words: {"{n}%": "{n} er-pay ent-cay", July: Ulyjay}
templates: {What works: At-whay orks-way}
"""


@cache
def rules() -> rubric.Rubric:
    return rubric.load(signals.SIGNALS)


def written(language: str) -> dict[str, str]:
    """Address to the plain text of every page."""
    report: Report = sample.report(rules())
    report = structs.replace(report, brand={**report.brand, "language": language})
    pages = site.render(site.pages(report, rules()))
    return {name: text for name, text in pages.items() if isinstance(text, str) and name.endswith(".html")}


def plain(page: str) -> str:
    bare = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(bare))


@pytest.fixture(scope="module")
def german() -> Iterator[dict[str, str]]:
    yield written("de")


@pytest.mark.parametrize(
    ("job", "english", "german_"),
    [
        (lambda: words.count(1234567), "1,234,567", "1.234.567"),
        (lambda: words.number(1234.5), "1,234.5", "1.234,5"),
        (lambda: words.number(-2.25, 2), "−2.25", "−2,25"),
        (lambda: words.share(0.0731), "7.3%", "7,3 %"),
        (lambda: words.share(0.0001), "under 0.1%", "unter 0,1 %"),
        (lambda: words.share(1), "100%", "100 %"),
        (lambda: words.scores(38, 55), "38 to 55", "38 bis 55"),
        (lambda: words.points(0.12), "+12 points", "+12 Punkte"),
        (lambda: words.plural(1, "post"), "1 post", "1 Beitrag"),
        (lambda: words.plural(2000, "reply", "replies"), "2,000 replies", "2.000 Antworten"),
        (lambda: words.minutes(130), "2 h 10 min", "2 h 10 min"),
        (lambda: dates.day("2026-03-04"), "4 March 2026", "4. März 2026"),
        (lambda: dates.days("2026-07-01", "2026-09-30"), "1 July to 30 September 2026",
         "1. Juli bis 30. September 2026"),
        (lambda: dates.days("2026-07-01", "2026-07-09"), "1 to 9 July 2026", "1. bis 9. Juli 2026"),
        (lambda: dates.period("2026-Q3"), "July to September 2026", "Juli bis September 2026"),
    ],
)  # fmt: skip
def test_numbers_and_dates(job, english: str, german_: str) -> None:  # type: ignore[no-untyped-def]
    assert job() == english
    with tongue.speaking("de"):
        assert job() == german_
    assert job() == english


def test_a_note_of_a_reader_keeps_what_it_names() -> None:
    met = "read as day first, could be month first; set date_format"
    assert tongue.note(met) == met
    with tongue.speaking("de"):
        assert tongue.note(met) == "als day first gelesen, könnte month first sein; setzen Sie date_format"
        assert tongue.note("columns understood: Text, {x}; left out: none").endswith("Text, {x}; ausgelassen: keine")
        assert tongue.note("what nobody foresaw") == "what nobody foresaw"


def test_the_method_page_says_both_sides_of_a_tension_and_how_it_is_settled(german: dict[str, str]) -> None:
    said = re.sub(r" ([?,.:;])", r"\1", plain(german["method.html"]))
    for one in resources.files("content/languages/de/reconciliations", ".md"):
        page = content.document(one)
        for text in (page.intro, *page.sections, *page.sections.values()):
            for piece in text.replace("\n", " ").split("*"):  # what is emphasised stands between tags
                assert piece.strip() in said, one.name


def test_german_pages_say_that_detectors_read_english(german: dict[str, str]) -> None:
    brief = german["index.html"]
    assert '<html lang="de">' in brief
    text = plain(brief)
    for said in ("Zum Inhalt springen", "Was gelingt", "Juli bis September", "Hausregeln", "wahrscheinlich"):
        assert said in text, said
    assert "Beurteilt werden nur englische Texte" in text
    assert "How much of your feed is an advert?" not in text
    assert "Wie viel Ihrer Beiträge ist Werbung?" in text
    assert german.keys() == written("en").keys()  # addresses never depend on the language


def test_a_language_is_one_file_and_english_stands_in(tmp_path: Path) -> None:
    (tmp_path / "content/languages").mkdir(parents=True)
    (tmp_path / "content/languages/pl.yaml").write_text(TINY, encoding="utf-8")
    with resources.override(tmp_path):
        assert tongue.known() == ["en", "de", "pl"]
        text = plain(written("pl")["index.html"])
        with tongue.speaking("pl"):
            assert words.number(1234.5) == "1'234·5"
            assert dates.day("2026-07-04") == "4 Ulyjay 2026"
            assert dates.day("2026-06-04") == "4 June 2026"
    assert "At-whay orks-way" in text and "What to change" in text
    assert "er-pay ent-cay" in text and "%" not in text.replace("er-pay ent-cay", "")[:600]


def test_an_unknown_language_is_english_in_old_reports_and_a_fault_in_brand_yaml(tmp_path: Path) -> None:
    assert written("xx") == written("en")
    (tmp_path / "a.zip").write_bytes(b"")
    accounts = "accounts:\n  - {platform: x, handle: a, archive: a.zip}\n"
    (tmp_path / "brand.yaml").write_text(f"brand: {{name: B}}\n{accounts}playbook: {{language: fr}}\n")
    with pytest.raises(ConfigError, match=r"brand\.yaml:4: playbook\.language: .*'fr'; use one of en, de"):
        settings.load(tmp_path)


def test_a_wrong_key_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "xx.yaml").write_text("name: X\nnumbers: {decimal: ',', thousands: '.'}\ntemplate: {a: b}\n")
    with pytest.raises(ContentError, match="template"):
        tongue.load(str(tmp_path / "xx.yaml"))


def told() -> dict[str, list[str]]:
    """Everything that a language may translate, by part of its file."""
    found: dict[str, list[str]] = {
        "templates": [], "wording": [], "dimensions": [], "words": spoken(), "notes": noted(),
    }  # fmt: skip
    for path in sorted([*TEMPLATES.glob("html/*.html"), *TEMPLATES.glob("wiki/*.txt")]):
        if path.name not in OUTSIDE:
            found["templates"] += tongue.literals(path.read_text(encoding="utf-8"))
    names = content.wording("content/playbook/vocabulary.yaml")
    found["wording"] = [f"{group}.{key}" for group, phrases in names.items() for key in phrases]
    found["dimensions"] = [f"{name}.{key}" for name in rules().dimensions for key in ("question", "title")]
    return {part: list(dict.fromkeys(texts)) for part, texts in found.items()}


def spoken() -> list[str]:
    """English that views speak by `tongue.say` and `tongue.word`, nouns that are counted, and what recipes say."""
    found = [*dates.MONTHS, *dates.WEEKDAYS, *(name[:3] for name in (*dates.MONTHS, *dates.WEEKDAYS))]
    for path in sorted(SITE.glob("*.py")):
        for call in (one for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(one, ast.Call)):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            texts = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if name in ("say", "word") and isinstance(call.func, ast.Attribute) and called(call.func) == "tongue":
                chosen = [side for arg in call.args if isinstance(arg, ast.IfExp) for side in (arg.body, arg.orelse)]
                found += texts + [str(one.value) for one in chosen if isinstance(one, ast.Constant)]
            elif name == "map" and texts == [] and "tongue.word" in ast.unparse(call):
                found += [one.value for one in ast.walk(call) if isinstance(one, ast.Constant)]
            elif name == "plural" and texts:
                one, many = texts[0], texts[1] if len(texts) > 1 else texts[0] + "s"
                found += [f"{{n}} {one}", f"{{n}} {many}"]
    found += [text for recipe in recipes() for text in recipe]
    found += re.findall(r'\bsay\("([^"]+)"\)', (TEMPLATES / "html/site.js").read_text(encoding="utf-8"))
    return [one for one in dict.fromkeys(found) if re.search(r"[A-Za-z]{2}|%", re.sub(r"\{\w+\}", "", one))]


def noted() -> list[str]:
    """What readers note of a file, its places numbered."""
    found = ["none"]  # a list of columns that is empty
    for path in sorted(ARCHIVES.glob("*.py")):
        for call in (one for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(one, ast.Call)):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            place = {"issue": 1, "_note": 2}.get(name, len(call.args))
            if place < len(call.args):
                found += texts_of(call.args[place])
            elif name in ("Issue", "replace"):
                found += [text for one in call.keywords if one.arg == "message" for text in texts_of(one.value)]
    return found + list(twarclines._KINDS.values())


def texts_of(node: ast.expr) -> list[str]:
    """The texts that an expression may be; what is put into one is {0}, {1}."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.JoinedStr):
        places = iter(range(10))
        return [
            "".join(str(one.value) if isinstance(one, ast.Constant) else f"{{{next(places)}}}" for one in node.values)
        ]
    if isinstance(node, ast.IfExp):
        return texts_of(node.body) + texts_of(node.orelse)
    if isinstance(node, ast.Call):  # _KINDS.get(kind, "...")
        return [text for one in node.args for text in texts_of(one)]
    return []  # a name: the function that was handed the text is asked itself


def called(function: ast.Attribute) -> str:
    return function.value.id if isinstance(function.value, ast.Name) else ""


def recipes() -> list[list[str]]:
    """The title and the reason of every recipe, which reports hold in English."""
    found = []
    for path in resources.files("content/rewrites", ".md"):
        page = content.document(path)
        found.append([page.sheet.text("title"), page.intro.replace("\n", " ")])
    return found


def open_slots() -> set[str]:
    """What rewrites of posts leave open; tests/advice/test_twins.py asks that none lacks its German."""
    files = "".join(resources.find(one.FILE).read_text(encoding="utf-8") for one in (sorts, additions, joins))
    named = set(re.findall(r"\[[^\[\]]+\]", files.replace("{thing}", "{0}")))
    return named | {*map(sorts.brief, named)}


@pytest.mark.parametrize("part", ["templates", "wording", "dimensions", "words", "notes"])
def test_german_lacks_nothing_and_what_it_has_is_said(part: str) -> None:
    with tongue.speaking("de"):
        own = getattr(tongue.now(), part)
    flat = part in ("templates", "words", "notes")
    has = set(own) if flat else {f"{group}.{key}" for group, texts in own.items() for key in texts}
    wanted = told()[part]
    missing = [one for one in wanted if one not in has]
    assert not missing, f"German lacks {len(missing)} of {len(wanted)} {part}: {missing}"
    left = set(wanted) | OF_TESTS | open_slots()
    stale = sorted(one for one in has - left if re.search("[A-Za-z]", re.sub(r"{\w+}", "", one)))
    assert not stale, f"German has words for what is no longer said: {stale}"


@pytest.mark.parametrize("folder", ["playbook", "rubric", "signals", "reconciliations"])
def test_every_page_of_prose_has_its_german_with_the_same_parts(folder: str) -> None:
    ours = {path.stem: content.document(path) for path in resources.files(f"content/{folder}", ".md")}
    german = {path.stem: content.document(path) for path in resources.files(f"content/languages/de/{folder}", ".md")}
    lacking = ours.keys() - german.keys()
    assert german.keys() <= ours.keys() and len(lacking) <= (MAY_WAIT if folder == "rubric" else 0), lacking
    for name, own in german.items():
        page = ours[name]
        assert len(own.sections) == len(page.sections) and bool(own.intro) == bool(page.intro), name
        assert [shape(text) for text in own.sections.values()] == [shape(text) for text in page.sections.values()], name
        if folder == "rubric":
            assert list(own.sections) == list(page.sections), name  # the headings are keys; templates print them
    if folder == "playbook":
        english = [view_guides.named(one) for one in ours["glossary"].sections]
        anchored = [view_guides.named(one) for one in german["glossary"].sections]
        assert [one for _, one in anchored] == [one for _, one in english]  # links never depend on the language


def shape(text: str) -> list[str]:
    """The marks that begin the lines of a text: paragraphs, lists, rows of tables, quotes."""
    return [re.match(r"[-*>|]|\d+\.|", line)[0] for line in text.splitlines() if line.strip()]  # type: ignore[index]


def test_every_claim_and_every_need_has_its_german() -> None:
    with tongue.speaking("de"):
        german = translation.spoken(rules())
    english = rules()
    for name, one in english.claims.items():
        assert german.claims[name].text != one.text, name
    for name, need in english.needs.items():
        assert (german.needs[name].title, german.needs[name].text) != (need.title, need.text), name
        assert german.needs[name].remedies == need.remedies
    for name, file in english.inputs.items():
        assert german.inputs[name].title != file.title and german.inputs[name].how != file.how, name
    assert german.fingerprint == english.fingerprint  # words move no number
    assert {name: one.measure for name, one in german.criteria.items()} == {
        name: one.measure for name, one in english.criteria.items()
    }
