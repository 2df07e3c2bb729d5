"""LinkedIn's member export: layouts by year, broken quoting, whose comments, messages, invitations."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archives.make import EXPORTS, read, table
from sociable import archives
from sociable.errors import ArchiveError

HEADER = ["Date", "ShareLink", "ShareCommentary", "SharedUrl", "MediaUrl", "Visibility"]
WHEN = datetime(2025, 7, 1, 14, 33, 22, tzinfo=UTC)


def number(when: datetime, extra: int = 0) -> int:
    """An id whose clock shows `when`."""
    return (int(when.timestamp() * 1000) << 22) + extra


ID = number(WHEN)


def urn(sort: str, key: object) -> str:
    return f"https://www.linkedin.com/feed/update/urn%3Ali%3A{sort}%3A{key}"


def share(key: object, text: str, sort: str = "share", when: str = "2025-07-01 14:33:22", **more: str) -> list[str]:
    found = {"url": "", "media": "", "visibility": "MEMBER_NETWORK", **more}
    return [when, urn(sort, key), text, found["url"], found["media"], found["visibility"]]


SHARES = [
    share(ID, 'Boats run."\n""\n"All day #Ferry.'),
    share(ID + 1, "", url="https://a.example/x"),
    share(f"99-{ID + 2}", "In the group", "groupPost"),
    share(ID + 3, "hashtag#tide is high", "ugcPost", media="https://media.example/1"),
    share(ID + 4, "", media="https://media.example/2"),
    share(ID + 5, "for friends", visibility="CONNECTIONS_ONLY"),
]


def linkedin(root: Path, name: str | list[str], **more: Any) -> Any:
    return read(root, name, platform="linkedin", **{"handle": "ada-harbour", **more})


def test_shares(tmp_path: Path) -> None:
    table(tmp_path / "Shares.csv", HEADER, [*SHARES, SHARES[0]])
    found = linkedin(tmp_path, "Shares.csv")
    rows = {row["uid"].rpartition(":")[2]: row for row in found.posts.to_dicts()}
    assert rows[str(ID)]["text"] == "Boats run.\n\nAll day #Ferry."
    assert rows[str(ID)]["hashtags"] == ["Ferry"]
    assert {key: (row["form"], row["place"]) for key, row in rows.items()} == {
        str(ID): ("post", "professional"), str(ID + 1): ("repost", "professional"),
        str(ID + 2): ("post", "semi-closed"), str(ID + 3): ("post", "professional"),
        str(ID + 4): ("post", "professional"),
    }  # fmt: skip
    assert rows[str(ID + 3)]["text"] == "#tide is high" and rows[str(ID + 3)]["media_count"] == 1
    assert rows[str(ID + 1)]["links"] == ["https://a.example/x"]
    assert found.inputs[0].skipped == {"duplicate": 1, "private": 1}
    assert not found.inputs[0].issues
    assert set(found.feeds["need"]) == {"own_text", "reshares", "minute_time"}


def test_plain_line_breaks_keep_their_quotes(tmp_path: Path) -> None:
    table(tmp_path / "Shares.csv", HEADER, [share(ID, '"One"\n"Two"'), share(ID + 1, "a\nb"), share(ID + 2, "c\n\nd")])
    assert linkedin(tmp_path, "Shares.csv").posts["text"][0] == '"One"\n"Two"'


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_the_layout_of_2018(tmp_path: Path, encoding: str) -> None:
    header = [
        "Date",
        "Share Title",
        "Share Description",
        "Share Link",
        "Share Commentary",
        "Shared URL",
        "Media URL",
        "Type",
        "Visibility",
    ]
    row = [
        "2017/06/08 08:15:44 UTC",
        "",
        "",
        "https://www.linkedin.com/updates?topic=6278509011234567890",
        "Fähre",
        "",
        "",
        "",
        "PUBLIC",
    ]
    table(tmp_path / "Shares.csv", header, [row], encoding=encoding, delimiter="\t")
    found = linkedin(tmp_path, "Shares.csv")
    assert found.posts.select("uid", "text", "created_at").rows() == [
        ("linkedin:6278509011234567890", "Fähre", datetime(2017, 6, 8, 8, 15, 44, tzinfo=UTC)),
    ]  # fmt: skip


COMMENTS = (
    "Date,Link,Message\n"
    f'2025-07-02 10:00:00,{urn("activity", number(datetime(2025, 6, 1, tzinfo=UTC)))},"She said \\"no\\", twice"\n'
    f"2025-07-01 14:35:00,{urn('activity', ID + 7)},The link is here\n"
    f"2025-07-03 09:00:00,{urn('activity', ID + 7)},Ada Mo thanks\n"
    "\nfor asking\nand, again, for coming\n"
    f",{urn('activity', ID + 7)},Its date is blank\n"
    f"2025-07-04 09:00:00,{urn('activity', ID + 7)}\n"
)


def test_comments(tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()
    table(tmp_path / "all/Shares_17529409.csv", HEADER, SHARES)
    (tmp_path / "all/Comments_17529409.csv").write_text(COMMENTS)
    found = linkedin(tmp_path, "all")
    rows = {row["text"]: row for row in found.posts.filter(source_file="all!Comments_17529409.csv").to_dicts()}
    assert set(rows) == {
        'She said "no", twice', "The link is here", "Ada Mo thanks\n\nfor asking\nand, again, for coming",
    }  # fmt: skip
    by = {text[:3]: row for text, row in rows.items()}
    own = {f"linkedin:{ID + step}" for step in range(6)}
    assert by["The"]["form"] == "thread" and by["The"]["reply_to_uid"] in own, "the first comment under an own post"
    assert (by["Ada"]["form"], by["Ada"]["reply_to_uid"]) == ("reply", None)
    assert by["Ada"]["thread_root"] in own
    assert by["She"]["form"] == "reply" and by["She"]["reply_to_uid"].startswith("linkedin:7")
    file = next(one for one in found.inputs if "Comments" in one.file)
    assert (file.read, file.kept, file.skipped) == (5, 3, {"incomplete": 2})
    assert {issue.code for issue in file.issues} == {"mended", "incomplete", "short-row"}


MESSAGES = [
    "CONVERSATION ID", "CONVERSATION TITLE", "FROM", "SENDER PROFILE URL", "TO", "RECIPIENT PROFILE URLS", "DATE",
    "SUBJECT", "CONTENT", "FOLDER", "IS MESSAGE DRAFT",
]  # fmt: skip
ME, MO, BO = (f"https://www.linkedin.com/in/{name}" for name in ("ada-harbour", "Mo", "bo"))


def message(
    thread: str, sender: str, to: str, minute: int, text: str = "secret", draft: str = "No", folder: str = "INBOX"
) -> list[str]:
    return [thread, "", sender[28:], sender, to[28:], to, f"2026-02-03 09:{minute:02}:00 UTC", "", text, folder, draft]


def test_messages_and_invitations(tmp_path: Path) -> None:
    rows = [
        message("a", MO, ME, 0), message("a", ME, MO, 5, "<p>yes</p>"), message("b", ME, BO, 6),
        message("b", ME, BO, 7, draft="true"), message("c", MO, ME, 8, folder="SPAM"), message("a", MO, ME, 0),
    ]  # fmt: skip
    table(tmp_path / "messages.csv", MESSAGES, rows)
    header = ["From", "To", "Sent At", "Message", "Direction", "inviterProfileUrl", "inviteeProfileUrl"]
    invitations = [
        ["Ada", "Bo", "8/20/26, 1:12\u202fPM", "Buy our boats", "OUTGOING", ME, BO],
        ["Ada", "Mo", "8/21/26, 1:12 PM", "", "OUTGOING", ME, MO],
    ]
    table(tmp_path / "Invitations.csv", header, invitations)
    found = linkedin(tmp_path, ["messages.csv", "Invitations.csv"])
    assert found.messages["text"].null_count() == found.messages.height == 4
    assert "dm_text" not in set(found.feeds["need"])
    found = linkedin(tmp_path, ["messages.csv", "Invitations.csv"], read_dms=True)
    columns, me = ("direction", "author", "recipient", "text"), "linkedin:@ada-harbour"
    assert set(found.messages.select(columns).rows()) == {
        ("in", "linkedin:@mo", me, "secret"), ("out", me, "linkedin:@mo", "yes"),
        ("out", me, "linkedin:@bo", "secret"), ("out", me, "linkedin:@bo", "Buy our boats"),
    }  # fmt: skip
    assert found.messages["private"].all() and (found.messages["channel"] == "dm").all()
    assert found.messages["created_at"].max() == datetime(2026, 8, 20, 13, 12, tzinfo=UTC)
    skipped = {one.file: one.skipped for one in found.inputs}
    assert skipped == {"messages.csv": {"draft": 1, "spam": 1, "duplicate": 1}, "Invitations.csv": {"no-message": 1}}
    assert "dm_text" in set(found.feeds["need"])


def test_a_whole_export_in_a_zip(tmp_path: Path) -> None:
    def text(header: list[str], rows: list[list[str]]) -> str:
        out = io.StringIO()
        csv.writer(out).writerows([header, *rows])
        return out.getvalue()

    article = (
        '<html><head><title>x</title></head><body><h1><a href="https://www.linkedin.com/pulse/tides-ada">Of tides</a>'
        '</h1><p class="created">Created on 2024-09-20 06:04</p><p class="published">Published on 2024-09-20 06:12</p>'
    )
    files = {
        "Shares.csv": text(HEADER, SHARES[:2]),
        "InstantReposts_1.csv": text(["Date", "Link"], [["2025-07-05 10:00:00", urn("activity", 7348202933752053761)]]),
        "Reactions.csv": text(["Date", "Type", "Link"], [["2025-07-09 10:00:00", "LIKE", urn("activity", 1)]]),
        "Connections.csv": 'Notes:\n"When exporting, ..."\n\n' + text(
            ["First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"],
            [["Mo", "M", MO, "mo@secret.example", "", "", "06 Aug 2021"]]),
        "Profile.csv": text(["First Name", "Last Name", "Address", "Headline", "Summary", "Websites"],
                            [["Ada", "Harbour", "1 Secret Road", "Ferries", "All day", "[X:https://harbour.example]"]]),
        "Email Addresses.csv": text(["Email Address", "Confirmed"], [["ada@secret.example", "Yes"]]),
        "Articles/Articles/tides.html": article,
        "Articles/Articles/draft.html": "<h1>Never</h1><p>Created on 2024-09-20 06:04</p>",
    }  # fmt: skip
    with zipfile.ZipFile(tmp_path / "Complete.zip", "w") as box:
        for name, body in files.items():
            box.writestr(f"Complete_LinkedInDataExport/{name}", body)
    found = linkedin(tmp_path, "Complete.zip")
    assert Counter(found.posts["form"]) == {"post": 1, "repost": 2, "article": 1}
    assert found.posts.filter(form="article").select("text", "permalink").rows() == [
        ("Of tides", "https://www.linkedin.com/pulse/tides-ada"),
    ]  # fmt: skip
    assert found.snapshots.select("name", "bio", "website").rows() == [
        ("Ada Harbour", "Ferries\n\nAll day", "https://harbour.example"),
    ]  # fmt: skip
    everything = str(found)
    assert "secret" not in everything.casefold()
    assert str(found.feeds.filter(need="own_text")["last"][0]) == "2025-07-09", "the export ends with its last reaction"
    assert archives.discover(tmp_path)[0][0].owners == (("ada-harbour", "Ada Harbour"),)


def test_of_two_who_share_the_only_conversation_neither_is_taken_for_the_owner(tmp_path: Path) -> None:
    """One thread with Mo says nothing of whose export it is, until the profile's name stands beside an address."""
    rows = [message("a", MO, ME, 0), message("a", ME, MO, 5)]
    export = tmp_path / "export"
    export.mkdir()
    table(export / "messages.csv", MESSAGES, rows)
    assert [one.owners for one in archives.discover(tmp_path)[0]] == [()]
    table(export / "Profile.csv", ["First Name", "Last Name", "Headline", "Summary"], [["ada-harbour", "", "", ""]])
    assert [one.owners for one in archives.discover(tmp_path)[0]] == [(("ada-harbour", "ada-harbour"),)]


