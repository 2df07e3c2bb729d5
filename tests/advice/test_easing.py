"""What an editor takes out of a post: feelings, marks, words that carry nothing; never a fact, a name or a term."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociable import resources
from sociable.advice import easing, phrases
from sociable.advice.entities import facts, length, required
from sociable.errors import ContentError

WORDS = phrases.load()


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("We are thrilled to announce that the pier is open.", "The pier is open."),
        ("We’re so excited to announce that our ferry sails on Friday", "Our ferry sails on Friday"),
        ("Bay Ferries is proud to partner with the island.", "Bay Ferries partners with the island."),
        ("Bay Ferries is delighted to launch a boat.", "Bay Ferries launches a boat."),
        ("We are proud to be named best crew.", "We have been named best crew."),
        ("#BayFerries is proud to announce that we’ve a boat more.", "#BayFerries: we’ve a boat more."),  # it stays
        ("We are proud to have helped at the pier last week.", "We helped at the pier last week."),
        ("We are proud to have helped since May.", "We have helped since May."),
        ("We're thrilled to be named best crew on Monday.", "We were named best crew on Monday."),
        ("Bay Ferries is honoured to be the first.", "Bay Ferries is the first."),
        ("The pier is open!!! Come over!", "The pier is open! Come over!"),
        ("Ada Quill is proud to have served the bay.", "Ada Quill has served the bay."),
        ("See why Ada Quill is proud to have served.", "See why Ada Quill is proud to have served."),
        ("We are proud of our crew.", "We are proud of our crew."),  # a feeling about somebody stays
        ("We’re excited to see you there.", "We’re excited to see you there."),
    ],
)
def test_calmer_says_the_same_without_the_feeling(text: str, after: str) -> None:
    assert easing.calmer(text) == after
    assert easing.calmer(after) == after


@pytest.mark.parametrize(
    ("text", "shorter"),
    [
        (
            "The pier is open. Read more about it here: https://a.example/p",
            "The pier is open. More: https://a.example/p",
        ),
        ("The pier is open. Please rt. #Sea https://a.example/p", "The pier is open. #Sea https://a.example/p"),
        (
            "A Long Day at the harbour #LongDay #Sea https://a.example/p",
            "A Long Day at the harbour #Sea https://a.example/p",
        ),
        (
            "Win a winter crossing with our crew #Win #Winter https://a.example/p",  # one is the start of the other
            "Win a winter crossing with our crew #Win https://a.example/p",
        ),
        ("The pier is open. Don’t forget to visit the crew.", "The pier is open. Visit the crew."),
        ("The pier is open. We can’t wait for the summer. Boats sail at 9.", "The pier is open. Boats sail at 9."),
        (
            "The pier is open. We are proud to sail with the crews of the bay #Sea https://a.example/p",
            "The pier is open. #Sea https://a.example/p",  # a last sentence without its stop
        ),
        ("Sail this winter 🚢 We have everything you need. Boats at 9.", "Sail this winter 🚢 Boats at 9."),
        (
            "A really, really short winter, and the pier is truly open.",
            "A really short winter, and the pier is open.",
        ),
        ("Parking at the pier is free of charge.", "Parking at the pier is free."),
        ("Join the walk taking place on Sunday at noon.", "Join the walk on Sunday at noon."),
        ("The walk is taking place on Sunday.", "The walk is on Sunday."),
        ("Our ramps, which have been specially designed for prams.", "Our ramps, designed for prams."),
        ("We sail for our guests from around the globe.", "We sail for our guests worldwide."),
        ("We write to guests in 14 countries around the world.", "We write to guests in 14 countries."),
        ("The new quay resulted in an improvement of its rating.", "The new quay improved its rating."),
        ("A day by the crew in association with the harbour.", "A day by the crew with the harbour."),
        ("In addition to bread we bring bicycles.", "Besides bread we bring bicycles."),
        ("Book a seat by simply calling the quay.", "Book a seat by calling the quay."),
        ("The pier is open. Simply call the quay.", "The pier is open. Call the quay."),
        ("The pier is open. Check out our timetable.", "The pier is open. See our timetable."),
        ("Boats at 9. Visit https://a.example/p for more details!", "Boats at 9. More: https://a.example/p"),
        ("Boats sail. Really. Come at 9.", "Boats sail. Come at 9."),
        ("REGISTER NOW: Join the walk. Sign up at the quay.", "Join the walk. Sign up at the quay."),
        ("See all the amazing boats of the bay.", "See all the boats of the bay."),
        ("It was an unforgettable day for the crew.", "It was a day for the crew."),
        ("𝗦𝗮𝘃𝗲 the date, the pier opens.", "Save the date, the pier opens."),
        ("The pier is open #Sea #Pier #Boat https://a.example/p", "The pier is open #Sea https://a.example/p"),
        ("The pier is open again, proving once more what a crew of ours can do.", "The pier is open again."),
    ],
)
def test_room_is_made_where_nothing_is_lost(text: str, shorter: str) -> None:
    assert shorter in list(easing.roomier(text))


@pytest.mark.parametrize(
    "text",
    [
        "The pier is open, offering 20 boats at $5 each, T&Cs apply.",  # figures and terms stay
        "The pier is open, giving Ines Harbour a new home.",  # and names
        "RT to win a boat. Rules: https://a.example/r #ad",
    ],
)
def test_facts_and_terms_stay(text: str) -> None:
    for shorter in (*easing.roomier(text), easing.calmer(text)):
        assert required(shorter) == required(text)
        assert facts(text).values <= facts(shorter).values


@given(st.lists(st.sampled_from([
    "We are proud to announce that the pier is open.", "Boats sail at 9.", "Don’t miss it!!", "#ad", "#Pier",
    "We can’t wait for the summer.", "Read more here: https://a.example/p", "T&Cs apply.", "Please RT.",
    "The crew of Ines Harbour is here, giving everybody a place to sit.", "Price: $5.",
]), max_size=7))  # fmt: skip
def test_each_step_is_shorter_and_says_nothing_new(pieces: list[str]) -> None:
    text = " ".join(pieces)
    last = text
    for shorter in easing.roomier(text):
        assert length(shorter, "x") <= length(last, "x") and required(shorter) == required(text)
        assert not [one for one in facts(shorter).beyond(facts(text)) if one not in text.casefold()]
        last = shorter


def test_a_full_post_is_eased_until_a_sentence_fits() -> None:
    text = (
        "Our boats bring every morning what the islands ask for, from bread to bicycles, and take home what they make. "
        "We can’t wait for a long summer. The timetable of all four lines is on the quay. "
        "Read more about it here: https://a.example/p #Boats"
    )
    said = text.replace("to bicycles", "to ropes" + " and ropes" * ((280 - length(text, "x")) // 10))
    after = easing.put(said.strip(), "[one example]", said.strip(), "x", WORDS)
    assert "[one example]" in after and length(after, "x") <= 280
    assert re.sub(r"\W+", "", "The timetable of all four lines is on the quay") in re.sub(r"\W+", "", after)


def test_a_step_without_what_stands_instead_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "content" / "rewrites" / "easing.yaml"
    page.parent.mkdir(parents=True)
    page.write_text("parts: {}\ncalm: ['very']\nroom: []\nempty: []\ntails: []\n", encoding="utf-8")
    with resources.override(tmp_path), pytest.raises(ContentError, match="has no replacement"):
        easing.calmer("It is very late.")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (
            "The new pier is open. Don’t miss it! Learn more: https://a.example/p #Sea #Pier #Harbour #Boat",
            "The new pier is open. https://a.example/p #Sea #Harbour",
        ),
        (
            "Learn how ferries find the way in fog: https://a.example/f",
            "How ferries find the way in fog: https://a.example/f",
        ),
        (
            "Did you know that our ferry sails on Sunday? https://a.example/f",
            "Our ferry sails on Sunday. https://a.example/f",
        ),
        (
            "GET YOUR TICKETS NOW for the winter boat!! https://a.example/f",
            "Get your tickets now for the winter boat! https://a.example/f",
        ),
        (
            "Three berths are left on Friday's boat! Book NOW before it’s too late: https://a.example/f",
            "Three berths are left on Friday's boat! Book now: https://a.example/f",
        ),
        ("Hurry and grab a seat on the winter boat.", "Grab a seat on the winter boat."),
        ("Don’t wait in line for the winter boat any more.", ""),  # what it spares, not what it presses for
        ("Sail for less with code FREE NOW, all winter", ""),  # what somebody types stays as it is
        (
            "We are proud to announce the launch of the Tide Desk, which tells you when we sail.",
            "Meet the Tide Desk, which tells you when we sail.",
        ),
        (
            "We are thrilled to announce a bonus of two days for every crew.",
            "Announcing a bonus of two days for every crew.",
        ),
        ("We are thrilled to announce Ines Harbour is our new captain.", "Ines Harbour is our new captain."),
        ("We are so proud to announce we sail again from Friday on.", "We sail again from Friday on."),
        ("We are thrilled to announce version 4.2 of the timetable.", "Announcing version 4.2 of the timetable."),
        ("See the new lights on the pier, it will change your life!", "See the new lights on the pier!"),
        (
            "It'll change your life forever! Book the winter boat to the islands: https://a.example/f",
            "Book the winter boat to the islands: https://a.example/f",
        ),
        ("Our winter boat will change your life. Book it: https://a.example/f", ""),  # its subject would stand alone
        ("What our guests say of the ferry, every week, at https://a.example/r Learn more: https://a.example/p", ""),
        ("The pier is open. https://a.example/p", ""),  # nothing to cut
        ("“Don’t miss it!” says the captain of the ferry https://a.example/p", ""),  # somebody's words
    ],
)
def test_plainer_posts_keep_what_they_tell(text: str, plain: str) -> None:
    assert easing.plainer(text, WORDS) == plain
    assert not plain or not easing.plainer(plain, WORDS)


@pytest.mark.parametrize(
    "text",
    [
        "The pier raised 500 for the boats. Thank you to our sponsors, guests and helpers!",
        "The pier is open again. A huge thank you to everyone who helped on Sunday.",
        "The pier is open again! Thank you to @harbour and our wonderful crew, guests and helpers!",
    ],
)
def test_whom_a_post_thanks_stays(text: str) -> None:
    assert all("hank you to" in one for one in (text, *easing.roomier(text)))


@given(st.text(alphabet="aA bB.!?#@:\n\u2019[]1🎉", max_size=80))
def test_plainer_posts_state_nothing_new(text: str) -> None:
    after = easing.plainer(text, WORDS)
    assert required(after) == required(text) or not after
    assert not facts(after).beyond(facts(text)) or after.casefold() in text.casefold() or len(after) <= len(text)
