"""What is left open in a post: worded by its sort and its own words, and only in posts that need something."""

import re
from collections import Counter
from pathlib import Path

import pytest

from sociable import resources
from sociable.advice import sorts
from sociable.advice.entities import SLOT
from sociable.errors import ContentError

CONTENT = resources.find(sorts.FILE)
SORTS = {one.name: one for one in sorts.load(CONTENT).every}
FIELD = re.compile(r"\{\w+\}")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Enter our giveaway for a chance to win a day on the ferry", "contest"),
        ("Game day! Harbour Rovers vs. Quay United, kick-off at noon", "sport"),
        ("Register for our webinar on winter docks: https://a.example/w", "webinar"),
        ("Our annual report on the harbour: a survey of all crews. https://a.example/r", "report"),
        ("We partnered with the lighthouse trust, a partnership of two towns", "together"),
        ("See the band on stage on Friday, get your tickets now: https://a.example/b", "concert"),
        ("Order your ferry tickets here: https://a.example/f", "selling"),
        ("The new trailer of the film is out, in cinemas in June", "film"),
        ("Only minutes to nominate your crew on our blog: https://a.example/n", "entering"),
        ("Spring sale: 20% off all jackets, shop now: https://a.example/s", "offer"),
        ("Every donation helps the shelter in need: https://a.example/d", "giving"),
        ("Dance to the rowing tune of our crew: https://a.example/t", "playing"),
        ("The Fog is on QuayTV+ from noon: https://a.example/f", "watching"),
        ("Join us on the pier on the first of May: https://a.example/j", "joining"),
        ("Only a minute to nominate yourself for the crew: https://a.example/n", "entering"),
        ("Now with a warranty on all knots and ropes: https://a.example/w", "using"),
        ("At your service, dry or wet: https://a.example/s", "linked"),
        ("Bay Ferries adds a second deck for bicycles: https://a.example/b", "news"),
        ("Join us for dinner tonight: our chef's table has a harbour themed menu. https://a.example/d", "meal"),
        ("A bowl of soup for lunch and the menu of the day: our recipe", "food"),
        ("The Long Tide is the story of a keeper who rows out alone. https://a.example/b", "book"),
        ("Is it fair to fine a boat for its bell? Our crew on that: https://a.example/f", "linked"),
        ("The winter fair on the quay, and our booth", "session"),
        ("Join us tonight for a reception to learn more about the lighthouse.", "session"),
        ("Tide Story in our theatres, now playing, starring Ines Harbour. Get your seats.", "film"),
        ("This fresh ferry hoodie is in select stores and online: https://a.example/h", "shopping"),
        ("At the pier you'll help our crew grow up with the sea. Join us: https://a.example/v", "vacancy"),
        ("Our crew tunes in tonight. Tune in: https://a.example/t", "linked"),
        ("The photos of our final day are now available: https://a.example/g", "linked"),
        ("Watch the stage live on QuayTV from noon. https://a.example/t", "linked"),
        ("The Tide Band, LIVE in Lorne on 6 December. Book your tickets now: https://a.example/b", "concert"),
        ("Our ropes are now live in Lorne: https://a.example/n", "linked"),
        ("Crew on deck, ropes away: https://a.example/c", "linked"),
        ("Crew on deck, ropes away", "bare"),
    ],
)
def test_the_sort_of_a_post_is_the_one_of_most_cues(text: str, name: str) -> None:
    assert sorts.sort(text).name == name


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Read our latest annual report on the harbour", "annual report"),
        ("The report of all crews is out, a survey", "report"),
        ("A survey that the report of the year is built on", "survey"),
        ("REPORT OUT NOW, SURVEY INSIDE", "report"),
        ("An index of nothing", "index"),
        ("Nothing of the kind", ""),
    ],
)
def test_a_thing_is_named_in_the_words_of_the_post(text: str, found: str) -> None:
    assert sorts.thing(text, SORTS["report"]) == found


@pytest.mark.parametrize(
    "text",
    [
        "Happy Diwali to you all! #Diwali",
        "“A smooth sea never made a skilled sailor.” - Franklin",
        "Our deepest sympathies go out to the family of the captain",
        "GOOOAAAL! 2-1 to the Rovers",
        "Thank you all for sailing with us!",
        "four boats were lost in the storm, none of ours (2/3)",
    ],
)
def test_some_posts_say_all_they_have_to_say(text: str) -> None:
    assert sorts.complete(text)
    assert not sorts.complete(f"Ten tips for the winter on our blog: https://a.example/t {len(text)}")