def test_damage_is_counted(tmp_path: Path) -> None:
    header = [*HEADER, "Something New"]
    rows = [[*SHARES[0], "x"], ["not a date", "no link", "text", "", "", "", ""], [*share(ID + 8, "b", when="")],
            [*share(ID + 7, "c"), ""]]  # fmt: skip
    table(tmp_path / "Shares.csv", header, rows)
    with (tmp_path / "Shares.csv").open("a") as file:
        file.write(f'2025-07-01 14:33:22,{urn("share", ID + 9)},"cut off in the mid')
    found = linkedin(tmp_path, "Shares.csv")
    file = found.inputs[0]
    assert (file.read, file.skipped) == (5, {"incomplete": 1, "broken": 1})
    assert {issue.code for issue in file.issues} == {"short-row", "incomplete", "cut-off"}
    assert found.posts.filter(text_truncated="unknown")["text"].to_list() == ["b"]
    assert found.posts.filter(text="b")["tz_source"].to_list() == ["id"]


def test_empty_and_wrongly_encoded(tmp_path: Path) -> None:
    table(tmp_path / "Shares.csv", HEADER, [])
    with pytest.raises(ArchiveError, match="is empty"):
        linkedin(tmp_path, "Shares.csv")
    table(tmp_path / "Shares.csv", HEADER, [share(ID, "Fähre")], encoding="cp1252")
    found = linkedin(tmp_path, "Shares.csv")
    assert found.posts["text"].to_list() == ["Fähre"]
    assert [issue.code for issue in found.inputs[0].issues] == ["encoding"]


