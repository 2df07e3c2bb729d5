"""Nobody outside the brand shows in any byte that Sociable writes or prints: canaries in every field of every format."""

# ruff: noqa: E501 - rows of exports are easier to read on one line

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from hostile import twins
from sociable import history
from sociable.cli import group

NAMED = {
    "x": {"mention"}, "twarc": set(twins.ROLES), "facebook": set(twins.ROLES), "instagram": {"participant"},
    "linkedin": {"participant"}, "hootsuite": {"author", "participant"}, "helpdesk": {"author"}, "listening": {"author"},
}  # fmt: skip
"""Whose display name a format says in a field of its own; all others stand in running text alone (best effort)."""


@dataclass(frozen=True)
class Run:
    """One brand with an account of every format, and every byte that came out of it."""

    root: Path
    casts: dict[str, twins.Cast]
    outputs: dict[str, bytes]


def commands(root: Path) -> Iterator[tuple[str, bytes]]:
    """What the commands print on both streams."""
    brand, report = str(root / "brand.yaml"), str(root / "output" / "report.json")
    for words in (
        ["build", brand, "--single-file"], ["check", brand, "--json"], ["review", brand, "-n", "400"], ["compare", report, report], ["compare", report, report, "--json"],
    ):  # fmt: skip
        done = CliRunner().invoke(group, words)
        assert done.exit_code == 0, (words, done.output)
        yield "printed by " + words[0], done.output.encode()


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    root = tmp_path_factory.mktemp("canaries")
    casts = {name: twins.cast(name.replace("_", ""), place) for place, name in enumerate(twins.TWINS)}
    accounts = [write(root, casts[name]) for name, write in twins.TWINS.items()]
    brand = {
        "brand": {"name": "Harbour Lights"}, "accounts": accounts, "team": [{"name": "Zelda Marsh", "initials": "ZM"}],
        "period": {"start": "2026-07-01", "end": "2026-09-30"},
    }  # fmt: skip
    (root / "brand.yaml").write_text(yaml.safe_dump(brand))
    outputs = dict(commands(root))
    for folder in ("output", "history", "review"):
        for path in sorted((root / folder).rglob("*")):
            outputs[str(path.relative_to(root))] = path.read_bytes() if path.is_file() else b""
    return Run(root, casts, outputs)


def traces(who: twins.Person, named: bool) -> list[str]:
    """Every spelling that would give somebody away, in small letters."""
    words = [who.handle, f"{who.core}.post", f"{who.core}_page", f"{who.core}word"]
    return [*words, f"{who.core} {who.core}son", f"{who.core}_{who.core}"] if named else words


def spoken(data: bytes) -> set[str]:
    """Whatever starts like a canary, with what follows it, and the telephone numbers of canaries."""
    text = data.lower()
    found = {
        re.sub(rb"\W+", b" ", one) if b"son" in one else one
        for one in re.findall(rb"zq[\w.%-]+(?:\W{1,3}zq\w+)?", text)
    }
    return {one.decode() for one in found | set(re.findall(rb"20\D{0,3}7946\D{0,3}\d{4}", text))}


def test_every_format_brought_its_words_into_the_playbook(run: Run) -> None:
    seen = run.outputs["output/report.json"].decode() + run.outputs["review/review.csv"].decode()
    silent = [
        name for name in run.casts if not re.search(rf"(?:marker|answer){name.replace('_', '')}\d+x", seen)
    ]  # fmt: skip
    assert silent == []


def test_no_canary_is_in_any_byte(run: Run) -> None:
    wanted = {
        trace: f"{name}: {role}"
        for name, cast in run.casts.items()
        for role, who in cast.people.items()
        for trace in traces(who, role in NAMED.get(name, ()))
    }
    leaks = [
        f"{place}: {word} ({whose})"
        for place, data in run.outputs.items()
        for word in sorted(spoken(data + b" " + place.encode()))
        for whose in [next((wanted[one] for one in wanted if one in word), "number" if word[0] == "2" else "")]
        if whose
    ]
    assert len(run.outputs) > 40 and not leaks, "\n".join(leaks[:30])


def test_names_in_running_text_are_found_as_often_as_we_say(run: Run) -> None:
    """SECURITY.md names this figure: of names that only running text says, after a greeting and elsewhere."""
    posts = json.loads(run.outputs["output/report.json"])["evidence"]["posts"].values()
    texts = " ".join(one["text"].casefold() for one in posts)
    others = [
        who
        for name, cast in run.casts.items()
        for role, who in cast.people.items()
        if role not in NAMED.get(name, ()) and f"marker{cast.tag}" in texts
    ]
    found = [who for who in others if f"{who.core} {who.core}son" not in texts]
    print(f"{len(found)} of {len(others)} names that only running text says were hidden")
    assert len(others) > 30 and len(found) / len(others) > 0.4


def test_staff_of_bad_examples_are_masked(run: Run) -> None:
    flagged = run.outputs["output/flagged.csv"].decode()
    assert "answerhelpdesk" in flagged
    assert "Zara Staffer" not in flagged


def test_history_holds_no_text_at_all(run: Run) -> None:
    kept = [data for place, data in run.outputs.items() if place.startswith("history/")]
    assert kept and not [data for data in kept if re.search(rb"marker|answer[a-z]+\d+x", data)]
    assert history.decode(kept[0], "kept").evidence is None
