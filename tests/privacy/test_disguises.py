"""A person whom an export lists is hidden however a text writes them: letters, signs between, parts, forms of address."""

# ruff: noqa: E501 - rows of sentences are easier to read on one line
from __future__ import annotations

import re
from unicodedata import category, combining, digit, normalize

import polars as pl
import pytest

from sociable.advice import Masker, parts
from sociable.config import Brand
from sociable.tables import PEOPLE

NAMES = {
    "x:1": ("ottoquimp", "Ottoline Quimperley"), "x:2": ("zoe_ml", "Zoë Müller-Łukasiewicz"), "fb:3": (None, "Нина Збруева"),
    "fb:4": (None, "渡辺茜"), "fb:5": (None, "الياس حداد"), "fb:6": (None, "Γιώργος Παπάς"), "fb:7": (None, "김민수"),
    "fb:8": (None, "Dr. Bartholomew J. Crumplethwaite III"), "x:9": ("visitscilly", "Visit Scilly Islands"),
    "x:10": ("zv.dot.7", "Zelmira-Ann O’Vanderquist"), "x:11": ("corvi_p", "✨corvina plumbottom✨"),
    "fb:12": (None, "Marguerita-Bellamina Öz"),
}  # fmt: skip
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u2063\u180e\u202e\u2066\u200e\u200f\ufe0f\u061c\U000e0041"
BOLD = {ord(one): chr(0x1D5EE + ord(one) - 97) for one in map(chr, range(97, 123))} | {n + 48: chr(0x1D7EC + n) for n in range(10)}  # fmt: skip


@pytest.fixture(scope="module")
def masker() -> Masker:
    rows = [
        {"key": who, "platform": who[:1], "handle": one[0], "name": one[1], "is_self": False}
        for who, one in NAMES.items()
    ]
    people = pl.DataFrame(rows, PEOPLE)
    brand = Brand.model_validate(
        {
            "brand": {"name": "Harbour Lights", "domains": ["harbour.github.io"]},
            "accounts": [{"platform": "x", "handle": "harbourlights"}],
        }
    )
    writers = frozenset(NAMES) - {"x:9", "fb:12"}
    return Masker(
        people, brand, ["otherfan_77", "zqunder__"], (), parts.telling(people, writers, pl.Series(["Hello you"]))
    )


def letters(text: str) -> str:
    """Small plain letters: what somebody who searches for a name would find."""
    seen = "".join(one for one in normalize("NFKC", text) if category(one) != "Cf" and one not in "\u034f\u180e\ufe0f")
    bare = "".join(one for one in normalize("NFD", seen) if not combining(one))
    return bare.casefold().replace("ł", "l")


