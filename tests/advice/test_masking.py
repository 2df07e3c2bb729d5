"""People outside the brand do not appear, whatever form they take; the brand itself does."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advice.make import brand, people
from sociable.advice import Masker

LENA = {"key": "x:77", "platform": "x", "handle": "lena_k", "name": "Lena Kowalska", "is_self": False}
OWN = {"key": "x:1", "platform": "x", "handle": "HarbourLights", "name": "Harbour Lights", "is_self": True}
ORG = {"key": "x:9", "platform": "x", "handle": "TideMuseum", "name": "Tide Museum", "is_self": False}


def masker(**changes: object) -> Masker:
    return Masker(people(LENA, OWN, ORG), brand(**changes))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Thanks @lena_k!", "Thanks @customer!"),
        ("Thanks @unknown_person, see you", "Thanks @customer, see you"),
        ("From @HarbourLights and @islandhotels", "From @HarbourLights and @islandhotels"),
        (".@lena_k is right", ".@customer is right"),
        ("RT@lena_k and via:@lena_k", "RT@customer and via:@customer"),
        ("Thanks lena_k for the idea", "Thanks @customer for the idea"),
        ("A picture by Lena\nKowalska", "A picture by [name]"),
        ("A picture by Lena Kowalska, with thanks", "A picture by [name], with thanks"),
        ("A picture by LENA KOWALSKA.", "A picture by [name]."),
        ("Hi Marta, the 9:40 is late", "Hi [name], the 9:40 is late"),
        ("Hello everyone, doors open at 9", "Hello everyone, doors open at 9"),
        ("Write to lena.k+ferry@mail.example today", "Write to [email] today"),
        ("Call +44 20 7946 0018 before noon", "Call [phone] before noon"),
        ("Call 5550199 before noon", "Call [phone] before noon"),
        ("Open 2026-07-01 to 2026-09-30, 1 200 000 passengers", "Open 2026-07-01 to 2026-09-30, 1 200 000 passengers"),
        ("£1,200,000 raised, 20% more than 2024-2025", "£1,200,000 raised, 20% more than 2024-2025"),
        ("See https://twitter.com/lena_k/status/12", "See [profile link]"),
        ("See https://x.com/HarbourLights/status/12", "See https://x.com/HarbourLights/status/12"),
        ("See www.instagram.com/lena.k.", "See [profile link]."),
        ("See facebook.com/lena.kowalska.5", "See [profile link]"),
        ("See https://mastodon.example/@lena", "See [profile link]"),
        ("Map: https://harbourlights.example/crew/map", "Map: https://harbourlights.example/crew/map"),
        ("Map: https://harbourlights.example/crew/lena_k", "Map: [profile link]"),
        ("https://harbourlights.example/to?u=https://www.instagram.com/lena.k/", "[profile link]"),
        ("https://l.a.example/l.php?u=https%253A%252F%252Fwww.instagram.com%252Flena.k%252F", "[profile link]"),
        ("https%3A%2F%2Fwww.instagram.com%2Flena.k%2F", "[profile link]"),
        ("https://web.archive.org/web/2020/https://x.com/lena", "[profile link]"),
        ("https://a.example/?name=Lena%20Kowalska", "[profile link]"),
        ("https://a.example/guests/lena-kowalska.html", "[profile link]"),
        ("https://a.example/guests/lena-kowal…", "https://a.example/guests/…"),
        ("https://harbourlights.example/to?who=lena%20kow…", "https://harbourlights.example/…"),
        ("https://t.co/x8Sd… and https://a-b.example…", "https://t.co/x8Sd… and https://a-b.example…"),
        ("lena.bsky.social, https://x.com/i/user/77, fb.me/lenak", "[profile link], [profile link], [profile link]"),
        ("@Lena Kowalska is here, @Xiulan Zhao too", "@customer is here, @customer too"),
        ("Ask @Quillon Vexley-Brown, please", "Ask @customer, please"),
        ("@Quillon Thanks for asking", "@customer Thanks for asking"),
        ("@TideMuseum Museum Day", "@customer Museum Day"),
        ("#ThankYouLenaKowalska, #LenaKowalskaDay, #teamlenakowalska26", "[name], [name], [name]"),
        ("Lena M. Kowalska and Lena \u201cLen\u201d Kowalska", "[name] and [name]"),
        ('lena.k @ mail.example, "lena k"@mail.example, lena%2540mail.example', "[email], [email], [email]"),
        ("harbour.example/lena_k and at/lena_k", "harbour.example/@customer and at/@customer"),
        ("We are @ harbour.example on Friday", "We are @ harbour.example on Friday"),
        ("lena．k＠mail．example", "[email]"),
        ("A picture by Kowalska Lena", "A picture by [name]"),
        ("Write to lena (at) mail (dot) example or lena[at]mail.example", "Write to [email] or [email]"),
        ("Look at the mail dot on it", "Look at the mail dot on it"),
        (
            "Four wins in a row (1965 - 1980!), in 1968/1972/1976",
            "Four wins in a row (1965 - 1980!), in 1968/1972/1976",
        ),
        ("Call us: (1965 - 1980)", "Call us: [phone])"),
        ("Ring +44\u201120\u20117946\u20110018 or 020·7946·0018", "Ring [phone] or [phone]"),
        ("Seen by @\u2068lena_k\u2069 and @\u200blena_k", "Seen by @customer\u2069 and @customer"),
        ("https://lena.tumblr.com and https://github.com/lena/boats", "[profile link] and [profile link]"),
        ("https://x.com/intent/user?screen_name=lena_k", "[profile link]"),
        (
            "https://x.com/intent/tweet?via=HarbourLights&text=hi",
            "https://x.com/intent/tweet?via=HarbourLights&text=hi",
        ),
        ("https://www.linkedin.com/posts/lena-k_boats-activity-7", "[profile link]"),
        (
            "https://www.youtube.com/watch?v=abc and https://youtu.be/abc",
            "https://www.youtube.com/watch?v=abc and https://youtu.be/abc",
        ),
        ("#LenaKowalska is a hashtag", "[name] is a hashtag"),
        ("Grand Kowalskaya is nobody we know", "Grand Kowalskaya is nobody we know"),
        ("Lena Kowalska's hat, Lena Kowalska’s too", "[name]'s hat, [name]’s too"),
        ("Kowalska, Lena and *Lena* Kowalska", "[name] and *[name]"),
        ("Lena\u00a0Kowalska, Lena\u200b Kowalska, Le\u00adna Kowalska", "[name], [name], [name]"),
        ("Ｌｅｎａ Ｋｏｗａｌｓｋａ", "[name]"),
        ("Lena K. and L. Kowalska", "[name]. and [name]"),
        ("LenaKowalska and #lena_kowalska", "[name] and [name]"),
        ("See https://nitter.example/lena_k and https://a.example/?u=lena_k", "See [profile link] and [profile link]"),
        ("Seen by @le\u200bna_k", "Seen by @customer"),
    ],
)
def test_hides_people_and_nothing_else(before: str, after: str) -> None:
    assert masker().text(before) == after


@pytest.mark.parametrize(
    "said", ["Jörg Müller", "Jorg Muller", "Joerg Mueller", "JÖRG MÜLLER", "Jo\u0308rg Mu\u0308ller", "#JörgMüller"]
)
def test_a_name_is_known_without_its_accents(said: str) -> None:
    known = people({"key": "x:78", "platform": "x", "handle": "jm", "name": "Jörg Müller", "is_self": False})
    assert Masker(known, brand()).text(f"Painted with {said}!") == "Painted with [name]!"


def test_a_brand_name_with_accents_stays() -> None:
    cafe = brand(about={"aliases": ["Café Nørd"]})
    assert Masker(people(), cafe).text("Thanks Café Nørd!") == "Thanks Café Nørd!"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("@HarbourLights Jasmany, we have had a look.", "@HarbourLights [name], we have had a look."),
        ("@lena_k Xiulan, thanks for waiting", "@customer [name], thanks for waiting"),
        ("@lena_k We are looking into it, Jasmany. See you.", "@customer We are looking into it, [name]. See you."),
        ("@lena_k No trouble at all Priya!", "@customer No trouble at all [name]!"),
        ("Priya, please send us your booking.", "[name], please send us your booking."),
        ("Everything is fine, Priya.", "Everything is fine, [name]."),
        ("thanks priya! hi anna, all is well", "thanks [name]! hi [name], all is well"),
        ("My wife Quillon loved it, and our friend Zoë.", "My wife [name] loved it, and our friend [name]."),
        ("@lena_k Hmm, that is odd. Nah, it is not.", "@customer Hmm, that is odd. Nah, it is not."),
        ("@lena_k The best are in Wales, you say, Iceland?!", "@customer The best are in Wales, you say, Iceland?!"),
        ("We sail to Oban, Mallaig, Barra.", "We sail to Oban, Mallaig, Barra."),
        (".@HarbourLights Franchisee, crew and guests", ".@HarbourLights Franchisee, crew and guests"),
        ("hi may, you just can't miss. Shop at ours", "hi may, you just can't miss. Shop at ours"),
        ("So much to LOVE WALMART", "So much to LOVE WALMART"),
    ],
)  # fmt: skip
def test_whom_a_text_speaks_to_is_hidden_and_what_else_stands_there_stays(before: str, after: str) -> None:
    assert masker().text(before) == after


def test_a_name_made_of_plain_words_hides_no_sentence() -> None:
    """An account called Open Science must not blank what people do with open science."""
    known = people(LENA | {"name": "Open Science"}, LENA | {"key": "x:8", "name": "王小明"},
                   LENA | {"key": "x:9", "name": "Ana Ruiz de la Vega Soto Marín"})  # fmt: skip
    found = Masker(known, brand())
    assert found.text("We foster open science practices") == "We foster open science practices"
    assert found.text("Thanks to Open Science for the talk") == "Thanks to [name] for the talk"
    assert found.text("谢谢王小明") == "谢谢[name]"
    assert found.text("With Ana Ruiz de la Vega Soto Marín") == "With [name]"


def test_fediverse_handle_is_a_person_and_no_address() -> None:
    assert masker().text("cc @lena@mastodon.example") == "cc @customer"


def test_first_name_goes_only_where_the_text_speaks_to_that_person() -> None:
    assert masker().text("No worries Lena, it is on its way", "x:77") == "No worries [name], it is on its way"
    assert masker().text("The Lena sails at nine") == "The Lena sails at nine"


def test_public_organisations_stay_so_that_credit_shows() -> None:
    found = masker(privacy={"public_orgs": ["@TideMuseum", "Tide Museum"]})
    assert found.text("Thanks @TideMuseum, the Tide Museum") == "Thanks @TideMuseum, the Tide Museum"
    assert masker().text("Thanks @TideMuseum") == "Thanks @customer"


def test_staff_names_go_from_bad_examples_alone() -> None:
    text = "I have moved your booking. ^JR"
    assert masker().text(text) == text
    assert masker().staff(text) == "I have moved your booking. ^[colleague]"
    assert masker().staff("Jo here, Jo Reed that is") == "[colleague] here, [colleague] that is"


def test_permalinks_of_others_are_not_shown() -> None:
    assert masker().link("https://x.com/HarbourLights/status/1") == "https://x.com/HarbourLights/status/1"
    assert masker().link("https://x.com/lena_k/status/1") is None
    assert masker().link(None) is None


def test_masking_can_be_switched_off() -> None:
    found = masker(privacy={"mask_people": False})
    assert found.text("Thanks @lena_k, lena@mail.example") == "Thanks @lena_k, lena@mail.example"


def test_a_column_at_once_keeps_nulls() -> None:
    found = masker().texts(pl.Series("text", ["@lena_k", None, "plain"]), pl.Series([None, None, "x:77"]))
    assert found.to_list() == ["@customer", None, "plain"]


@settings(deadline=None)
@given(
    st.sampled_from(["@lena_k", "lena.k@mail.example", "Lena Kowalska", "+49 30 1234567", "https://x.com/lena_k"]),
    st.text(alphabet="abc ,.!?🙂\n", max_size=30),
    st.text(alphabet="xyz ,.!?🙂\n", max_size=30),
)
def test_no_canary_survives_among_other_words(canary: str, before: str, after: str) -> None:
    found = masker().text(f"{before} {canary} {after}")
    assert canary.casefold() not in found.casefold()
    assert "lena_k" not in found


@settings(deadline=None)
@given(st.text(max_size=80))
def test_masking_twice_is_masking_once(text: str) -> None:
    found = masker()
    assert found.text(found.text(text)) == found.text(text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Ask Jo Reed, JO REED or jo reed ^JR", "Ask [colleague], [colleague] or [colleague] ^[colleague]"),
        ("All done now -JR", "All done now -[colleague]"),
        ("All done now \u2013 JR.", "All done now \u2013 [colleague]."),
        ("All done now ^jr", "All done now ^[colleague]"),
        ("#JoReed is on deck", "#[colleague] is on deck"),
        ("Xiulan Clerk and Xiulan", "[colleague] and [colleague]"),
        ("Island Desk and the island", "[colleague] and the island"),
        ("the JR bus, well-JR known", "the JR bus, well-JR known"),
    ],
)
def test_staff_is_hidden_however_it_is_written(before: str, after: str) -> None:
    assert Masker(people(), brand(), agents=["Xiulan Clerk", "Island Desk"]).staff(before) == after


def test_a_colleague_whose_name_is_a_word_hides_no_word() -> None:
    team = Masker(people(), brand(team=[{"name": "Will Moor", "initials": "WM"}]))
    assert team.staff("Will will help, said WILL MOOR") == "[colleague] will help, said [colleague]"
