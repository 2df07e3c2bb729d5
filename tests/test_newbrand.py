"""A first brand.yaml from a folder of downloads."""

import json
import re
import shlex
from pathlib import Path

import pytest
import yaml

from archives.test_mastodon import archive as mastodon
from sociable import archives, brandfile, settings
from sociable.archives import Found
from sociable.errors import ConfigError, InputError
from sociable.newbrand import draft, seat


def x_archive(
    folder: Path, handle: str = "harbour_eg", text: str = "Boats run. https://t.co/a", name: str = "Harbour: Lights"
) -> None:
    data = folder / "twitter-2026-10" / "data"
    data.mkdir(parents=True)
    account = {
        "username": handle,
        "accountId": "7",
        "accountDisplayName": name,
        "createdAt": "2020-01-01T00:00:00Z",
    }
    (data / "account.js").write_text(f"window.YTD.account.part0 = {json.dumps([{'account': account}])}")
    url = {"url": "https://t.co/a", "expanded_url": "https://www.harbour.example/t"}
    tweets = [
        {
            "tweet": {
                "id_str": str(1500000000000000000 + n),
                "created_at": "Fri Mar 04 10:00:00 +0000 2022",
                "full_text": text if n < 6 else f"@rider{n}_eg It leaves at nine. ^JR",
                "entities": {"urls": [url] if n < 6 else [], "user_mentions": [], "hashtags": []},
                **({"in_reply_to_user_id_str": str(n), "in_reply_to_status_id_str": str(n)} if n >= 6 else {}),
            }
        }
        for n in range(10)
    ]
    (data / "tweets.js").write_text(f"window.YTD.tweets.part0 = {json.dumps(tweets)}")


def test_a_folder_of_one_archive_builds_at_once(tmp_path: Path) -> None:
    x_archive(tmp_path)
    (tmp_path / "cat.jpg").write_bytes(b"")
    found = draft(tmp_path)
    (links,) = found.guessed
    assert links.startswith("your own links go to harbour.example: ") and not found.strangers
    assert re.search(r"domains: \[harbour.example\] +# guessed: ", found.text), "beside the guess, that it is one"
    values = yaml.safe_load(found.text)
    assert values["brand"]["name"] == "Harbour: Lights"
    assert values["brand"]["domains"] == ["harbour.example"]
    assert values["accounts"] == [
        {"platform": "x", "handle": "harbour_eg", "role": "brand", "archive": "twitter-2026-10"}
    ]
    assert values["team"] == [{"name": "[who?]", "initials": "JR"}]  # a name is asked for, not made up
    (tmp_path / "brand.yaml").write_text(found.text)
    assert settings.load(tmp_path).accounts[0].key == "x:harbour_eg"


def test_the_zone_of_the_account_is_taken_and_a_default_of_the_form_is_not(tmp_path: Path) -> None:
    x_archive(tmp_path)
    file = tmp_path / "twitter-2026-10" / "data" / "account-timezone.js"
    for words, zone in (("Madrid", "Europe/Madrid"), ("Eastern Time (US & Canada)", "America/New_York")):
        file.write_text(f'window.YTD.account_timezone.part0 = [{{"accountTimezone": {{"timeZone": "{words}"}}}}]')
        assert yaml.safe_load(draft(tmp_path).text)["brand"]["timezone"] == zone
    assert brandfile.zone_of("International Date Line West") == ""  # the first entry of X's form, chosen by nobody


def test_the_computer_s_zone_stands_in_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    x_archive(tmp_path)
    monkeypatch.setenv("TZ", "Europe/Lisbon")
    assert "timezone: Europe/Lisbon # this computer's" in draft(tmp_path).text
    monkeypatch.setenv("TZ", "Etc/UTC")  # what servers say; nobody's own zone
    assert brandfile.computer_zone() != "Etc/UTC"
    monkeypatch.setenv("TZ", "nonsense")
    assert brandfile.computer_zone() != "nonsense"


def posts_table(path: Path, header: str, row: str, rows: int = 12) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([header, *(row.format(n=n, day=n + 1) for n in range(rows))]) + "\n")


