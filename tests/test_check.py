"""The doctor: one screen of what was found, what it can show, and what would show more."""

import shutil
from datetime import date, datetime
from pathlib import Path

import click
import polars as pl
import pytest

from archives.make import EXPORTS
from sociable import build, doctor, periods, settings
from sociable.commands.check import screen
from sociable.draft import draft
from test_draft import x_archive

DEMO = Path(__file__).parents[1] / "content" / "demo"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo with one export that brand.yaml does not name, and without its inboxes."""
    made = tmp_path_factory.mktemp("check") / "brand"
    shutil.copytree(DEMO, made, ignore=shutil.ignore_patterns("*.py", "__pycache__", "history", "output"))
    text = (made / "brand.yaml").read_text()
    (made / "brand.yaml").write_text("\n".join(line for line in text.splitlines() if "inbox" not in line))
    return made


@pytest.fixture(scope="module")
def found(folder: Path) -> doctor.Findings:
    return doctor.examine(folder)


def test_the_screen_fits_and_says_what_a_further_file_shows(found: doctor.Findings) -> None:
    lines = screen(found)
    assert len(lines) <= 45
    assert max(len(line) for line in lines) <= 108  # bold marks included
    missing = [one.id for one in found.criteria if one.status == "no_data"]
    assert "response-rate" in missing
    text = "\n".join(lines)
    done = [one for one in found.criteria if one.status in ("scored", "provisional")]
    assert f"{len(done)} of 24 questions can be scored" in text
    asked = [one for one in found.criteria if one.status != "nothing_to_judge"]
    share = sum(found.weights[one.id] for one in done) / sum(found.weights[one.id] for one in asked)
    assert found.coverage == pytest.approx(share, abs=1e-5) and f"{100 * share:.0f}% of the" in text
    further = text[text.index("What each further file would show") :]
    assert all(name in further for name in missing)


def test_an_account_that_only_answers_is_not_told_of_files_for_other_questions(tmp_path: Path) -> None:
    rows = "".join(
        f"{n},a{n},True,Mon Jul 06 1{n % 9}:00:00 +0000 2026,@HLHelp is boat {n} late?,,\n" for n in range(12)
    )
    head = "tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id\n"
    (tmp_path / "inbox.csv").write_text(head + rows)
    (tmp_path / "brand.yaml").write_text(
        "brand: {name: HL}\naccounts: [{platform: x, handle: HLHelp, role: support, inbox: inbox.csv}]\n"
        "period: {start: 2026-07-01, end: 2026-09-30}\n"
    )
    text = " ".join(" ".join(screen(doctor.examine(tmp_path))).split())
    assert "no question for accounts that only answer" in text
    assert "promo-share" not in text.partition("nothing to judge")[2].partition("no question")[0]


def test_weights_are_those_of_the_rubric(found: doctor.Findings) -> None:
    assert sum(found.weights.values()) == pytest.approx(100, abs=0.01)
    assert set(found.weights) == {one.id for one in found.criteria}


def test_an_export_that_brand_yaml_does_not_name_is_told(found: doctor.Findings, folder: Path) -> None:
    told = " ".join(found.unnamed)
    assert "inbox-2026-q3.csv" in told
    assert "x-2026-10.zip" not in told
    assert "not named in brand.yaml" in "\n".join(screen(found))
    (folder / "brand.yaml").write_text((DEMO / "brand.yaml").read_text())
    assert doctor.unnamed(settings.load(folder)) == ([], [])


def two(folder: Path) -> doctor.Findings:
    """An X archive of one day in 2022, a table of Facebook posts of 2026, and a broken repository beside them."""
    x_archive(folder)
    days = [f"2026-{month:02d}-{day:02d}" for month in (1, 2, 3, 4) for day in range(1, 29)]
    rows = [f"{day} 10:00,Post number {n} of the page" for n, day in enumerate(days)]
    (folder / "fb.csv").write_text("\n".join(["created_at,text", *rows]) + "\n")
    (folder / "archive.tar.gz").write_bytes(b"\x1f\x8b\x08")
    (folder / "brand.yaml").write_text(
        "brand: {name: HL}\naccounts:\n  - {platform: x, handle: harbour_eg, archive: twitter-2026-10}\n"
        "  - {platform: facebook, handle: hl, archive: fb.csv}\n"
    )
    return doctor.examine(folder)


def test_which_period_is_built_is_told_where_accounts_differ(tmp_path: Path, found: doctor.Findings) -> None:
    lines = " ".join(click.unstyle(" ".join(screen(two(tmp_path)))).split())
    assert "HL: 2026-Q1 facebook:hl covers it whole; not so x:harbour_eg (2020-01-01 to 2022-03-04)" in lines
    assert "(--period chooses another)" in lines
    built = build.build(tmp_path / "brand.yaml").lines  # and whoever builds without asking reads it there
    assert "2026-Q1: facebook:hl covers it whole; not so x:harbour_eg (2020-01-01 to 2022-03-04)" in " ".join(built)
    assert found.chosen == periods.told(found.period, {}) == ""  # all cover it: nothing to say
    span = {"x:a": (date(2026, 2, 1), date(2026, 3, 1))}
    assert periods.told(found.period, span) == "no account covers a whole period: x:a (2026-02-01 to 2026-03-01)"


def test_an_archive_that_is_there_is_not_asked_for_as_if_it_were_not(tmp_path: Path) -> None:
    made = two(tmp_path)
    lines = " ".join(" ".join(screen(made)).split())
    assert "a newer copy of the X archive (one .zip)" in lines and "% the X archive" not in lines
    assert "What is there is not of the period: x:harbour_eg from 2020-01-01 to 2022-03-04." in lines
    assert "a newer copy of an inbox" not in lines  # there never was one


def test_what_lies_there_and_cannot_be_read_is_told_with_its_reason(tmp_path: Path) -> None:
    made = two(tmp_path)
    assert [line.split(":")[0] for line in made.unread] == ["archive.tar.gz"]
    assert made.unnamed == []
    assert "in the folder and not readable: archive.tar.gz: download is incomplete" in " ".join(
        " ".join(screen(made)).split()
    )


def test_an_archive_named_by_a_whole_path_with_a_star_is_no_stranger(tmp_path: Path) -> None:
    """C:\\exports\\*.csv on Windows, /exports/*.csv elsewhere: in the brand's folder or out of it."""
    inside, outside = tmp_path / "brand", tmp_path / "elsewhere"
    for folder in (inside, outside):
        folder.mkdir()
        rows = [f"2026-07-{day:02d} 10:00,Boat {day} of {folder.name} leaves at nine" for day in range(1, 20)]
        (folder / "posts-1.csv").write_text("\n".join(["created_at,text", *rows]) + "\n")
    (inside / "brand.yaml").write_text(
        f"brand: {{name: HL}}\naccounts: [{{platform: x, handle: hl, archive: ['{inside}/*.csv', '{outside}/*.csv']}}]"
    )
    found = doctor.examine(inside)
    assert (found.unnamed, found.unread) == ([], [])
    assert sum(one.kept for one in found.inputs) == 38


def test_silent_months_between_the_first_and_the_last_post_are_gaps() -> None:
    days = ["2025-11-30", "2026-02-01", "2026-02-28", "2026-03-01"]
    times = [datetime.fromisoformat(f"{day}T12:00:00+00:00") for day in days]
    posts = pl.DataFrame({"account": ["x:a"] * 4, "created_at": times})
    assert doctor.gaps(posts) == {"x:a": ["2025-12", "2026-01"]}


def test_files_of_a_kind_share_a_line(found: doctor.Findings) -> None:
    (line,) = [line for line in screen(found) if "posts-2025-q4.csv" in line]
    assert "(4 files)" in line


@pytest.mark.shared
@pytest.mark.skipif(not EXPORTS.is_dir(), reason="the real exports are not beside the checkout")
@pytest.mark.parametrize(
    "name",
    [
        "x-archive-rtiatmla", "x-archive-lumeninferius", "instagram-bitsinna-art",
        "facebook-page-orbitronica", "mastodon-newgreenpeace", "linkedin-sanand0", "bluesky", "inbox-twcs.csv",
        "inbox-ibm-customer-care.json", "delta-replies-cp1252.csv", "yum-brands-2012-2022.csv",
    ],
)  # fmt: skip
def test_a_folder_of_real_exports_is_drafted_to_what_loads(name: str, tmp_path: Path) -> None:
    source = EXPORTS / name
    if source.is_dir():
        shutil.copytree(source, tmp_path / "in" / name)
    else:
        (tmp_path / "in").mkdir()
        shutil.copy(source, tmp_path / "in")
    made = draft(tmp_path / "in")
    (tmp_path / "in" / "brand.yaml").write_text(made.text)
    brand = settings.load(tmp_path / "in")
    assert brand.accounts and all(one.handle for one in brand.accounts)
    assert made.found
