"""The values of posts: how labels and structure are put together (RUBRIC 2), with labels set by hand."""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from signals.make import QUARTER, archive, at, brand, heard, post, private, reply
from sociable import resources
from sociable.config import Brand
from sociable.errors import ConfigError
from sociable.signals import labelling, labels
from sociable.signals.registry import RESTS, SIGNALS
from sociable.signals.relate import relate
from sociable.signals.terms import Terms
from sociable.tables import Columns

TEXT = "The boats are out again on this fine and windy morning, all of them."
TAKEN = {"parent_mentions": ["harbourlights"], "parent_text": "@harbourlights hm"}
JOINED = {"parent_mentions": [], "parent_text": "A grey day at the pier"}


def told(monkeypatch: pytest.MonkeyPatch, **labels: float | bool | str) -> None:
    """Every text gets these labels."""
    real = labelling.label

    def ruled(batch: pl.DataFrame, terms: Any) -> pl.DataFrame:
        found = real(batch, terms)
        return found.with_columns(
            pl.when(pl.col(name).is_not_null() if name.startswith("p_purpose") else True)
            .then(pl.lit(value))
            .alias(name)
            for name, value in labels.items()
        )

    monkeypatch.setattr(labelling, "label", ruled)


def one(row: dict[str, Any], who: Brand | None = None, **more: Any) -> dict[str, Any]:
    """The unit of a single row."""
    rows = [] if row.get("direction") else [row]
    messages = [row] if row.get("direction") else []
    data = archive(rows or [post("0", TEXT)], messages, **more)
    frame = relate(data, who or brand(), [QUARTER]).posts
    return frame.filter(pl.col("uid") == row["uid"]).to_dicts()[0]


def test_posts_pictures_and_private_messages_are_read_in_one_call() -> None:
    """A call costs as much as reading some thousands of texts; each row still gets its own labels."""
    asked: list[list[tuple[str, str]]] = []

    def counted(batch: pl.DataFrame, terms: Terms) -> pl.DataFrame:
        asked.append(sorted(batch.select("kind", "text").iter_rows()))
        return labels.label(batch, terms)

    rows = [post("1", "The chart", alt_text="Which filler for which crack, by width")]
    relate(archive(rows, [private("d", "Sorry about that. ^JD", "bo", at(9))]), brand(), [QUARTER], None, counted)
    own = [("B", "The chart"), ("B", "The chart\nWhich filler for which crack, by width")]
    assert asked[0] == [*own, *((kind, "Sorry about that. ^JD") for kind in "DRU")]
    assert [len(one) for one in asked[1:]] == [0]  # the inbox, which is empty


def test_every_signal_is_a_column_of_its_frame() -> None:
    talk = [heard("m", "@harbourlights where is my ticket, please?", "ana"), private("d", "Hello", "bo", at(9))]
    rows = [post("1", TEXT), reply("2", "It is here.", "ana", at(5), reply_to_uid="x:m")]
    found = relate(archive(rows, talk), brand(), [QUARTER])
    for signal in SIGNALS.values():
        frame: pl.DataFrame = getattr(found, signal.table)
        wanted = pl.Boolean if signal.role == "population" else pl.Float64
        assert frame.schema[signal.name] == wanted, signal


def test_a_broadcast_is_long_from_twelve_words_on() -> None:
    rows = [post(str(n), " ".join("abcdefghijklm"[at] * 3 for at in range(n))) for n in (11, 12)]
    assert relate(archive(rows), brand(), [QUARTER]).posts["long_broadcast"].to_list() == [False, True]


def test_an_empty_archive_has_all_columns() -> None:
    found = relate(archive([]), brand(), [QUARTER])
    for signal in SIGNALS.values():
        assert signal.name in getattr(found, signal.table).columns, signal
    assert found.posts.is_empty()


@pytest.mark.parametrize(
    ("promo", "product", "weight"), [(0.9, 0.9, 0.9), (0.1, 0.8, 0.4), (0.0, 0.0, 0.0), (0.3, 0.9, 0.45)]
)
def test_a_product_post_is_half_an_advert(
    promo: float, product: float, weight: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, p_promo=promo, p_purpose_product=product)
    assert one(post("1", TEXT))["promo_weight"] == pytest.approx(weight)


