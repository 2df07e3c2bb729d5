"""Writes the exports of Harbour Lights Ferries, a company that does not exist.

    python content/demo/make_demo.py          rewrites the exports, byte for byte the same every time
    python content/demo/make_demo.py --check  says whether they are what this script writes

The texts are in bank/, the story in numbers in maker/plan.py.  Needs nothing but Python.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from maker import desk, feed, inboxes, layouts, xarchive  # noqa: E402
from maker.cast import Cast, Scope, Story  # noqa: E402
from maker.plan import BEFORE, INBOX_FROM, QUARTERS  # noqa: E402
from maker.world import AFFILIATE_PEOPLE, BRAND_ID, HANDLE, NAME, ORG_PEOPLE, Dice, Person, snowflake  # noqa: E402


@dataclass(frozen=True, slots=True)
class Truth:
    """What one message is meant to be: its kind, purpose and labels as a reader would give them."""

    kind: str  # B P R U D I
    purpose: str
    flags: frozenset[str]
    group: str  # where in bank/ it comes from
    quarter: str
    invited: str = ""  # yes | no, for replies


def story() -> Story:
    """Everything that happened, ids included."""
    cast, told = Cast(), Story()
    for quarter in (*BEFORE, *QUARTERS):
        posts = feed.tell(Scope(quarter, cast, Dice(f"feed:{quarter}")))
        told.tweets += posts + desk.tell(Scope(quarter, cast, Dice(f"desk:{quarter}")), posts)
        told.messages += inboxes.messages(Scope(quarter, cast, Dice(f"messages:{quarter}")))
        if quarter in QUARTERS:
            told.posts += inboxes.facebook(Scope(quarter, cast, Dice(f"facebook:{quarter}")), posts)
    _number(told)
    return told


def _number(told: Story) -> None:
    """Give everything its id: that of its instant, as X does."""
    dice = Dice("ids")
    for items in (told.tweets, told.messages):
        items.sort(key=lambda item: item.at)
        for item in items:
            item.id = snowflake(item.at, dice.between(0, 0x3FFFFF))
    told.posts.sort(key=lambda post: post.at)
    for index, post in enumerate(told.posts):
        post.id = f"900000000000001_{100001 + index}"
        if post.text.endswith("/status/") and post.copied:
            post.text += post.copied.id


def files() -> dict[str, bytes]:
    """Path below content/demo -> content, for all exports."""
    told, links = story(), layouts.Shortener()
    crowd = (*Cast().people, *ORG_PEOPLE, *AFFILIATE_PEOPLE, Person(BRAND_ID, HANDLE, NAME))
    people = {person.handle: person for person in crowd} | {HANDLE.lower(): crowd[-1]}
    found = {"archive/x-2026-10.zip": xarchive.archive(told, links, people)}
    found |= {f"inbox/{name}": body for name, body in layouts.inboxes(told, links).items()}
    found |= {"labels.csv": _labels(told), "curation.csv": _curation(told)}
    for quarter in QUARTERS:
        found[f"facebook/posts-{quarter.lower()}.csv"] = layouts.facebook(told.posts, quarter)
    return found


def _latest(told: Story, group: str, count: int = 1) -> list[str]:
    own = [tweet for tweet in told.tweets if tweet.group == group and tweet.author is None and tweet.root is None]
    return [f"x:{tweet.id}" for tweet in own[-count:]]


def _labels(told: Story) -> bytes:
    """A few corrections as a person would make them."""
    rows = ["id,label,value,draw,note"]
    rows += [f"{uid},bait,0,,a contest for people who love ferries; no tagging" for uid in _latest(told, "contest", 2)]
    rows += [f"{uid},useful,1,,a notice of a cancelled boat is help" for uid in _latest(told, "service", 2)]
    rows += [f"{uid},canned,0,,short and right" for uid in _latest(told, "chat-answer")]
    return ("\n".join(rows) + "\n").encode()


def _curation(told: Story) -> bytes:
    """What the consultant hides, pins and says of single posts in the playbook."""
    rows = ["uid,action,note"]
    rows += [f"{uid},pin,The tip that people quoted at the kiosk." for uid in _latest(told, "note")]
    rows += [f"{uid},hide,The family asked us not to show it." for uid in _latest(told, "human")]
    rows += [f"{uid},comment,One more of the same advert." for uid in _latest(told, "advert")]
    return ("\n".join(rows) + "\n").encode()


def truth() -> dict[str, Truth]:
    """uid -> what it is meant to be, for all that the exports hold but the later parts of self-threads."""
    told, found = story(), {}
    for tweet in told.tweets:
        if tweet.root is None and (tweet.author is None or tweet.at >= INBOX_FROM):
            found[f"x:{tweet.id}"] = Truth(
                tweet.kind, tweet.purpose, tweet.flags, tweet.group, _quarter(tweet.at), tweet.invited
            )
    for message in told.messages:
        kind = "D" if message.sent else "I"
        found[f"x:dm:{message.id}"] = Truth(kind, "dm", message.flags, message.group, _quarter(message.at))
    for post in told.posts:
        flags = post.flags | ({"transplanted"} if post.misfit else set())
        group = f"copied {post.group}" if post.copied else post.group
        found[f"facebook:{post.id}"] = Truth("B", post.purpose, flags, group, _quarter(post.at))
    return found


def _quarter(at: datetime) -> str:
    return f"{at.year}-Q{(at.month + 2) // 3}"


def main(arguments: list[str]) -> int:
    """Write the files, or with --check compare them."""
    stale = []
    for name, body in files().items():
        path = HERE / name
        if not path.is_file() or path.read_bytes() != body:
            stale.append(name)
            if "--check" not in arguments:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(body)
    print("\n".join(stale) or "unchanged")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
