"""The rubric loads whole, says what its specification says, and refuses what is wrong with file and line."""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path

import pytest

from sociable import content, resources, rubric, rulebook
from sociable.errors import ContentError
from sociable.model import NEEDS, Edit, Period
from sociable.report import Overall, Report, Rules
from sociable.rubric import Rubric
from sociable.signals.registry import RESTS, SIGNALS

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("SOCIABLE_SHARED", ROOT.parent / "shared"))
WITHOUT_CASES = {"response-time", "relationship-depth", "follow-balance"}
WEIGHTS = {
    "give-before-you-ask": {
        "promo-share": 7, "useful-share": 7, "self-talk": 5, "give-ask": 4, "early-sell": 4, "repeat-content": 3,
    },
    "join-the-conversation": {"two-way-share": 7, "join-in": 5, "inviting-posts": 4},
    "show-up-when-it-counts": {"response-rate": 7, "solve-here": 5, "response-time": 4, "personal-at-scale": 4},
    "be-good-company": {"named-humans": 4, "plain-talk": 3, "brag-posts": 3},
    "earn-your-audience": {"relationship-depth": 4, "follow-balance": 3, "growth-tactics": 3, "free-range": 3},
    "mind-your-manners": {"unsolicited-pitch": 4, "push-dm": 3, "hard-sell": 2, "platform-fit": 2},
}  # fmt: skip
CLAIMS = {"1": 31, "2": 38, "3": 15, "4": 39, "5": 17}


@pytest.fixture(scope="module")
def loaded() -> Rubric:
    return rubric.load(SIGNALS)


def shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the checkout")
    return path


def plant(folder: Path, name: str, old: str, new: str) -> Path:
    """A client's folder with one of our files, changed in one place."""
    text = (ROOT / "content" / name).read_text(encoding="utf-8")
    assert old in text, f"{name} no longer holds {old!r}"
    path = folder / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


OURS = frozenset(name for group in WEIGHTS.values() for name in group)


def refused(folder: Path, override: Path | None = None) -> str:
    with resources.override(folder), pytest.raises(ContentError) as caught:
        rubric.load(SIGNALS, override)
    return str(caught.value)


def test_counts_are_those_of_the_specification(loaded: Rubric) -> None:
    assert len(OURS) == 24
    assert set(OURS) <= set(loaded.criteria), "a criterion more is welcome, one less is not"
    assert list(loaded.signals) == ["S1", "S2", "S3", "S4", "S5"]
    assert list(loaded.reconciliations) == [f"R{number}" for number in range(1, 17)]
    assert len(loaded.claims) == 140
    found = {article: sum(claim.article == article for claim in loaded.claims.values()) for article in loaded.articles}
    assert found == CLAIMS
    kinds = [claim.kind for claim in loaded.claims.values()]
    assert (kinds.count("M"), kinds.count("A")) == (34, 37)


def test_weights_and_dimensions_are_those_of_the_specification(loaded: Rubric) -> None:
    found: dict[str, dict[str, float]] = {}
    if set(loaded.criteria) != set(OURS):
        pytest.skip("criteria were added: their weights take a share of everybody's")
    for one in loaded.criteria.values():
        found.setdefault(one.dimension, {})[one.id] = one.weight
    assert found == WEIGHTS
    assert list(found) == list(WEIGHTS) == list(loaded.dimensions), "the order of dimensions is that of the playbook"
    assert sum(one.weight for one in loaded.criteria.values()) == 100