@pytest.mark.parametrize(
    ("name", "header", "row", "handle", "columns"),
    [
        ("history.csv", "username,tweet_id,created_at,text", "harbour_eg,{n},2026-07-{day:02} 10:00:00+00:00,Boats {n}",
         "harbour_eg", None),
        ("quay-desk.csv", "weekday,month,date,year,text", "Thu,Oct,{day},2025,@rider Sorry about boat {n}. *JR",
         "quay-desk", {"text": "text", "created_at": "{month} {date} {year}"}),
    ],
)  # fmt: skip
def test_a_table_of_nobodys_format_builds_at_once(
    tmp_path: Path, name: str, header: str, row: str, handle: str, columns: dict[str, str] | None
) -> None:
    posts_table(tmp_path / name, header, row)
    found = draft(tmp_path)
    (account,) = yaml.safe_load(found.text)["accounts"]
    assert (account["handle"], account.get("columns")) == (handle, columns)
    (tmp_path / "brand.yaml").write_text(found.text)
    assert archives.read(settings.load(tmp_path)).inputs[0].kept == 12


@pytest.mark.parametrize(
    ("header", "row", "columns"),
    [
        ("Message,When", "Boat {n} leaves the quay at nine,2026-07-{day:02} 10:00",
         {"text": "Message", "created_at": "When"}),
        ("Nr;Wann;Kanal;Beitragstext;Titel", "{n};{day:02}.07.2026;Fb;Das Boot {n} fährt heute um neun ab;Fahrt",
         {"text": "Beitragstext", "created_at": "Wann"}),
    ],
)  # fmt: skip
def test_columns_are_told_by_what_they_hold_where_their_names_say_nothing(
    tmp_path: Path, header: str, row: str, columns: dict[str, str]
) -> None:
    posts_table(tmp_path / "mine.csv", header, row)
    found = draft(tmp_path)
    (account,) = yaml.safe_load(found.text)["accounts"]
    assert account["columns"] == columns
    said = f"text is {columns['text']!r}, created_at is {columns['created_at']!r}"
    assert f"columns of mine.csv: {said}" in found.guessed
    (tmp_path / "brand.yaml").write_text(found.text)
    assert archives.read(settings.load(tmp_path)).inputs[0].kept == 12


@pytest.mark.parametrize(
    "rows",
    [
        ["a,b", "1,2", "3,4"],  # nothing like a text or a time
        ["From,Until,Note to all of us", *["2026-07-01,2026-07-02,One two three four five"] * 4],  # two times
        ["Words,More words,When", *["one two three four,five six seven ate,2026-07-01"] * 4],  # two texts alike
        ["2026-07-01,Boats run at nine o'clock", *["2026-07-02,The boat leaves at nine today"] * 4],  # no header
    ],
)
def test_a_table_that_could_be_read_in_two_ways_is_left_to_a_person_who_is_told_how(
    tmp_path: Path, rows: list[str]
) -> None:
    (tmp_path / "mine.csv").write_text("\n".join(rows) + "\n")
    with pytest.raises(InputError, match=r"mine\.csv: no reader knows it.* `columns: \{text: \.\.\., created_at"):
        draft(tmp_path)


def test_a_handle_that_nothing_states_is_guessed_in_the_open_or_asked_for(tmp_path: Path) -> None:
    x_archive(tmp_path)
    post = {"timestamp": 1646388000, "data": [{"post": "The boat leaves at nine."}]}
    (tmp_path / "profile_posts_1.json").write_text(json.dumps([post]))
    found = draft(tmp_path)
    assert found.guessed[0] == "facebook account 'harbour_eg': as on x"
    assert "handle: harbour_eg   # guessed: as on x" in found.text
    asked: list[tuple[str, str]] = []

    def ask(question: str, answer: str) -> str:
        asked.append((question, answer))
        return "HarbourPage" if "whose" in question else answer

    answered = draft(tmp_path, ask)
    assert [one for one in answered.guessed if "account" in one] == []
    assert "handle: HarbourPage\n" in answered.text
    assert [question for question, _ in asked][:1] == ["profile_posts_1.json: whose facebook account is it?"]
    assert len(asked) == 2  # the handle and the time zone; nothing that the exports say