WRITTEN = {
    "ottoline|quimperley": (
        "Ottoline Quimperley", "OTTOLINE QUIMPERLEY", "ottoline quimperley", "Ottoline_Quimperley", "OttolineQuimperley", "Ottoline  Quimperley",
        "Ottoline\nQuimperley", "Quimperley, Ottoline", "O. Quimperley", "Ottoline Q.", "Ottoline (Otto) Quimperley", "Ottoline 😀 Quimperley",
        "Ottoline ❤️ Quimperley", "#OttolineQuimperley", "#ottoline", "#Ottoline #Quimperley", "Ottoline van Quimperley", "Ottoline | Quimperley",
        "Ottoline%20Quimperley", "Ottoline&nbsp;Quimperley", "Ottoline\u202fQuimperley", "Ottoline\u3000Quimperley", "Ottoline <b>Quimperley</b>",
        "the Quimperleys", "Ms QUIMPERLEY", "the Quimperley family", "> Ottoline Quimperley wrote:", "Best,\nOttoline", "Hi ottoline, hello", "Ottoline asked us",
        "we told Ottoline", "Quimperley was here", "ottolinequimperley.pdf", "CN=Ottoline Quimperley:x", "𝗢𝘁𝘁𝗼𝗹𝗶𝗻𝗲 𝗤𝘂𝗶𝗺𝗽𝗲𝗿𝗹𝗲𝘆", "Ⓞⓣⓣⓞⓛⓘⓝⓔ Ⓠⓤⓘⓜⓟⓔⓡⓛⓔⓨ", "Ｏｔｔｏｌｉｎｅ",
    ),
    "o.?t.?t.?o.?l|q.?u.?i.?m": (
        "O t t o l i n e  Q u i m p e r l e y", "o t t o q u i m p", "O.T.T.O.L.I.N.E", "o-t-t-o-q-u-i-m-p", "I a m O t t o l i n e Q u i m p e r l e y",
    ),
    "zoe|mueller|muller|lukasiewicz": (
        "Zoe Mueller-Lukasiewicz", "ZOË MÜLLER-ŁUKASIEWICZ", normalize("NFD", "Zoë Müller-Łukasiewicz"), "zoë müller", "Zoë M.", "Müller-Łukasiewicz, Zoë", "Zoe Lukasiewicz",
    ),
    "нина|збруев": ("НИНА ЗБРУЕВА", "Збруева Нина", "нина збруева", "Спасибо, Нина!", "Нины Збруевой"),
    "渡辺": ("渡辺さん、ありがとう", "渡辺 茜", "渡辺茜さん"),
    "حداد|الياس": ("الياس حداد", "شكرا الياس"),
    "παπας": ("ΓΙΩΡΓΟΣ ΠΑΠΑΣ", "Γιωργος Παπας"),
    "민수": ("김민수님 감사합니다", "민수님"),
    "crumplethwaite|bartholomew": ("Bartholomew Crumplethwaite", "B.J. Crumplethwaite", "Crumplethwaite, Bartholomew J.", "Dr Crumplethwaite"),
    "zelmira|vanderquist": (
        "#ThankYouZelmira-AnnO’Vanderquist", "#ThankYouZelmiraAnnOVanderquist", "https://a.example/guests/Zelmira-Ann-O’Vanderquist",
        "https://a.example/guests/zelmira-ann-o%E2%80%99vanderquist", "Zelmira-Ann Q. O’Vanderquist", "O'Vanderquist, Zelmira-Ann",
    ),
    "marguerita|bellamina": ("ÖZ, MARGUERITA-BELLAMINA", "Marguerita-Bellamina Q. Öz", "Marguerita Bellamina Q. R. Öz’s"),
    "corvina|plumbottom": ("✨corvina plumbottom✨", "✨corvina Q. plumbottom✨", "Corvina Plumbottom"),
    "ottoline": ("#ThankYouOttoline🌊Quimperley", "🌊, Ottoline"),
    "zqother": (
        "https://l.example/?u=m.facebook.com%2Fpeople%2Fzqother-X%2F10000212", "https://l.example/?u=m.facebook.com%252Fpeople%252Fzqother-X%252F1",
        "https://l.example/?u=mobile.linktr.ee/zqother", "m.facebook.com/people/zqother-X/1000",
    ),
    "ottoquimp": (
        "@OttoQuimp", "OTTOQUIMP", "@@ottoquimp", "%40ottoquimp", "&#64;ottoquimp", "\\u0040ottoquimp", "@ottoquimp@far.example", "cc:ottoquimp",
        "https://mobile.twitter.com/ottoquimp", "https://ottoquimp.substack.com/p/1", "https://l.example/?u=https%3A%2F%2Ft.me%2Fottoquimp", "ｏｔｔｏｑｕｉｍｐ",
        "instagram://user?username=ottoquimp", "skype:ottoquimp", "https://fxtwitter.com/ottoquimp/status/1", "https://ottoquimp.github.io/cv", "x . com/ottoquimp", "https://www.gofundme.com/f/ottoquimp", "otto.ottoquimp.bsky.social", "https://www.paypal.com/paypalme/ottoquimp",
    ),
    "crumple": (
        "crumple.q&#64;mail.com", "crumple.q [at] mail dot com", "crumple.q(a)mail.com", "crumple.q [@] mail.com", "crumple.q-at-mail.com", "crumple.q@mail dot com",
        "crumple.q at mail.com", "crumple.q @ mail . com", "crumple.q@localhost", "crumple.q [ät] mail.de", "crumple.q arroba mail.com", "crumple.q🐌mail.com",
        "crumple . q @ mail . com", "crumple.q at mail period com", "c r u m p l e . q @ mail.com",
        "crumple.q@mail,com", "crumple.q\u200b@\u200bmail.com", "crumple.q@mail。com",
    ),
}  # fmt: skip