@pytest.mark.parametrize(
    ("useful", "credit", "ask", "gives", "both"),
    [(1.0, 0.0, 0.0, 1.0, 1.0), (0.0, 0.0, 1.0, 0.0, 1.0), (1.0, 0.0, 1.0, 0.5, 1.0), (0.0, 1.0, 0.0, 1.0, 1.0),
     (0.0, 0.0, 0.0, 0.0, 0.0), (0.6, 0.0, 0.5, 0.45, 0.8)],
)  # fmt: skip
def test_a_post_that_gives_and_asks_is_half_of_each(
    useful: float, credit: float, ask: float, gives: float, both: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, p_useful=useful, p_credit=credit, p_ask=ask)
    row = one(post("1", TEXT, mentions=["ana"]))
    assert (row["gives"], row["gives_and_asks"]) == (pytest.approx(gives), pytest.approx(both))


@pytest.mark.parametrize(
    ("targeted", "mechanic", "weight"), [(False, False, 0.8), (False, True, 0.8), (True, True, 0.4), (True, False, 0.0)]
)
def test_contests(targeted: bool, mechanic: bool, weight: float, monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, p_bait=0.8, targeted=targeted, reach_mechanic=mechanic)
    assert one(post("1", TEXT))["bait_weight"] == pytest.approx(weight)


INSIDE = brand(affiliates=["@islandhotels", "gifts.example"], domains=["hl.example"])
LONG_LINK = "Somebody has drawn every lighthouse of this coast, and it took her nine years"


@pytest.mark.parametrize(
    ("row", "value"),
    [
        (post("1", "RT @tidewatch: seals on the slip", form="repost"), 1.0),
        (post("1", "RT @IslandHotels: rooms left in June", form="repost"), 0.0),
        (post("1", "RT @HarbourLights: the boats are out", form="repost"), 0.0),
        (post("1", "RT @fan: Harbour Lights is the best ferry", form="repost"), 0.0),
        (post("1", "Somebody else's words, source not exported", form="repost"), None),
        (post("1", "Five own words and more here", form="quote", links=["https://x.com/ana/status/5"]), 1.0),
        (post("1", "Five own words and more here", form="quote", links=["https://x.com/islandhotels/status/5"]), 0.0),
        (post("1", "Five own words and more here", form="quote", links=["https://x.com/ana/status/5"],
              parent_text="I love Harbour Lights"), 0.0),
        (post("1", LONG_LINK, links=["https://lights.example/all"]), 1.0),
        (post("1", "Worth a look", links=["https://lights.example/all"]), 0.5),
        (post("1", LONG_LINK, links=["https://www.gifts.example/all"]), 0.0),
        (post("1", LONG_LINK, links=["https://hl.example/all"]), 0.0),
        (post("1", LONG_LINK, links=["https://bit.ly/2abc"]), 0.0),
        (post("1", LONG_LINK), 0.0),
    ],
)  # fmt: skip
def test_lifting_others_up(row: dict[str, Any], value: float | None, monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, p_credit=0.0, p_self_only=0.0, p_promo=0.0, p_brag=0.0)
    assert one(row, INSIDE)["outward"] == value


@pytest.mark.parametrize(
    ("mentions", "text", "value"),
    [
        (["ana"], TEXT, 0.9), (["islandhotels"], TEXT, 0.0), (["ana", "islandhotels"], TEXT, 0.9),
        ([], "Thanks to our partner for the boats", 0.0), ([], TEXT, 0.0), ([], "Painted by Ida Holm", 0.9),
    ],
)  # fmt: skip
def test_credit_within_the_corral_is_no_credit(
    mentions: list[str], text: str, value: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, p_credit=0.9, p_self_only=0.0, p_promo=0.0, p_brag=0.0)
    assert one(post("1", text, mentions=mentions), INSIDE)["outward"] == value


TEAM = brand(top={"team": [{"name": "Jo Reed", "initials": "JR"}]})


