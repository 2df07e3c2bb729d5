"""The prose of content/ is whole, is ours, and broken files are refused with file and line."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import yaml

from sociable import content, resources
from sociable.errors import ContentError

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("SOCIABLE_SHARED", ROOT.parent / "shared"))
PAGES = {
    "brief", "scorecard", "house-rules", "plan", "desk", "mix", "joining", "profile", "trends", "signals", "method",
    "glossary", "appendix",
}  # fmt: skip
LABELS = """
    promo ask useful self_only invitation bait brag hard_sell credit jargon helps canned deflect apology signed pitch
    need complaint question praise purpose filler targeted reach_mechanic substantive handoff invited_ask specific
""".split()
RUN = 8


def words(text: str) -> list[str]:
    return re.findall(r"[0-9a-z]+", text.casefold().replace("’", "").replace("'", ""))


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[start : start + RUN]) for start in range(len(found) - RUN + 1)}


def prose() -> list[Path]:
    files = [path for path in (ROOT / "content").rglob("*") if path.suffix in {".md", ".yaml", ".txt"}]
    return [path for path in sorted(files) if "demo" not in path.parts]


def test_a_copied_sentence_would_be_seen() -> None:
    article = "One two three, four five six seven EIGHT nine."
    assert runs("He said: two three four five six seven eight nine!") & runs(article)
    assert not runs("two three four five six seven") & runs(article)


@pytest.mark.shared
def test_no_sentence_of_an_article_is_copied() -> None:
    articles = sorted((SHARED / "articles").glob("*.txt"))
    if not articles:
        pytest.skip("the articles are not beside the checkout")
    taken = {run for path in articles for run in runs(path.read_text(encoding="utf-8"))}
    titles = [content.document(path).sheet.text("title") for path in resources.files("content/sources", ".md")]
    for path in prose():
        text = path.read_text(encoding="utf-8")
        for title in titles:
            text = text.replace(title, "\n")
        found = sorted(" ".join(run) for run in runs(text) & taken)
        assert found == [], f"{path.name} copies: {found[:3]}"


def test_every_page_has_a_title_a_lead_and_an_opening() -> None:
    found = content.pages()
    assert set(found) >= PAGES
    for name, page in found.items():
        assert page.sheet.text("title") and page.sheet.text("lead"), name
        assert page.intro or name == "glossary", name


def test_each_term_of_the_glossary_is_one_plain_sentence() -> None:
    for term, text in content.pages()["glossary"].sections.items():
        sentence = text.replace("[which day?]", "")
        assert len(re.findall(r"[.!?](?:\s|$)", sentence)) == 1 and sentence.endswith("."), term
        assert len(words(sentence)) <= 30, term


def test_the_response_desk_has_all_its_parts() -> None:
    parts = content.pages()["desk"].sections
    for heading in ("Who watches what, and when", "What comes first", "What a good answer holds", "Public or private",
                    "Hand-off card", "Hours statement", "When it surges", "Who signs as what", "Never send",
                    "Whom to call"):  # fmt: skip
        assert parts.get(heading), heading
    order = ["Safety", "Money", "Broken", "Question", "Praise"]
    places = [parts["What comes first"].index(f"**{word}**") for word in order]
    assert places == sorted(places)


def test_the_joining_guide_has_its_places_and_twenty_blank_lines() -> None:
    parts = content.pages()["joining"].sections
    rows = [line for line in parts["Where you may speak"].splitlines() if line.startswith("|")]
    assert [row.split("|")[1].strip() for row in rows[2:]] == ["Open", "Professional", "Half closed", "Closed"]
    blanks = re.findall(r"^\| (\d+) \| +\| +\| +\| +\|$", parts["Twenty conversations worth joining"], re.M)
    assert blanks == [str(number) for number in range(1, 21)]


def test_every_label_has_a_name_and_an_explanation() -> None:
    said = content.wording("content/playbook/vocabulary.yaml")
    for label in LABELS:
        assert said["label"].get(label), label
        assert said["label_text"].get(label), label


def test_every_figure_reason_and_note_of_scoring_has_words() -> None:
    said = content.wording()
    files = sorted((ROOT / "generator/sociable/scoring").glob("*.py"))
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    for name in re.findall(r'(?:figure|_gap|_share|_median)\(\s*"([a-z0-9_]+)"', code):
        assert said["figure"].get(name), f"figure {name}"
    for name in re.findall(r'notes\.append\(f?"([a-z_]+)', code):
        assert said["note"].get(name), f"note {name}"
    for name in re.findall(r'found\.reason = "[a-z_]+", "([a-z_]+)"', code):
        assert said["reason"].get(name), f"reason {name}"


def test_links_of_the_prose_stay_inside_the_playbook() -> None:
    for path in resources.files("content/playbook", ".md"):
        for target in re.findall(r"\]\((.*?)\)", path.read_text(encoding="utf-8")):
            assert target.split("#")[0].removesuffix(".md") in PAGES, f"{path.name}: {target}"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("no fence\n", 1, "has no front matter"),
        ("---\ntitle: A\n", 1, "has no front matter"),
        ("---\ntitle: A\nled: B\n---\n", 3, "did you mean lead?"),
        ("---\nlead: A\n---\n", 2, "title: is missing"),
        ("---\ntitle: [A\n---\n", 3, "is not YAML"),
        ("---\ntitle: A\ntitle: B\n---\n", 3, "is given twice"),
        ("---\ntitle: 7\n---\n", 2, "must be a text, not 7"),
        ("---\ntitle: A\n---\n## One\nx\n## One\n", 6, "the heading comes twice"),
    ],
)
def test_a_broken_page_is_refused_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    folder = tmp_path / "content/playbook"
    folder.mkdir(parents=True)
    (folder / "brief.md").write_text(text, encoding="utf-8")
    with resources.override(tmp_path), pytest.raises(ContentError) as caught:
        content.pages()
    assert f"content/playbook/brief.md:{line}:" in str(caught.value) and said in str(caught.value)


def test_sections_are_split_at_second_level_headings_only(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    text = "---\ntitle: A\n---\nlead\n\n## One\na\n### Deep\nb\n```\n## not one\n```\n## Two\n"
    path.write_text(text, encoding="utf-8")
    page = content.document(path)
    assert page.intro == "lead"
    assert page.sections == {"One": "a\n### Deep\nb\n```\n## not one\n```", "Two": ""}


def test_yes_and_no_are_words_and_true_is_a_truth(tmp_path: Path) -> None:
    path = tmp_path / "values.yaml"
    path.write_text("a: yes\nb: no\nc: true\nd: off\n", encoding="utf-8")
    assert content.sheet(path).values == {"a": "yes", "b": "no", "c": True, "d": "off"}


def test_every_file_is_read_where_pyyaml_has_no_libyaml() -> None:
    """libyaml takes [players?, goals] for two words; PyYAML by itself refuses the file."""
    for path in prose():
        text = path.read_text(encoding="utf-8")
        text = text.split("\n---\n")[0].removeprefix("---\n") if path.suffix == ".md" else text
        if path.suffix == ".yaml" or (path.suffix == ".md" and path.read_text(encoding="utf-8").startswith("---\n")):
            assert list(yaml.parse(text, Loader=yaml.SafeLoader)), path.name


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_bytes("---\ntitle: Caf\xe9\n---\n".encode("cp1252"))
    with pytest.raises(ContentError, match="is not UTF-8"):
        content.document(path)


def test_a_client_overrides_file_by_file(tmp_path: Path) -> None:
    folder = tmp_path / "content/playbook"
    folder.mkdir(parents=True)
    (folder / "brief.md").write_text("---\ntitle: Ours\nlead: x\n---\nHello.\n", encoding="utf-8")
    before = {path.name for path in resources.files("content/playbook", ".md")}
    with resources.override(tmp_path):
        assert resources.find("content/playbook/brief.md") == folder / "brief.md"
        assert content.pages()["brief"].intro == "Hello."
        assert {path.name for path in resources.files("content/playbook", ".md")} == before
        assert resources.find("content/playbook/plan.md") == ROOT / "content/playbook/plan.md"
    assert resources.find("content/playbook/brief.md") == ROOT / "content/playbook/brief.md"


@pytest.mark.parametrize("name", ["../pyproject.toml", "content/../../x", "/etc/hostname"])
def test_names_may_not_leave_the_content_folder(name: str) -> None:
    with pytest.raises(ContentError, match="leaves the content folder"):
        resources.find(name)


def test_a_missing_file_names_its_neighbour() -> None:
    with pytest.raises(ContentError, match=r"did you mean brief\.md\?"):
        resources.find("content/playbook/breif.md")
