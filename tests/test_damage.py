"""Files that people and platforms write, wrong in one way each: the one line that is said (tests/raised.csv)."""

from __future__ import annotations

from pathlib import Path

import pytest

from archives.make import read
from sociable import hand, rubric, settings, signals
from sociable.drafts import manuscript
from sociable.errors import SociableError
from sociable.signals import labelling

BRAND = "brand: {name: Harbour}\naccounts: [{platform: x, handle: h, archive: a.csv}]\n"
CASES = {
    "drafts no text": ("drafts.csv", "id,words\n1,Hello\n", "drafts.csv:1: has no column text; name the columns"),
    "drafts kind": ("drafts.csv", "id,text,kind\n1,Hello,Z\n", "drafts.csv:2: kind: 'Z' is not known; use one of "),
    "drafts quotes": ("drafts.csv", 'id,text\n1,"Hello" you\n2,"x', "drafts.csv:2: is broken as a table ("),
    "labels column": ("labels.csv", "id,label\nx:1,promo\n", "labels.csv: has no column value; name the columns"),
    "labels label": ("labels.csv", "id,label,value\nx:1,prmo,1\n", "labels.csv:2: label 'prmo' is not known; "),
    "labels value": ("labels.csv", "id,label,value\nx:1,promo,2\n", "labels.csv:2: value '2' is not known; write"),
    "brand twice": ("brand.yaml", BRAND + "period: year\nperiod: month\n", "brand.yaml:4: period: is given twice;"),
    "brand missing": ("brand.yaml", "brand: {}\naccounts: []\n", "brand.yaml:1: brand.name: is missing; add `name:`"),
    "brand bytes": ("brand.yaml", b"brand: {name: Caf\xe9}\n", "brand.yaml: is not UTF-8 text; save it as UTF-8"),
    "rubric yaml": ("rubric.yaml", "criteria: {hard-sell: [\n", "rubric.yaml:2: is not YAML: "),
    "rubric list": ("rubric.yaml", "- hard-sell\n", "rubric.yaml:1: must hold keys; write key: value"),
    "plan key": ("plan.yaml", "hard-sell: {owne: Jo}\n", "plan.yaml:1: hard-sell.owne: unknown key; use "),
    "x no list": ("a/data/tweets.js", "window.YTD.tweets.part0 = {}", "a!data/tweets.js: not a list of records; "),
    "outbox": ("m/outbox.json", '{"orderedItems": 3}', "m!outbox.json: not an outbox that can be read ("),
}  # fmt: skip


def use(folder: Path, name: str) -> None:
    """What a command does with such a file."""
    path = folder / name
    if name == "drafts.csv":
        _, faults = manuscript.read(path.read_bytes(), name, "x")
        raise SociableError(*faults)
    if name == "rubric.yaml":
        rubric.load(signals.SIGNALS, path)
    elif name == "brand.yaml":
        settings.load(path)
    elif name in ("labels.csv", "plan.yaml"):
        (folder / "a.csv").touch()
        (folder / "brand.yaml").write_text(f"{BRAND}{path.stem}: {name}\n")
        brand = settings.load(folder / "brand.yaml")
        labelling.corrections(brand)
        hand.ledger(brand, ("hard-sell",))
    else:
        read(folder, name[0], platform="x" if name[0] == "a" else "mastodon")


@pytest.mark.parametrize("case", CASES)
def test_what_is_wrong_is_one_line(tmp_path: Path, case: str) -> None:
    name, text, said = CASES[case]
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(SociableError) as caught:
        use(tmp_path, name)
    lines = [str(fault).removeprefix(f"{tmp_path}/") for fault in caught.value.faults]
    assert any(line.startswith(said) for line in lines), lines
    assert all("\n" not in line for line in lines)