@pytest.mark.parametrize("gone", WRITTEN)
def test_a_person_is_hidden_however_a_text_writes_them(masker: Masker, gone: str) -> None:
    left = {one: masker.text(f"So nice: {one} today") for one in WRITTEN[gone]}
    assert not {one: text for one, text in left.items() if re.search(gone, letters(text))}


@pytest.mark.parametrize("mark", UNSEEN, ids=[f"{ord(one):04x}" for one in UNSEEN])
def test_a_mark_that_nobody_sees_parts_no_name_handle_address_or_number(masker: Masker, mark: str) -> None:
    said = f"Thanks Ott{mark}oline Quim{mark}perley, @{mark}otto{mark}quimp, cru{mark}mple.q@{mark}mail.example, +44{mark}20{mark}7946{mark}0123"
    left = masker.text(said)
    assert not re.search("ottoline|quimp|crumple", letters(left)) and not re.search(r"\d{3}", left)


@pytest.mark.parametrize(
    "number",
    [
        "+44(0)20-7946-0123", "0044 20 7946 0123", "tel:0207946\u00a00123", "Tel:020 7946 0123", "T:020-7946 0123", "＋４４ ２０ ７９４６ ０１２３", "٠٢٠٧٩٤٦٠١٢٣", "0️⃣2️⃣0️⃣7️⃣9️⃣4️⃣6️⃣0️⃣1️⃣2️⃣3️⃣", "T:02079460123", "tel:020%207946%200123",
        "tel://02079460123", "callto:442079460123", "tel:020/7946/0123", "https://a.example/call/+442079460123", "+44*20*7946*0123", "020~7946~0123", "020,7946,0123", "020|7946|0123", "020;7946;0123", "020:7946:0123", "020…7946…0123", "020\\7946\\0123", "#02079460123", "+44 20 7946 0123x12", "https://call.whatsapp.com/442079460123",
        "whatsapp://send?phone=442079460123", "020 7946 0123".translate(BOLD),
    ],
)  # fmt: skip
def test_a_number_is_hidden_however_a_text_writes_it(masker: Masker, number: str) -> None:
    assert sum(digit(one, None) is not None for one in masker.text(f"Reach her {number} today")) < 4


@pytest.mark.parametrize(
    "number",
    ["IBAN DE89 3704 0044 0532 0130 00", "de89370400440532013000", "GB29 NWBK 6016 1331 9268 19", "FR14 2004 1010 0505 0001 3M02 606", "IBAN: DE12 3456 7890 1234 5678 90", "4111 1111 1111 1111"],
)  # fmt: skip
def test_an_account_at_a_bank_is_hidden(masker: Masker, number: str) -> None:
    """Numbers of ISO 13616's and ISO 7812's own examples, and one with wrong check digits that the text calls IBAN."""
    left = masker.text(f"Send it to {number} THIS WEEK").removeprefix("Send it to ")
    assert left.removeprefix("IBAN").lstrip(": ") == "[account] THIS WEEK"


@pytest.mark.parametrize("said", ["gmail: zq.other", "my Gmail is zq.other"])
def test_an_address_whose_host_is_named_first_is_hidden(masker: Masker, said: str) -> None:
    assert masker.text(f"Write, {said} today").removeprefix("Write, ") in ("[email] today", "my [email] today")


