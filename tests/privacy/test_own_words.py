"""What somebody types beside an export is shown as typed where it belongs, and nowhere else."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import yaml

from archives.make import table
from hostile import twins
from privacy.canaries import ran, written


def test_own_words_show_where_they_belong_and_nowhere_else(tmp_path: Path) -> None:
    cast = twins.cast("x", 0)
    who = cast.people["mention"]
    account = twins.TWINS["x"](tmp_path, cast)

    def own(place: str) -> str:
        return f"{place}zz @{who.handle} {who.name} {place}@mail.example +44 20 7946 0777"

    brand = {
        "brand": {"name": "Harbour Lights"}, "accounts": [account], "curation": "curation.csv",
        "period": {"start": "2026-07-01", "end": "2026-09-30"}, "reader": "quick",
        "playbook": {"title": own("title"), "prepared_by": own("prepared")},
        "events": [{"name": own("event"), "start": "2026-08-01", "end": "2026-08-03", "kind": "launch"}],
    }  # fmt: skip
    (tmp_path / "brand.yaml").write_text(yaml.safe_dump(brand) + f"# {own('comment')}\n")
    table(tmp_path / "curation.csv", ["uid", "action", "note"], [])
    ran("build", tmp_path / "brand.yaml")
    with (tmp_path / "output/flagged.csv").open(encoding="utf-8-sig", newline="") as stream:
        ids = [row["id"] for row in csv.DictReader(stream)]
    first = json.loads((tmp_path / "output/report.json").read_text())["plan"][0]["criterion"]
    table(tmp_path / "curation.csv", ["uid", "action", "note"], [[uid, "pin", own("curation")] for uid in ids])
    table(tmp_path / "labels.csv", ["id", "label", "value", "note"], [[ids[0], "promo", "1", own("label")]])
    (tmp_path / "plan.yaml").write_text(yaml.safe_dump({first: {"owner": own("owner"), "note": own("task")}}))
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/index.md").write_text(own("opening"))
    said = ran("review", tmp_path / "brand.yaml", "-n", "20")
    sheet = tmp_path / "review/review.csv"
    with sheet.open(encoding="utf-8-sig", newline="") as stream:
        head, *rows = csv.reader(stream)
    table(tmp_path / "filled.csv", [*head, "note"], [[*row[:7], "1", *row[8:], own("sheet")] for row in rows[:3]])
    said += ran("review", tmp_path / "brand.yaml", "--read", tmp_path / "filled.csv")
    said += ran("build", tmp_path / "brand.yaml", "--single-file", "--slides") + ran("check", tmp_path / "brand.yaml")
    files = {"printed": said} | {
        name: data
        for folder in ("output", "history", ".sociable-cache")
        for name, data in written(tmp_path / folder, tmp_path).items()
    }
    places = ("title", "prepared", "event", "curation", "owner", "task", "opening", "comment", "label", "sheet")
    shown = {place: {name for name, data in files.items() if f"{place}zz".encode() in data} for place in places}
    assert [place for place in places if not shown[place]] == ["comment", "label", "sheet"]
    assert all(not names or "output/playbook.html" in names for names in shown.values())
    kept = {place for place, names in shown.items() if any(name.startswith("history/") for name in names)}
    assert kept == {"title", "prepared", "event", "curation", "owner", "task"}
    assert "labelzz" in (tmp_path / "labels.csv").read_text() and "sheetzz" not in (tmp_path / "labels.csv").read_text()


def test_remarks_of_an_agent_in_an_inbox_are_read_by_nobody(tmp_path: Path) -> None:
    cast = twins.cast("helpdesk", 0)
    account = twins.TWINS["helpdesk"](tmp_path, cast)
    path = tmp_path / "helpdesk.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        head, *rows = csv.reader(stream)
    remarks = ("Internal note", "Comments", "Agent comment")
    table(path, [*head, *remarks], [[*row, *(f"remarkzz {n} zqremark@mail.example" for n in remarks)] for row in rows])
    brand = {
        "brand": {"name": "Harbour Lights"}, "accounts": [account],
        "period": {"start": "2026-07-01", "end": "2026-09-30"}, "reader": "quick",
        "privacy": {"show_inbound": True, "show_dms": True},
    }  # fmt: skip
    (tmp_path / "brand.yaml").write_text(yaml.safe_dump(brand))
    said = ran("build", tmp_path / "brand.yaml", "--single-file") + ran("review", tmp_path / "brand.yaml", "-n", "20")
    files = written(tmp_path / "output", tmp_path) | written(tmp_path / "review", tmp_path) | {"printed": said}
    assert b"markerhelpdesk" in b"".join(files.values()) or b"answerhelpdesk" in b"".join(files.values())
    assert [name for name, data in files.items() if b"remarkzz" in data or b"zqremark" in data] == []