@pytest.mark.parametrize(("name", "value"), [("Jo Reed", 1.0), ("[who?]", 0.5), ("JR", 0.5), ("jr", 0.5)])
def test_initials_are_explained_by_a_name_and_not_by_themselves(name: str, value: float) -> None:
    team = brand(top={"team": [{"name": name, "initials": "JR"}]})
    found = one(reply("1", "The next boat leaves at nine from the north pier. ^JR", "ana", **TAKEN), team)
    assert found["named"] == pytest.approx(value, abs=0.05)


@pytest.mark.parametrize(
    ("text", "signed", "value"),
    [
        ("It leaves at nine. ^JR", 0.9, 1.0),
        ("It leaves at nine. ^JR", 0.2, 1.0),
        ("It leaves at nine. ^XY", 0.9, 0.45),
        ("It leaves at nine. ^AB https://hl.example", 0.9, 1.0),  # the bio says who AB is
        ("It leaves at nine. Jo", 0.1, 1.0),
        ("It leaves at nine. -Kim", 0.9, 0.9),
        ("Kim here. It leaves at nine.", 0.1, 1.0),
        ("It leaves at nine.", 0.9, 0.0),  # nobody signs without a sign-off
    ],
)
def test_named(text: str, signed: float, value: float, monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, p_signed=signed)
    bio = [{"account": "x:harbourlights", "at": at(), "bio": "Ferries. ^AB = Ann"}]
    assert one(reply("1", text, "ana", **TAKEN), TEAM, snapshots=bio)["named"] == pytest.approx(value)


@pytest.mark.parametrize("bio", ["Ferries since 1901. Tweets by Ann", "Run by Mo, on deck most days"])
def test_a_bio_that_names_the_writer_signs_everything(bio: str) -> None:
    row = reply("1", "It leaves at nine.", "ana", **TAKEN)
    assert one(row, snapshots=[{"account": "x:harbourlights", "at": at(), "bio": bio}])["named"] == 1.0


def test_an_agent_and_a_staff_account_are_named() -> None:
    row = reply("1", "It leaves at nine.", "ana", **TAKEN)
    assert one(row | {"agent": "Kim"})["named"] == 1.0
    staff = brand({"platform": "x", "handle": "HarbourLights", "role": "person"})
    assert one(row, staff)["named"] == 1.0


@pytest.mark.parametrize(
    ("place", "value"), [("open", 0.8), ("closed", 0.0)],
)  # fmt: skip
def test_join_in_counts_substance_without_a_pitch(place: str, value: float, monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, substantive=True, p_pitch=0.2)
    row = one(reply("1", TEXT, "ana", place=place, **JOINED))
    assert row["substantive_join"] == pytest.approx(value)
    assert one(reply("1", TEXT, "ana", **TAKEN))["substantive_join"] == 0.0


def test_without_the_parents_words_only_linked_pitches_count(monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, p_pitch=0.9)
    who = brand(domains=["hl.example"])
    blind = reply("1", TEXT, "ana", parent_mentions=[])
    assert one(blind, who)["uninvited_pitch"] == 0.0
    assert one(blind | {"links": ["https://hl.example/book"]}, who)["uninvited_pitch"] == 1.0
    assert one(reply("1", TEXT, "ana", **JOINED), who)["uninvited_pitch"] == 0.9


def test_a_keyword_pounce() -> None:
    words = "Stuck at the airport? Our ferry leaves every hour, grab your ticket on the pier and you are home by ten"
    parents = ["flight cancelled again", "my flight is late", "no flight today", "worst flight ever", "flight chaos"]
    rows = [
        reply(str(i), f"@p{i} {words}", f"p{i}", at(days=i), parent_mentions=[], parent_text=parent)
        for i, parent in enumerate(parents)
    ]
    assert relate(archive(rows), brand(), [QUARTER]).posts["pounce"].to_list() == [1.0] * 5
    rows[2] |= {"parent_text": "no boat today"}
    assert relate(archive(rows), brand(), [QUARTER]).posts["pounce"].to_list() == [0.0] * 5