@pytest.mark.shared
@pytest.mark.skipif(not EXPORTS.is_dir(), reason="the real exports are not beside the checkout")
def test_a_real_export() -> None:
    folder = EXPORTS / "linkedin-sanand0"
    with (folder / "Shares.csv").open(newline="", encoding="utf-8") as file:
        shares = list(csv.DictReader(file))
    with (folder / "Comments.csv").open(newline="", encoding="utf-8") as file:
        comments = list(csv.reader(file, escapechar="\\"))[1:]
    found = read(EXPORTS, folder.name, platform="linkedin", handle="sanand0")
    files = {one.file.rpartition("!")[2]: one for one in found.inputs}
    assert (files["Shares.csv"].read, len(shares)) == (202, 202)
    own = found.posts.filter(found.posts["source_file"].str.ends_with("Shares.csv"))
    ids = {re.findall(r"\d{15,}", row["ShareLink"])[-1] for row in shares}
    assert set(own["uid"].str.slice(9)) == ids
    assert sum(bool(row["ShareCommentary"]) for row in shares) == 188
    assert own["text"].is_not_null().sum() == len({row["ShareLink"] for row in shares if row["ShareCommentary"]})
    assert (own["place"] == "semi-closed").sum() == 1
    assert (own["created_at"].min(), own["created_at"].max()) == (
        datetime(2015, 11, 5, 12, 25, 36, tzinfo=UTC), datetime(2025, 7, 1, 14, 33, 22, tzinfo=UTC),
    )  # fmt: skip
    assert not own["text"].drop_nulls().str.contains('"\n"').any()
    assert files["Comments.csv"].read == len(comments) == 323
    assert not [issue for file in found.inputs for issue in file.issues if issue.code == "time-off-id"]