@pytest.mark.parametrize("number", ["zero two zero, seven nine four six, zero one two three", "〇二〇七九四六〇一二三", "oh.two.oh.seven.nine.four.six", "null zwo null sieben neun vier sechs"])  # fmt: skip
def test_a_number_in_words_is_hidden(masker: Masker, number: str) -> None:
    assert masker.text(f"Reach her: {number}!") == "Reach her: [phone]!"


@pytest.mark.parametrize(
    "text",
    [
        "Sail to the Scilly Isles. Islands are quiet in May.", "Wed 7/13 @ 1p. Click to register", "Meet us at booking.com or buy at amazon.de.", "Sold 1,200,000 tickets since 2,010",
        "One two three, go! Five four three two one.", "𝗡𝗲𝘄 𝗯𝗼𝗮𝘁𝘀 this week & 20% off", "می‌خواهم", "👩‍👩‍👧 aboard ❤️", "Text <b>bold</b> &amp; all", "https://harbour.github.io/docs",
        "\u2066Harbour\u2069. See you", "Order #1234567 is here", "The 9:40-10:15 boat", "Tide tables: 1.20, 2.35, 3.10", "https://x.example/a%20b",
        "F E R R Y  W E E K is here", "Ships A B C D E F G sail", "Order AB12-3456-7890", "See you at break period two", "Meet us at Yahoo today", "Gmail: ten tips", "Outlook is sunny", "See us @ Yahoo", "Our pick (Gmail) wins", "Dates 01|02|2026 and 03;04;2026", "At 01:20:45 and 00:30:00.120", "二〇二六年", "Read https://news.example/people today", "boats.example/tides/today", "Card 4111 1111 1111 1112",
    ],
)  # fmt: skip
def test_what_is_nobody_stays_as_it_is(masker: Masker, text: str) -> None:
    assert masker.text(text) == text


def test_a_handle_that_begins_a_name_leaves_no_other_word_of_it() -> None:
    row = {"key": "fb:1", "platform": "facebook", "name": "RENZOLA DE LA PLUMBAGO", "is_self": False}
    brand = Brand.model_validate({"brand": {"name": "H"}, "accounts": [{"platform": "x", "handle": "h"}]})
    hide = Masker(pl.DataFrame([row], PEOPLE), brand, ["renzola"]).text
    assert hide("Thanks RENZOLA DE LA PLUMBAGO, and renzola too") == "Thanks [name], and @customer too"


@pytest.mark.parametrize(
    "page",
    [
        "https://twitter.com/#!/{}", "https://ig.me/m/{}", "https://www.facebook.com/p/{}-1000123", "https://www.facebook.com/groups/1/user/{}",
        "https://fb.me/{}", "https://www.linkedin.com/mwlite/in/{}", "https://www.linkedin.com/sales/people/{}", "https://www.linkedin.com/profile/view?id={}",
        "https://m.tiktok.com/h5/share/usr/{}.html", "threads.net/{}", "https://www.snapchat.com/@{}", "https://t.me/s/{}", "https://kick.com/{}", "patreon.com/{}",
        "https://{}.bandcamp.com", "https://sites.google.com/view/{}", "https://us02web.zoom.us/my/{}", "https://pixelfed.example/i/web/profile/{}",
        "https://news.example/authors/{}", "https://forum.example/member.php?u={}", "https://uni.example/~{}", "https://wiki.example/wiki/User:{}",
        "https://matrix.to/#/@{}:far.example", "https://poshmark.com/closet/{}", "https://www.google.com/maps/contrib/{}/reviews",
    ],
)  # fmt: skip
def test_a_page_of_somebody_is_hidden_wherever_it_is(masker: Masker, page: str) -> None:
    assert masker.text(f"See {page.format('zqother7')} today") == "See [profile link] today"