def test_what_cannot_be_read_is_left_out_by_name_and_the_rest_builds(tmp_path: Path) -> None:
    x_archive(tmp_path)
    bad = tmp_path / "old-archive" / "data"
    bad.mkdir(parents=True)
    (bad / "manifest.js").write_text("window.__THAR_CONFIG = {}")
    found = draft(tmp_path)
    assert any(line.startswith("old-archive") for line in found.strangers)
    assert "old-archive" not in found.text
    (tmp_path / "brand.yaml").write_text(found.text)
    assert settings.load(tmp_path).accounts[0].archive == ("twitter-2026-10",)


def test_three_files_of_a_kind_are_a_pattern_that_matches_nothing_else(tmp_path: Path) -> None:
    names = [f"metrics_{month}.csv" for month in ("202601", "202602", "202603")]
    for name in names:
        (tmp_path / name).write_text("")
    assert brandfile.patterns(names, tmp_path) == ["metrics_*.csv"]
    (tmp_path / "metrics_notes.csv").write_text("")
    assert brandfile.patterns(names, tmp_path) == names
    assert brandfile.patterns(names[:2], tmp_path) == names[:2]


def test_an_address_of_numbers_is_no_domain(tmp_path: Path) -> None:
    x_archive(tmp_path)
    file = tmp_path / "twitter-2026-10" / "data" / "tweets.js"
    file.write_text(file.read_text().replace("www.harbour.example", "0.0.0.0"))
    assert yaml.safe_load(draft(tmp_path).text)["brand"]["domains"] == []


def test_downloads_of_meta_name_their_owner() -> None:
    one = brandfile.Seat("instagram", "", archive=["facebook-quay.side-2026-10-01-aB3.zip"])
    assert brandfile.guess_handle(one, [], Path("exports"))[0] == "quay.side"


def test_what_goes_into_the_file_is_read_back_as_it_was() -> None:
    for text in ("no", "a: b", 'say "hi"', "trailing ", "@quay", "#tag", "tab\there", "Ünïcode", "- dash"):
        assert yaml.safe_load(f"name: {brandfile.quoted(text)}")["name"] == text.replace("\t", " ")


def test_linkedin_hands_its_export_to_a_person_and_a_page_gets_workbooks() -> None:
    for archive, role in (["Shares.csv", "Comments.csv"], "person"), (["content.xlsx"], "brand"), ([], "brand"):
        lines = brandfile._seat(brandfile.Seat("linkedin", "ada", archive=archive), Path())
        assert [line.split()[1] for line in lines if "role:" in line] == [role]


def test_an_inbox_joins_the_account_that_it_names() -> None:
    seats = seat(
        [
            Found("x.zip", "x", "x", (("Harbour_eg", "Harbour"),), False),
            Found("inbox.csv", "inbox", "x", (("harbour_eg", ""),), True),
            Found("page.zip", "facebook", "facebook", (), False),
        ]
    )
    assert [(one.platform, one.handle, one.archive, one.inbox) for one in seats] == [
        ("x", "Harbour_eg", ["x.zip"], ["inbox.csv"]),
        ("facebook", "CHANGE-ME", ["page.zip"], []),
    ]


def test_of_several_desks_the_busiest_is_taken_and_a_zone_that_nothing_states_is_told(tmp_path: Path) -> None:
    """Ten desks of one, two ... ten answers; the others may be people, and are named nowhere."""
    rows = ["tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id"]
    for desk in range(1, 11):
        for turn in range(desk):
            asked, told = 2 * (100 * desk + turn), 2 * (100 * desk + turn) + 1
            rows.append(f"{asked},{900 + turn},True,Tue Oct 31 22:10:47 +0000 2017,@desk{desk} where is it?,{told},")
            rows.append(f"{told},desk{desk},False,Tue Oct 31 22:20:47 +0000 2017,@{900 + turn} It is here.,,{asked}")
    (tmp_path / "inbox.csv").write_text("\n".join(rows) + "\n")
    guessed = draft(tmp_path).guessed
    assert "x account 'desk10': the busiest of 10 desks in inbox.csv" in guessed
    assert "desk9" not in " ".join(guessed)
    assert any(re.fullmatch(r"time zone \S+: no export names one; .*", one) for one in guessed)
    assert not any("time zone" in one for one in draft(tmp_path, lambda question, answer: answer).guessed)