@pytest.mark.shared
def test_anchors_weights_and_efforts_equal_the_table(loaded: Rubric) -> None:
    with shared("rubric/anchors.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["id"] for row in rows} == set(loaded.criteria)
    for row in rows:
        one = loaded.criteria[row["id"]]
        expected = tuple(float(row[key]) for key in ("x0", "x40", "x60", "x80", "x100") if row[key])
        assert one.anchors == expected, one.id
        assert (one.weight, one.effort, one.direction) == (float(row["weight"]), int(row["effort"]), row["direction"])
        assert loaded.dimensions[one.dimension].title == row["dimension"]


@pytest.mark.shared
def test_claims_equal_the_table(loaded: Rubric) -> None:
    lines = shared("rubric/claims.txt").read_text(encoding="utf-8").splitlines()
    expected = {}
    for line in lines:
        if not line.startswith("#"):
            number, section, kind, _, feeds = line.split("|")
            expected[number] = (section, kind, tuple(feeds.split(",")))
    assert {one.id: (one.section, one.kind, one.feeds) for one in loaded.claims.values()} == expected


def test_every_mistake_and_every_advice_feeds_something(loaded: Rubric) -> None:
    useful = {*loaded.criteria, *loaded.signals, *loaded.reconciliations}
    idle = [one.id for one in loaded.claims.values() if one.kind in "MA" and not useful & set(one.feeds)]
    assert idle == []


def test_criteria_without_cases_are_exactly_the_three_that_have_no_single_post(loaded: Rubric) -> None:
    assert {one.id for one in loaded.criteria.values() if not one.cases} == WITHOUT_CASES
    for one in loaded.criteria.values():
        if one.cases and one.id not in OURS:
            assert {"good", "bad"} <= {case["expect"] for case in one.cases}, f"{one.id} must prove both sides"
        elif one.cases:
            assert 4 <= len(one.cases) <= 10, one.id
            expected = {case["expect"] for case in one.cases}
            if one.id != "plain-talk":
                assert {"good", "bad"} <= expected, f"{one.id} must prove both sides"
            assert {"none", "out"} & expected, f"{one.id} must prove a trap"


def test_signals_and_criteria_use_each_other_completely(loaded: Rubric) -> None:
    used = {name for one in loaded.criteria.values() for name in one.signals()}
    assert used == set(SIGNALS)
    for one in loaded.criteria.values():
        for name in one.measure.signals():
            assert SIGNALS[name].table == one.measure.table, f"{one.id}: {name}"


def test_needs_are_the_closed_list_and_every_platform_has_a_remedy(loaded: Rubric) -> None:
    assert set(loaded.needs) == set(NEEDS)
    for need in loaded.needs.values():
        for platform in ("x", "linkedin", "other", "a-platform-of-tomorrow"):
            assert need.remedy(platform) in loaded.inputs
    named = {name for need in loaded.needs.values() for name in need.remedies.values()}
    assert named == set(loaded.inputs), "an input that unlocks nothing"


def test_both_sides_of_a_tension_are_cited(loaded: Rubric) -> None:
    for one in loaded.reconciliations.values():
        assert len(one.sources) >= (1 if one.id == "R15" else 2), one.id  # R15: a source against our own report
        assert one.intro and one.sections["How the rubric settles it"], one.id


def test_titles_say_what_is_so_and_habits_start_small(loaded: Rubric) -> None:
    for one in (loaded.criteria[name] for name in OURS):
        assert one.title != one.failing_title and one.question.endswith("?"), one.id
        minutes = [int(found) for found in re.findall(r"First step, (\d+) minutes:", one.sections["Next habit"])]
        assert len(minutes) == 1 and minutes[0] < 30, f"{one.id} needs one first step under 30 minutes"
        assert "Before" in one.sections["Do this instead"] and "After" in one.sections["Do this instead"], one.id


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "said"),
    [
        ("rubric/promo-share.md", "effort: 1", "efort: 1", 11, "efort: unknown key; did you mean effort?"),
        ("rubric/promo-share.md", "[A1.5,", "[A1.99,", 7, "'A1.99' is not known"),
        ("rubric/promo-share.md", "0.50, 0.33", "0.33, 0.50", 9, "must fall from each value to the next"),
        ("rubric/useful-share.md", "0.08, 0.15", "0.15, 0.15", 9, "must rise from each value to the next"),
        ("rubric/promo-share.md", "weight: 7", "weight: seven", 10, "must be a number, not 'seven'"),
        ("rubric/promo-share.md", "where: promo_weight", "where: promo_wait", 8, "did you mean promo_weight?"),
        ("rubric/promo-share.md", "[own_text]", "[own_texts]", 14, "did you mean own_text?"),
        ("rubric/promo-share.md", "[promo-to-tip,", "[promo-to-tap,", 18, "did you mean promo-to-tip?"),
        ("rubric/promo-share.md", "id: promo-share", "id: promo", 2, "is not the file's name"),
        ("rubric/promo-share.md", "expect: bad", "expect: worse", 20, "'worse' is not known"),
        ("rubric/promo-share.md", "weight: 7", "weight: @7", 10, "is not YAML"),
        ("rubric/promo-share.md", "weight: 7", "weight: 7\nweight: 8", 11, "is given twice"),
        ("rubric/promo-share.md", "## Do this instead", "## Do that instead", 2, "the section is missing or empty"),
        ("rubric/follow-balance.md", "[1000, 100], [2000, 80]", "[2000, 80], [1000, 100]", 10, "values must rise"),
        ("rubric/join-in.md", "below: 0.4, ", "", 12, "a cap needs either below or above"),
        ("rubric/needs.yaml", "reshares:", "reshare:", None, "did you mean reshares?"),
        ("rubric/dimensions.yaml", "id: be-good-company", "id: be-good", None, "dimension"),
        ("sources/1.md", "id: A1.2,", "id: A1.22,", 5, "claims are numbered in order"),
        ("sources/1.md", "feeds: [promo-share]", "feeds: [promo-shares]", None, "feeds promo-shares, which does not"),
        ("signals/S1.md", "title:", "titel:", 2, "did you mean title?"),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_with_its_line(
    tmp_path: Path, name: str, old: str, new: str, line: int | None, said: str
) -> None:
    found = refused(plant(tmp_path, name, old, new))
    place = f"content/{name}:{line}:" if line else "content/"
    assert place in found and said in found, found


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    plant(tmp_path, "rubric/promo-share.md", "effort: 1", "effort: 9")
    path = tmp_path / "content/rubric/promo-share.md"
    path.write_text(path.read_text(encoding="utf-8").replace("unit: share", "unit: stone"), encoding="utf-8")
    assert len(refused(tmp_path).splitlines()) == 2


def test_weights_are_kept_in_proportion_and_add_up_to_100(tmp_path: Path) -> None:
    with resources.override(plant(tmp_path, "rubric/promo-share.md", "weight: 7", "weight: 32")):
        changed = rubric.load(SIGNALS)
    ours = [content.document(path).sheet.number("weight") for path in resources.files("content/rubric", ".md")]
    total = sum(ours) - 7 + 32
    assert changed.criteria["promo-share"].weight == pytest.approx(32 * 100 / total, abs=0.001)
    assert sum(one.weight for one in changed.criteria.values()) == pytest.approx(100, abs=0.01)


NEW = """\
---
id: thanks-by-name
title: Outsiders get the credit
failing_title: Nobody else is ever named
question: How often does a post name somebody else's work?
dimension: earn-your-audience
sources: [A4.17, A2.36]
measure: {shape: share, where: outward, among: broadcast_or_reshare}
anchors: [0.01, 0.06, 0.17, 0.25, 0.33]
weight: 2
effort: 1
needs: [own_text, reshares]
cases:
  - {text: "Best guide to tide tables we know is by @harbourmaths, with drawings.", expect: good}
  - {text: "Our new pier is open.", expect: bad}
rewrite: [credit-outsider]
---
## Why it matters
People like to be seen.
## Do this instead
Say who made it.
## How we measure it, and when we may be wrong
As free-range does.
"""


def test_a_new_criterion_from_known_signals_is_one_file(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "rubric"
    folder.mkdir(parents=True)
    (folder / "thanks-by-name.md").write_text(NEW, encoding="utf-8")
    with resources.override(tmp_path):
        wider = rubric.load(SIGNALS)
    one = wider.criteria["thanks-by-name"]
    assert (one.direction, one.unit, one.needs) == ("higher", "share", ("own_text", "reshares"))
    assert len(wider.criteria) == len(rubric.load(SIGNALS).criteria) + 1
    assert sum(each.weight for each in wider.criteria.values()) == pytest.approx(100, abs=0.01)


def test_aliases_are_refused(tmp_path: Path) -> None:
    override = tmp_path / "rubric.yaml"
    override.write_text("weights: &a {promo-share: 7}\noff: *a\n", encoding="utf-8")
    assert "uses a YAML alias" in refused(tmp_path, override)


def test_an_override_changes_weights_anchors_and_switches(tmp_path: Path, loaded: Rubric) -> None:
    override = tmp_path / "rubric.yaml"
    override.write_text(
        "weights: {promo-share: 6, useful-share: 8}\n"
        "anchors: {promo-share: [0.9, 0.6, 0.4, 0.2, 0.1]}\n"
        "off:\n  push-dm: {reason: no private messages by law, name: Ines Vale, until: 2027-03-31}\n"
        "cap_response_rate: 70\n",
        encoding="utf-8",
    )
    changed = rubric.load(SIGNALS, override)
    ours = [content.document(path).sheet.number("weight") for path in resources.files("content/rubric", ".md")]
    assert changed.criteria["useful-share"].weight == pytest.approx(8 * 100 / (sum(ours) - 7 - 7 + 6 + 8), abs=0.001)
    assert changed.criteria["promo-share"].anchors == (0.9, 0.6, 0.4, 0.2, 0.1)
    assert changed.cap_response_rate == 70
    assert changed.off["push-dm"].name == "Ines Vale" and changed.off["push-dm"].until.isoformat() == "2027-03-31"
    assert changed.fingerprint != loaded.fingerprint
    assert loaded.off == {}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("weights:\n  promo-shares: 8\n", 2, "did you mean promo-share?"),
        ("anchors:\n  promo-share: [0.1, 0.5, 0.3, 0.2, 0.1]\n", 2, "must fall from each value to the next"),
        ("anchors:\n  promo-share: [0.8, 0.5]\n", 2, "needs five values, has 2"),
        ("off:\n  push-dm: {reason: because, name: Ines}\n", 2, "until"),
        ("off:\n  push-dm: {reason: '', name: Ines, until: 2027-01-01}\n", 2, "is empty"),
        ("off:\n  push-dm: {reason: because, name: Ines, until: soon}\n", 2, "must be a date"),
        ("of: {}\n", 1, "did you mean off?"),
        ("- weights\n", 1, "must hold keys"),
    ],
)
def test_a_broken_override_is_refused_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    override = tmp_path / "rubric.yaml"
    override.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        rubric.load(SIGNALS, override)
    assert f"rubric.yaml:{line}:" in str(caught.value) and said in str(caught.value)


