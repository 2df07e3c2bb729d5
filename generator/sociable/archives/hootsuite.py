"""Hootsuite Analytics: posts, inbound messages and account metrics of many pages in one file.

Line breaks of posts are flattened to blanks.  Inbound rows name neither what
they answer nor what was answered, so no response can be timed (FORMATS 8).
"""

from __future__ import annotations

import polars as pl

from sociable.archives import assemble, cells, tabular, text, toolposts
from sociable.archives.container import Container, Member
from sociable.archives.records import Records, Tally, join
from sociable.archives.tabular import Format, Layout
from sociable.config import Account, Brand
from sociable.model import Issue
from sociable.tables import MESSAGES, conform

NAME = "hootsuite"
PLATFORM = "other"
FEEDS: tuple[str, ...] = ("own_text", "replies_out", "minute_time")
RANK = 4
_DATES = ("Date (GMT)", "Date (UTC)", "Date")
_PAGES = ("Facebook Page", "Twitter Account", "Instagram Account", "LinkedIn Page", "Social Account", "Profile", "Page")
POSTS = Format(
    "Hootsuite, posts", ("created", "text", "id", "permalink"),
    {
        "created": _DATES, "page": _PAGES, "id": ("Post ID", "Tweet ID"), "permalink": ("Post Permalink", "Permalink"),
        "type": ("Post Type",), "text": ("Post Message", "Message", "Tweet"), "agent": ("Author",),
        "network": ("Social Network", "Network"), "impressions": ("Impressions", "Post Impressions"),
        "reach": ("Reach", "Post Reach"), "likes": ("Reactions", "Likes"), "replies": ("Comments", "Replies"),
        "reposts": ("Retweets", "Reposts"), "shares": ("Shares",),
        "clicks": ("Link Clicks", "Post Link Clicks", "Ow.ly Clicks", "Clicks"), "saves": ("Saves", "Saved"),
        "video_views": ("Video Views",),
    },
)  # fmt: skip
INBOUND = Format(
    "Hootsuite, inbound messages", ("created", "id", "kind", "text"),
    {
        "created": _DATES, "page": _PAGES, "author": ("Message Author", "Author"), "kind": ("Type", "Message Type"),
        "id": ("Message ID",), "permalink": ("Message Permalink",), "text": ("Message",), "lang": ("Language",),
        "network": ("Social Network", "Network"),
    },
)  # fmt: skip
METRICS = Format("Hootsuite, account metrics", ("created",), {"created": _DATES})
FORMATS = (INBOUND, POSTS)
_TABLES = r".*\.(?:csv|tsv|txt)"
_DAILY = "daily aggregated values"


def sniff(container: Container) -> bool:
    """Whether some table is Hootsuite's."""
    return any(_kind(one) for one in container.matching(_TABLES))


def _kind(member: Member) -> tuple[Format, Layout] | None:
    for wanted in FORMATS:
        if layout := tabular.find(member, wanted):
            return wanted, layout
    if layout := tabular.find(member, METRICS):
        return (METRICS, layout) if any(_DAILY in cell.casefold() for cell in layout.header) else None
    return None


def platform(container: Container) -> str:
    """By the column of pages, or by the file's name; Facebook is what the samples hold."""
    for member in container.matching(_TABLES):
        if kind := _kind(member):
            named = f"{member.tail} {' '.join(cell for cell in kind[1].header if cell in _PAGES)}"
            if (found := toolposts.platform_of(named)) != "other":
                return found
    return "other"


def owners(container: Container) -> list[tuple[str, str]]:
    """Every page in the files."""
    pages: dict[str, None] = {}
    for member in container.matching(_TABLES):
        kind = _kind(member)
        places = kind[0].places(kind[1].header) if kind else {}
        if kind and "page" in places:
            rows = tabular.load(member, kind[1], {"page": places["page"]}, Tally(member.label, NAME))
            pages |= dict.fromkeys(rows["page"].drop_nulls().str.strip_chars().unique().sort().to_list())
    return [(name, name) for name in pages]


def read(container: Container, account: Account, brand: Brand) -> tuple[Records, list[Issue]]:
    """The page's posts, and what people wrote to it."""
    parts = []
    for member in container.matching(_TABLES):
        kind = _kind(member)
        if kind is None:
            continue
        wanted, layout = kind
        tally = Tally(member.label, NAME)
        rows = tabular.load(member, layout, wanted.places(layout.header), tally)
        zone = toolposts.gmt(layout.header) or brand.about.timezone
        if wanted is METRICS:
            tally.skip("not-a-post", rows.height)
            tally.issue("daily", "one row a day, not a post; export the table of posts")
            parts.append(Records(tallies=(tally,)))
        elif wanted is POSTS:
            frame = toolposts.posts(rows, account, tally, NAME, RANK, zone)
            parts.append(toolposts.records(frame, account, tally))
        else:
            parts.append(_inbound(rows, account, tally, zone))
    return join(parts), []


def _inbound(rows: pl.DataFrame, account: Account, tally: Tally, zone: str) -> Records:
    """Comments, private messages and posts of others on the page."""
    rows = toolposts.mine(rows, account, tally)
    clock = cells.instants(rows["created"], tally, account.tz or zone, account.date_format, month_first=True)
    low = pl.col("kind").str.to_lowercase()
    private = low.str.contains(r"private|direct|\bdm\b").fill_null(False)
    name = pl.col("author").str.strip_chars() if "author" in rows.columns else pl.lit(None, dtype=pl.Utf8)
    rows = rows.with_columns(
        cells.ids(rows["id"], tally).alias("id"), clock.instants.alias("created_at"),
        pl.lit(clock.precision).alias("time_precision"), private.alias("private"), name.alias("name"),
        pl.when(private).then(pl.lit("dm")).when(low.str.contains("comment|reply")).then(pl.lit("comment"))
        .when(low.str.contains("review|recommend")).then(pl.lit("review")).otherwise(pl.lit("mention")).alias("channel"),
        text.normal(text.unescape(pl.col("text"))).alias("text"),
    )  # fmt: skip
    kept = rows.filter(pl.col("id").is_not_null() & pl.col("created_at").is_not_null())
    tally.skip("incomplete", rows.height - kept.height)
    single = kept.unique("id", keep="first", maintain_order=True)
    tally.skip("duplicate", kept.height - single.height)
    if not tally.read:
        tally.issue("empty", "a header and no rows")
    frame = single.with_columns(
        pl.format(f"{account.platform}:{{}}", "id").alias("uid"), pl.lit(account.key).alias("account"),
        pl.lit(account.platform).alias("platform"), pl.lit("in").alias("direction"),
        pl.format(f"{account.platform}:name:{{}}", "name").alias("author"),
        pl.lit(assemble.me(account)).alias("recipient"),
        text.handles(pl.col("text")).fill_null([]).alias("mentions"), pl.lit(None, dtype=pl.Utf8).alias("lang"),
        pl.when(~pl.col("private") | account.read_dms).then(pl.col("text")).alias("text"),
        pl.lit(tally.file).alias("source_file"), pl.lit(NAME).alias("reader"),
    )  # fmt: skip
    people = [
        {"key": f"{account.platform}:name:{one}", "name": one, "weak": True}
        for one in single["name"].drop_nulls().unique(maintain_order=True).to_list()
    ]
    return Records(messages=conform(frame, MESSAGES), people=assemble.people(people, account), tallies=(tally,))
