"""Tables of agency tools, Hootsuite, listening, helpdesks, snapshots, JSON conversations and workbooks."""

# ruff: noqa: E501 - rows of tables are easier to read on one line
from __future__ import annotations

import json
import zipfile
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from archives.make import EXPORTS, read, table
from sociable.errors import ArchiveError

HOOT = ["Date (GMT)", "Facebook Page", "Post ID", "Post Permalink", "Post Type", "Post Message", "Author", "Reactions", "Comments"]  # fmt: skip


def hoot(number: int, page: str, text: str, when: str = "2018-07-23 10:00:00") -> list[str]:
    return [when, page, f"9_{number}", f"https://www.facebook.com/9_{number}", "Photo", text, "Mo Clerk", "1,200", ""]


def codes(found: Any) -> set[str]:
    return {issue.code for one in found.inputs for issue in one.issues}


def test_hootsuite_keeps_one_page_of_many(tmp_path: Path) -> None:
    rows = [
        hoot(1, "Harbour", "Boats"),
        hoot(2, "Island", "Sheep"),
        hoot(1, "Harbour", "Boats"),
        hoot(3, "Harbour", "x", ""),
    ]
    table(tmp_path / "p.csv", HOOT, rows)
    found = read(tmp_path, "p.csv", platform="facebook", handle="harbour.lights", page="Harbour")
    assert found.posts.select("uid", "text", "likes", "replies", "agent", "media_count").rows() == [
        ("facebook:9_1", "Boats", 1200, None, "Mo Clerk", 1),
    ]  # fmt: skip
    assert found.posts["created_at"].to_list() == [datetime(2018, 7, 23, 10, tzinfo=UTC)]
    assert found.inputs[0].skipped == {"other-page": 1, "duplicate": 1, "incomplete": 1}
    assert read(tmp_path, "p.csv", platform="facebook", handle="Island").posts["text"].to_list() == ["Sheep"]
    with pytest.raises(ArchiveError, match="holds 2 pages, and none is somebody: Harbour, Island"):
        read(tmp_path, "p.csv", platform="facebook", handle="somebody")


def test_hootsuite_inbound_and_metrics_in_a_zip(tmp_path: Path) -> None:
    header = [
        "Date (GMT)",
        "Facebook Page",
        "Message Author",
        "Type",
        "Message ID",
        "Message Permalink",
        "Message",
        "Tags",
    ]
    rows = [
        ["2018-07-23 10:00:00", "Harbour", "Mo", "Received Comment", "9_7", "https://f.example/9_7", "When?", ""],
        ["2018-07-23 11:00:00", "Harbour", "Bo", "Received Private Message", "m_1", "", "my secret", ""],
        ["broken", "Harbour", "Bo", "Received Post", "9_8", "", "x", ""],
    ]
    table(tmp_path / "in.csv", header, rows)
    table(
        tmp_path / "m.csv",
        ["Date (GMT)", "Page Fans - A (Daily aggregated values for Facebook pages: a, b)"],
        [["2018-07-23", "9"]],
    )
    table(tmp_path / "p.csv", HOOT, [hoot(1, "Harbour", "Boats")])
    with zipfile.ZipFile(tmp_path / "r.zip", "w") as box:
        for name in ("in", "m", "p"):
            box.write(tmp_path / f"{name}.csv", f"report_facebook_{name}.csv")
    found = read(tmp_path, "r.zip", platform="facebook", handle="Harbour")
    columns = ("channel", "author", "text", "private")
    assert found.messages.select(columns).rows() == [
        ("comment", "facebook:name:Mo", "When?", False), ("dm", "facebook:name:Bo", None, True),
    ]  # fmt: skip
    assert not {"inbound_linked", "inbound_complete"} & set(found.feeds["need"]), "nothing shows what was answered"
    assert {one.file.rpartition("_")[2]: one.skipped for one in found.inputs} == {
        "in.csv": {"incomplete": 1}, "m.csv": {"not-a-post": 1}, "p.csv": {},
    }  # fmt: skip