FORMS = [
    ("FOR IMMEDIATE RELEASE: the harbour has a new master.", 1.0),
    ("Dear friends, the newsletter is here.", 1.0),
    ("Dear Prudence is on the jukebox again.", 0.0),
    ("I posted a new photo to Facebook", 1.0),
    (TEXT, 0.0),
]


@pytest.mark.parametrize(("text", "value"), FORMS)
def test_forms_of_other_channels(text: str, value: float) -> None:
    assert one(post("1", text))["transplanted"] == value


@pytest.mark.parametrize(
    ("app", "count", "value"), [("dlvr.it", 3, 1.0), ("dlvr.it", 2, 0.0), ("Twitter Web App", 3, 0.0), (None, 3, 0.0)]
)
def test_a_feed_of_titles(app: str | None, count: int, value: float) -> None:
    titles = ["Seals Return to the Slip", "Nine New Lamps for the Pier", "How Ropes Are Made", "Storm Damage Repaired"]
    rows = [
        post(str(i), f"{title} https://hl.example/{i}", at(days=i), app=app) for i, title in enumerate(titles[:count])
    ]
    assert set(relate(archive(rows), brand(), [QUARTER]).posts["transplanted"]) == {value}


def labels_file(folder: Path, *rows: str, header: str = "id,label,value,draw") -> Brand:
    (folder / "labels.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return brand(top={"labels": "labels.csv"}).model_copy(update={"root": folder})


def corrected(folder: Path, *rows: str) -> Columns:
    talk = [heard("m", "@harbourlights a fine morning", "ana")]
    data = archive([post("1", TEXT), post("2", "Another quiet day on the pier, says the harbour master.", at(9))], talk)
    return relate(data, labels_file(folder, *rows), [QUARTER])


def test_a_request_is_corrected_by_the_id_that_the_playbook_lists(tmp_path: Path) -> None:
    listed = f"x:~{blake2b(b'x:m' + bytes(1) + b'@harbourlights a fine morning', digest_size=5).hexdigest()}"
    assert corrected(tmp_path, f"{listed},need,yes,").messages["need"].to_list() == [1.0]
    assert corrected(tmp_path, "x:~0123456789,need,yes,").messages["need"][0] < 0.5


def test_people_always_win_and_the_predictions_are_kept(tmp_path: Path) -> None:
    found = corrected(tmp_path, "1,promo,1,review", "x:2,purpose,filler,", "x:m,need,yes,")
    rows = {row["uid"]: row for row in found.posts.to_dicts()}
    assert (rows["x:1"]["p_promo"], rows["x:1"]["promo"], rows["x:1"]["promo_weight"]) == (1.0, 1.0, 1.0)
    assert rows["x:1"]["raw_promo"] < 0.5
    assert rows["x:1"]["raw_promo_weight"] < 0.5
    assert rows["x:1"]["promo_or_own_link"]
    assert (rows["x:1"]["draw"], rows["x:1"]["reviewed"]) == ("review", ["promo"])
    assert rows["x:2"]["purpose"] == "filler"
    assert (rows["x:2"]["filler"], rows["x:2"]["p_purpose_filler"], rows["x:2"]["p_purpose_product"]) == (1.0, 1.0, 0.0)
    assert rows["x:2"]["reviewed"] == []
    assert found.messages["need"].to_list() == [True]
    assert found.cases.height == 1


def test_without_corrections_nothing_is_kept_twice() -> None:
    frame = relate(archive([post("1", TEXT)]), brand(), [QUARTER]).posts
    assert not [name for name in frame.columns if name.startswith("raw_")]
    assert "reviewed" not in frame.columns


@pytest.mark.parametrize(
    ("rows", "header", "words"),
    [
        (("1,promoo,1,",), "id,label,value,draw", "promoo"),
        (("1,promo,maybe,",), "id,label,value,draw", "maybe"),
        (("1,purpose,advert,",), "id,label,value,draw", "advert"),
        (("1,promo",), "id,label", "value"),
    ],
)
def test_faults_of_a_corrections_file_are_named(tmp_path: Path, rows: tuple[str, ...], header: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        relate(archive([post("1", TEXT)]), labels_file(tmp_path, *rows, header=header), [QUARTER])


def test_a_corrections_file_from_a_spreadsheet_is_read_as_it_was_saved(tmp_path: Path) -> None:
    """Excel of many countries saves semicolons, Windows-1252 and empty rows; a fault keeps its line."""
    sheet = "id;label;value;note\r\nx:1;promo;1;für Jo\r\n;;;\r\nx:1;ask;0;\r\n"
    who = brand(top={"labels": "mine.csv"}).model_copy(update={"root": tmp_path})
    (tmp_path / "mine.csv").write_bytes(sheet.encode("cp1252"))
    rows = labelling.corrections(who).select("id", "label", "value").rows()
    assert rows == [("x:1", "promo", "1"), ("x:1", "ask", "0")]
    (tmp_path / "mine.csv").write_bytes(sheet.replace("ask;0", "ask;maybe").encode("cp1252"))
    with pytest.raises(ConfigError, match=r"mine.csv:4: value 'maybe' is not known"):
        labelling.corrections(who)


def test_a_missing_corrections_file_is_a_fault(tmp_path: Path) -> None:
    who = brand(top={"labels": "nowhere.csv"}).model_copy(update={"root": tmp_path})
    with pytest.raises(ConfigError, match="nowhere"):
        relate(archive([post("1", TEXT)]), who, [QUARTER])


@pytest.mark.parametrize(
    ("text", "alt", "value"),
    [
        (TEXT, None, 0.9),
        ("Eleven words are too few to be of use without the", None, 0.0),
        ("The chart you kept saving", "Which filler for which crack, by width", 0.9),
    ],
)
def test_use_stands_on_its_own_words(text: str, alt: str | None, value: float, monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, p_useful=0.9)
    assert one(post("1", text, alt_text=alt))["useful"] == value


@pytest.mark.parametrize(
    ("useful", "credit", "brag"), [(0.0, 0.0, 0.8), (0.5, 0.0, 0.4), (1.0, 0.0, 0.0), (0.0, 0.75, 0.2)]
)
def test_what_the_reader_gains_is_no_boast(
    useful: float, credit: float, brag: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, p_brag=0.8, p_useful=useful, p_credit=credit)
    assert one(post("1", TEXT, mentions=["ana"]))["brag"] == pytest.approx(brag)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Our Ana turns 60 today. Cake at the counter.", 0.0),
        ("Our chef Tomas has been up since four for the bread.", 0.0),
        ("Meet Ana, who paints the lamps.", 0.0),
        ("Good morning. Jo keeps the keys of the pier.", 0.0),  # on the team
        ("Our new film is our best yet.", 0.9),
        ("Our Summer Sale has begun.", 0.9),
    ],
)
def test_a_colleague_by_name_is_welcome(text: str, value: float, monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, p_self_only=0.9)
    assert one(post("1", text), TEAM)["self_only"] == value