@pytest.mark.parametrize(
    ("name", "old", "new", "moves"),
    [
        ("rubric/promo-share.md", "0.50, 0.33", "0.51, 0.33", True),
        ("rubric/promo-share.md", "among: broadcast_or_own_promo}", "among: broadcast}", True),
        ("rubric/unsolicited-pitch.md", "min_n: 3", "min_n: 4", True),
        ("rubric/early-sell.md", "lookback_days: 365", "lookback_days: 364", True),
        ("rubric/join-in.md", "below: 0.4", "below: 0.5", True),
        ("words/offer.txt", "\n", "\nzzz offer of the century\n", True),
        ("words/offer.txt", "\n", "\n# a reason, and no term\n", False),
        ("models/promo.json", '"share": 0', '"share": 1', True),
        ("models/promo.json", '"measured": {', '"measured": {"seen": 1,', False),
        ("rubric/promo-share.md", "People open a network", "People open networks", False),
        ("rubric/promo-share.md", "title: Adverts stay", "title: Ads stay", False),
        ("sources/1.md", "A short list", "A brief list", False),
    ],
)
def test_the_fingerprint_moves_with_numbers_and_not_with_prose(
    tmp_path: Path, loaded: Rubric, name: str, old: str, new: str, moves: bool
) -> None:
    with resources.override(plant(tmp_path, name, old, new)):
        changed = rubric.load(SIGNALS)
        assert (changed.fingerprint != loaded.fingerprint) is moves
        told = rulebook.differences(ruled(loaded, RULES), ruled(changed, rulebook.record(changed, RESTS)))
    # what moves the fingerprint has a name, and only where it is
    assert list(told) == ([] if not moves else [""] if name.startswith(("words", "models")) else [Path(name).stem])