TOOLS = {
    "sprout": (
        ["Date", "Post ID", "Network", "Post Type", "Profile", "Sent by", "Link", "Post", "Impressions", "Reactions", "Odd"],
        ["3/27/2026 6:08 pm", "77", "Instagram", "Post", "harbour", "Mo", "https://i.example/p/77", "Boats", "1,200", "-", "?"],
        ("instagram", datetime(2026, 3, 27, 18, 8, tzinfo=UTC), 1200),
    ),
    "buffer": (
        ["Date", "Update", "Service", "Service Link", "Type", "Impressions", "Likes"],
        ["2026-03-27T18:08:00Z", "Boats", "Twitter", "https://twitter.com/h/status/1900000000000000001", "text", "12.4K", "3"],
        ("x", datetime(2026, 3, 27, 18, 8, tzinfo=UTC), 12400),
    ),
    "metricool": (
        ["Date", "Text", "Network", "Impressions", "Interactions"],
        ["27/03/2026 18:08", "Boats", "Facebook", "1.200", "4"],
        ("facebook", datetime(2026, 3, 27, 18, 8, tzinfo=UTC), 1200),
    ),
    "agorapulse": (
        ["Publishing date", "Publishing time", "Message", "Link", "Impressions", "Reactions"],
        ["27/03/2026", "18:08", "Boats", "https://f.example/posts/12345", "1200", "4"],
        ("facebook", datetime(2026, 3, 27, 18, 8, tzinfo=UTC), 1200),
    ),
}  # fmt: skip


@pytest.mark.parametrize("tool", sorted(TOOLS))
def test_agency_tools(tmp_path: Path, tool: str) -> None:
    header, row, (platform, when, impressions) = TOOLS[tool]
    total = ["Total", *[""] * (len(header) - 1)]
    preamble = "Report for Harbour\n\n"
    table(tmp_path / "t.csv", header, [row, row, total], delimiter=";" if tool == "metricool" else ",")
    (tmp_path / "t.csv").write_text(preamble + (tmp_path / "t.csv").read_text(), encoding="utf-8-sig")
    found = read(tmp_path, "t.csv", platform=platform, handle="harbour")
    post = found.posts.to_dicts()[0]
    assert (post["text"], post["created_at"], post["impressions"], found.posts.height) == (
        "Boats",
        when,
        impressions,
        1,
    )
    assert found.inputs[0].skipped == {"duplicate": 1, "total": 1}
    beta = next(issue for issue in found.inputs[0].issues if issue.code == "beta")
    assert "text = " in beta.message and ("Odd" in beta.message) == (tool == "sprout")


def test_dates_that_could_be_either_are_noted_and_config_decides(tmp_path: Path) -> None:
    header, row, _ = TOOLS["agorapulse"]
    table(tmp_path / "t.csv", header, [["03/04/2026", *row[1:]]])
    found = read(tmp_path, "t.csv", platform="facebook")
    assert found.posts["created_at"][0].date() == date(2026, 4, 3) and "date-order-ambiguous" in codes(found)
    found = read(tmp_path, "t.csv", platform="facebook", date_format="%m/%d/%Y %H:%M")
    assert found.posts["created_at"][0].date() == date(2026, 3, 4) and "date-order-ambiguous" not in codes(found)


def test_another_network_in_the_same_file_is_left_out(tmp_path: Path) -> None:
    header, row, _ = TOOLS["sprout"]
    table(tmp_path / "t.csv", header, [row, [*row[:2], "X (Twitter)", *row[3:]]])
    assert read(tmp_path, "t.csv", platform="instagram").inputs[0].skipped == {"other-platform": 1}