@pytest.mark.parametrize(
    "address",
    ["zqother!x@mail.example", "zqother/x=y@mail.example", "o'zqother@mail.example", "zqother#x@mail.example", "zqother~x@mail.example",
     "zqother﹫mail.example", "zqother=40mail.example", "zq_other at gmail", "zq.other @ gmail", "zq.other at outlook", "zq.other (gmail)",
     "zqother\\@mail.example", "zq.other*at*mail*dot*com", "zq.other|at|mail.com", "zq.other /at/ mail.com", "zq.other 'at' mail 'dot' com", "zq.other ✉ mail.com"],
)  # fmt: skip
def test_an_address_of_odd_letters_goes_as_a_whole(masker: Masker, address: str) -> None:
    assert masker.text(f"See {address} today") == "See [email] today"


def test_a_word_of_a_name_that_the_brand_uses_for_something_else_stays() -> None:
    people = pl.DataFrame([{"key": "x:1", "platform": "x", "name": "Emily Ferryman", "is_self": False},
                           {"key": "x:2", "platform": "x", "name": "Emily Ferrington", "is_self": False}], PEOPLE)  # fmt: skip
    texts = pl.Series(["A ferryman sails.", "Ferrington is nice."] + [f"See you in Ferrington {n}" for n in range(4)])
    assert parts.telling(people, frozenset(), texts) == {"emily"}


def test_a_name_in_no_list_goes_alone_where_the_texts_say_the_whole_of_it() -> None:
    people = pl.DataFrame([{"key": "x:1", "platform": "x", "name": "Zirant Quasliwal", "is_self": False},
                           {"key": "x:2", "platform": "x", "name": "Vexley Tidewater", "is_self": False},
                           {"key": "x:3", "platform": "x", "name": "Jo Lumenia", "is_self": False}], PEOPLE)  # fmt: skip
    often = ["Zirant Quasliwal came.", "Thanks, Zirant!"] + [f"Ask Zirant {n}" for n in range(6)]
    product = ["Jo Lumenia won."] + [f"Buy Lumenia {n}" for n in range(4)]
    told = parts.telling(people, frozenset(), pl.Series([*often[:4], *product, "Vexley is a village."]))
    assert told == {"zirant", "quasliwal"}, "a village, and a product that more than three of four texts mean"
    assert "zirant" not in parts.telling(people, frozenset(), pl.Series(often)), "eight texts, one with the name"
    assert "vexley" in parts.telling(people, {"x:2"}, pl.Series(["Vexley is here."])), "who wrote needs no other text"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a/WhatsApp Chat with +44 20 7946 0123.csv", "a/WhatsApp Chat with [phone].csv"), ("02079460123_export.json", "[phone]_export.json"),
        ("x/Ottoline%20Quimperley.csv", "x/[name].csv"), ("Quimperley.csv", "[name].csv"), ("渡辺茜.csv", "[name].csv"),
        ("crumple.q@mail.example/posts.csv", "[email]/posts.csv"), ("inbox/ottoquimp_123/message_1.json", "inbox/[name]_123/message_1.json"),
        ("IMG_20260101_101010.csv", "IMG_20260101_101010.csv"), ("harbour-2026-10-01-abcd.zip!a/b.json", "harbour-2026-10-01-abcd.zip!a/b.json"),
    ],
)  # fmt: skip
def test_a_path_names_nobody(masker: Masker, name: str, shown: str) -> None:
    assert masker.path(name) == shown


def test_a_permalink_that_leads_to_somebody_is_left_out(masker: Masker) -> None:
    own = "https://x.com/harbourlights/status/1900000000000000001"
    others = [
        "https://far.example/@some/1",
        "https://a.example/ottoline-quimperley",
        f"{own}?mail=crumple.q%40mail.com",
        f"{own} +442079460123",
        "Ottoline-hd",
    ]
    assert [masker.link(one) for one in (own, *others)] == [own, None, None, None, None, None]