RULES = rulebook.record(rubric.load(SIGNALS), RESTS)


def ruled(found: Rubric, rules: Rules) -> Report:
    """An empty report of a rubric."""
    return Report(
        period=Period(id="2026", start="2026-01-01", end="2026-12-31"), today="", overall=Overall(kind="none"),
        rubric={"version": found.version, "fingerprint": found.fingerprint}, rules=rules,
    )  # fmt: skip


def test_a_client_s_scale_weight_and_switch_are_named_too(tmp_path: Path, loaded: Rubric) -> None:
    path = tmp_path / "rubric.yaml"
    path.write_text(
        "anchors: {hard-sell: [0.6, 0.35, 0.2, 0.1, 0.05]}\nweights: {self-talk: 3}\ncap_response_rate: 70\n"
        "off: {plain-talk: {reason: r, name: n, until: 2030-01-01}}\n"
    )
    theirs = rubric.load(SIGNALS, path)
    told = rulebook.differences(ruled(loaded, RULES), ruled(theirs, rulebook.record(theirs, RESTS)))
    edit = next(one for one in told["hard-sell"] if one.part == "anchors")
    assert (edit.before, edit.now) == ("0.6, 0.35, 0.2, 0.1, 0.02", "0.6, 0.35, 0.2, 0.1, 0.05")
    assert [one.part for one in told["plain-talk"] if one.part != "weight"] == ["off"]
    assert told[""] == [Edit(part="cap", before="79", now="70")]
    # the weights of the others are in proportion, so they all move; no criterion is measured otherwise
    assert not any(rulebook.breaks(rows) for name, rows in told.items() if name)


def test_every_detector_that_a_signal_rests_on_is_a_model() -> None:
    models = {path.stem for path in resources.files("content/models", ".json")}
    assert set(RESTS) == set(SIGNALS) and set().union(*RESTS.values()) <= models


def test_the_fingerprint_leaves_the_measured_accuracy_out(tmp_path: Path, loaded: Rubric) -> None:
    path = tmp_path / "content/models/accuracy.json"
    path.parent.mkdir(parents=True)
    path.write_text('{"promo": {"n": 1}}', encoding="utf-8")
    with resources.override(tmp_path):
        assert rubric.load(SIGNALS).fingerprint == loaded.fingerprint
    path.with_name("promo.json").write_text("{}", encoding="utf-8")
    with resources.override(tmp_path):
        assert rubric.load(SIGNALS).fingerprint != loaded.fingerprint