def test_meltwater(tmp_path: Path) -> None:
    header = [
        "Date",
        "Time",
        "Document ID",
        "URL",
        "Source Name",
        "Hit Sentence",
        "Author Name",
        "Author Handle",
        "Language",
    ]
    rows = [
        ["27-Mar-2026", "06:08 PM", "d1", "https://twitter.com/mo/status/1900000000000000001", "Twitter", "ask @HarbourLights — Fähre?", "Mo", "@Mo", "en"],
        ["27-Mar-2026", "06:09 PM", "d2", "https://news.example/a", "The News", "Harbour Lights wins", "", "", "en"],
        ["27-Mar-2026", "06:10 PM", "d3", "https://x.com/HarbourLights/status/1900000000000000002", "X", "own", "H", "@HarbourLights", "en"],
        ["27-Mar-2026", "06:08 PM", "d1", "https://twitter.com/mo/status/1900000000000000001", "Twitter", "again", "Mo", "@Mo", "en"],
    ]  # fmt: skip
    table(tmp_path / "m.tsv", header, rows, encoding="utf-16", delimiter="\t")
    found = read(tmp_path, inbox="m.tsv", handle="HarbourLights")
    columns = ("uid", "channel", "author", "text")
    assert found.messages.select(columns).rows() == [
        ("x:1900000000000000001", "mention", "x:@mo", "ask @HarbourLights — Fähre?"),
    ]  # fmt: skip
    assert found.messages["created_at"].to_list() == [datetime(2026, 3, 27, 18, 8, tzinfo=UTC)]
    assert found.inputs[0].skipped == {"other-platform": 1, "own-post": 1, "duplicate": 1}


def test_talkwalker_counts_milliseconds(tmp_path: Path) -> None:
    header = [
        "published",
        "url",
        "title",
        "content",
        "lang",
        "extra_author_attributes.name",
        "extra_author_attributes.short_name",
    ]
    table(
        tmp_path / "t.csv",
        header,
        [["1774634880000", "https://twitter.com/mo/status/19", "t", "Harbour?", "en", "Mo", "mo"]],
    )
    found = read(tmp_path, inbox="t.csv")
    assert found.messages.select("author", "created_at", "channel").rows() == [
        ("x:@mo", datetime(2026, 3, 27, 18, 8, tzinfo=UTC), "other"),
    ]  # fmt: skip


def test_helpdesk_pairs_answers_with_questions(tmp_path: Path) -> None:
    header = [
        "Message ID",
        "Conversation ID",
        "Direction",
        "Status",
        "Inbox",
        "Message Date",
        "Extract",
        "Author",
        "Contact handle",
    ]
    rows = [
        ["m2", "c1", "Outbound", "", "Care", "2026-03-27 10:20:00", "Hello Ada", "Mo", ""],
        ["m1", "c1", "Inbound", "", "Care", "2026-03-27 10:00:00", "When?", "", "ada"],
        ["m3", "c2", "Inbound", "", "Care", "2026-03-27 11:00:00", "And?", "", ""],
        ["m3", "c2", "Inbound", "", "Care", "2026-03-27 11:00:00", "And?", "", ""],
        ["m4", "c2", "Note", "", "Care", "2026-03-27 11:00:00", "inner", "Mo", ""],
    ]
    table(tmp_path / "f.csv", header, rows)
    found = read(tmp_path, inbox="f.csv", inbox_complete="yes")
    assert found.posts.select("uid", "reply_to_uid", "reply_to_author", "agent").rows() == [
        ("x:m2", "x:m1", "x:@ada", "Mo")
    ]
    assert found.messages.select("uid", "author").rows() == [("x:m1", "x:@ada"), ("x:m3", "x:@thread-c2")]
    assert found.inputs[0].skipped == {"incomplete": 1, "duplicate": 1}
    assert {"inbound_linked", "inbound_complete", "minute_time", "replies_out"} <= set(found.feeds["need"])