def test_staff_who_may_not_give_names_sign_with_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, p_signed=0.9)
    row = reply("1", "It leaves at nine. ^XY", "ana", **TAKEN)
    assert one(row)["named"] == pytest.approx(0.45)
    careful = brand({"platform": "x", "handle": "HarbourLights", "no_real_names": True})
    assert one(row, careful)["named"] == pytest.approx(0.9)


TRAPS = [
    ("Scam warning: a text saying you have won is not from us.", "promo", 0.0),
    ("The boats are down today and we are sorry for the wait on the pier.", "self_only", 0.0),
    ("Please check the label: batch 40 can overheat. Unplug it now and keep it unplugged.", "ask", 0.0),
    ("Please check the label: batch 40 can overheat. Unplug it now and keep it unplugged.", "useful", 0.9),
    ("Tired of slow boats? The new one takes nine minutes.", "invitation", 0.0),
    ("Saturday's contest was won by Ida, aged nine.", "bait_weight", 0.0),
    (TEXT, "promo", 0.9),
    (TEXT, "self_only", 0.9),
    (TEXT, "ask", 0.9),
    (TEXT, "invitation", 0.9),
    (TEXT, "bait_weight", 0.9),
]


@pytest.mark.parametrize(("text", "name", "value"), TRAPS)
def test_traps_of_the_rubric(text: str, name: str, value: float, monkeypatch: pytest.MonkeyPatch) -> None:
    labels = dict.fromkeys(("p_promo", "p_self_only", "p_ask", "p_useful", "p_invitation", "p_bait"), 0.9)
    told(monkeypatch, **labels, targeted=False, reach_mechanic=False)
    assert one(post("1", text))[name] == pytest.approx(value)