def test_an_inbox_of_several_desks_is_asked_about() -> None:
    seats = seat([Found("inbox.csv", "inbox", "x", (("a", ""), ("b", "")), True)])
    assert seats[0].handle == "CHANGE-ME"


def test_what_is_to_be_filled_in_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"")
    path = tmp_path / "brand.yaml"
    path.write_text("brand: {name: B}\naccounts:\n  - {platform: x, handle: CHANGE-ME, archive: a.zip}\n")
    with pytest.raises(ConfigError, match=r"brand\.yaml:3: accounts\.0\.handle: is still to be filled in"):
        settings.load(path)


def test_a_folder_without_exports_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no export that Sociable knows"):
        draft(tmp_path)
    with pytest.raises(InputError, match="is not a folder"):
        draft(tmp_path / "nowhere")


def test_every_comment_of_content_is_written_somewhere() -> None:
    """The words beside the keys lie in content/init alone; none of them is left over."""
    seats = [
        brandfile.Seat("x", "HLHelp", archive=["a.csv"], inbox=["b.csv"], columns={"text": "Message"}, guess="g"),
    ]
    facts = [
        brandfile.Facts("HL", links, ["JR"], a_quarter=n, kin=["hl_uk"]) for n, links in ((1, ()), (2, ["hl.example"]))
    ]
    text = "".join(brandfile.write(one, seats, Path()) for one in facts)
    later = {"desks", "download", "as_on", "named_by", "nothing", "zone_account", "zone_computer",
             "zone_guess"}  # of guesses  # fmt: skip
    for key, words in brandfile.words().items():
        plain = words.partition("{")[0].strip()
        assert key in {*later, "domains_told"} or (plain or words.partition("}")[2]) in text, key
    source = Path(brandfile.__file__).read_text(encoding="utf-8")
    assert later <= {key for key in brandfile.words() if f'["{key}"]' in source or key.startswith("zone_")}
    assert (
        yaml.safe_load(text.partition("# Who")[2].partition("# Who")[0].join(["#", ""]))["team"][0]["initials"] == "JR"
    )


def test_two_accounts_of_one_network_are_told_to_be_one_brand(tmp_path: Path) -> None:
    x_archive(tmp_path / "one")
    x_archive(tmp_path / "two", handle="pier_eg")
    line, _ = draft(tmp_path).guessed
    assert line.startswith("harbour_eg and pier_eg on x are of one brand; if they are not, ")


def test_two_accounts_of_one_network_whose_names_share_nothing_are_not_made_one_brand(tmp_path: Path) -> None:
    x_archive(tmp_path / "one")
    x_archive(tmp_path / "two", handle="ana_eg", name="Ana Person")
    x_archive(tmp_path / "zoo", handle="pier_eg", name="Pier Lights")
    found = draft(tmp_path)
    (line,) = found.strangers
    assert line.startswith("two/twitter-2026-10: the account calls itself 'Ana Person', the one beside it 'Harbour")
    assert [one["handle"] for one in yaml.safe_load(found.text)["accounts"]] == ["harbour_eg", "pier_eg"]


def posts(folder: Path, days: list[str], text: str = "Boat {} leaves") -> None:
    rows = "".join(f"{day} 10:00,{text.format(n)}\n" for n, day in enumerate(days))
    (folder / "hl.csv").write_text("created_at,text\n" + rows)


def test_how_many_posts_a_quarter_holds_is_reckoned_from_the_days_that_are_there(tmp_path: Path) -> None:
    five_weeks = [f"2026-{month:02}-{day:02}" for month, last in ((2, 28), (3, 7)) for day in range(1, last + 1)]
    posts(tmp_path, five_weeks)
    assert "about 91 posts a quarter, answers left out" in draft(tmp_path).text
    posts(tmp_path, five_weeks * 3)
    assert "a quarter, answers" not in draft(tmp_path).text, "273 are enough"
    posts(tmp_path, five_weeks[:10])
    assert "a quarter, answers" not in draft(tmp_path).text, "ten days say nothing of a quarter"
    whole = [f"2026-{month:02}-{day:02}" for month in range(1, 10) for day in range(1, 29, 3)]
    posts(tmp_path, ["2025-12-30", *whole])
    assert "about 30 posts a quarter" in draft(tmp_path).text, "the two days of the year before are no quarter"
    sparse = [f"{year}-{month:02}-15" for year in range(2015, 2026) for month in (2, 5, 8, 11)]
    lively = [f"{year}-{month:02}-{day:02}" for year in (2024, 2025) for month in range(1, 13) for day in (3, 9, 21)]
    posts(tmp_path, [*sparse, *lively, "2026-01-02"])
    assert "about 10 posts a quarter" in draft(tmp_path).text, "ten years ago is not usual"


