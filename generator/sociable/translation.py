"""The prose of content/ in the language that is being written: content/languages/<code>/ mirrors its folders.

A file there stands in for the words of the English file of the same name, and
for nothing that moves a number: of a criterion its titles, question and
sections, of a source its claims.  What has no such file stays English.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sociable import content, resources, tongue
from sociable.content import Document
from sociable.criteria import Criterion
from sociable.library import Claim, Note
from sociable.rubric import Rubric
from sociable.sheets import Sheet

TITLES = ("title", "failing_title", "question")


def pages() -> dict[str, Document]:
    """The pages of content/playbook by file name, those that the language has in place of ours."""
    english = content.pages()
    return english | {name: page for name, page in content.pages(_folder("playbook")).items() if name in english}


def spoken(rubric: Rubric) -> Rubric:
    """The rubric with the words of the language; every measure, scale and weight as it was."""
    own = tongue.now()
    if own.code == "en":
        return rubric
    criteria = _documents("rubric")
    return replace(
        rubric,
        criteria={name: _criterion(one, criteria.get(name)) for name, one in rubric.criteria.items()},
        dimensions={name: replace(one, **own.dimensions.get(name, {})) for name, one in rubric.dimensions.items()},
        claims=_claims(rubric.claims),
        signals=_notes(rubric.signals, "signals"),
        reconciliations=_notes(rubric.reconciliations, "reconciliations"),
        **_needs(rubric),
    )


def question(name: str, english: str) -> str:
    """The question of one criterion, where no rubric is at hand."""
    path = next((one for one in resources.files(_folder("rubric"), ".md") if one.stem == name), None)
    own = _texts(content.document(path).sheet, TITLES) if path else {}
    return str(own.get("question", english))


def _folder(name: str) -> str:
    return f"content/languages/{tongue.now().code}/{name}"


def _documents(folder: str) -> dict[str, Document]:
    return {path.stem: content.document(path) for path in resources.files(_folder(folder), ".md")}


def _texts(sheet: Sheet, keys: tuple[str, ...]) -> dict[str, Any]:
    """The texts of a sheet that may hold these keys and no other."""
    sheet.keys(keys)
    found = {key: sheet.text(key) for key in sheet.values}
    sheet.done()
    return found


def _criterion(one: Criterion, page: Document | None) -> Criterion:
    if page is None:
        return one
    return replace(one, **_texts(page.sheet, TITLES), sections=one.sections | page.sections)


def _notes(notes: dict[str, Note], folder: str) -> dict[str, Note]:
    own = _documents(folder)
    found = {}
    for name, one in notes.items():
        page = own.get(name)
        words = _texts(page.sheet, ("title",)) if page else {}
        found[name] = replace(one, **words, intro=page.intro, sections=page.sections or one.sections) if page else one
    return found


def _claims(claims: dict[str, Claim]) -> dict[str, Claim]:
    said: dict[str, str] = {}
    for path in resources.files(_folder("sources"), ".yaml"):
        said |= _texts(content.sheet(path), tuple(claims))
    return {name: replace(one, text=said.get(name, one.text)) for name, one in claims.items()}


def _needs(rubric: Rubric) -> dict[str, Any]:
    path = next((one for one in resources.files(_folder("rubric"), ".yaml") if one.name == "needs.yaml"), None)
    if path is None:
        return {}
    sheet = content.sheet(path)
    sheet.keys(("inputs", "needs"))
    inputs, needs = sheet.part("inputs"), sheet.part("needs")
    inputs.keys(tuple(rubric.inputs))
    needs.keys(tuple(rubric.needs))
    own = {name: _texts(inputs.part(name), ("title", "how")) for name in inputs.values}
    lacks = {name: _texts(needs.part(name), ("title", "text")) for name in needs.values}
    sheet.done()
    return {
        "inputs": {name: replace(one, **own.get(name, {})) for name, one in rubric.inputs.items()},
        "needs": {name: replace(one, **lacks.get(name, {})) for name, one in rubric.needs.items()},
    }
