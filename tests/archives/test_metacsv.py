"""Business Suite tables on made-up twins: languages, zones, days, several pages, and how they meet the downloads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from archives.make import read as read_any
from archives.make import table
from archives.test_facebook import LAYOUTS, post, put
from archives.test_instagram import carousel
from sociable import archives
from sociable.archives import metacsv
from sociable.archives.container import open_inputs
from sociable.config import Brand
from sociable.errors import ArchiveError
from sociable.tables import Archive

FB = [
    "Post ID", "Page ID", "Page name", "Title", "Description", "Duration (sec)", "Publish time", "Caption type",
    "Permalink", "Is crosspost", "Is share", "Post type", "Languages", "Custom labels", "Funded content status",
    "Data comment", "Date", "Views", "Reach", "Reactions, Comments and Shares", "Reactions", "Comments", "Shares",
    "Total clicks", "Other Clicks", "Link Clicks",
]  # fmt: skip
IG = {
    "en": ["Post ID", "Account ID", "Account username", "Account name", "Description", "Duration (sec)",
           "Publish time", "Permalink", "Post type", "Data comment", "Date", "Views", "Reach", "Likes", "Shares",
           "Follows", "Comments", "Saves"],
    "es": ["Identificador de la publicación", "Identificador de la cuenta", "Nombre de usuario de la cuenta",
           "Nombre de la cuenta", "Descripción", "Duración (segundos)", "Hora de publicación", "Enlace permanente",
           "Tipo de publicación", "Comentario sobre los datos", "Fecha", "Visualizaciones", "Alcance", "Me gusta",
           "Veces que se compartió", "Seguimientos", "Comentarios", "Veces que se guardó"],
    "sv": ["Publicerings-id", "Konto-id", "Kontots användarnamn", "Kontonamn", "Beskrivning", "Längd (sek.)",
           "Publiceringstid", "Permalänk", "Inläggstyp", "Datakommentar", "Datum", "Visningar", "Räckvidd",
           "Gilla-markeringar", "Delningar", "Följer", "Kommentarer", "Sparade objekt"],
}  # fmt: skip
PAGE = "100045700821521"


def fb(number: int, words: str, when: str = "03/27/2026 06:08", period: str = "Lifetime", **more: Any) -> list[Any]:
    row = {
        "Post ID": f"18277201320{number:05}", "Page ID": PAGE, "Page name": "Harbour Lights", "Title": words,
        "Description": "", "Duration (sec)": 0, "Publish time": when, "Caption type": "N/A",
        "Permalink": f"https://www.facebook.com/harbourlights/posts/pfbid{number}", "Is crosspost": 0, "Is share": 0,
        "Post type": "Photos", "Date": period, "Views": "1,270", "Reach": 45, "Reactions, Comments and Shares": 6,
        "Reactions": 3, "Comments": 2, "Shares": 1, "Total clicks": 9, "Other Clicks": 8, "Link Clicks": 1,
    }  # fmt: skip
    row |= more
    return [row.get(name, "") for name in FB]


def ig(number: int, words: str, when: str = "03/27/2026 06:08", **more: Any) -> list[Any]:
    row = [f"180123450{number:05}", "17841400000000000", "harbourlights", "Harbour Lights", words, 0, when,
           f"https://www.instagram.com/p/Code{number}/", "IG image", "", "Lifetime", 99, 40, 4, 1, 2, 5, 6]  # fmt: skip
    for place, value in more.items():
        row[int(place[1:])] = value
    return row


def read(root: Path, archive: str | list[str] = "a.csv", **account: Any) -> Archive:
    return read_any(root, archive, **{"platform": "facebook", **account})


def test_facebook(tmp_path: Path) -> None:
    rows = [
        fb(1, "Fog on the pier\nstay warm #fog", Views="", Reach="-"),
        fb(2, "Short", Description="The longer words of the film"),
        fb(3, "", **{"Is share": 1}),
        fb(4, "Their news, our words", **{"Is share": 1}),
        fb(5, "", **{"Post type": "Stories"}),
    ]
    table(tmp_path / "a.csv", FB, rows, encoding="utf-8-sig")
    found = read(tmp_path)
    by_id = {row["uid"][-1]: row for row in found.posts.to_dicts()}
    assert {key: (row["form"], row["text"]) for key, row in by_id.items()} == {
        "1": ("post", "Fog on the pier\nstay warm #fog"), "2": ("post", "The longer words of the film"),
        "3": ("repost", ""), "4": ("quote", "Their news, our words"), "5": ("story", ""),
    }  # fmt: skip
    first, second = by_id["1"], by_id["2"]
    assert (first["impressions"], first["reach"], second["impressions"]) == (None, None, 1270)
    assert [second[name] for name in ("likes", "replies", "shares", "clicks", "saves")] == [3, 2, 1, 1, None]
    assert first["created_at"] == datetime(2026, 3, 27, 13, 8, tzinfo=UTC), "06:08 Pacific summer time"
    assert (first["time_precision"], first["tz_source"]) == ("minute", "platform-rule")
    assert set(found.feeds["need"]) == {"own_text", "minute_time"}
    assert first["permalink"].endswith("/posts/pfbid1")


def test_the_zone_of_brand_yaml_overrules_pacific_time(tmp_path: Path) -> None:
    table(tmp_path / "a.csv", FB, [fb(1, "Hello")])
    row = read(tmp_path, tz="Europe/Berlin").posts.to_dicts()[0]
    assert (row["created_at"], row["tz_source"]) == (datetime(2026, 3, 27, 5, 8, tzinfo=UTC), "config")


@pytest.mark.parametrize("language", sorted(IG))
def test_instagram_in_several_languages_reads_the_same(tmp_path: Path, language: str) -> None:
    table(tmp_path / "a.csv", IG[language], [ig(1, "Fog"), ig(2, "Boat", p8="Historia de Instagram")])
    row, story = read(tmp_path, platform="instagram").posts.sort("uid").to_dicts()
    assert story["form"] == "story"
    counters = ("impressions", "reach", "likes", "shares", "follows", "replies", "saves")
    assert [row[name] for name in counters] == [99, 40, 4, 1, 2, 5, 6]
    assert (row["text"], row["uid"]) == ("Fog", "instagram:18012345000001")


def test_a_table_in_an_unknown_language_is_told_by_its_cells(tmp_path: Path) -> None:
    header = [f"столбец {number}" for number in range(len(FB))]
    table(tmp_path / "a.csv", header, [fb(1, "Fog", Views=70), fb(2, "Boat", Views=80)])
    found = read(tmp_path)
    row = found.posts.sort("uid").to_dicts()[0]
    assert [row[name] for name in ("text", "impressions", "reach", "likes", "replies", "shares")] == [
        "Fog",
        70,
        45,
        3,
        2,
        1,
    ]
    assert [one.code for one in found.inputs[0].issues] == ["headers-unknown"]
    table(tmp_path / "b.csv", [f"열 {number}" for number in range(18)], [ig(1, "Fog"), ig(2, "Boat")])
    found = read(tmp_path, "b.csv", platform="instagram")
    assert found.posts["text"].sort().to_list() == ["Boat", "Fog"] and found.posts["likes"].null_count() == 2


@pytest.mark.parametrize(
    ("cells", "meant", "codes"),
    [
        (["03/04/2026 10:00", "03/25/2026 10:00"], datetime(2026, 3, 4, 18), []),
        (["03/04/2026 10:00", "25/03/2026 10:00"], datetime(2026, 4, 3, 17), []),
        (["03/04/2026 10:00"], datetime(2026, 3, 4, 18), ["date-order-ambiguous"]),
        (["2026-03-04 10:00:00"], datetime(2026, 3, 4, 18), []),
        (["04.03.2026 10:00"], datetime(2026, 3, 4, 18), []),
        (["03/04/2026 10:00:00", "03/25/2026 10:00:30"], datetime(2026, 3, 4, 18), []),
        (["3/4/2026 10:00 AM", "3/25/2026 10:00 PM"], datetime(2026, 3, 4, 18), []),
    ],
)
def test_ways_to_write_a_time(tmp_path: Path, cells: list[str], meant: datetime, codes: list[str]) -> None:
    table(tmp_path / "a.csv", FB, [fb(n, f"Words {n}", when) for n, when in enumerate(cells)])
    found = read(tmp_path)
    row = found.posts.filter(pl.col("text") == "Words 0").to_dicts()[0]
    assert row["created_at"] == meant.replace(tzinfo=UTC)
    assert [one.code for one in found.inputs[0].issues] == codes


def test_the_daily_breakdown_is_added_up(tmp_path: Path) -> None:
    days = [fb(1, "Fog", period=f"03/{27 + n}/2026", Views="", Reach=10 * n, Reactions=n) for n in range(3)]
    alone = fb(2, "Boat", when="03/28/2026 06:08", period="03/28/2026", Reactions=8)
    table(tmp_path / "a.csv", FB, [*days, days[2], alone])
    found = read(tmp_path)
    rows = found.posts.sort("uid").select("text", "likes", "replies", "reach", "impressions").rows()
    assert rows == [("Fog", 3, 6, None, None), ("Boat", 8, 2, 45, 1270)], "people of two days may be the same people"
    assert found.inputs[0].skipped == {"day-of-a-post": 3}
    assert [one.code for one in found.inputs[0].issues] == ["daily-breakdown"]


def test_the_row_of_the_whole_period_wins_over_its_days(tmp_path: Path) -> None:
    rows = [
        ig(1, "Fog", p10="03/27/2026", p13=2),
        ig(1, "Fog", p10="Total", p13=7),
        ig(1, "Fog", p10="03/28/2026", p13=5),
    ]
    table(tmp_path / "a.csv", IG["en"], rows)
    assert read(tmp_path, platform="instagram").posts["likes"].to_list() == [7]


def test_overlapping_files_keep_the_newest_counters(tmp_path: Path) -> None:
    table(tmp_path / "a.csv", FB, [fb(1, "Fog", Reactions=3)])
    table(tmp_path / "b.csv", FB, [fb(1, "Fog", Reactions=5), fb(2, "Boat", when="04/28/2026 06:08")])
    for order in (["a.csv", "b.csv"], ["b.csv", "a.csv"]):
        assert read(tmp_path, order).posts.sort("uid")["likes"].to_list() == [5, 3]


def test_several_pages_in_one_file(tmp_path: Path) -> None:
    other = {"Page ID": "200", "Page name": "Island Paper", "Permalink": "https://www.facebook.com/islandpaper/posts/9"}
    table(tmp_path / "a.csv", FB, [fb(1, "Ours"), fb(2, "Theirs", **other)])
    found = read(tmp_path)
    assert (found.posts["text"].to_list(), found.inputs[0].skipped) == (["Ours"], {"other-page": 1})
    assert read(tmp_path, page="Island Paper").posts["text"].to_list() == ["Theirs"]
    with pytest.raises(ArchiveError, match=r"holds 2 pages \(Harbour Lights, Island Paper\), none is ferry"):
        read(tmp_path, handle="ferry")
    with open_inputs(tmp_path, ["a.csv"]) as containers:
        assert metacsv.owners(containers[0]) == [("Harbour Lights",) * 2, ("Island Paper",) * 2]


def test_one_page_under_another_name_is_read_and_noted(tmp_path: Path) -> None:
    table(tmp_path / "a.csv", FB, [fb(1, "Ours")])
    found = read(tmp_path, handle="ferry")
    assert found.posts.height == 1 and [one.code for one in found.inputs[0].issues][-1] == "other-handle"


def test_both_networks_in_one_folder(tmp_path: Path) -> None:
    table(tmp_path / "a.csv", FB, [fb(1, "On Facebook")])
    table(tmp_path / "b.csv", IG["en"], [ig(1, "On Instagram")])
    for platform, words in (("facebook", "On Facebook"), ("instagram", "On Instagram")):
        found = read(tmp_path, ["a.csv", "b.csv"], platform=platform)
        assert found.posts["text"].to_list() == [words]
        assert sorted(file.skipped.get("other-platform", 0) for file in found.inputs) == [0, 1]


@pytest.mark.parametrize(
    ("rows", "kept", "skipped"),
    [
        ([fb(1, "Fog"), fb(1, "Fog")], 1, {"duplicate": 1}),
        ([fb(1, "Fog"), fb(2, "Boat", when="soon")], 1, {"incomplete": 1}),
        ([fb(1, "Fog"), fb(2, "Boat", Reactions="many")], 2, {}),
        ([fb(1, "Fog"), [*fb(2, "Boat"), "one", "too many"]], 1, {"broken": 1}),
        ([fb(1, "Fog"), fb(2, "Boat")[:9]], 2, {}),
    ],
)
def test_rows_of_all_sorts(tmp_path: Path, rows: list[list[Any]], kept: int, skipped: dict[str, int]) -> None:
    table(tmp_path / "a.csv", FB, rows)
    file = read(tmp_path).inputs[0]
    assert (file.kept, file.skipped) == (kept, skipped)


def test_columns_more_fewer_and_in_another_order(tmp_path: Path) -> None:
    place = {name: number for number, name in enumerate(FB)}
    chosen = [
        "Post type",
        "Views",
        "Negative feedback from users: Hide",
        "Permalink",
        "Page name",
        "Publish time",
        "Title",
        "Post ID",
    ]
    table(tmp_path / "a.csv", chosen, [[fb(1, "Fog")[place[name]] if name in place else 7 for name in chosen]])
    row = read(tmp_path).posts.to_dicts()[0]
    assert (row["text"], row["impressions"], row["likes"]) == ("Fog", 1270, None)


def test_ids_that_a_spreadsheet_rounded_come_from_the_address(tmp_path: Path) -> None:
    table(tmp_path / "a.csv", FB, [fb(1, "Fog", **{"Post ID": "1.83E+15"})])
    found = read(tmp_path)
    assert found.posts["uid"].to_list() == ["facebook:pfbid1"]
    assert "id-scientific" in [one.code for one in found.inputs[0].issues]


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_other_encodings(tmp_path: Path, encoding: str) -> None:
    table(tmp_path / "a.csv", FB, [fb(1, "Smørrebrød")], encoding=encoding)
    assert read(tmp_path).posts["text"].to_list() == ["Smørrebrød"]


def test_headers_only_and_empty_files_are_notes_beside_others(tmp_path: Path) -> None:
    table(tmp_path / "a.csv", FB, [fb(1, "Fog")])
    table(tmp_path / "b.csv", FB, [])
    (tmp_path / "c.csv").write_bytes(b"")
    found = read(tmp_path, ["a.csv", "b.csv", "c.csv"])
    assert [[one.code for one in file.issues] for file in found.inputs][1:] == [["empty"], ["empty"]]


def test_a_file_cut_off_keeps_its_whole_rows(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", FB, [fb(1, "Fog"), fb(2, "Boat\nand more")])
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b"and more")])
    found = read(tmp_path)
    assert found.posts["text"].to_list() == ["Fog"]


def test_series_by_day_are_noted_and_give_no_posts(tmp_path: Path) -> None:
    table(tmp_path / "a.csv", FB, [fb(1, "Fog")])
    text = (
        'sep=,\r\n"Facebook follows"\r\n"Date","Primary"\r\n"2026-03-01T00:00:00","4"\r\n"2026-03-02T00:00:00","3"\r\n'
    )
    (tmp_path / "Follows.csv").write_bytes(text.encode("utf-16"))
    found = read(tmp_path, ["a.csv", "Follows.csv"])
    file = found.inputs[1]
    assert (file.read, file.skipped) == (2, {"not-a-post": 2})
    assert "7 new followers over the series" in [one.message for one in file.issues]


def test_the_platform_of_a_table(tmp_path: Path) -> None:
    table(tmp_path / "a.csv", IG["es"], [ig(1, "Fog")])
    with open_inputs(tmp_path, ["a.csv"]) as containers:
        assert metacsv.platform(containers[0]) == "instagram"
        assert metacsv.owners(containers[0]) == [("harbourlights", "Harbour Lights")]


def both(root: Path, zone: str, count: int = 8) -> tuple[Archive, list[datetime]]:
    """A download and a table of the same posts, the table's times in `zone`; the last post is in the table only."""
    times = [datetime(2026, 3, 1, 9, 7, 31, tzinfo=UTC) + timedelta(days=5 * n) for n in range(count + 1)]
    words = [f"Timetable number {n} for the boats of the harbour, see you" for n in range(count + 1)]
    put(root / "fb", LAYOUTS[0], [post(word, int(at.timestamp())) for word, at in zip(words[:-1], times, strict=False)])
    local = [at.astimezone(ZoneInfo(zone)).strftime("%m/%d/%Y %H:%M") for at in times]
    table(root / "a.csv", FB, [fb(n, word, at) for n, (word, at) in enumerate(zip(words, local, strict=True))])
    return read(root, ["fb", "a.csv"]), times