SURE_THINGS = [
    ("Tip: photograph receipts the day you get them and the return is done by Friday.", [], "useful", 0.8),
    ("@TideMuseum and @Pier open late tonight and both are worth the walk if the rain holds off.", [], "useful", 0.6),
    ("Order your pass today: https://hl.example/book", ["https://hl.example/book"], "promo", 0.8),
    ("Worth a read by @oakwoodlib on fines and books.", [], "outward", 0.6),
    (TEXT, [], "useful", 0.0),
    (TEXT, ["https://hl.example/book"], "promo", 0.0),
    ("Order your pass today: https://hl.example/news", ["https://hl.example/news"], "promo", 0.0),
]


@pytest.mark.parametrize(("text", "links", "name", "value"), SURE_THINGS)
def test_what_the_rubric_defines_by_rule(
    text: str, links: list[str], name: str, value: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, p_promo=0.0, p_useful=0.0, p_credit=0.0, p_self_only=0.0, p_brag=0.0)
    assert one(post("1", text, links=links), brand(domains=["hl.example"]))[name] == pytest.approx(value)


def test_people_overrule_the_rules_too(tmp_path: Path) -> None:
    rows = [post("1", "Tip: photograph receipts the day you get them and the return is done by Friday.")]
    who = labels_file(tmp_path, "1,useful,0,", "1,credit,0,")
    found = relate(archive(rows), who, [QUARTER]).posts
    assert found["useful"].to_list() == [0.0]
    assert found["raw_useful"].to_list() == [0.8]
    assert "told" not in found.columns


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("HURRY, last chance, the most INSANE DEAL ever!!!", 1.0),
        ("Make money from home with our boats, ask me how", 1.0),
        ("We have a great deal for you, click here", 0.0),
        ("Hurry, the last boat leaves at nine", 0.0),
    ],
)
def test_pressure_on_people_takes_two_kinds(text: str, value: float) -> None:
    assert one(private("d", text, "ana"))["hard_sell"] == value


def test_a_vendor_who_answers_friends_pitches(monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, p_pitch=0.1)
    asked = {"parent_mentions": [], "parent_text": "Can anyone recommend a ferry?", "place": "closed"}
    assert one(reply("1", "We sail on Tuesdays.", "ana", **asked))["uninvited_pitch"] == 1.0
    assert one(reply("1", "The one from the old pier is good.", "ana", **asked))["uninvited_pitch"] == pytest.approx(
        0.1
    )


