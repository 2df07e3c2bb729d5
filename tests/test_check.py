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
from sociable.newbrand import draft
from test_newbrand import x_archive

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


def test_a_newer_table_beside_one_that_is_read_is_told(tmp_path: Path) -> None:
    """A table of nobody's format may be anything, but where the brand reads one, the next quarter's is one more."""
    rows = "".join(f"{n},Boat {n} is full today,2026-07-0{n}T10:00:00Z\n" for n in range(1, 9))
    for name in ("q3.csv", "q4.csv"):
        (tmp_path / name).write_text(f"id,text,created_at\n{rows}")
    (tmp_path / "brand.yaml").write_text(
        "brand: {name: HL}\naccounts: [{platform: other, handle: HL, archive: q3.csv}]\n"
        "period: {start: 2026-07-01, end: 2026-09-30}\n"
    )
    assert doctor.examine(tmp_path).unnamed == ["q4.csv (generic)"]


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
    assert found.chosen == ""  # all cover it: nothing to say
    span = {"x:a": (date(2026, 2, 1), date(2026, 3, 1))}
    told = periods.told(found.period, "quarter", date(2026, 10, 1), span, {date(2026, 2, 1): 3})
    assert told == "no account covers a whole period: x:a (2026-02-01 to 2026-03-01)"


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


def test_a_relative_folder_names_its_exports_as_a_whole_path_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "client/more").mkdir(parents=True)
    for month in (1, 2, 3):
        rows = "".join(f"2026-{month:02}-{day:02} 10:00,Post {day} of month {month}\n" for day in range(1, 21))
        (tmp_path / f"client/more/posts-{month}.csv").write_text("created_at,text\n" + rows)
    (tmp_path / "client/brand.yaml").write_text(
        "brand: {name: HL}\naccounts: [{platform: facebook, handle: hl, archive: more/posts-*.csv}]\n"
    )
    monkeypatch.chdir(tmp_path)
    for root in (Path("client"), tmp_path / "client", Path("../") / tmp_path.name / "client"):
        found = doctor.examine(root)
        assert found.unnamed == []
        assert [one.file for one in found.inputs] == [f"more/posts-{month}.csv" for month in (1, 2, 3)]
    monkeypatch.chdir(tmp_path / "client")
    assert doctor.examine(Path("brand.yaml")).unnamed == []


def test_periods_are_named_with_what_they_hold_and_an_unsure_inbox_is_asked_about(tmp_path: Path) -> None:
    head = "tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id\n"
    days = [date(2026, 1, 1), *(date(2026, 2, 1 + n) for n in range(20)), date(2026, 3, 31), date(2026, 4, 2)]
    asked = [
        f"{n},a{n},True,{day:%a %b %d} 10:00:00 +0000 2026,@HLHelp late?,{n}9,\n" for n, day in enumerate(days, 101)
    ]
    told = [f"{n}9,HLHelp,False,{day:%a %b %d} 11:00:00 +0000 2026,@a{n} No,,{n}\n" for n, day in enumerate(days, 101)]
    (tmp_path / "inbox.csv").write_text(head + "".join(asked + told))
    text = "brand: {{name: HL}}\naccounts: [{{platform: x, handle: HLHelp, inbox: inbox.csv{}}}]\n"
    (tmp_path / "brand.yaml").write_text(text.format(""))
    found = doctor.examine(tmp_path)
    assert [(one.period, one.posts, one.messages, one.whole) for one in found.held] == [
        ("2026-Q1", 22, 22, True), ("2026-Q2", 1, 1, False),
    ]  # fmt: skip
    lines = " ".join(click.unstyle(" ".join(screen(found))).split())
    assert "periods: 2026-Q1 22 posts and 22 messages (judged here); 2026-Q2 1 post and 1 message, in part" in lines
    assert "x:hlhelp: does its inbox hold messages that nobody answered, too?" in lines
    (tmp_path / "brand.yaml").write_text(text.format(", inbox_complete: yes"))
    assert "does its inbox hold" not in " ".join(screen(doctor.examine(tmp_path)))


