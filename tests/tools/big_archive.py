"""A seeded X archive of N made-up posts, or an inbox of N messages, for measuring.

python big_archive.py N FOLDER [SEED] [SPACING]; the spacings are those that exports come with.
"""

import csv
import json
import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

SEED = 20260930
SPACINGS: dict[str, tuple[int | None, tuple[str, str]]] = {
    "pretty": (2, (",", " : ")), "plain": (2, (",", ": ")), "wide": (4, (",", ": ")), "line": (None, (", ", ": ")),
    "tight": (None, (",", ":")),
}  # fmt: skip
"""Indent and separators: X has changed them over the years, and tools that pass archives on print them anew."""
WORDS = (
    "the a to and of in for on with we you your our it is are was will be this that here there now today tomorrow "
    "week morning boat ferry island harbour timetable ticket crossing wind tide crew coffee pier deck bag dog bike "
    "queue rain sun early late first last open closed new old small big quick slow good fine calm rough please thanks "
    "bring take leave arrive book check ask answer tell see find wait call help sorry glad sure maybe always never"
).split()
OPENERS = (
    "How do you",
    "Here is how to",
    "Sale: 20% off",
    "Book now:",
    "Thanks for asking,",
    "We are proud of",
    "Tip:",
)
HANDLES = tuple(f"rider{number}_eg" for number in range(20_000))


FOREIGN = (
    "die der und ist ein boot heute morgen abfahrt hafen insel fähre wir ihr karte regen sonne früh spät gut "
    "danke bitte hilfe warten frage antwort offen geschlossen ruhig schnell woche bald kaffee hund fahrrad"
).split()


def post(rng: random.Random, index: int, at: datetime, earlier: list[str], foreign: float = 0.0) -> dict[str, object]:
    """One post in the layout of an archive: three in ten are replies, four in a hundred are reruns."""
    german = foreign > 0 and rng.random() < foreign
    text = " ".join(rng.choices(FOREIGN if german else WORDS, k=rng.randint(12, 32))).capitalize() + "."
    if rng.random() < 0.35:
        text = f"{rng.choice(OPENERS)} {text}"
    if earlier and rng.random() < 0.04:
        text = rng.choice(earlier)
    if len(earlier) < 5000:
        earlier.append(text)
    mentions, reply = [], {}
    if rng.random() < 0.30:
        number = rng.randrange(len(HANDLES))
        text = f"@{HANDLES[number]} {text}"
        mentions = [{"screen_name": HANDLES[number], "name": "Rider", "id_str": str(9_000_000 + number)}]
        reply = {"in_reply_to_status_id_str": str(10**18 + index), "in_reply_to_user_id_str": str(9_000_000 + number),
                 "in_reply_to_screen_name": HANDLES[number]}  # fmt: skip
    urls = []
    if rng.random() < 0.4:
        short = f"https://t.co/{index:010x}"
        urls = [{"url": short, "expanded_url": f"https://harbourlights.example/p/{rng.randrange(500)}"}]
        text = f"{text} {short}"
    snowflake = (int(at.timestamp() * 1000) - 1_288_834_974_657) << 22 | index % 4096
    return {"tweet": {
        "id_str": str(snowflake), "id": str(snowflake), "full_text": text, "lang": "de" if german else "en",
        "created_at": at.strftime("%a %b %d %H:%M:%S +0000 %Y"), "source": '<a href="https://example.com">Web</a>',
        "favorite_count": str(rng.randrange(20)), "retweet_count": str(rng.randrange(4)), **reply,
        "entities": {"user_mentions": mentions, "urls": urls, "hashtags": [], "symbols": []},
    }}  # fmt: skip


def write(count: int, folder: Path, seed: int = SEED, spacing: str = "pretty", foreign: float = 0.0) -> None:
    """A folder with account.js, tweets.js and brand.yaml; the posts spread over the five years to September 2026.

    Of the posts the share `foreign` is in German.
    """
    rng, (indent, separators) = random.Random(seed), SPACINGS[spacing]
    (folder / "data").mkdir(parents=True, exist_ok=True)
    account = {"account": {"accountId": "1", "username": "bigferry_eg", "accountDisplayName": "Big Ferry",
                           "createdAt": "2021-09-01T00:00:00.000Z"}}  # fmt: skip
    (folder / "data" / "account.js").write_text(f"window.YTD.account.part0 = [{json.dumps(account)}]")
    end, step = datetime(2026, 9, 30, 22, tzinfo=UTC), timedelta(days=1825) / max(count, 1)
    earlier: list[str] = []
    with (folder / "data" / "tweets.js").open("w", encoding="utf-8") as file:
        file.write("window.YTD.tweets.part0 = [\n")
        for index in range(count):
            record = post(rng, index, end - step * (count - 1 - index), earlier, foreign)
            file.write(("" if index == 0 else ",\n") + json.dumps(record, indent=indent, separators=separators))
        file.write("\n]\n")
    (folder / "brand.yaml").write_text(
        "brand: {name: Big Ferry, domains: [harbourlights.example]}\n"
        "accounts: [{platform: x, handle: bigferry_eg, archive: data}]\n"
    )


def inbox(count: int, folder: Path, seed: int = SEED) -> None:
    """A folder with inbox.csv and brand.yaml: `count` messages of customers over five years, six in ten answered."""
    rng = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    end, step, form = datetime(2026, 9, 30, 22, tzinfo=UTC), timedelta(days=1825) / max(count, 1), "%a %b %d %H:%M:%S"
    with (folder / "inbox.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow("tweet_id author_id inbound created_at text response_tweet_id in_response_to_tweet_id".split())
        for index in range(count):
            at, who, number = end - step * (count - 1 - index), rng.randrange(len(HANDLES)), 2 * index + 1
            words = " ".join(rng.choices(WORDS, k=rng.randint(6, 24)))
            opener = rng.choice(("", "When does", "Why is", "Thank you for", "My ticket is", "Still waiting:"))
            answered = rng.random() < 0.6
            rows.writerow([number, 100_000 + who, True, f"{at:{form} +0000 %Y}", f"@bigferry_eg {opener} {words}",
                           number + 1 if answered else "", ""])  # fmt: skip
            if answered:
                later = at + timedelta(minutes=rng.expovariate(1 / 90))
                said = f"@{100_000 + who} {rng.choice(OPENERS)} {' '.join(rng.choices(WORDS, k=14))} ^JR"
                rows.writerow([number + 1, "bigferry_eg", False, f"{later:{form} +0000 %Y}", said, "", number])
    (folder / "brand.yaml").write_text(
        "brand: {name: Big Ferry, domains: [harbourlights.example]}\n"
        "accounts: [{platform: x, handle: bigferry_eg, inbox: inbox.csv, inbox_complete: yes}]\n"
    )


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:4]), *sys.argv[4:5])