@pytest.mark.parametrize("name", SORTS)
def test_a_wording_is_a_slot_that_states_nothing(name: str) -> None:
    wordings = [FIELD.sub("it", one) for one in SORTS[name].add]
    if name == sorts.PLAIN[-1]:  # it names nothing and leads nowhere: nothing is left open
        assert not wordings
        return
    assert all(SLOT.fullmatch(one) and not re.search(r"[\d@#$£€]", one) for one in wordings)
    assert len(wordings[-1]) <= 20  # for a post that leaves little room
    assert len(wordings) >= 4


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("The tide and the harbour https://a.example/p", True),
        ("The tide and the harbour: https://t.co/p", True),
        ("The tide and the harbour https://t.co/p https://t.co/q", True),
        ("The tide and the harbour https://t.co/p", False),  # a picture's
        ("The tide and the harbour", False),
    ],
)
def test_what_a_page_says_is_asked_where_a_link_leads_to_one(text: str, asked: bool) -> None:
    assert sorts.sort(text).name in sorts.PLAIN and bool(sorts.wordings(text, text)) == asked


def test_posts_of_one_sort_are_not_asked_alike() -> None:
    texts = [f"Our {word} report on the harbour, a survey. https://a.example/{word}" for word in
             ("annual", "winter", "crew", "island", "rope", "tide", "summer", "harbour", "pier", "deck")]  # fmt: skip
    first = Counter(sorts.wordings(text, text)[0] for text in texts)
    assert max(first.values()) <= 4 and any(re.search(r"\w+ report[, \]]", one) for one in first)
    assert sorts.wordings(texts[0], "k") == sorts.wordings(texts[0], "k")


def test_a_wording_that_is_no_slot_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "open.yaml"
    page.write_text("never: []\nkinds: {bare: {add: ['no slot', '[the {thing}]']}}\n", encoding="utf-8")
    with pytest.raises(ContentError, match="is no open slot"):
        sorts.load(page)


def test_a_hole_that_leaves_nothing_open_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "open.yaml"
    page.write_text("never: []\nholes: ['tide => when it turns']\nkinds: {bare: {add: []}}\n", encoding="utf-8")
    with pytest.raises(ContentError, match="leaves nothing open"):
        sorts.load(page)


def test_posts_of_no_sort_need_one_too(tmp_path: Path) -> None:
    page = tmp_path / "open.yaml"
    page.write_text("never: []\nkinds: {talk: {cues: talk, add: ['[one line from it]']}}\n", encoding="utf-8")
    with pytest.raises(ContentError, match="has no sort for any other post"):
        sorts.load(page)


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("Green is the warmest colour. #Sea https://a.example/p", True),
        ("Life can be grand at sea. #Ferry4You https://a.example/p", True),
        ("Ferries in winter: a forecast https://a.example/p", False),  # a headline
        ("Tools for the deck in 2018 https://a.example/p", False),
        ("Take a look at the sea https://a.example/p", False),  # it calls
        ("The deck grew by 4 %, the crew by 12 %, the fleet by 3 % and $2 were left https://a.example/p", True),
    ],
)
def test_a_caption_and_a_post_full_of_figures_are_left_alone(text: str, alone: bool) -> None:
    assert sorts.complete(text) == alone


def test_what_a_post_states_is_no_wording_for_it() -> None:
    text = "Enter our giveaway for a chance to win a day on the ferry"
    assert any("until when" in one for key in "abcdef" for one in sorts.wordings(text, key))
    assert not any("when" in one for key in "abcdef" for one in sorts.wordings(f"{text} until Friday", key))


