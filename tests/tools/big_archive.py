"""A seeded X archive of N made-up posts, for measuring: python big_archive.py N FOLDER."""

import json
import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

SEED = 20260930
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


def post(rng: random.Random, index: int, at: datetime, earlier: list[str]) -> dict[str, object]:
    """One post in the layout of an archive: three in ten are replies, four in a hundred are reruns."""
    text = " ".join(rng.choices(WORDS, k=rng.randint(12, 32))).capitalize() + "."
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
        "id_str": str(snowflake), "id": str(snowflake), "full_text": text, "lang": "en",
        "created_at": at.strftime("%a %b %d %H:%M:%S +0000 %Y"), "source": '<a href="https://example.com">Web</a>',
        "favorite_count": str(rng.randrange(20)), "retweet_count": str(rng.randrange(4)), **reply,
        "entities": {"user_mentions": mentions, "urls": urls, "hashtags": [], "symbols": []},
    }}  # fmt: skip


def write(count: int, folder: Path) -> None:
    """A folder with account.js, tweets.js and brand.yaml; the posts spread over the five years to September 2026."""
    rng = random.Random(SEED)
    (folder / "data").mkdir(parents=True, exist_ok=True)
    account = {"account": {"accountId": "1", "username": "bigferry_eg", "accountDisplayName": "Big Ferry",
                           "createdAt": "2021-09-01T00:00:00.000Z"}}  # fmt: skip
    (folder / "data" / "account.js").write_text(f"window.YTD.account.part0 = [{json.dumps(account)}]")
    end, step = datetime(2026, 9, 30, 22, tzinfo=UTC), timedelta(days=1825) / max(count, 1)
    earlier: list[str] = []
    with (folder / "data" / "tweets.js").open("w", encoding="utf-8") as file:
        file.write("window.YTD.tweets.part0 = [\n")
        for index in range(count):
            record = post(rng, index, end - step * (count - 1 - index), earlier)
            file.write(("" if index == 0 else ",\n") + json.dumps(record, indent=2, separators=(",", " : ")))
        file.write("\n]\n")
    (folder / "brand.yaml").write_text(
        "brand: {name: Big Ferry, domains: [harbourlights.example]}\n"
        "accounts: [{platform: x, handle: bigferry_eg, archive: data}]\n"
    )


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
