"""The records of an X archive field by field: lists of words that grow until there are enough for a frame.

Records go as soon as their words are taken out, so that few stand in memory at
a time, and a frame is made of many, since each costs some hundred steps
whatever its size.
"""

from __future__ import annotations

import polars as pl

from sociable.archives import lengths, text
from sociable.archives.records import Tally
from sociable.archives.xshapes import EditInfo, Entities, Link, Mention, Tweet, Word

ENOUGH = 1 << 14
NAMES = (
    "id", "created", "raw", "lang", "source", "likes", "reposts", "parent", "parent_author", "parent_handle",
    "mentions", "links", "hashtags", "edited", "community", "dots",
)  # fmt: skip
_NONE = Entities()
_LANGS = {"in": "id", "iw": "he", "ji": "yi"}
_NO_LANGS = ["und", "zxx", "qme", "qam", "qht", "qst", "art", ""]


class Fields:
    """The fields of posts, and of the accounts that they name."""

    def __init__(self) -> None:
        """Of no records yet."""
        self._words: dict[str, list[Word]] = {name: [] for name in NAMES}
        self._media: list[int] = []
        self._named: dict[str, list[Word]] = {"id": [], "handle": [], "name": []}
        self.nameless = 0
        """Records without an id, of which nothing was taken in."""
        self.long = 0
        """Texts longer than any post, which are cut."""

    def __len__(self) -> int:
        """How many records were taken in."""
        return len(self._media)

    def add(self, found: list[Tweet]) -> None:
        """Take the fields of records, one field of all at a time: a function called for each would take longer."""
        tweets = [whole for one in found if (whole := one.tweet or one).id_str or whole.id]
        self.nameless += len(found) - len(tweets)
        entities = [one.entities or _NONE for one in tweets]
        media = [(one.extended_entities or own).media for one, own in zip(tweets, entities, strict=True)]
        self._media += map(len, media)
        self._add_cells(tweets)
        self._add_texts(tweets, [one.urls for one in entities], media)
        self._add_names(entities)

    def _add_cells(self, tweets: list[Tweet]) -> None:
        """What stands in a field of its own."""
        into = self._words
        into["id"] += [one.id_str or one.id for one in tweets]
        into["created"] += [one.created_at for one in tweets]
        into["lang"] += [one.lang for one in tweets]
        into["source"] += [one.source for one in tweets]
        into["likes"] += [one.favorite_count for one in tweets]
        into["reposts"] += [one.retweet_count for one in tweets]
        into["parent"] += [one.in_reply_to_status_id_str or one.in_reply_to_status_id for one in tweets]
        into["parent_author"] += [one.in_reply_to_user_id_str or one.in_reply_to_user_id for one in tweets]
        into["parent_handle"] += [one.in_reply_to_screen_name for one in tweets]
        into["edited"] += [_first_version(one.edit_info) if one.edit_info else None for one in tweets]
        into["community"] += [one.community_id for one in tweets]

    def _add_texts(self, tweets: list[Tweet], urls: list[list[Link]], media: list[list[Link]]) -> None:
        """Texts, cut where they are too long, and the addresses in them, both in full."""
        raw = [one.full_text if one.full_text is not None else one.text for one in tweets]
        self._words["dots"] += [cell if cell and "…" in cell else None for cell in raw]
        if max(map(len, filter(None, raw)), default=0) > lengths.TEXT_MAX:
            self.long += sum(len(cell or "") > lengths.TEXT_MAX for cell in raw)
            raw = [cell[: lengths.TEXT_MAX] if cell else cell for cell in raw]
        _in_full(raw, urls, media)
        self._words["raw"] += raw
        self._words["links"] += [
            text.UNIT.join([link.expanded_url or link.url for link in some]) if some else None for some in urls
        ]

    def _add_names(self, entities: list[Entities]) -> None:
        """Whom the texts name, and their hashtags."""
        self._words["mentions"] += [
            text.UNIT.join([each.screen_name for each in one.user_mentions]) if one.user_mentions else None
            for one in entities
        ]
        self._words["hashtags"] += [
            text.UNIT.join([tag.text for tag in one.hashtags]) if one.hashtags else None for one in entities
        ]
        self._add_people([mention for one in entities for mention in one.user_mentions])

    def _add_people(self, named: list[Mention]) -> None:
        self._named["id"] += [one.id_str for one in named]
        self._named["handle"] += [one.screen_name for one in named]
        self._named["name"] += [one.name for one in named]

    def told(self, tally: Tally) -> None:
        """Count what was left out."""
        tally.skip("incomplete", self.nameless)
        tally.issue("long-text", f"a text of more than {lengths.TEXT_MAX:,} characters, cut there", self.long)

    def people(self) -> pl.DataFrame:
        """The accounts that are named, ids where X gives them: id, handle, name."""
        rows = pl.DataFrame({name: words(values) for name, values in self._named.items()})
        return rows.with_columns(text.handle(pl.col("handle"))).unique(maintain_order=True)

    def frame(self) -> pl.DataFrame:
        """What was taken in as columns."""
        chunk = pl.DataFrame({name: words(values) for name, values in self._words.items()})
        chunk = chunk.with_columns(media_count=pl.Series(self._media, dtype=pl.Int64))
        langs = pl.col("lang").replace(_LANGS)
        return chunk.select(
            "id",
            pl.col("created").str.to_datetime("%a %b %d %H:%M:%S %z %Y", time_unit="us", strict=False)
            .alias("created_at"),
            text.normal(pl.col("raw")).alias("text"),
            pl.when(cut(pl.col("dots"))).then(pl.lit("yes")).otherwise(pl.lit("no")).alias("text_truncated"),
            pl.when(~langs.is_in(_NO_LANGS)).then(langs).alias("lang"),
            pl.col("source").str.extract(r">([^<]*)<").fill_null(pl.col("source")).alias("app"),
            pl.col("likes").cast(pl.Int64, strict=False),
            pl.col("reposts").cast(pl.Int64, strict=False),
            "parent", "parent_author", text.handle(pl.col("parent_handle")),
            text.apart(pl.col("mentions").str.to_lowercase()), text.apart(pl.col("links")),
            text.apart(pl.col("hashtags")), "media_count", "edited", "community",
        )  # fmt: skip