def test_download_and_table_give_one_row(tmp_path: Path) -> None:
    found, times = both(tmp_path, "America/Los_Angeles")
    assert found.posts.height == 9
    assert found.posts["created_at"].to_list()[:-1] == times[:-1], "to the second, as the download has it"
    first = found.posts.to_dicts()[0]
    assert (first["uid"], first["likes"], first["tz_source"]) == ("facebook:1827720132000000", 3, "explicit")
    assert first["permalink"] is not None and first["reader"] == "facebook"
    assert found.inputs[1].skipped == {"merged": 8}


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Kolkata", "UTC"])
def test_a_table_in_another_zone_is_found_out(tmp_path: Path, zone: str) -> None:
    found, times = both(tmp_path, zone)
    assert found.posts.height == 9
    gap = abs((found.posts["created_at"].to_list()[-1] - times[-1]).total_seconds())
    assert gap <= 60, "also the post that only the table has"
    assert found.posts["tz_source"].to_list()[-1] == "assumed"
    issue = next(one for one in found.inputs[1].issues if one.code == "zone-mismatch")
    assert issue.count == 8


def test_seconds_across_the_minute_do_not_part_a_post(tmp_path: Path) -> None:
    at = datetime(2026, 3, 27, 13, 8, 59, tzinfo=UTC)
    words = "Two pictures of one boat in the fog"
    put(tmp_path / "ig", "your_instagram_activity/media/posts_1.json", [carousel(words, int(at.timestamp()))])
    table(tmp_path / "a.csv", IG["en"], [ig(1, words, "03/27/2026 06:09")])
    found = read(tmp_path, ["ig", "a.csv"], platform="instagram")
    assert found.posts.select("uid", "likes", "media_count").rows() == [("instagram:18012345000001", 4, 2)]


def test_accounts_of_two_networks_share_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "all"
    folder.mkdir()
    table(folder / "a.csv", FB, [fb(1, "On Facebook")])
    table(folder / "b.csv", IG["en"], [ig(1, "On Instagram")])
    accounts = [{"platform": one, "handle": "harbourlights", "archive": "all"} for one in ("facebook", "instagram")]
    brand = Brand.model_validate({"root": tmp_path, "brand": {"name": "H"}, "accounts": accounts})
    found = archives.read(brand)
    assert found.posts.select("account", "text").rows() == [
        ("facebook:harbourlights", "On Facebook"), ("instagram:harbourlights", "On Instagram"),
    ]  # fmt: skip
