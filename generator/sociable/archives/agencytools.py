"""Tables of posts from Sprout Social, Buffer, Metricool and Agorapulse: beta, for no original was ever seen.

Each file's notes say which columns were understood (FORMATS 8).
"""

from __future__ import annotations

from sociable.archives import tabular, toolposts
from sociable.archives.container import Container
from sociable.archives.records import Records, Tally, join
from sociable.archives.tabular import Format
from sociable.config import Account, Brand
from sociable.model import Issue

NAME = "agency-tools"
PLATFORM = "other"
FEEDS: tuple[str, ...] = ("own_text", "replies_out", "minute_time")
RANK = 4
SPROUT = Format(
    "Sprout Social, post performance", ("created", "network", "text", "tool"),
    {
        "created": ("Date", "Date Published"), "network": ("Network",), "text": ("Post", "Message"),
        "tool": ("Post Type", "Content Type", "Sent by", "Profile", "Profile Name"), "id": ("Post ID",),
        "type": ("Post Type",), "page": ("Profile", "Profile Name"), "agent": ("Sent by",),
        "permalink": ("Link", "Perma Link", "Permalink"), "link": ("Linked Content",),
        "impressions": ("Impressions", "Organic Impressions"), "reach": ("Reach", "Organic Reach"),
        "likes": ("Reactions", "Likes"), "replies": ("Comments", "Replies"),
        "shares": ("Shares", "Retweets", "Reposts"), "saves": ("Saves",), "clicks": ("Post Link Clicks",),
        "video_views": ("Video Views",),
    },
)  # fmt: skip
BUFFER = Format(
    "Buffer, posts", ("created", "text", "network"),
    {
        "created": ("Date", "Sent at", "Sent"), "text": ("Update", "Text", "Post Text"),
        "network": ("Service", "Channel Type"), "page": ("Profile", "Channel"),
        "permalink": ("Service Link", "Post Link"), "id": ("Service Update ID", "Post ID"),
        "type": ("Type", "Post Type"), "impressions": ("Impressions",),
        "reach": ("Reach",), "likes": ("Likes", "Reactions"), "replies": ("Comments",),
        "reposts": ("Retweets", "Reposts"), "shares": ("Shares",), "clicks": ("Clicks",),
    },
)  # fmt: skip
AGORAPULSE = Format(
    "Agorapulse, posts", ("created", "text"),
    {
        "created": ("Publishing date",), "created_time": ("Publishing time",), "text": ("Message", "Content", "Text"),
        "permalink": ("Link", "Post link"), "network": ("Network", "Social network"), "page": ("Profile",),
        "agent": ("Published by",), "type": ("Type", "Post type"), "impressions": ("Impressions",), "reach": ("Reach",),
        "likes": ("Reactions", "Likes"), "replies": ("Comments",), "shares": ("Shares",), "clicks": ("Clicks",),
    },
)  # fmt: skip
METRICOOL = Format(
    "Metricool, posts", ("created", "text", "numbers"),
    {
        "created": ("Date", "Fecha", "Publication date", "Fecha de publicación"),
        "text": ("Text", "Content", "Texto", "Contenido", "Title"),
        "numbers": ("Interactions", "Interacciones", "Engagement"),
        "permalink": ("Link", "URL", "Enlace"), "network": ("Network", "Red", "Red social"),
        "page": ("Account", "Cuenta"), "type": ("Type", "Tipo"), "impressions": ("Impressions", "Impresiones"),
        "reach": ("Reach", "Alcance"), "likes": ("Likes", "Me gusta", "Reactions", "Reacciones"),
        "replies": ("Comments", "Comentarios"), "shares": ("Shares", "Compartidos"), "saves": ("Saved", "Guardados"),
        "clicks": ("Clicks", "Clics"), "video_views": ("Video views", "Visualizaciones"),
    },
)  # fmt: skip
FORMATS = (AGORAPULSE, SPROUT, BUFFER, METRICOOL)
DAY_FIRST = frozenset({AGORAPULSE.name, METRICOOL.name})
_TABLES = r".*\.(?:csv|tsv|txt)"
_HELPERS = ("tool", "numbers")


def sniff(container: Container) -> bool:
    """Whether some table is one of the tools'."""
    return any(tabular.known(container.matching(_TABLES), FORMATS))


def platform(container: Container) -> str:
    """The only network of the first table, else other."""
    names = {name for name in (_column(container, "network") or []) if name}
    known = {toolposts.platform_of(name) for name in names}
    return known.pop() if len(known) == 1 else "other"


def owners(container: Container) -> list[tuple[str, str]]:
    """The profiles that the tables name."""
    return [(name.lstrip("@"), name) for name in dict.fromkeys(_column(container, "page")) if name]


def _column(container: Container, field: str) -> list[str]:
    found: list[str] = []
    for member, wanted, layout in tabular.known(container.matching(_TABLES), FORMATS):
        places = wanted.places(layout.header)
        if field in places:
            rows = tabular.load(member, layout, {field: places[field]}, Tally(member.label, NAME))
            found += rows[field].drop_nulls().unique(maintain_order=True).to_list()
    return found


def read(container: Container, account: Account, brand: Brand) -> tuple[Records, list[Issue]]:
    """The account's posts of every table; a note tells which columns were understood."""
    parts = []
    for member, wanted, layout in tabular.known(container.matching(_TABLES), FORMATS):
        tally = Tally(member.label, NAME)
        places = {name: place for name, place in wanted.places(layout.header).items() if name not in _HELPERS}
        toolposts.understood(layout.header, places, tally)
        rows = tabular.load(member, layout, places, tally)
        zone = toolposts.gmt(layout.header) or ("UTC" if wanted is BUFFER else brand.about.timezone)
        frame = toolposts.posts(rows, account, tally, NAME, RANK, zone, wanted.name not in DAY_FIRST)
        parts.append(toolposts.records(frame, account, tally))
    return join(parts), []