def words(values: list[Word]) -> pl.Series:
    """A column of words, nearly always all text already: asking each one would take longer than all the rest."""
    try:
        return pl.Series(values, dtype=pl.Utf8)
    except TypeError:
        return pl.Series([None if one is None else str(one) for one in values], dtype=pl.Utf8)


def _first_version(info: EditInfo) -> str | None:
    versions = info.initial or (info.edit.editControlInitial if info.edit else None)
    return versions.editTweetIds[0] if versions and len(versions.editTweetIds) > 1 else None


def _in_full(raw: list[str | None], urls: list[list[Link]], media: list[list[Link]]) -> None:
    """Undo the entities of texts, put each post's addresses in full, and take those of its pictures out, in place."""
    for row in [row for row, cell in enumerate(raw) if cell and "&" in cell]:
        for entity, sign in text.ENTITIES:
            raw[row] = (raw[row] or "").replace(entity, sign)
    for links, gone in ((media, True), (urls, False)):
        for row in [row for row, some in enumerate(links) if some]:
            for link in links[row] if raw[row] else ():
                if link.url:
                    raw[row] = (raw[row] or "").replace(link.url, "" if gone else link.expanded_url or link.url)


def cut(raw: pl.Expr) -> pl.Expr:
    """Whether a text ends in the dots of a repost, or of a post of old, that X has cut off; null without a text."""
    own_length = raw.str.replace(text.LEADING_HANDLES, "").str.len_chars()
    old = raw.str.contains(r"…\s*https://t\.co/\w*\s*$") & (own_length >= 240)
    return raw.str.contains(r"…(?:\s*https://t\.co/\w*)?\s*$") & (raw.str.contains(text.REPOST) | old)