def test_ringcentral_tells_sides_by_who_created_a_message(tmp_path: Path) -> None:
    header = ["id", "content_thread_id", "source_type", "created_at", "private_message", "auto_submitted", "creator_name", "author_id", "body_as_text"]  # fmt: skip
    rows = [
        ["1", "t1", "twitter", "27/03/2026 10:00", "false", "false", "", "77", "When?"],
        ["2", "t1", "twitter", "27/03/2026 10:05", "false", "false", "Mo", "1", "At noon"],
        ["3", "t2", "facebook", "27/03/2026 10:05", "false", "false", "", "78", "Elsewhere"],
        ["4", "t3", "twitter", "27/03/2026 10:06", "true", "true", "Mo", "1", "We will be back"],
    ]
    table(tmp_path / "r.csv", header, rows, delimiter=";")
    found = read(tmp_path, inbox="r.csv")
    assert found.posts.select("uid", "agent", "created_at").rows() == [
        ("x:2", "Mo", datetime(2026, 3, 27, 10, 5, tzinfo=UTC))
    ]
    assert found.messages.select("uid", "channel", "is_automatic", "text").rows() == [
        ("x:1", "other", False, "When?"), ("x:4", "dm", True, None),
    ]  # fmt: skip
    assert found.inputs[0].skipped == {"other-platform": 1}


def test_snapshots_kept_by_hand(tmp_path: Path) -> None:
    header = ["date", "month", "followers", "new_followers", "following", "tweets"]
    rows = [["2026-01-31", "Jan", "1,200", "5", "300", "9"], ["2026-02-28", "Feb", "1,250", "50", "NA", "9"], ["", "", "", "", "", ""], ["x", "", "NA", "", "", ""]]  # fmt: skip
    table(tmp_path / "s.csv", header, rows)
    table(tmp_path / "t.csv", ["text", "created_at"], [["Boats", "2026-02-01 10:00:00 +0000"]])
    found = read(tmp_path, ["s.csv", "t.csv"])
    points = found.snapshots.select("followers", "following").rows()
    assert points == [(1200, 300), (1250, None)]
    assert found.inputs[0].skipped == {"snapshot": 2, "incomplete": 1}
    assert found.feeds.filter(need="following_count").select("first", "last").rows() == [
        (date(2025, 12, 17), date(2026, 3, 17))
    ]


def case(desk: str, key: str, *turns: dict[str, str], **more: Any) -> dict[str, Any]:
    return {"dialogHeader": {"company": desk, "sessionID": key}, "dialogContent": list(turns), **more}


def test_conversations(tmp_path: Path) -> None:
    ask = {"client": "mo", "datetime": "2026-03-27T10:00:00.000Z", "message": "@HarbourLights when?", "tweet_ID": "7"}
    reply = {
        "agent": "HarbourLights",
        "datetime": "2026-03-27T10:05:00.000Z",
        "message": "At &lt; noon",
        "tweet_ID": "8",
    }
    odd = {"client1": "bo", "datetime": "never", "message": "x", "tweet_ID": "9"}
    last = {"url_utterance": "See https://h.example", "tweet_ID": "1900000000000000001", "turn": "3"}
    cases = [
        case("HarbourLights", "a", ask, reply, odd, agentURL=last),
        case("Island", "b", ask),
        {"dialogContent": []},
    ]
    (tmp_path / "c.json").write_text(json.dumps(cases))
    found = read(tmp_path, inbox="c.json")
    assert found.messages.select("uid", "channel", "author").rows() == [("x:7", "mention", "x:@mo")]
    assert [(row["uid"], row["text"], row["reply_to_uid"]) for row in found.posts.to_dicts()] == [
        ("x:1900000000000000001", "See https://h.example", "x:8"), ("x:8", "At < noon", "x:7"),
    ]  # fmt: skip
    assert found.inputs[0].skipped == {"incomplete": 1, "other-brand": 1, "broken": 1}
    assert "minute_time" in set(found.feeds["need"])