def test_an_account_that_mostly_answers_is_not_advised_on_its_few_posts(tmp_path: Path) -> None:
    days = [f"2026-02-{day:02}" for day in range(1, 29)] * 8 + ["2026-03-07"]
    posts(tmp_path, days, "@rider{} It leaves at nine")
    with (tmp_path / "hl.csv").open("a") as file:
        file.write("2026-02-11 10:00,Good morning\n")
    assert "a quarter, answers" not in draft(tmp_path).text


@pytest.mark.parametrize(
    ("said", "written"), [("Yes", '"yes"'), ("no", '"no"'), ("", "unknown"), ("perhaps", "unknown")]
)
def test_whether_an_inbox_is_complete_is_asked(tmp_path: Path, said: str, written: str) -> None:
    head = "tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id\n"
    row = "1,a1,True,Mon Jul 06 10:00:00 +0000 2026,@HLHelp late?,2,\n"
    row += "2,HLHelp,False,Mon Jul 06 11:00:00 +0000 2026,No,,1\n"
    (tmp_path / "inbox.csv").write_text(head + row)
    asked: list[str] = []

    def ask(question: str, answer: str) -> str:
        asked.append(question)
        return said if "nobody answered" in question else answer

    text = draft(tmp_path, ask).text
    assert "inbox.csv: does it hold messages that nobody answered, too? yes, no" in asked
    assert f"inbox_complete: {written} " in text and "Answered ones alone look too good" in text


def test_accounts_of_the_brand_s_name_are_proposed_and_nobody_else_is_told_of(tmp_path: Path) -> None:
    """By name alone: a stranger whom the posts name as often stands nowhere in the file."""
    x_archive(tmp_path, "harbour_eg", "With @AskHarbour_eg, @harbour_eg_uk and @lena_k7. https://t.co/a")
    found = draft(tmp_path)
    assert yaml.safe_load(found.text)["brand"]["affiliates"] == ["@askharbour_eg", "@harbour_eg_uk"]
    assert "take out whoever is not yours" in found.text and "lena" not in found.text
    (tmp_path / "brand.yaml").write_text(found.text)
    assert settings.load(tmp_path).about.affiliates == ("@askharbour_eg", "@harbour_eg_uk")


def test_an_actor_says_whose_the_outbox_beside_it_is(tmp_path: Path) -> None:
    mastodon(tmp_path / "exports")
    found = draft(tmp_path / "exports")
    assert found.guessed == () and not any("actor" in one for one in found.strangers)
    account = yaml.safe_load(found.text)["accounts"][0]
    assert (account["handle"], account["archive"]) == ("harbour@mas.example", "outbox.json")


def test_the_next_command_can_be_pasted_from_the_terminal_whatever_the_folder_is_called(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from sociable.cli import group

    folder = tmp_path / "Möwe & Söhne"
    x_archive(folder)
    made = CliRunner().invoke(group, ["init", str(folder), "--yes"])
    assert shlex.split(made.output.splitlines()[-1]) == ["next:", "sociable", "check", str(folder)]


def test_a_quarter_in_a_file_s_name_is_no_brand(tmp_path: Path) -> None:
    rows = "".join(f"{n},Boat {n} is full today,2026-07-0{n}T10:00:00Z\n" for n in range(1, 9))
    for name in ("q2.csv", "Q3-2026.csv"):
        (tmp_path / name).write_text(f"id,text,created_at\n{rows}")
    assert yaml.safe_load(draft(tmp_path).text)["accounts"][0]["handle"] not in ("q2", "q3")
