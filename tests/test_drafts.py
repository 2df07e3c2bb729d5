"""Drafts before they go out: `sociable lint` and `sociable rewrite`, as an editor, a queue and a scheduler use them."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from advice.server import Reply, said, scripted
from sociable import advice, cli, content, rubric, settings, signals
from sociable.advice import recipes
from sociable.cli import group
from sociable.commands.lint import brand_of, home, screen
from sociable.drafts import examination, legible, limits, manuscript, mechanics, redraft
from sociable.drafts.manuscript import Draft
from sociable.drafts.verdicts import Flag, Mark, Verdict
from sociable.errors import ConfigError, InputError, LimitCrossed, SociableError, UsageError
from sociable.model import PLATFORMS
from sociable.signals import LABELS

SHOUT = "SPRING SALE!! 20% off all repairs until Friday, hurry! Book now!!"
TIP = "Squeak on every pedal stroke? Nine times in ten it's a dry chain: wipe, one drop of oil per link, wipe again."
CANNED = "@jane We're sorry for the inconvenience. Please DM us your details."
AT_FAULT = {"promo", "ask", "self_only", "bait", "brag", "hard_sell", "jargon"}
QUEUE = [("a", SHOUT, "", ""), ("b", TIP, "", ""), ("c", CANNED, "x", "R"), ("d", "", "x", "")]


def written(rows: list[tuple[str, ...]], head: str = "id,text,platform,kind") -> str:
    out = io.StringIO()
    csv.writer(out).writerows([head.split(","), *rows])
    return out.getvalue()


def _posts(text: str) -> pl.DataFrame:
    return pl.DataFrame({"id": ["1"], "text": [text], "kind": ["B"], "platform": ["x"]})


def run(
    *arguments: object, cwd: Path, stdin: str = "", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """`sociable ARGUMENTS` as a shell starts it, but in this process, which has read the models already."""
    known = {"PATH": "", "SOCIABLE_HOME": str(cwd / "home")} | (env or {})
    streams = [io.TextIOWrapper(io.BytesIO(text), "utf-8") for text in (stdin.encode(), b"", b"")]
    with pytest.MonkeyPatch.context() as here:
        here.chdir(cwd)
        here.setattr(sys, "argv", ["sociable", *map(str, arguments)])
        for name in [one for one in os.environ if one.startswith("SOCIABLE_")]:
            here.delenv(name)
        for name, value in known.items():
            here.setenv(name, value)
        for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
            here.setattr(sys, name, stream)
        try:
            cli.main()
            code = 0
        except SystemExit as stop:
            code = int(stop.code or 0)
    said = []
    for stream in streams[1:]:
        stream.flush()
        stream.seek(0)
        said.append(stream.read())
    return subprocess.CompletedProcess(list(map(str, arguments)), code, *said)


@pytest.fixture(scope="module")
def verdicts() -> list[Any]:
    return examination.examine(manuscript.read(written(QUEUE).encode(), "q.csv"))


# What is said of a draft


def test_flags_carry_reasons_words_and_claims(verdicts: list[Any]) -> None:
    first, said = verdicts[0], content.wording()["label_text"]
    rules = rubric.load(signals.SIGNALS).criteria
    flags = {flag.label: flag for flag in first.flags}
    assert {"promo", "hard_sell"} <= set(flags) and first.verdict == "flagged"
    for flag in first.flags:
        assert flag.reason == said[flag.label] and flag.p >= 0.5
        assert tuple(flag.claims) == rules[flag.criterion].sources
        assert all(first.text[mark.start : mark.end] == mark.text for mark in flag.marks)
    assert any("hurry" in mark.text for mark in flags["hard_sell"].marks)


def test_flags_are_those_of_the_detectors(verdicts: list[Any]) -> None:
    rows = signals.label_rows(examination._batch(manuscript.read(written(QUEUE).encode(), "q")).rename({"uid": "id"}))
    for one, row in zip(verdicts, rows, strict=True):
        chances: dict[str, Any] = row["labels"]  # type: ignore[assignment]
        sure = {name for name, found in chances.items() if found["p"] >= 0.5 and one.text}
        fair = {"deflect"} if one.id == "c" else set()  # says what is needed, and stays on the network
        assert {flag.label for flag in one.flags} - {"filler"} == sure & set(examination.AGAINST[one.kind]) - fair


def test_a_good_draft_has_nothing_against_it(verdicts: list[Any]) -> None:
    good, empty = verdicts[1], verdicts[3]
    assert (good.verdict, good.flags, good.rewrite, good.notes) == ("ok", [], None, [])
    assert (empty.verdict, empty.flags, empty.notes) == ("empty", [], ["Empty."])


def test_the_rewrite_is_one_that_the_engine_verified(verdicts: list[Any]) -> None:
    one = verdicts[0]
    assert one.rewrite is not None
    assert "20% off all repairs until Friday" in one.rewrite.text and "hurry" not in one.rewrite.text.lower()
    assert one.rewrite.leaves == [] or any(", ".join(one.rewrite.leaves) in note for note in one.notes)
    for slot in one.rewrite.slots:
        assert slot.text in one.rewrite.text
    before, after = (signals.label_rows(_posts(text)) for text in (one.text, advice.unslotted(one.rewrite.text)))
    labels: list[dict[str, Any]] = [rows[0]["labels"] for rows in (before, after)]  # type: ignore[misc]
    assert all(labels[1][name]["p"] <= max(labels[0][name]["p"] + 0.11, 0.49) for name in labels[0] if name in AT_FAULT)


def test_every_label_against_a_kind_is_one_it_has_and_has_a_recipe() -> None:
    criteria, known = rubric.load(signals.SIGNALS).criteria, recipes.load()
    assert tuple(examination.AGAINST) == manuscript.KINDS
    for kind, pairs in examination.AGAINST.items():
        for label, criterion in pairs.items():
            known_to = LABELS["U"] if kind in "RD" else ()  # an advert in a reply is read as an unasked one
            assert label in (*LABELS[kind], *known_to) or label == "filler", (kind, label)
            assert criterion in criteria
            assert kind == "P" or any(criterion in one.criteria for one in known.values()), criterion


def test_too_long_is_told_with_the_count() -> None:
    text = "Wipe the chain, then oil it. " * 11
    (one,) = examination.examine([Draft("1", text, "x", "B")], rewrites=False)
    (flag,) = [flag for flag in one.flags if flag.label == "too_long"]
    assert flag.reason == f"Too long for x by {len(text) - 280} characters." and flag.claims == []
    (fine,) = examination.examine([Draft("1", text, "mastodon", "B")], rewrites=False)
    assert all(flag.label != "too_long" for flag in fine.flags)


@pytest.mark.parametrize(("platform", "most"), [("facebook", 63_206), ("tiktok", 4_000), ("reddit", 40_000)])
def test_a_text_is_too_long_where_its_network_says_so(platform: str, most: int) -> None:
    assert advice.remaining("a" * most, platform) == 0 and advice.remaining("a" * 5_000, platform) == most - 5_000


@pytest.mark.parametrize(
    "text",
    [
        "Frost tonight? It ends [which day and hour?].",
        "[what do you know already that helps them now?] Please call 0800 000 000.",
        "One tip for the day: [tip in one line].",
        "Frost heute? Das Angebot endet [an welchem Tag?].",
    ],
)
def test_a_slot_that_nobody_filled_is_a_fault(text: str) -> None:
    """Whoever pastes a rewrite into the queue as it stands would publish the brackets."""
    found = examination.examine([Draft("1", text, "x", "B", line=3, column=5)], rewrites=False)
    (flag,) = [flag for flag in found[0].flags if flag.label == "open_slot"]
    assert [mark.text for mark in flag.marks] == re.findall(r"\[.*\]", text) and found[0].verdict == "flagged"
    assert (flag.marks[0].line, flag.marks[0].column) == (3, 5 + text.index("["))
    assert limits.over(found, limits.declared([], ["any"])) and limits.over(found, limits.declared([], ["open_slot"]))


def test_brackets_that_are_no_slot_stay() -> None:
    kept = [
        Draft("1", "New [video] on chains [link in bio] [photo by Jo] [2026] [NEW]", "x", "B"),
        Draft("2", "[what is wrong?]", "x", "I"),
    ]
    found = examination.examine(kept, rewrites=False)
    assert all(flag.label != "open_slot" for one in found for flag in one.flags)


def test_another_language_is_not_judged() -> None:
    (one,) = examination.examine(
        [Draft("1", "Das ist heute ein ganz besonders schöner Tag für uns alle hier.", "x", "B")]
    )
    assert (one.verdict, one.rewrite) == ("unjudged", None) and "Not judged" in one.notes[0]


def test_what_is_not_judged_is_told_and_can_be_forbidden() -> None:
    """A German queue holds nothing that is flagged; whoever gates it must be able to know that nobody looked."""
    german = "Das ist heute ein ganz besonders schöner Tag für uns alle hier."
    queue = [("1", german), ("2", f"{german} [an welchem Tag?]"), ("3", TIP), ("4", "")]
    found = examination.examine([Draft(key, text, "x", "B") for key, text in queue], rewrites=False)
    assert [one.verdict for one in found] == ["unjudged", "flagged", "ok", "empty"]
    assert [one.judged for one in found[:3]] == [False, False, True]
    assert any("Not judged" in note for note in found[1].notes)
    assert list(screen("q", found))[-1] == "q: 4 drafts, 1 flagged, 2 not judged"
    assert not limits.over(found[::2], limits.declared([], ["any"]))
    for given_, fail_on, crossed in ([], ["unjudged"], 1), (["unjudged=2"], [], 0), (["unjudged=66%"], [], 1):
        assert len(limits.over(found, limits.declared(given_, fail_on))) == crossed, (given_, fail_on)


def test_a_criterion_is_rewritten_for_whether_flagged_or_not() -> None:
    text = "Looking for a quiet lamp? Ours hums in B flat."
    (plain,) = examination.examine([Draft("1", text, "x", "B")], criterion="inviting-posts")
    assert plain.rewrite and plain.rewrite.criterion == "inviting-posts" and plain.rewrite.slots
    with pytest.raises(UsageError, match="did you mean hard-sell"):
        examination.examine([Draft("1", text, "x", "B")], criterion="hard-sel")


def test_an_advert_in_a_reply_is_told_and_an_answer_that_sells_is_not() -> None:
    texts = [
        "@dave1 50% OFF EVERYTHING, HURRY!!! Order now https://kornblume.example/shop",
        "@jo Yes, the blue one is £20, you can order it here: https://kornblume.example/shop",
        "@jo You can buy it at our shop in Leeds or online.",
        "@jo Sorry about that! Your parcel is on its way and arrives on Friday. ^Sam",
    ]
    loud, *calm = examination.examine([Draft(str(n), text, "x", "R") for n, text in enumerate(texts)], rewrites=False)
    flags = {flag.label: flag for flag in loud.flags}
    assert {"promo", "hard_sell"} <= set(flags) and any("HURRY" in mark.text for mark in flags["hard_sell"].marks)
    assert not {flag.label for one in calm for flag in one.flags} & {"promo", "hard_sell"}


@pytest.mark.parametrize(
    ("text", "after", "stays"),
    [
        ('"LAST CHANCE, 50% off, order now!" said the mail. Why?', '"50% off." said the mail. [which day?]', False),
        ("They wrote “last chance, order now!” SALE!!!", "They wrote “last chance, order now!” Sale.", True),
        ("Meet „der beste Laden der Stadt“ now!!!", "Meet der beste Laden now.", False),
        ('Our "wow" lamp!!! is 20" wide and 30" tall', 'Our lamp is 20" wide', True),
        ("No quotation here, order now!!!", "Order.", True),
    ],
)
def test_a_quotation_is_not_mended(text: str, after: str, stays: bool) -> None:
    assert redraft.quotes_stay(Draft("1", text, "x", "B"), after) is stays
    assert redraft.quotes_stay(Draft("1", text, "x", "I"), after), "an answer repeats nothing"


def test_no_drafts_no_verdicts() -> None:
    assert examination.examine([]) == [] and examination.examine(manuscript.read(b"", "-")) == []


# Where drafts stand


def test_places_of_a_table_are_those_of_the_file() -> None:
    raw = 'id;text;platform\r\n"x";"He said ""hi"",\r\nthen BUY NOW";facebook\r\ny;plain; \r\n'
    first, second = manuscript.read(raw.encode("utf-16"), "q.csv", "mastodon")
    assert first.text == 'He said "hi",\nthen BUY NOW' and (first.platform, second.platform) == ("facebook", "mastodon")
    lines = raw.replace("\r\n", "\n").split("\n")
    for word in ("He", "hi", "BUY"):
        line, column = first.place(first.text.index(word))
        assert lines[line - 1][column - 1 :].startswith(word)
    assert (second.line, second.column) == (4, 3)


@given(st.lists(st.text(alphabet='ab",\n é', min_size=1, max_size=12).filter(str.strip), min_size=1, max_size=5))
def test_every_character_of_a_table_is_found_again(texts: list[str]) -> None:
    raw = written([(f"row{index}", f"§{text}", "", "") for index, text in enumerate(texts)])
    lines = raw.replace("\r\n", "\n").split("\n")
    read = manuscript.read(raw.encode(), "q.csv")
    assert [one.text for one in read] == [f"§{text}" for text in texts]
    for one in read:
        for offset, letter in enumerate(one.text.split("\n")[0]):
            line, column = one.place(offset)
            assert lines[line - 1][column - 1] == letter


def test_a_paragraph_is_a_draft() -> None:
    read = manuscript.read(b"\n  One\r\nand more\r\n \r\n\r\n@jane Two, text, or id  \n", "notes.txt")
    assert [(one.id, one.text, one.line, one.column, one.kind) for one in read] == [
        ("1", "One\nand more", 2, 3, "B"),
        ("2", "@jane Two, text, or id", 6, 1, "R"),
    ]
    assert len(manuscript.read(b"Call, text, or write to us.\n\nNow.", "-")) == 2, "a sentence is no header"


@pytest.mark.parametrize("first", [b"sep=;\n", b'"sep=;"\r\n', b"\xef\xbb\xbfsep=;\n"])
def test_the_separator_that_excel_names_is_no_header(first: bytes) -> None:
    (one,) = manuscript.read(first + b"id;text\n7;Oil it, then wipe\n", "q.csv")
    assert (one.id, one.text, one.line, one.column) == ("7", "Oil it, then wipe", 3, 3)


def test_networks_and_kinds_go_by_the_names_that_people_use() -> None:
    rows = [("1", "a", "Twitter", "Reply"), ("2", "b", "IG", "post"), ("3", "c", " Facebook ", "Direct message")]
    read = manuscript.read(written(rows).encode(), "q.csv")
    assert [(one.platform, one.kind) for one in read] == [("x", "R"), ("instagram", "B"), ("facebook", "D")]
    assert set(manuscript.PLATFORM_WORDS.values()) < set(PLATFORMS)
    assert set(manuscript.KIND_WORDS.values()) == set(manuscript.KINDS)


@pytest.mark.parametrize("head", ["network", "Channel", "Netzwerk"])
def test_a_column_of_networks_by_another_name_says_where_a_draft_goes(head: str) -> None:
    rows = [("1", "a", "Instagram"), ("2", "b", "newsletter"), ("3", "c", "")]
    read = manuscript.read(written(rows, f"id,text,{head}").encode(), "q.csv", "mastodon")
    assert [one.platform for one in read] == ["instagram", "mastodon", "mastodon"]
    assert [dict(one.beside)[head] for one in read] == ["Instagram", "newsletter", ""]
    (one,) = manuscript.read(b'[{"text": "a", "network": "fb"}]', "q.json")
    assert one.platform == "facebook"


def test_a_bad_row_leaves_the_good_ones() -> None:
    raw = b"id,text,platform\n1,a,x\n2,b,myspace\n3,c,x,y\n4,d,x\n"
    found, faults = manuscript.sort_out(raw, "q.csv")
    assert [one.id for one in found] == ["1", "4"] and [fault.line for fault in faults] == [3, 4]
    with pytest.raises(InputError, match="'myspace' is not known"):
        limits.gate("q.csv", [], faults)
    crossed = limits.over([], limits.declared([], [])) or [(limits.declared([], ["any"])[0], [])]
    with pytest.raises(LimitCrossed) as error:
        limits.gate("q.csv", crossed, faults)
    assert len(error.value.faults) == 3


def test_the_columns_of_a_table_come_back_with_its_verdicts() -> None:
    raw = b"id,text,Owner,context,notes\n1,Wipe the chain,Jo,=1+1,mine\n2,,Bo,,\n"
    texts = manuscript.read(raw, "q.csv")
    rows = list(csv.DictReader(io.StringIO(examination.table(examination.examine(texts, rewrites=False), texts))))
    assert [(row["Owner"], row["context"], row["draft_notes"]) for row in rows] == [
        ("Jo", "'=1+1", "mine"),
        ("Bo", "", ""),
    ]
    assert rows[1]["notes"] == "Empty." and list(rows[0])[: len(examination.HEAD)] == list(examination.HEAD)
    again = manuscript.read(examination.table(examination.examine(texts, rewrites=False), texts).encode(), "v.csv")
    second = list(csv.DictReader(io.StringIO(examination.table(examination.examine(again, rewrites=False), again))))
    assert list(second[0]) == list(rows[0]) and second[0]["Owner"] == "Jo" and second[0]["draft_notes"] == "mine"


def linted(*arguments: object, given: str | None = None) -> tuple[int, str, str]:
    """Exit code, what is printed, and the faults of `sociable lint`."""
    done = CliRunner().invoke(group, ["lint", *map(str, arguments)], input=given)
    if isinstance(done.exception, SociableError):
        return done.exception.exit_code, done.output, str(done.exception)
    return done.exit_code, done.output, ""


@pytest.mark.parametrize(
    ("sheet", "told"),
    [
        ("q.csv", "holds the drafts themselves; name another file for the verdicts"),
        ("there/../q.csv", "holds the drafts themselves"),
        ("nowhere/v.csv", "is in a folder that is not there; make the folder, or name another file"),
        ("there", "is a folder; name a file in it"),
    ],
    ids=["drafts", "drafts again", "nowhere", "folder"],
)
def test_a_table_that_cannot_be_written_is_told_before_the_work(tmp_path: Path, sheet: str, told: str) -> None:
    (tmp_path / "there").mkdir()
    queue = tmp_path / "q.csv"
    queue.write_text(written(QUEUE), newline="")
    with patch(
        "sociable.drafts.examination.examine", side_effect=AssertionError("judged before the table was looked at")
    ):
        code, printed, fault = linted(queue, "--csv", tmp_path / sheet)
    assert (code, printed) == (2, "") and told in fault
    assert queue.read_bytes() == written(QUEUE).encode()


def test_quiet_prints_nothing_but_errors(tmp_path: Path) -> None:
    assert linted("-", "-q", "--no-rewrite", given=TIP) == (0, "", "")
    code, printed, fault = linted("-", "-q", "--no-rewrite", "--fail-on", "any", "--platform", "Twitter", given=SHOUT)
    assert (code, printed) == (3, "") and "limit any=0 is crossed" in fault


def test_a_brand_whose_exports_are_elsewhere_lends_its_names(tmp_path: Path) -> None:
    text = "brand: {name: Fernhill}\nplan: plan.yaml\naccounts: [{platform: mastodon, handle: f, archive: a.zip}]\n"
    (tmp_path / "brand.yaml").write_text(text)
    known = brand_of(tmp_path)
    assert known is not None and (known.about.name, home(known)) == ("Fernhill", "mastodon")
    with pytest.raises(ConfigError, match=r"a\.zip does not exist"):
        settings.load(tmp_path)
    (tmp_path / "brand.yaml").write_text(text.replace("brand: {name: Fernhill}", "brand: {nam: Fernhill}"))
    with pytest.raises(ConfigError, match="nam"):
        brand_of(tmp_path)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"id,body\n1,a\n", "q.csv:1: has no column text; name the columns"),
        (b'id,text\n1,"a\n', "q.csv:2: is broken as a table"),
        (b"id,text\n1,a,b\n", "q.csv:2: has 3 cells under 2 columns"),
        (b"id,text,kind\n1,a,B\n2,b,Z\n", "q.csv:3: kind: 'Z' is not known"),
        (b"id,text,platform\n1,a,myspace\n", "q.csv:2: platform: 'myspace' is not known"),
        (b"PK\x03\x04\0\0", "q.csv: is not text"),
        (b"\xff\xfea", "q.csv: is in an unknown encoding"),
    ],
)
def test_a_broken_file_is_one_line(raw: bytes, told: str) -> None:
    with pytest.raises(InputError) as error:
        manuscript.read(raw, "q.csv")
    assert str(error.value).startswith(told) and "\n" not in str(error.value)


# Limits


@pytest.mark.parametrize(
    ("given_", "fail_on", "crossed"),
    [
        (["promo=1"], [], []),
        (["promo=0"], [], ["promo=0"]),
        (["hard-sell=0"], [], ["hard-sell=0"]),
        (["promo=34%"], [], []),
        (["promo=33%"], [], ["promo=33%"]),
        (["any=1"], [], ["any=1"]),
        (["any=2"], [], []),
        ([], ["any"], ["any=0"]),
        ([], ["bait", "canned"], ["canned=0"]),
    ],
)
def test_limits(verdicts: list[Any], given_: list[str], fail_on: list[str], crossed: list[str]) -> None:
    """Three drafts of the queue are judged; one sells, one is canned."""
    found = limits.over(verdicts, limits.declared(given_, fail_on))
    assert [limit.written for limit, _ in found] == crossed
    if crossed:
        with pytest.raises(LimitCrossed, match=re.escape(crossed[0])) as error:
            limits.gate("q.csv", found)
        assert error.value.exit_code == 3 and all(fault.file == "q.csv" for fault in error.value.faults)
    else:
        limits.gate("q.csv", found)


@pytest.mark.parametrize("wrong", ["promo", "promo=", "promo=x", "promo=-1", "promo=0.5", "=1", "prmo=1"])
def test_a_limit_that_means_nothing_is_refused(wrong: str) -> None:
    with pytest.raises(UsageError):
        limits.declared([wrong])


def test_where_no_rewrite_passed_the_refusals_say_why() -> None:
    """What was cut and what it still reads as; and where no recipe found anything to ask, that."""
    brag = "We are thrilled to be number one again! Best crew, best boats, best team ever. Simply the best!"
    table = "BUY NOW!!! Best deals ever: 1. A rope 2. A sail, click the link http://x.example"  # nothing fits into it
    texts = [table, "Great product", brag]
    deal, filler, _ = found = examination.examine([Draft(str(n), text, "x", "B") for n, text in enumerate(texts)])
    assert deal.rewrite is None and deal.notes[0] == "No rewrite of it passed every check."
    assert "say-it-plainly: nothing is left to work with." in deal.notes and 2 <= len(deal.notes) <= 4
    assert filler.notes[1:] == ["takeaway-first: no question surely fits it."]
    for one in found:
        assert (one.rewrite is None) == (len(one.notes) > 1 and one.notes[0].startswith("No rewrite"))


def test_a_refusal_names_what_was_cut_or_asked() -> None:
    words = content.wording()["lint"]
    text = "Boats run. Please, please share this with all of the friends you have. Thank you."
    refused = [
        advice.Refusal("0", "give-ask", "never-fit", "not for kind B"),
        advice.Refusal("0", "give-ask", "one-ask", "nothing is left to work with"),
        advice.Refusal("0", "give-ask", "cutter", "still reads as ask", "Boats run. Thank you."),
        advice.Refusal("0", "give-ask", "cutter", "ask rises from 0.20 to 0.40", "Boats run."),
        advice.Refusal("0", "self-talk", "asker", "still reads as brag", f"{text} [what changes?]"),
    ]
    assert redraft._refusals(text, refused, words) == [
        'cutter, without "Please, please share this with all of …": still reads as ask.',
        'asker, with "[what changes?]": still reads as brag.',
        "one-ask: nothing is left to work with.",
    ]
    assert redraft._refusals(text, refused[:1], words) == ["No recipe is made for a text like this."]


def test_lines_that_became_one_draft_are_told(tmp_path: Path) -> None:
    """Who wrote a draft a line would else read one verdict on all of them and not know it."""
    (tmp_path / "q.txt").write_text("Boats run today.\nBuy a ticket now!\n")
    done = run("lint", "q.txt", "--no-rewrite", cwd=tmp_path)
    assert done.stdout.splitlines()[-1] == (
        "q.txt: 2 lines without an empty one between them are one draft; put an empty line between two drafts."
    )
    for plain in ("Boats run today.\n\nBuy a ticket now!\n", "Boats run today.\n"):
        assert manuscript.one_run(manuscript.read(plain.encode(), "q.txt"), "q.txt") == []
    assert manuscript.one_run(manuscript.read(b'id,text\n1,"a\nb"\n', "q.csv"), "q.csv") == []


# The commands


def test_lint_is_readable_by_an_editor(tmp_path: Path) -> None:
    (tmp_path / "q.csv").write_text(written(QUEUE), newline="")
    done = run("lint", "q.csv", "--limit", "promo=0", "--csv", "out.csv", cwd=tmp_path)
    assert done.returncode == 3
    assert done.stderr == (
        "sociable: q.csv: limit promo=0 is crossed by 1 draft (line 2); rewrite or drop some, or raise the limit\n"
    )
    told = [line for line in done.stdout.splitlines() if not line.startswith(" ")][:-1]
    assert told.pop() == "q.csv:5:1: note: Empty.", "what belongs to no flag says where it is"
    flags = told
    source = written(QUEUE).replace("\r\n", "\n").split("\n")
    for line in flags:
        found = re.fullmatch(r"q\.csv:(\d+):(\d+): (\w+): .+ \[([a-z-]+): (A\d\.\d+ ?)+\]", line)
        assert found, line
        assert 2 <= int(found[1]) <= 5 and int(found[2]) <= len(source[int(found[1]) - 1])
    assert done.stdout.endswith("q.csv: 4 drafts, 2 flagged\n")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8-sig"))))
    assert [(row["id"], row["verdict"]) for row in rows] == [
        ("a", "flagged"), ("b", "ok"), ("c", "flagged"), ("d", "empty"),
    ]  # fmt: skip
    assert rows[0]["rewrite"] and rows[0]["claims"].split(" | ")[0].startswith(f"{rows[0]['flags'].split()[0]}: A")
    assert rows[0]["reasons"].count(" | ") == len(rows[0]["flags"].split()) - 1


def test_marks_of_several_flags_are_told_once() -> None:
    """Fragments of one another in a cell tell nobody where to look."""
    marks = [[(0, 6), (4, 12)], [(5, 8), (21, 24)], [(21, 24), (24, 29)]]
    text = "We are proud to tell you that we won the cup"
    flags = [
        Flag(label=f"l{at}", criterion="", p=1.0, reason="r", claims=[],
             marks=[Mark(start=a, end=b, line=1, column=a + 1, text=text[a:b]) for a, b in spans])
        for at, spans in enumerate(marks)
    ]  # fmt: skip
    one = Verdict(id="", line=1, column=1, platform="x", kind="B", text=text, verdict="flagged", flags=flags)
    rows = list(csv.DictReader(io.StringIO(examination.table([one]).removeprefix("\ufeff"))))
    assert rows[0]["words"] == "We are proud | you that"


def test_the_table_of_verdicts_starts_no_formula() -> None:
    rows = [("=1+1", "=HYPERLINK(A1) buy now", "", "B"), ("-2", "@SUM(1) Please DM us.", "", ""), ("+3", "＝x", "", "")]
    table = examination.table(examination.examine(manuscript.read(written(rows).encode(), "q.csv"), rewrites=False))
    for row in csv.reader(io.StringIO(table)):
        assert not any(cell.startswith(("=", "+", "-", "@", "＝", "\t")) for cell in row)


def test_a_table_of_verdicts_can_be_read_again(tmp_path: Path) -> None:
    draft = "@jo Please DM us your order number so we can better assist you."
    (tmp_path / "q.csv").write_text(f'id,text\n1,"{draft}"\n2,\n', encoding="utf-8")
    first = run("lint", "q.csv", "--csv", "v.csv", cwd=tmp_path)
    assert "q.csv:3:1: note: Empty." in first.stdout
    again = json.loads(run("lint", "v.csv", "--json", cwd=tmp_path).stdout)["drafts"]
    assert (again[0]["text"], again[0]["kind"]) == (draft, "R")


def test_standard_input_and_json(tmp_path: Path) -> None:
    done = run(
        "lint", "-", "--json", "--fail-on", "any", "--platform", "mastodon", cwd=tmp_path, stdin=f"{TIP}\n\n{SHOUT}"
    )
    assert done.returncode == 3
    found = json.loads(done.stdout)
    assert (found["file"], found["crossed"]) == ("stdin", ["any=0"])
    assert [(one["line"], one["verdict"], one["platform"]) for one in found["drafts"]] == [
        (1, "ok", "mastodon"), (3, "flagged", "mastodon"),
    ]  # fmt: skip
    assert run("lint", "-", "--fail-on", "any", cwd=tmp_path, stdin=TIP).returncode == 0


def test_a_brand_lends_its_names_and_its_network(tmp_path: Path) -> None:
    text = "brand: {name: Fernhill, domains: [fernhill.example]}\naccounts:\n"
    text += "  - {platform: mastodon, handle: fern, snapshot: {at: 2026-01-01}}\n"
    (tmp_path / "brand.yaml").write_text(text)
    done = run("rewrite", SHOUT, "--brand", "brand.yaml", "--json", cwd=tmp_path)
    assert json.loads(done.stdout)["platform"] == "mastodon", done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["lint", "nope.csv"], 1, "nope.csv: cannot be read (No such file or directory)"),
        (["lint", "."], 1, "cannot be read (Is a directory); name a file of drafts"),
        (["lint", "-", "--limit", "prmo=1"], 2, "did you mean promo?"),
        (["rewrite", " "], 2, "TEXT: is empty"),
        (["rewrite", "Hello", "--criterion", "nope"], 2, "is no criterion"),
        (["rewrite", "Hello", "--engine", "endpoint"], 2, "SOCIABLE_LLM_URL is not set"),
        (["rewrite", "Hello", "--platform", "myspace"], 2, "myspace"),
    ],
)
def test_what_is_wrong_is_one_line(tmp_path: Path, arguments: list[str], code: int, told: str) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith("sociable: ") and done.stderr.count("\n") == 1 and told in done.stderr


@pytest.mark.parametrize("name", ["lint", "rewrite"])
def test_help_has_an_example(tmp_path: Path, name: str) -> None:
    assert "Example:" in run(name, "--help", cwd=tmp_path).stdout


def test_nothing_is_sent_before_somebody_agrees_and_then_it_is_remembered(tmp_path: Path) -> None:
    draft = f"{SHOUT} Thanks @jane_doe!"
    good = "Repairs cost 20% less until Friday. Thanks @person1!"
    wish = ("rewrite", draft, "--engine", "endpoint", "--json")
    with scripted(said(good), Reply(status=500), Reply(status=500)) as script:
        env = {
            "SOCIABLE_LLM_URL": script.url,
            "SOCIABLE_LLM_MODEL": "m",
            "SOCIABLE_LLM_KEY": "s3cret",
            "SOCIABLE_LLM_PRICE": "10",
        }
        first = run(*wish, cwd=tmp_path, env=env)
        assert (first.returncode, first.stdout, script.heard) == (2, "", [])
        assert "nothing was sent; read what would leave, and add --yes" in first.stderr
        agreed = run(*wish, "--yes", cwd=tmp_path, env=env)
        assert agreed.returncode == 0, agreed.stderr
        for message in script.heard[0]["messages"]:
            assert message["content"] in first.stderr, "exactly what was shown is what leaves"
        assert "@jane_doe" not in first.stderr + script.everything
        again = run(*wish, cwd=tmp_path, env=env)
        other = run(*wish[:1], f"{draft} Now.", *wish[2:], cwd=tmp_path, env=env)
    found = json.loads(agreed.stdout)["rewrite"]
    assert (found["engine"], found["text"]) == ("endpoint", "Repairs cost 20% less until Friday. Thanks @jane_doe!")
    assert "42 tokens, about 0.0004 at 10 a million" in agreed.stderr
    assert json.loads(again.stdout) == json.loads(agreed.stdout) and len(script.heard) == 3, "answered before"
    fallen = json.loads(other.stdout)
    assert fallen["rewrite"]["engine"] == "embedded" and "status 500" in fallen["notes"][0]
    kept = "".join(path.read_text() for path in (tmp_path / "home").rglob("*.txt"))
    assert "s3cret" not in kept + first.stderr + agreed.stderr and "jane" not in kept
    assert all(path.stat().st_mode & 0o77 == 0 for path in (tmp_path / "home").rglob("*.txt"))


def test_engine_never_leaves_without_being_named(tmp_path: Path) -> None:
    with scripted(said("x")) as script:
        env = {"SOCIABLE_LLM_URL": script.url, "SOCIABLE_LLM_MODEL": "m"}
        done = run("rewrite", SHOUT, "--json", cwd=tmp_path, env=env)
        assert script.heard == [] and json.loads(done.stdout)["rewrite"]["engine"] == "embedded"
    assert not (tmp_path / "home").exists()


def test_a_message_gets_an_answer_where_it_waits_for_one() -> None:
    """A queue of what people wrote: kind I, the answer in the place of the rewrite."""
    told = [
        Draft("1", "@acme where is my parcel? It was due on Friday and still hasn't arrived!", "x", "I"),
        Draft("2", "@acme thank you so much, what a lovely crew", "x", "I"),
        Draft("3", "@acme " + "where is my parcel? " * 30, "x", "I"),
    ]
    waits, thanks, long = examination.examine(told)
    assert [flag.label for flag in waits.flags] == ["need"] and waits.rewrite is not None
    assert waits.rewrite.recipe == "answer-draft" and waits.rewrite.criterion == "response-rate"
    assert not waits.rewrite.text.startswith("@") and len(waits.rewrite.slots) == 2 and waits.rewrite.leaves == []
    assert (thanks.verdict, thanks.rewrite) == ("ok", None)
    assert "too_long" not in {flag.label for flag in long.flags}


def test_a_reply_that_points_to_an_answer_is_asked_for_the_gist_of_it() -> None:
    (one,) = examination.examine([Draft("1", "@jo Please check your DMs for our reply.", "x", "R")])
    assert one.rewrite is not None and one.rewrite.recipe == "say-it-here" and one.rewrite.leaves == []


def test_a_direct_message_that_shouts_is_a_hard_sell() -> None:
    (one,) = examination.examine(
        [Draft("1", "HURRY!!! 50% OFF EVERYTHING, last chance, order NOW before it's gone!!!", "x", "D")]
    )
    assert "hard_sell" in {flag.label for flag in one.flags}


@pytest.mark.parametrize(
    ("texts", "label", "said"),
    [
        (["x: The east gate opens at eight.", "x: The EAST gate opens at eight!"], "repeated", "line 1"),
        (["x: The east gate opens at eight.", "facebook: The east gate opens at eight."], "transplanted", "for x"),
        (["linkedin: FOR IMMEDIATE RELEASE: a new head of safety."], "transplanted", "press release"),
        (["x: New colours #a1 #b #c #d"], "transplanted", "usual on x"),
        (["x: New colours, link in bio"], "transplanted", "another network"),
        (["x: @lena the boiler needs a new valve"], "transplanted", "starts with a handle"),
        (["instagram: New colours, link in bio #a1 #b #c #d"], "", ""),
        (["x: Thank you!", "x: Thank you!"], "", ""),
    ],
)
def test_what_is_wrong_whatever_a_draft_says(texts: list[str], label: str, said: str) -> None:
    """Said twice in a queue, or made for another channel (RUBRIC platform-fit): told without a detector."""
    parts = [one.split(": ", 1) for one in texts]
    queue = [Draft(str(at), text, network, "B", line=at + 1) for at, (network, text) in enumerate(parts)]
    found = examination.examine(queue, rewrites=False)[-1].flags
    mechanical = {one.label: one.reason for one in found if one.label in mechanics.MECHANICAL}
    assert set(mechanical) == ({label} if label else set())
    assert not label or said in mechanical[label]
    assert all(one.criterion == "platform-fit" for one in found if one.label == "transplanted")


def test_what_a_draft_quotes_is_not_held_against_it() -> None:
    scam = '"LAST CHANCE, 50% off, order now!" said the email in my inbox. Why do shops write like that?'
    own = '"LAST CHANCE, 50% off, order now!" Book here.'
    quoted, said = examination.examine([Draft("1", scam, "x", "B"), Draft("2", own, "x", "B")], rewrites=False)
    assert not {"hard_sell", "promo"} & {one.label for one in quoted.flags}
    assert {"hard_sell", "promo"} & {one.label for one in said.flags}
    assert len(legible.unquoted(scam)) == len(scam) and "LAST" not in legible.unquoted(scam)


def test_a_mixed_draft_is_judged_by_its_main_language() -> None:
    shout = "LAST CHANCE!!! 50% off, order now!"
    mixed = f"{shout} Nur noch heute, solange der Vorrat reicht."
    mainly = f"Buy now. {'Nur noch heute gibt es in allen Filialen den halben Preis auf die ganze Ware. ' * 3}"
    one, other = examination.examine([Draft("1", mixed, "x", "B"), Draft("2", mainly, "x", "B")], rewrites=False)
    assert one.judged and "hard_sell" in {flag.label for flag in one.flags}
    assert one.notes == ["Judged by its English part; the rest is in a language that the detectors do not know."]
    assert all(mark.text in shout for flag in one.flags for mark in flag.marks)
    assert not other.judged


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        (
            "q.json",
            '[\n {"id": "a", "text": "One \\"first\\"\\nline", "owner": "Jo"},\n {"text": "Two", "kind": "reply"}\n]',
        ),
        (
            "q.json",
            '{"file": "q", "drafts": [\n {"id": "a", "text": "One \\"first\\"\\nline"}, \n{"text": "Two", "kind": "R"}]}',  # noqa: E501
        ),
        ("q.jsonl", '\n{"id": "a", "text": "One \\"first\\"\\nline"}\n{"text": "Two", "kind": "R"}\n'),
        ("stdin", '{"id": "a", "text": "One \\"first\\"\\nline"}\n{"text": "Two", "kind": "R"}\n'),
    ],
)
def test_drafts_in_json_are_read_as_drafts(name: str, raw: str) -> None:
    one, two = manuscript.read(raw.encode(), name)
    assert (one.id, one.text, one.kind) == ("a", 'One "first"\nline', "B")
    assert (two.id, two.text, two.kind) == ("2", "Two", "R")
    for draft, word in ((one, "first"), (one, "line"), (two, "Two")):
        line, column = draft.place(draft.text.index(word))
        assert raw.split("\n")[line - 1][column - 1 :].startswith(word)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        pytest.param('[{"id": 1}]', "q.json:1: holds something without a text", id="text"),
        pytest.param('[{"text": "a"', "q.json:1: is no JSON", id="cut"),
        pytest.param('{"text": "a"}\n{"text": }\n', "q.json:2: is no JSON", id="line"),
        pytest.param('[{"text": "a", "platform": "pigeon"}]', "'pigeon' is not known", id="network"),
        pytest.param("[" * 100_000, "q.json:1: is nested too deeply", id="deep"),
    ],
)
def test_json_that_holds_no_drafts_is_one_line(raw: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        manuscript.read(raw.encode(), "q.json")
    assert told in str(caught.value)


def test_json_may_hold_half_a_character_and_other_keys() -> None:
    (one,) = manuscript.read(b'[{"Text": "An odd \\ud800 sign", "context": null, "n": [1, "\\udfff"]}]', "q.json")
    assert one.text == "An odd \ufffd sign" and one.context == "" and dict(one.beside)["n"] == '[1, "\ufffd"]'
    assert examination.examine([one], rewrites=False)


def test_what_is_filled_in_is_not_asked_again() -> None:
    """A rewrite with its slots answered goes through lint without the fault, and so without the question."""
    queue = [
        Draft("1", "@lena Please DM us so that we can help. ^JR", "x", "R", "the app does not open since Monday"),
        Draft("2", "@lena Sorry for the inconvenience. Please DM us your order number.", "x", "R", "my parcel is late"),
        Draft("3", "@lena Thanks for the feedback, we have passed this on. ^JR", "x", "R", "the queue took an hour"),
        Draft("4", "@lena We have replied to your DM. ^JR", "x", "R", "where is my refund?"),
    ]
    first = examination.examine(queue)
    asked = [(one, two) for one, two in zip(queue, first, strict=True) if two.rewrite]
    assert len(asked) >= 3
    sent = [replace(one, text=advice.filled(two.rewrite.text, two.rewrite.slots)) for one, two in asked if two.rewrite]
    for (_, before), after in zip(asked, examination.examine(sent), strict=True):
        assert before.rewrite is not None and before.rewrite.leaves == []
        mended = {flag.label for flag in before.flags if flag.criterion == before.rewrite.criterion}
        assert mended and not mended & {flag.label for flag in after.flags}
        assert after.rewrite is None or after.rewrite.criterion != before.rewrite.criterion


def test_a_german_message_gets_its_draft_and_stays_not_judged() -> None:
    queue = [
        Draft("1", "Wo bleibt mein Paket? Ich warte seit zwei Wochen!", "x", "I"),
        Draft("2", "Vielen Dank für die schöne Überfahrt mit der Fähre!", "x", "I"),
    ]
    waits, thanks = examination.examine(queue)
    assert waits.rewrite is not None and "Lieferung" in waits.rewrite.text and not waits.judged
    assert thanks.rewrite is None and not thanks.judged


def test_an_empty_table_holds_no_drafts() -> None:
    assert manuscript.read(b"", "q.csv") == [] and manuscript.read(b"\xef\xbb\xbf \n", "q.csv") == []
