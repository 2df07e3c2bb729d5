"""Rewrites: what recipes do to posts, and what verification lets through."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advice.make import brand, judge
from sociable import content, resources, rubric
from sociable.advice import additions, edits, engine, entities, fields, marks, phrases, pieces, placing, recipes, verify
from sociable.advice.entities import LIMITS, SLOT, facts, fits, length, required
from sociable.advice.segment import parse
from sociable.advice.tasks import Attempt, Task

WORDS = phrases.load()
KNOWN = recipes.load()


def made(text: str, recipe: str, platform: str = "x", kind: str = "", context: str = "", key: str = "k") -> str:
    one = KNOWN[recipe]
    task = Task(key, text, platform, kind or one.kinds[0], "c", context)
    found, refused = engine.rewrite_all([task], {"c": (one,)}, WORDS, None, judge)
    return found[key, "c"].after if found else "; ".join(item.reason for item in refused)


def unslotted(text: str) -> str:
    return " ".join(SLOT.sub("[?]", text).split())


@pytest.mark.parametrize(
    ("recipe", "before", "after"),
    [
        ("offer-calm", "🚨 INSANE DEAL!!! Lamps 40% OFF, HURRY!!! 🚨", "Lamps 40% off."),
        (
            "offer-calm",
            "Shop now and save 15% OFF select lamps!! Online only. While quantities last. https://a.example/l #a #b #c",
            "has linked",  # a post that leads somewhere is somebody's finished work
        ),
        ("drop-bait", "RT if you're watching the ferry race today!", "Are you watching the ferry race today?"),
        ("drop-bait", "Tag a friend who never reads the manual.", "Who do you know that never reads the manual?"),
        (
            "credit-not-brag",
            "We are thrilled to announce that Harbour Lights won the award for the best ferry! So proud!",
            "Harbour Lights won the award for the best ferry. [?]",
        ),
        (
            "genuine-question",
            "Looking for a quiet lamp? Ours hums in B flat.",
            "What do you look for in a quiet lamp? Ours hums in B flat. [?]",
        ),
        (
            "promo-to-tip",
            "Great news! Our lamps are 20% off until Friday. Order now: https://a.example/l",
            "Great news! Our lamps are 20% off until Friday. One deal: [?] at [?]. Order now: https://a.example/l",
        ),
        (
            "hand-over",
            "@lena Hi Lena! Please DM us your order number so we can better assist you. ^JR",
            "@lena Hi Lena! Please DM us your order number. Then we'll look into it and tell you what we find [?]. ^JR",
        ),
        (
            "sign-off",
            "@lena We're sorry about the delay. It leaves at nine.",
            "@lena I'm sorry about the delay. It leaves at nine. – [?]",
        ),
        (
            "native-opening",
            "FOR IMMEDIATE RELEASE: The pier has a new bar.",
            "The pier has a new bar. [?]",
        ),
    ],
)  # fmt: skip
def test_shapes(recipe: str, before: str, after: str) -> None:
    keys = [f"k{i}" for i in range(60)]
    assert after in {unslotted(made(before, recipe, key=key)) for key in keys}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Slow down, sail further – RT if you agree! #sea", "Slow down, sail further. Do you agree? #sea"),
        ("Drop a 🔥 in the comments if you're loving the new deck!", "Are you loving the new deck?"),
        ("New season, new oars. Raise your hand if you rowed in the rain last week 🙋",
         "New season, new oars. Who of you rowed in the rain last week? 🙋"),
        ("Like this post if you remember our first ferry.", "Do you remember our first ferry?"),
        ("Share if you've ever been seasick!", "Have you ever been seasick?"),
        ("Comment YES if you'd take a late ferry on Fridays.", "Would you take a late ferry on Fridays?"),
        ("Double tap if Monday already feels long ☕", "Who else thinks Monday already feels long? ☕"),
        ("Tag someone you would share this bench with!", "Who would you share this bench with?"),
        ("Who's on board on Saturday? Tag 3 friends you'd bring!", "Who's on board on Saturday? Who would you bring?"),
        ("Roses are in. Tag your mum! 🌹", "Roses are in. What would your mum say? 🌹"),
        ("RT to vote: blue or green for the new mugs?", "Blue or green for the new mugs?"),
        ("Our pier opens on Friday and we can't wait! RT if you agree. https://a.example/p",
         "Our pier opens on Friday and we can't wait! Do you agree? https://a.example/p"),
        # what can be won, and how, is told as it stands
        ("Retweet and follow us to win a pair of oars!", "has prize"),
    ],
)  # fmt: skip
def test_a_trick_gives_way_to_the_question_that_it_hides(before: str, after: str) -> None:
    assert made(before, "drop-bait") == after


def test_a_contest_keeps_what_it_says_besides_its_terms() -> None:
    for key in map(str, range(12)):
        found = made("The roses on deck are in bloom. Follow us and tag a friend!", "skill-contest", key=key)
        assert found.startswith("The roses on deck are in bloom. "), found


def test_what_can_be_won_is_kept() -> None:
    post = "Share this and tag five mates who need a day out! Follow us to be entered for a cool box!"
    for key in map(str, range(12)):
        found = made(post, "skill-contest", key=key)
        assert found.startswith("Which of your mates need a day out? ") and "a cool box" in found, found


def test_what_closes_a_post_stays_its_end() -> None:
    post = "Crafts, trails and a film on deck this week!! All of them are new. We look forward to welcoming you."
    for key in map(str, range(8)):
        found = made(post, "plain-fact", platform="facebook", key=key)
        assert found.endswith("] We look forward to welcoming you."), found


def test_a_post_without_its_learn_more_is_no_rewrite() -> None:
    post = "The steel rails of our ferry last for thirty years, and nobody has to paint them. {}: https://a.example/r"
    refused = "nothing is left to work with"
    assert made(post.format("Learn more"), "say-it-plainly") == refused
    assert made(post.format("Click here to find out more"), "say-it-plainly") not in (refused, post)


def test_a_cut_of_hashtags_alone_is_no_rewrite() -> None:
    post = "The pier opens on Monday at nine and the bar at noon. #pier #sea #boats #harbour"
    assert made(post, "say-it-plainly") == "nothing is left to work with"


@pytest.mark.parametrize(
    "post",
    [
        "We just bought a second ferry!! To come:\n\n1. More trips\n2. A bar\n3. Late boats",
        "What is next?\n→ More trips\n→ A bar on deck\n→ Late boats",
        '★★★★ "A fine trip" - Harbour Gazette\n★★★ "Dry" - Pier News\nBook a seat on Monday!!',
    ],
)
def test_lists_keep_their_marks_and_get_no_stops(post: str) -> None:
    draft = edits.apply(parse(post, WORDS), ("shouting",), WORDS)
    calm = re.sub(r"!+(?=\n|$)", ".", post.replace("!! ", ". "))
    assert draft.restored(pieces.body(draft)).removesuffix(".") == calm.removesuffix(".")


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Book: t.co/9kLmQ2xx", ["t.co/9kLmQ2xx"]),
        ("Now on harbour.example.com/sale.", ["harbour.example.com/sale"]),
        ("It runs at lights.co.uk, daily", ["lights.co.uk"]),
        ("Write to jo@harbour.example.com", []),
        ("We ship e.g. ropes.They hold", []),
        ("Version 2.0.io and Yum.com are names", []),
    ],
)
def test_an_address_is_one_without_its_scheme_too(text: str, links: list[str]) -> None:
    assert marks.LINK.findall(text) == links


def test_case_specific_names_the_case_only_in_a_word() -> None:
    found = made("@lena Sorry to hear that. Please DM us your order number.", "hand-over",
                 context="my parcel from Lena Kowalska's shop is three weeks late and nobody cares")  # fmt: skip
    assert found.startswith("@lena Sorry about the delay with your parcel. ") and "Please DM us" in found
    assert "kowalska" not in found.casefold()


def test_a_reply_draft_answers_questions_and_complaints_apart() -> None:
    assert unslotted(made("@acme do you open on Sunday?", "answer-question")).endswith("[?]")
    parcel = made("@acme my parcel never came", "answer-draft", context="my parcel never came")
    assert "your parcel" in parcel
    assert made("@acme my parcel never came", "answer-question") == "has none of only_asks"


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        ("Lamps are 20% off. [until when?]", "B", "has open slots already"),
        ("Rest in peace, Captain Ines. Lamps 20% off.", "B", "speaks of a grave occasion"),
        (
            "$HLF cautionary statement on forward-looking figures: https://harbour.example",
            "B",
            "is a notice that the law words",
        ),
        ("@lena please DM us your number and 1/2", "R", "is part of a longer message"),
        ("Lamps are 20% off, and this is why. 1/2 https://a.example/p", "B", "is part of a longer message"),
        ("2/ Lamps are 20% off, and this is why.", "B", "is part of a longer message"),
        ("Mayor opens the new harbour and... https://a.example/n", "B", "is cut off"),
    ],
)
def test_some_texts_are_left_alone(text: str, kind: str, reason: str) -> None:
    recipe = "promo-to-tip" if kind == "B" else "case-specific"
    assert made(text, recipe, kind=kind) == reason
    words = content.sheet(resources.find("content/playbook/wording.yaml")).part("lint")
    assert words.text(fields.LEFT_ALONE[reason]).startswith("No rewrite: ")  # the pages' language says it


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("We dry the deck. 🎉{} Read more 👉 https://a.example/d #sea", ""),
        ("The deck of our ferry is dry now{} https://a.example/d", ":"),
        ("We love this new deck.{} Book your tickets now: https://a.example/d", ""),
        ("It is out on 8/7 and we are glad!{} 🎟️ https://a.example/d", ""),
        ("We are all on board !!{} #sea", ""),
        ("We all come in *one trip*.{} More: https://a.example/d", ""),
        ("We love this deck of ours.{} (🔎 30380103) https://a.example/d", ""),
        ("We love this deck.{} #MyDeck #OurSea https://a.example/d", ""),
        ("Our deck is what matters to us.{} ^JH", ""),
        ("Our deck is as dry as can be! 🌳{} 👉 More: https://a.example/d", ""),
        ("They dig here again and again. 😡{} How about no? Tell them 👉 https://a.example/d", ""),
        ("Our deck is as dry as can be.{} Book your tickets now. https://a.example/d", ""),
        ("Our deck is as dry as can be.{} Please share! https://a.example/d", ""),
        ("Our deck is as dry as can be.{} *Terms apply. https://a.example/d", ""),
        ("Our deck is as dry as can be.{} [Read] https://a.example/d", ""),
        ("Our deck is as dry as can be.{} To see it all, visit: https://a.example/d", ""),
        ("Our new deck:\n✅ It is dry\n✅ It is warm{}\nMore: https://a.example/d", "\n"),
        ("We want to keep our very best here at 🏠#Bay{}", "\n"),
        ("We work together for cleaner seas. -R. Lind #sea", None),
        ("The ferry comes back to us! 🎟️ on sale in May{} https://a.example/d", " "),
        ("Our deck in one line ✅ It is dry ✅ It is warm{}", "\n"),
        ("T1. Ada Lind -11 T1. @lena -11 in our regatta so far: https://a.example/l", None),
    ],
)
def test_an_addition_is_set_into_the_post_as_it_stands(text: str, instead: str | None) -> None:
    """At {}, where `instead` stood of what parts sentences, a line below at worst; nowhere where that is None."""
    gap = "\n" if instead == "\n" else ". " if instead in (":", " ") else " "
    before = text.replace("{}", ":" if instead == ":" else "")
    after = "" if instead is None else text.replace("{}", f"{gap}[one fact here]")
    assert placing.put(before, "[one fact here]", WORDS) == after


def test_words_lost_are_counted_without_links_and_slots() -> None:
    assert entities.lost("Dry decks for all: https://a.example/d", "Dry decks. [who are all of them?]") == 2


def test_length_counts_as_the_platform_does() -> None:
    assert length("a https://harbourlights.example/a/very/long/path/indeed b", "x") == 27
    assert length("é 漢 🙂", "x") == 7
    assert length("🙂🙂", "bluesky") == 2
    assert fits("a" * 280, "x")
    assert not fits("a" * 281, "x")
    assert fits("a" * 281, "bluesky")


def test_a_post_too_long_loses_loose_sentences_and_never_terms() -> None:
    text = (
        "Lamps are 20% off until Friday, 18+ only. What a week it has been here at the quay. Come and see them. Come. "
        "The crew painted the whole shed last night and nobody slept at all because of the fresh smell in here."
    )
    for recipe in ("new-angle", "promo-to-tip"):
        found = made(text, recipe)
        assert "20% off until Friday, 18+ only" in found and SLOT.search(found)
        assert fits(found, "x")


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("Lamps are 20% off.", "Lamps are 25% off.", "states what the post does not: 25"),
        ("Lamps are cheap.", "Lamps are cheap until Friday.", "states what the post does not: friday"),
        ("Lamps are cheap.", "Lamps are cheap, says Ines.", "states what the post does not: ines"),
        ("Lamps are cheap.", "Lamps are cheap: https://b.example", "states what the post does not: https://b.example"),
        ("Lamps are cheap.", "Three lamps are cheap.", "states what the post does not: three"),
        ("Lamps from £5. T&Cs apply.", "Lamps from £5.", "loses T&Cs apply"),
        ("Lamps for $9.50 each. #ad", "Lamps, cheap. #ad", "loses $9.50"),
        ("Lamps are cheap.", "Lamps lamps are cheap.", "repeats a word"),
        ("Lamps are cheap.", "Lamps. " + "very cheap, " * 30, "is too long for x"),
        ("Lamps are cheap.", "Lamps are cheap. [why?] [when?] [how?] [who is it?]", "leaves more than two slots open"),
        (
            "Lamps are here: https://a.example",
            "Lamps are here. [for whom?] https://a.example",
            "parts a link from the words that lead to it",
        ),
        ("Lamps from £5. #ad", "From £5: lamps. [for whom?] #ad", ""),
        ("Lamps are cheap.", "Harbour Lights lamps are cheap.", ""),
    ],
)
def test_verification(before: str, after: str, reason: str) -> None:
    assert verify.stated(before, after, "x", brand()) == reason


def test_a_cut_must_bring_its_label_down_and_nothing_else_up() -> None:
    one = KNOWN["offer-calm"]
    task = Task("k", "Hurry, lamps 20% off", "x", "B", "c")
    for after, reason in (
        ("Hurry, lamps", "still reads as hard_sell"),
        ("Lamps 20% off, and proud of it", "brag rises from 0.10 to 0.90"),
        ("Lamps 20% off", ""),
    ):
        attempt = Attempt(task, one, recipes.Composed(after, (), frozenset()))
        assert verify.check([attempt], WORDS, None, judge)[0].reason == reason


def test_an_ask_must_ask() -> None:
    task = Task("k", "Lamps 20% off", "x", "B", "c")
    attempt = Attempt(task, KNOWN["promo-to-tip"], recipes.Composed("Lamps are 20% off", (), frozenset()))
    assert verify.check([attempt], WORDS, None, judge)[0].reason == "asks nothing"


def test_facts_are_numbers_dates_names_links_and_terms() -> None:
    found = facts("On Friday Ines sold 3 lamps for £9.50, see https://a.example #lamps @ines. T&Cs apply").values
    assert {"friday", "ines", "3", "£9.50", "https://a.example", "#lamps", "@ines", "t&cs apply"} <= found
    assert required("From £9.50, 18+. T&Cs apply") == ("£9.50", "18+", "T&Cs apply")


def test_segments_know_what_they_do() -> None:
    draft = parse("We are proud of our lamps! Shop now: https://a.example/x What do you read by? #lamps #light", WORDS)
    assert draft.sentences[0].text == "We are proud of our lamps!"
    assert "feeling" in draft.sentences[0].roles
    assert "stock_call" in draft.sentences[1].roles
    assert {"asks_reader", "question"} <= draft.sentences[2].roles
    assert draft.tags == ("#lamps", "#light")
    assert draft.restored(draft.sentences[1].links) == "https://a.example/x"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Dr. Reed sails at 9.30 a.m. from pier 2.", 1),
        ("One. Two! Three?", 3),
        ("Wait... what a day", 1),
        ("A\n\nB", 2),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(parse(text, WORDS).sentences) == count


def test_line_breaks_and_lists_survive() -> None:
    text = "Pack for the crossing:\n• a warm coat\n• a book\n\nOrder the map now, 20% off"
    found = made(text, "new-angle", "linkedin")
    assert "\n• a warm coat\n• a book\n\n" in found


@pytest.mark.parametrize(
    ("cut", "before", "after"),
    [
        ("shouting", "Are YOU covered? Ring us today ☎ 01632 960877", "Are you covered? Ring us today ☎ 01632 960877."),
        ("loudness", "⭐⭐⭐⭐ “Great fun” says the pier 🎃🎃", "⭐⭐⭐⭐ “Great fun” says the pier 🎃"),
        ("urgency", "The play is on.\n\nDon't miss it! It ends soon.", "The play is on.\n\nIt ends soon."),
        ("loudness", "Bring:\n🎄 a rope\n🎄 a sail\n🎄 a hat", "Bring:\n🎄 a rope\n🎄 a sail\n🎄 a hat"),
        ("loudness", "See the new map here", "See the new map here"),
        ("loudness", "Write to crew@pier.example.org", "Write to crew@pier.example.org"),
        ("loudness", "Get a seat: pier.example.org/seats", "Get a seat: pier.example.org/seats"),
    ],
)  # fmt: skip
def test_ratings_numbers_lists_and_addresses_stand_as_they_stood(cut: str, before: str, after: str) -> None:
    draft = edits.apply(parse(before, WORDS), (cut,), WORDS)
    assert draft.restored(pieces.body(draft)) == after


def test_names_keep_their_capitals_when_shouting_is_calmed() -> None:
    draft = edits.apply(parse("IKEA and NASA lamps are ON SALE NOW at BAE!", WORDS), ("shouting",), WORDS)
    assert draft.sentences[0].text == "IKEA and NASA lamps are on sale now at BAE."


def test_recipes_and_criteria_know_each_other() -> None:
    book = rubric.load(())
    for name, one in book.criteria.items():
        assert one.rewrite, name
        for recipe in one.rewrite:
            assert name in KNOWN[recipe].criteria, f"{recipe} does not list {name}"
    assert {name for one in KNOWN.values() for name in one.criteria} <= set(book.criteria)


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_the_proof_of_a_recipe_keeps_its_own_rules(name: str) -> None:
    """A pair shows the shape; what it adds stands for answers that a person gave."""
    one = KNOWN[name]
    assert one.proof or name == "ask-a-question"
    for proof in one.proof:
        assert proof.kind in one.kinds or name == "sign-off"
        assert proof.before != proof.after
        assert fits(proof.after, proof.platform)
        assert not re.search(r"!!|[A-Z]{5,}|(?i:hurry|don't miss)", proof.after)


def test_variants_differ_between_posts_and_never_between_runs() -> None:
    text = "In our new blog post: ten tips for the winter. Read more: https://a.example/b"
    first = {key: made(text, "takeaway-first", key=key) for key in map(str, range(12))}
    assert len(set(first.values())) >= 2
    assert first == {key: made(text, "promo-to-tip", key=key) for key in first}


PARTS = (
    "Our lamps are 20% off until Friday.", "HURRY!!!", "We are so proud to announce our new pier!",
    "Shop now: https://a.example/l",
    "T&Cs apply.", "Only £9.50 each.", "What do you read by?", "Tired of the dark?", "Follow us and RT to win an iPad!",
    "Wipe the lens with a dry cloth.", "@ines made the first one in 1998.", "#lamps #light", "🎉🎉🎉",
    "Read more on our blog.",
    "“Best light in town,” wrote the Tide Post.", "#ad", "Don't miss out on this amazing deal!", "Happy Monday!",
)  # fmt: skip
BROADCASTS = sorted(name for name, one in KNOWN.items() if "B" in one.kinds)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=6, unique=True), st.sampled_from(sorted(LIMITS)), st.data()
)
def test_whatever_the_post_no_rewrite_breaks_the_promises(parts: list[str], platform: str, data: st.DataObject) -> None:
    text = " ".join(parts)
    name = data.draw(st.sampled_from(BROADCASTS))
    task = Task(text, text, platform, "B", "c")
    found, refused = engine.rewrite_all([task], {"c": (KNOWN[name],)}, WORDS, None, judge)
    if not found:
        assert refused
        assert all(one.reason for one in refused)
        return
    after = found[text, "c"].after
    assert verify.stated(text, after, platform, own=verify.words(after) - _figures(after)) == ""
    assert all(one.casefold() in after.casefold() for one in required(text))
    assert fits(after, platform)
    assert len(SLOT.findall(after)) == len(found[text, "c"].slots) <= 2
    assert found[text, "c"].effect == "cut" or SLOT.search(after)
    again = Task(after, after, platform, "B", "c")
    assert engine.rewrite_all([again], {"c": (KNOWN[name],)}, WORDS, None, judge)[0] == {}


def _figures(text: str) -> frozenset[str]:
    return frozenset(one for one in verify.words(text) if any(map(str.isdigit, one)))


def test_the_words_that_recipes_bring_state_nothing() -> None:
    """No template, question or lead holds a figure, a date, a price, a link or a name."""
    texts = [re.sub(r"\{\w+\}", " ", template) for one in KNOWN.values() for template in one.add]
    texts += [question for topic in WORDS.topics for question in topic.questions]
    texts += [word for _, words in WORDS.leads for word in words]
    texts += list(WORDS.privacy)
    for text in texts:
        stated = facts(text.removeprefix("@customer ").strip()).values
        assert not stated, (text, stated)


def test_slots_are_concrete_questions() -> None:
    wordings = [w for one in KNOWN.values() for sorts in one.ask.values() for listed in sorts.values() for w in listed]
    known = additions.load(resources.find(additions.FILE))
    assert all(re.fullmatch(r"[A-Z].*[.\"]", one) for every in known.additions.values() for one in every.add)
    for wording in (one for one in wordings if not one.startswith("{")):
        assert 1 < len(wording.split()) <= 16, wording
        assert SLOT.fullmatch(f"[{wording.replace('{topic}', 'it')}]"), wording


@pytest.mark.parametrize("topic", WORDS.topics)
def test_every_topic_has_more_than_one_question(topic: phrases.Topic) -> None:
    assert len(set(topic.questions)) >= 2


def test_the_words_before_a_link_are_no_second_call() -> None:
    """Else a second pass would cut what the first put there."""
    for lead in (one for _, listed in WORDS.leads for one in listed):
        draft = parse(f"Read more on our blog. {lead} https://a.example/l", WORDS)
        again = edits.apply(draft, ("urgency", "hype", "stacked-calls"), WORDS)
        assert [one.text for one in again.sentences] == [one.text for one in draft.sentences]


def test_a_post_that_ends_in_a_hashtag_does_not_run_into_what_is_added() -> None:
    text = "Want better sleep? Come and look at what is new in the #Community ⬇ https://t.co/link"
    for key in "abcd":
        after = made(text, "genuine-question", key=key)
        assert "⬇ https" in after and not re.search(r"#Community (?:\[|Tell|What)", after), after


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "Want your banking to be smooth? Count on these of our channels, day and night, wherever you are: "
            "👉Mobile: https://t.co/a 👉Branch: https://t.co/b 👉Desk: https://t.co/c",
            ("Mobile", "Branch", "Desk"),
        ),
        (
            "Let us show how we do it! Our Fashion! Our Fabrics! Our Leather! The business fair with all of the "
            "makers of the region will be opening at the pier. Kindly visit any of the branches of the bank.",
            ("Our Fashion", "Our Fabrics", "Our Leather"),
        ),
    ],
)
def test_no_item_of_a_list_goes_for_the_sake_of_a_slot(text: str, items: tuple[str, ...]) -> None:
    for one in fields.shortened(parse(text, WORDS)):
        said = " ".join(sentence.text for sentence in one.sentences)
        assert [item for item in items if item not in said] == []