def test_conversations_by_role(tmp_path: Path) -> None:
    turns = [
        {"role": "customer", "author": "mo", "text": "When?", "created_at": 1774634880000},
        {"role": "agent", "text": "Noon", "created_at": 1774634940},
    ]
    (tmp_path / "c.json").write_text(json.dumps({"conversations": [{"id": "a", "messages": turns}]}))
    found = read(tmp_path, inbox="c.json")
    assert (found.messages.height, found.posts.height) == (1, 1)
    assert (found.posts["created_at"][0] - found.messages["created_at"][0]).total_seconds() == 60


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    """A minimal .xlsx; `_` in a sheet's name stands for a blank."""

    def cell(place: int, row: int, value: Any) -> str:
        name = f"{chr(65 + place)}{row}"
        if isinstance(value, int | float):
            return f'<c r="{name}"><v>{value}</v></c>'
        return f'<c r="{name}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'

    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    names = [name.replace("_", " ") for name in sheets]
    with zipfile.ZipFile(path, "w") as box:
        kinds = "".join(
            f'<Override PartName="/xl/worksheets/s{n}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
            for n in range(len(sheets))
        )
        box.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{kinds}</Types>',
        )
        package = "http://schemas.openxmlformats.org/package/2006/relationships"
        box.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        listed = "".join(
            f'<sheet name="{escape(name)}" sheetId="{n + 1}" r:id="r{n}"/>' for n, name in enumerate(names)
        )
        box.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets>{listed}</sheets></workbook>'
        )
        links = "".join(
            f'<Relationship Id="r{n}" Type="{rel}/worksheet" Target="worksheets/s{n}.xml"/>' for n in range(len(sheets))
        )
        box.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}">{links}</Relationships>')
        for n, rows in enumerate(sheets.values()):
            lines = "".join(
                f'<row r="{r}">{"".join(cell(c, r, v) for c, v in enumerate(row) if v != "")}</row>'
                for r, row in enumerate(rows, 1)
            )
            box.writestr(
                f"xl/worksheets/s{n}.xml", f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>'
            )
    return path


WHEN = datetime(2025, 7, 1, 14, 33, 22, tzinfo=UTC)
ID = int(WHEN.timestamp() * 1000) << 22
PAGE = ["Post title", "Post link", "Post type", "Campaign name", "Posted by", "Created date", "Impressions", "Clicks", "Likes",
        "Comments", "Reposts", "Content Type"]  # fmt: skip


def test_a_page_workbook(tmp_path: Path) -> None:
    link = f"https://www.linkedin.com/feed/update/urn:li:activity:{ID}"
    posts = [
        ["A long sentence that explains all columns of this export."], PAGE,
        ["Boats\nall day", link, "Organic", "", "Mo Clerk", "07/01/2025", 1200, 3, 4, 0, 1, "Article"],
        ["Buy", f"{link[:-2]}99", "Sponsored", "Sale", "", "7/2/2025", 9, "", "", "", "", ""],
        ["", "", "", "", "", "", "", "", "", "", "", ""],
        ["No link", "", "Organic", "", "", "never", 9, "", "", "", "", ""],
    ]  # fmt: skip
    daily = [["Explained"], ["Date", "Impressions (organic)", "Impressions (total)"], ["07/01/2025", 1, 2]]
    workbook(tmp_path / "harbour_content_1.xlsx", Metrics=daily, All_posts=posts)
    found = read(tmp_path, "harbour_content_1.xlsx", platform="linkedin", handle="harbour")
    first = (
        found.posts.sort("created_at").to_dicts()[0]
        if found.posts["text"][0].startswith("Boats")
        else found.posts.to_dicts()[1]
    )
    assert (first["uid"], first["text"], first["impressions"], first["reposts"]) == (
        f"linkedin:{ID}",
        "Boats\nall day",
        1200,
        1,
    )
    assert (first["created_at"], first["tz_source"], first["paid"], first["agent"]) == (WHEN, "id", "no", "Mo Clerk")
    assert Counter(found.posts["paid"]) == {"no": 1, "yes": 1}
    assert found.inputs[0].skipped == {"daily": 1, "incomplete": 1}