@pytest.mark.parametrize(
    ("text", "open_slot"),
    [
        ("Read our stories from the harbour.", "[one of the stories, in a line]"),
        ("We open two new routes this spring", "[which ones"),
        ("Nice low-post moves by the captain! #HarbourHoops https://a.example/p", "[against whom|[which game"),
        ("Game day! https://a.example/p", "[against whom, when, and where to watch]"),
        ("Game day! Rovers vs Town, 7pm https://a.example/p", ""),
        ("Bay Ferries wants to send its crews to college https://a.example/p", "[what happens first|[the first step"),
        ("Half the harbour pays by card: https://a.example/p", "[where the figure comes from, and from which year]"),
        ("Listen to the new episode: https://a.example/p", "[one line from the episode]"),
        ("Meet the speakers on Friday.", "[one of the speakers, and what they do]"),
        ("How long does a rope last at sea? https://a.example/p", "[the short answer"),
        ("Who's ready for a day at sea with what wind? https://a.example/p", ""),  # a cry
        ("Bay Ferries provided 2,000 blankets to those at sea. https://a.example/p", "[one of those who|[what it"),
        ("The crew raised a record $8,200 at the regatta!", "[what the money pays for|[whom the money"),
        ("We've reached our winter target a month early https://a.example/p", "[the step|[what people|[what made"),
        ("Watch to see how we achieved this. https://a.example/p", "[the step that helped most|[what made"),
        ("Watch our first captain, Ada Quill, describe the old pier. https://a.example/p", "[one line of|[one point"),
        ("The mayor inaugurated the terminal in Port Lorne.", "[what people can do there now|[what changes for"),
        ("Bay Ferries signs an agreement with Island Rail.", "[what changes for customers|[the first thing"),
        ("We're ending the charge for changed tickets.", "[from when it holds|[what that means"),
        ("Registration is open for our knot training https://a.example/p", "[what participants can|[whom it suits"),
        ("Bay Ferries to start a recruitment drive https://a.example/p", "[one open role|[who has a chance"),
        ("A new way of studying navigation at sea https://a.example/p", "[what graduates|[what a usual|[who can apply"),
        ("Our next community call is for deck hands! https://a.example/p", "[one question that|[the question that"),
        ("Meet our deck crew and see their workshop https://a.example/p", "[one of them, and|[what one of them"),
        ("Our volunteer of the week is Ada!", "[what earned it|[the one thing"),
        ("With our crews we create value for the harbour.", "[one customer|[what that looked like"),
        ("We are proud to work with #fishermen of the bay.", "[what that looks|[one thing that|[how it began"),
        ("An initiative to bring ferries back https://a.example/p", "[what the initiative|[one person the initiative"),
        ("Our team was in Lorne for the harbour conference.", "[one thing to take|[the most|[the question"),
        ("Our mate can assist you with your ticket. https://a.example/p", ""),  # no game
        ("When your warranty expires, the winter service agreement begins.", "[what it covers, and for how long]"),
        ("Have you visited our stores?", ""),
        ("Our boiler service offer ends Friday.", ""),
        ("Announcing version 4.2. Download it: https://a.example/v", "[what is new about it, in a line]"),
        ("Our blog will feature crews of the bay", ""),
        ("Take our test and tell us which boat suits you.", ""),
        ("See our technology demos on the quay.", ""),
        ("Our scientists explore how ice forms on ropes.", "[what they found|[what it may change"),
        ("Our winter collection is here.", "[one piece|[where to see|[one detail"),
        ("The harbour celebrates its 80th anniversary", "[what has changed since|[one moment"),
        ("Speak up for wildlife in the bay", "[one thing that anybody|[what has changed|[the next step"),
        ("Ada Quill has been elected treasurer", "[one thing they did|[what they want"),
        ("Island Tales continues with season 3 this Friday", "[what it is about|[where the story|[one reason"),
        ("Our deck hands are the best in the business. Nobody knots like we do.", "[one result for|[one case that"),
        ("Photos from our summer regatta! What a day.", "[one moment of it|[what people talked"),
        ("We are thrilled to partner with Island Rail for the crossing.", "[what changes for|[the first thing"),
        ("We show you how to knot ropes and services. Follow these six steps:", "[the step that matters most]"),
        ("It's time to download our #IslandRun raceguide to know all about the course", "[one point of it, in a line]"),
        ("Get the free mooring checklist here", "[one point of it, in a line]"),
        ("Our harbour fund has outperformed its peers!", "[over which period, and by how much]"),
        ("The pier song in the warm vocals of Ines Harbour is here", "[what the song is about, in a line]"),
        ("Leave a coat for the islanders in our collection points by the quay", ""),
        ("A stunning performance by the harbour choir", ""),
        ("The crew has a busy programme at the pier.", ""),
        ("How can you run a harbour campaign? Listen to the crew.", ""),
        ("Whip up a batch of these buttermilk buns for the crossing tonight", "[the step that matters most]"),
        ("The tide turns at noon.", ""),
        ("Happy Easter to all our crews and their new features!", ""),  # a wish is left alone
    ],
)
def test_a_slot_names_what_the_post_names_and_does_not_tell(text: str, open_slot: str) -> None:
    found = sorts.hole(text, text)
    assert found[:1] == () if not open_slot else any(found[0].startswith(one) for one in open_slot.split("|"))


@pytest.mark.parametrize(
    ("wording", "brief"),
    [
        ("[what changes for customers, and when]", "[what changes for customers]"),
        ("[the first one, in a line]", "[the first one]"),
        ("[one winner, and what they did]", ""),  # two words say too little
        ("[what it costs]", ""),
        ("One deal: [item?] at [price?].", ""),
        ("[one of the berths, and where it is]", ""),  # by its name alone it tells nothing
        ("[one of them that helps today, in a line]", "[one of them that helps today]"),
    ],
)
def test_a_full_post_is_asked_up_to_the_first_comma(wording: str, brief: str) -> None:
    assert sorts.brief(wording) == brief


def test_no_slot_asks_for_just_anything() -> None:
    known = sorts.load(resources.find(sorts.FILE))
    every = [one for sort in known.every for one in sort.add] + [one for _, said in known.holes for one in said]
    assert len(every) > 150
    anything = r"worth (?:knowing|adding|passing|remembering)|good to know|without a click"
    assert not [one for one in every if re.search(anything, one)]