def test_rows_with_gaps_do_no_harm() -> None:
    """Every field that an export may lack, lacking in turn, on every sort of row."""
    full = [
        post("1", TEXT, links=["https://hl.example/a"], alt_text="words of a picture to read aloud"),
        post("2", "@ana it leaves at nine.", at(1), form="mention_start"),
        post("3", "RT @ana: words", at(2), form="repost"),
        reply("4", "Try the other gate first, please.", "ana", at(3), reply_to_uid="x:m", **TAKEN),
        post("5", "More of it.", at(4), form="thread", reply_to_uid="x:1", thread_root="x:1"),
        post("6", "Five own words at least here", at(5), form="quote", links=["https://x.com/ana/status/1"]),
    ]
    talk = [heard("m", "@harbourlights where is my ticket?", "ana"), private("d", "Hello there", "ana", at(9))]
    keep = ("uid", "account", "platform", "form", "direction", "channel")
    for gap in sorted({name for row in (*full, *talk) for name in row if name not in keep}):
        posts = full + [row | {"uid": f"{row['uid']}g", gap: None} for row in full]
        messages = talk + [row | {"uid": f"{row['uid']}g", gap: None} for row in talk]
        found = relate(archive(posts, messages, feeds=("inbound_linked",)), brand(), [QUARTER])
        assert sorted(uid for row in found.posts["uids"].to_list() for uid in row) == sorted(
            [*(row["uid"] for row in posts), "x:d", "x:dg"]
        ), gap


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (4, 3, 2, 1, 0)])
def test_numbered_parts_of_a_day_are_one_answer_signed_at_its_end(order: tuple[int, ...]) -> None:
    parts = ["@ana Hi. The pier is shut in a storm, so please... 1/2", "@ana ...come at nine tomorrow. *JR 2/2",
             "@ana The ticket is good for a... 1/2", "@ana ...week from today. *JR 2/2",
             "@ana Half of a ... 1/3"]  # fmt: skip
    rows = [post(str(spot), parts[i], mentions=["ana"], time_precision="day", form="mention_start")
            for spot, i in enumerate(order)]  # fmt: skip
    found = relate(archive(rows), TEAM, [QUARTER]).posts.sort("uid")
    assert {*found["text"]} == {f"{parts[0]}\n{parts[1]}", parts[4], f"{parts[2]}\n{parts[3]}"}
    assert found.filter(pl.col("text").str.contains("JR"))["named"].to_list() == pytest.approx([1.0, 1.0], abs=0.05)


def test_a_row_that_comes_twice_counts_once() -> None:
    rows = [post("1", TEXT), post("2", TEXT + " Again.", at(9))]
    talk = [heard("m", "@harbourlights where is my ticket, please?", "ana")]
    once, twice = (relate(archive(rows * n, talk * n), brand(), [QUARTER]) for n in (1, 2))
    assert once.posts.equals(twice.posts)
    assert once.messages.equals(twice.messages)
    assert once.cases.equals(twice.cases)


@pytest.mark.parametrize(
    ("text", "said", "value"),
    [
        ("It leaves at nine.", "1", 1.0),  # the reader sees a name where no rule does
        ("It leaves at nine. ^XY", "1", 0.5),  # ... but whose initials these are, nobody can look up
        ("It leaves at nine. ^XY", "0", 0.0),
        ("Kim here. It leaves at nine.", "0", 1.0),  # no signature, and a name all the same
    ],
)
def test_a_reader_overrules_what_looks_like_a_signature(text: str, said: str, value: float, tmp_path: Path) -> None:
    row, who = reply("1", text, "ana", **TAKEN), labels_file(tmp_path, f"1,signed,{said},review")
    found = relate(archive([row]), who, [QUARTER]).posts.to_dicts()[0]
    assert (found["named"], found["reviewed"]) == (value, ["signed"])


def test_a_reader_overrules_who_is_named_and_the_circle_stays_a_matter_of_settings(tmp_path: Path) -> None:
    """A thank-you in lower case names somebody; one to the brand's own affiliate lifts nobody outside."""
    rows = [f"{uid},{label},{int(label == 'credit')},review"
            for uid in "12" for label in ("credit", "promo", "self_only", "brag")]  # fmt: skip
    who = labels_file(tmp_path, *rows).model_copy(update={"about": INSIDE.about})
    data = archive([post("1", "all thanks go to ida from the yard"), post("2", TEXT, at(9), mentions=["islandhotels"])])
    found = {row["uid"]: row["outward"] for row in relate(data, who, [QUARTER]).posts.to_dicts()}
    assert found == {"x:1": 1.0, "x:2": 0.0}


@pytest.mark.parametrize(("word", "value"), [("ja", 1.0), ("Nein", 0.0), ("WAHR", 1.0), ("FALSCH", 0.0), ("y", 1.0)])
def test_a_correction_in_german_counts(tmp_path: Path, word: str, value: float) -> None:
    found = corrected(tmp_path, f"1,promo,{word},").posts.filter(pl.col("uid") == "x:1")
    assert found["p_promo"].to_list() == [value]