def creator(path: Path) -> Path:
    link = "https://www.linkedin.com/feed/update/urn:li:activity:"
    return workbook(
        path,
        DISCOVERY=[["Overall Performance", "6/11/2024 - 6/10/2025"], ["Impressions", 99]],
        ENGAGEMENT=[["Date", "Impressions", "Engagements"], ["6/11/2024", 5, 1], ["6/12/2024", 6, 1]],
        TOP_POSTS=[
            ["Maximum of 50 posts available to include in this list"], [""],
            ["Post URL", "Post publish date", "Engagements", "", "Post URL", "Post publish date", "Impressions"],
            [f"{link}{ID + 5}", "7/1/2025", 9, "", f"{link}{ID + 5}", "7/1/2025", 1234],
            ["", "", "", "", f"{link}{ID - (90_000 << 22)}", "7/1/2025", 7],
        ],
        FOLLOWERS=[["Total followers on 4/23/2025:", 321], [""], ["Date", "New followers"], ["4/22/2025", 2]],
    )  # fmt: skip


def test_a_creator_workbook_lends_its_counters_to_the_share_of_that_moment(tmp_path: Path) -> None:
    creator(tmp_path / "Content.xlsx")
    header = ["Date", "ShareLink", "ShareCommentary"]
    link = f"https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A{ID}"
    table(tmp_path / "Shares.csv", header, [["2025-07-01 14:33:22", link, "Boats"]])
    found = read(tmp_path, ["Shares.csv", "Content.xlsx"], platform="linkedin", handle="ada")
    assert found.posts.select("uid", "text", "impressions").rows() == [(f"linkedin:{ID}", "Boats", 1234)]
    assert found.inputs[1].skipped == {"daily": 3, "merged": 1, "no-text": 1}
    assert found.snapshots.select("followers", "at").rows() == [(321, datetime(2025, 4, 23, 12, tzinfo=UTC))]


def test_workbooks_that_are_damaged_or_empty(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", All_posts=[PAGE])
    with pytest.raises(ArchiveError, match="is empty"):
        read(tmp_path, "a.xlsx", platform="linkedin")
    (tmp_path / "a.xlsx").write_bytes((tmp_path / "a.xlsx").read_bytes()[:300])
    with pytest.raises(ArchiveError, match="incomplete") as caught:
        read(tmp_path, "a.xlsx", platform="linkedin")
    assert len(caught.value.faults) == 1


@pytest.mark.parametrize(
    "header",
    [HOOT, *(one[0] for one in TOOLS.values()), ["Message ID", "Conversation ID", "Direction", "Message Date"],
     ["date", "followers", "following"], ["Date", "Document ID", "URL", "Hit Sentence"]],
)  # fmt: skip
def test_headers_only_truncated_and_another_encoding(tmp_path: Path, header: list[str]) -> None:
    table(tmp_path / "a.csv", header, [])
    with pytest.raises(ArchiveError, match="is empty"):
        read(tmp_path, "a.csv", platform="other", handle="h")
    blank = [""] * len(header)
    table(tmp_path / "a.csv", [*header, "Unheard Of"], [[*blank, "Fähre"]], encoding="cp1252")
    with (tmp_path / "a.csv").open("a") as file:
        file.write('2026-01-01 10:00,"cut off in the midd')
    try:
        found = read(tmp_path, "a.csv", platform="other", handle="h")
    except ArchiveError as error:
        assert len(error.faults) == 1 and "rows read and none usable" in str(error)
    else:
        assert "cut-off" in codes(found) and found.posts.height <= 1


@pytest.mark.shared
@pytest.mark.skipif(not EXPORTS.is_dir(), reason="the real exports are not beside the checkout")
def test_real_conversations() -> None:
    cases = json.loads((EXPORTS / "inbox-ibm-customer-care.json").read_text())
    turns = Counter({one["dialogHeader"]["company"]: 0 for one in cases})
    for one in cases:
        turns[one["dialogHeader"]["company"]] += len(one["dialogContent"]) + 1
    for desk, count in turns.most_common(3):
        file = read(EXPORTS, inbox="inbox-ibm-customer-care.json", handle=desk).inputs[0]
        assert file.read == sum(turns.values())
        assert file.kept + file.skipped.get("duplicate", 0) == count