def test_a_file_that_breaks_off_stands_first(tmp_path: Path) -> None:
    x_archive(tmp_path)
    path = next(tmp_path.rglob("tweets.js"))
    path.write_bytes(path.read_bytes()[:-40])
    (tmp_path / "brand.yaml").write_text(
        "brand: {name: HL}\naccounts: [{platform: x, handle: harbour_eg, archive: twitter-2026-10}]\n"
    )
    found = doctor.examine(tmp_path)
    assert len(found.warnings) == 1 and "ends in the middle" in found.warnings[0]
    lines = [click.unstyle(line) for line in screen(found)]
    assert lines.index("Files") > next(n for n, line in enumerate(lines) if "warning: " in line)


GERMAN = (
    "Neue Räder sind da, jetzt kaufen und sparen.", "Wie war eure Tour am Wochenende? Erzählt mal davon.",
    "Unser Tipp: den Reifendruck vor jeder Fahrt prüfen.", "Wir sind stolz auf unseren neuen Preis.",
    "Heute ist wegen der Inventur geschlossen.", "Danke an alle Helfer vom letzten Samstag.",
    "Wer fährt am Sonntag mit uns an den See?", "Das Team in der Werkstatt wächst weiter.",
)  # fmt: skip


def german_table(folder: Path) -> Path:
    rows = [f"{text};2026-{7 + n // 3:02d}-0{1 + n % 3} 10:00" for n, text in enumerate(GERMAN)]
    (folder / "posts.csv").write_text("\n".join(["text;created_at", *rows]) + "\n")
    (folder / "brand.yaml").write_text(
        "brand: {name: HL, timezone: UTC}\naccounts: [{platform: other, handle: HL, archive: posts.csv}]\n"
        "period: {start: 2026-07-01, end: 2026-09-30}\n"
    )
    return folder


def test_posts_in_a_language_without_detectors_are_not_said_to_be_missing(tmp_path: Path) -> None:
    """And how the table is written is told, for a delimiter is taken from what it looks like."""
    found = doctor.examine(german_table(tmp_path))
    reasons = {one.id: one.reason for one in found.criteria}
    assert {reasons[name] for name in ("promo-share", "self-talk", "plain-talk")} == {"language"}
    told = " ".join(" ".join(screen(found)).split())
    assert "not judged: most of it is in a language that the detectors do not read (they read English): promo-s" in told
    assert "note: its cells are parted by ;" in told
    assert "parted by ; (" not in told


def test_no_header_of_a_german_inbox_is_taken_for_a_name(tmp_path: Path) -> None:
    """What stands behind "author, " in a sentence of ours would be whom it names."""
    german_table(tmp_path)
    rows = [f"{n};Eingang;0{1 + n}.07.2026 10:00;Wer;Wo bleibt es?;Ich" for n in range(9)]
    head = "Unterhaltung;Richtung;Datum;Absender;Nachricht;Bearbeiter"
    (tmp_path / "in.csv").write_text("\n".join([head, *rows]) + "\n")
    text = (tmp_path / "brand.yaml").read_text().replace("posts.csv}", "posts.csv, inbox: in.csv}")
    (tmp_path / "brand.yaml").write_text(text)
    told = " ".join(" ".join(screen(doctor.examine(tmp_path))).split())
    assert "author = Absender, text = Nachricht, agent = Bearbeiter; left out: none" in told and "none (1)" not in told


def test_an_inbox_that_was_never_there_is_not_asked_for_as_a_fuller_copy(tmp_path: Path) -> None:
    """A table of posts shows times and names, which an inbox would show as well; it is none for that."""
    found = doctor.examine(german_table(tmp_path))
    assert "inbox" not in found.there["other:hl"]
    (line,) = [one for one in screen(found) if "an inbox export with both sides" in one]
    assert "fuller" not in line and "newer" not in line


def test_days_to_come_are_told(tmp_path: Path) -> None:
    """A day read as a month moves "today", and with it every period."""
    found = doctor.examine(german_table(tmp_path))
    told = [line for line in screen(found, "2026-09-01") if "beyond today" in line]
    assert len(told) == 1 and told[0].startswith("    warning: it reaches beyond today")
    assert not [line for today in ("2026-09-02", "") for line in screen(found, today) if "beyond today" in line]