def test_who_is_an_offer_is_kept_as_the_detectors_saw_it(tmp_path: Path) -> None:
    found = corrected(tmp_path, "1,promo,1,review", "1,hard_sell,1,review").posts.filter(pl.col("uid") == "x:1")
    row = found.to_dicts()[0]
    assert (row["promo_unit"], row["raw_promo_unit"], row["hard_sell"]) == (True, 0.0, 1.0)


TALK = [
    post("1", "Save 20% on the Island Pass today only!!! Book now https://hl.example/shop", links=["https://hl.example/shop"]),
    post("2", "How to pack a kayak: 1. dry bags first 2. heavy things low. Which knot do you use?", at(9)),
    post("3", "We are proud: our ferry was named best of the year, the best ever.", at(20), mentions=["ana"]),
    post("4", "Follow us and tag two friends to win a ticket", at(30)),
    post("5", "Great read by @ana on tides https://tides.example/a", at(40), mentions=["ana"], links=["https://tides.example/a"]),
    reply("6", "Sorry to hear that! Please DM us your booking number. ^XY", "ana", at(60), **TAKEN),
    reply("7", "It leaves at nine from pier two, turn left at the gate. Jo", "bo", at(70), **TAKEN),
    reply("8", "Try our Island Pass, it is what you need! https://hl.example/shop", "cy", at(80), **JOINED),
]  # fmt: skip
HEARD = [
    heard("m1", "@harbourlights my ticket never came, where is it?", "ana", at(50)),
    heard("m2", "@harbourlights thank you, all is well now!", "ana", at(65)),
    private("d1", "Hello! 10% off the Island Pass if you book today", "eve", at(90)),
]


def signals_of(columns: Columns) -> dict[str, list[Any]]:
    """Every signal of every frame as plain rows."""
    frames = {name: getattr(columns, name) for name in ("posts", "cases", "contacts", "partners")}
    return {
        name: frames[one.table][name].to_list() for name, one in SIGNALS.items() if name in frames[one.table].columns
    }


@pytest.mark.parametrize(
    ("names", "bias"),
    [
        (("promo",), 3), (("useful", "credit", "brag"), 3), (("pitch", "helps", "signed", "canned"), 3),
        (("need", "complaint", "praise", "question"), -9), (("purpose_product", "purpose_filler"), 3),
    ],
    ids=lambda one: one[0] if isinstance(one, tuple) else "",
)  # fmt: skip
def test_a_detector_moves_only_the_signals_that_rest_on_it(names: tuple[str, ...], bias: int, tmp_path: Path) -> None:
    """Some models are made far too generous, or mean: what moves is what `rulebook` would call touched."""
    data, who = archive(TALK, HEARD), brand()
    usual = signals_of(relate(data, who, [QUARTER]))
    folder = tmp_path / "content" / "models"
    folder.mkdir(parents=True)
    for name in names:
        model = json.loads(resources.find(f"content/models/{name}.json").read_text(encoding="utf-8"))
        (folder / f"{name}.json").write_text(json.dumps(model | {"bias": model["bias"] + bias}), encoding="utf-8")
    with resources.override(tmp_path):
        found = signals_of(relate(data, who, [QUARTER]))
    touched = {name for name, rows in found.items() if rows != usual[name]}
    assert touched and all(RESTS[name] & {*names} for name in touched)


def test_equal_answers_are_judged_alike() -> None:
    """One template with the product changed is one answer, wherever the detector's edge runs between the two."""

    def label(rows: pl.DataFrame, terms: Terms) -> pl.DataFrame:
        found = labels.label(rows, terms)
        xbox = rows["text"].str.contains("Xbox")
        return found.with_columns(p_deflect=pl.Series([0.9 if one else 0.4 for one in xbox]))

    names = ["Xbox One", "PlayStation 4", "PlayStation 4"]
    told = (
        "Please try all of the steps that are outlined in this article on our own pages; they should resolve what you"
        " see on your {} and take some ten minutes in all if you do them one after another"
    )
    rows = [reply(str(i), told.format(name), f"p{i}", at(days=i), **TAKEN) for i, name in enumerate(names)]
    found = relate(archive(rows), brand(), [QUARTER], label=label).posts
    assert found["cluster"].n_unique() == 1 and found["p_deflect"].n_unique() == 1
