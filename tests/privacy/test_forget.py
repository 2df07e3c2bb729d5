"""`sociable forget` takes one person out of everything kept, and touches nothing else."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from unicodedata import normalize
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from sociable import atomic, memory, oblivion
from sociable.cli import group
from sociable.errors import UsageError


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(memory.HOME, str(tmp_path / "home"))
    memory.keep("http://model.invalid", b"one", "Thanks, Lena  Kowalska, for asking")
    memory.keep("http://model.invalid", b"two", "Thanks for asking")
    for name, text in {
        "brand.yaml": "brand: {name: Harbour}\naccounts: [{platform: x, handle: h, archive: a.csv}]\n",
        "a.csv": "text\nHello @lena_k\n", "labels.csv": "id,label,value\nx:lena_k,promo,1\nx:lena_kay,promo,0\n",
        "history/2026-Q2.json": '{"note": "@Lena_K said"}', "output/.sociable": "",
        "output/index.html": "<p>lena_k</p>",
        "review/review.csv": "id,text\n1,Hi LENA_K\n",
    }.items():  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def forget(root: Path, person: str, *more: str) -> str:
    done = CliRunner().invoke(group, ["forget", str(root / "brand.yaml"), "--person", person, *more])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def test_a_handle_goes_from_every_place_but_the_exports(kept: Path) -> None:
    told = forget(kept, "@lena_k")
    assert "4 files changed" in told
    assert (kept / "labels.csv").read_text() == "id,label,value\nx:lena_kay,promo,0\n"
    assert (kept / "history/2026-Q2.json").read_text() == '{"note": "[name] said"}'
    assert "lena" not in (kept / "output/index.html").read_text() + (kept / "review/review.csv").read_text().lower()
    assert "@lena_k" in (kept / "a.csv").read_text()
    assert "0 files changed" in forget(kept, "lena_k")


def test_a_name_goes_from_the_answers_kept_on_this_machine(kept: Path) -> None:
    forget(kept, "lena kowalska")
    assert memory.answer("http://model.invalid", b"one") is None
    assert memory.answer("http://model.invalid", b"two") == "Thanks for asking"


@pytest.mark.parametrize(
    "written",
    [
        "Zoë O'Bryn", "ZOË O’BRYN", normalize("NFD", "Zoë O'Bryn"), "zo&#235; o&#39;bryn",
        "Zo\\u00eb O\\u2019Bryn", "#ZoëOBryn", quote("Zoë O'Bryn"), quote(quote("Zoë O'Bryn")), "Zoë&nbsp;O&#x27;Bryn",
        "zoë_o'bryn", "Zoë-O'Bryn", "by%20Zo%C3%AB%20O'Bryn",
    ],
)  # fmt: skip
def test_a_name_goes_however_a_file_writes_it(kept: Path, written: str) -> None:
    (kept / "review/review.csv").write_text(f"id,text\n1,Hi {written}, hello Zoë\n", encoding="utf-8")
    forget(kept, "Zoë O'Bryn")
    assert (kept / "review/review.csv").read_text(encoding="utf-8").endswith("[name], hello Zoë\n")


def test_a_pdf_of_a_playbook_that_named_them_goes(kept: Path) -> None:
    (kept / "output/playbook.pdf").write_bytes(b"%PDF-")
    forget(kept, "somebody else")
    assert (kept / "output/playbook.pdf").exists()
    assert "output/playbook.pdf" in forget(kept, "lena_k") and not (kept / "output/playbook.pdf").exists()


def test_a_rehearsal_changes_nothing(kept: Path) -> None:
    assert "4 files would be changed" in forget(kept, "lena_k", "--dry-run")
    assert "Lena_K" in (kept / "history/2026-Q2.json").read_text()


def test_what_a_dead_run_had_begun_to_write_is_changed_as_well(kept: Path) -> None:
    for place in ("review/.sample.csv.x1.part", ".labels.csv.x2.part"):
        (kept / place).parent.mkdir(exist_ok=True)
        (kept / place).write_text("text\nThanks @lena_k")
    forget(kept, "lena_k")
    assert all("lena_k" not in one.read_text() for one in kept.rglob("*.part"))


def test_too_short_a_name_is_refused(kept: Path) -> None:
    with pytest.raises(UsageError, match="too short"):
        forget(kept, "@al")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no such locks")
def test_a_run_at_work_is_awaited_and_what_it_writes_is_changed_as_well(kept: Path) -> None:
    """A build that began before would else swap in pages with the person, after they were told to be gone."""
    waits = Event()
    with ThreadPoolExecutor() as beside:
        with atomic.in_turn(kept):
            done = beside.submit(oblivion.forget, kept / "brand.yaml", "lena_k", waits=waits.set)
            assert waits.wait(20) and "lena_k" in (kept / "output/index.html").read_text()
            assert "would be changed" in forget(kept, "lena_k", "--dry-run")  # which reads alone waits for nobody
            (kept / "output/late.html").write_text("<p>@lena_k</p>")
        assert ("output/late.html", 1) in done.result(20)
    assert "lena_k" not in (kept / "output/late.html").read_text()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no such locks")
def test_answers_of_a_review_that_is_read_back_meanwhile_stay(kept: Path) -> None:
    """Whoever forgets reads labels.csv whole and writes it whole: what comes between would be lost."""
    labels = kept / "labels.csv"
    with ThreadPoolExecutor() as beside:
        with atomic.alone(labels):
            done = beside.submit(oblivion.forget, kept / "brand.yaml", "lena_k")
            with pytest.raises(TimeoutError):
                done.result(0.5)
            labels.write_text(labels.read_text() + "x:7,promo,1\n")
        assert done.result(20)
    assert labels.read_text() == "id,label,value\nx:lena_kay,promo,0\nx:7,promo,1\n"
