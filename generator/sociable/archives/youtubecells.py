"""Headers of YouTube's tables in several languages, and the JSON inside a comment's cell."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

from sociable.archives import tabular
from sociable.archives.container import Member
from sociable.archives.tabular import Format, Layout

COMMENTS = Format(
    "YouTube Takeout, comments",
    ("id", "created", "text"),
    {
        "id": ("Comment ID", "Kommentar-ID", "ID de comentario", "ID del comentario", "ID du commentaire"),
        "channel": ("Channel ID", "Kanal-ID", "ID de canal", "ID del canal", "ID de la chaîne", "ID canale"),
        "created": (
            "Comment Create Timestamp", "Zeitstempel der Kommentarerstellung",
            "Marca de tiempo de creación del comentario", "Code temporel de création du commentaire",
        ),
        "parent": ("Parent Comment ID", "ID des übergeordneten Kommentars", "ID de comentario principal"),
        "video": ("Video ID", "Video-ID", "ID de vídeo", "ID de video", "ID de la vidéo", "ID video"),
        "post": ("Post ID", "Beitrags-ID"),
        "text": ("Comment Text", "Kommentartext", "Texto del comentario", "Texte du commentaire", "Testo del commento"),
    },
)  # fmt: skip
VIDEOS = Format(
    "YouTube Takeout, videos",
    ("id", "title"),
    {
        "id": ("Video ID", "Video-ID", "ID de vídeo", "ID de video", "ID de la vidéo", "ID video"),
        "title": ("Video Title (Original)", "Videotitel (Original)", "Título del vídeo (original)", "Video title"),
        "description": ("Video Description (Original)", "Videobeschreibung (Original)", "Video description"),
        "privacy": ("Privacy", "Datenschutz", "Privacidad"),
        "created": ("Video Publish Timestamp", "Zeitstempel der Videoveröffentlichung"),
        "uploaded": ("Video Create Timestamp", "Zeitstempel der Videoerstellung"),
    },
    one_of=("created", "uploaded"),
)  # fmt: skip
POSTS_TABLE = Format(
    "YouTube Takeout, posts",
    ("id", "text", "created"),
    {
        "id": ("Post ID",), "text": ("Post Text",),
        "created": ("Post Create Timestamp", "Post Published Timestamp", "Post Publish Timestamp"),
        "privacy": ("Post Visibility", "Post Privacy"),
    },
)  # fmt: skip
STUDIO = Format(
    "YouTube Studio, content",
    ("id", "title", "created"),
    {
        "id": ("Content", "Video", "Inhalte", "Inhalt", "Contenido", "Contenuti", "Contenu", "Conteúdo", "Innehåll"),
        "title": (
            "Video title", "Videotitel", "Título del vídeo", "Título del video", "Titre de la vidéo", "Titolo video",
            "Título do vídeo", "Videotittel", "Tytuł filmu",
        ),
        "created": (
            "Video publish time", "Veröffentlichungszeitpunkt des Videos", "Veröffentlichungszeit des Videos",
            "Hora de publicación del vídeo", "Hora de publicación del video", "Heure de publication de la vidéo",
            "Ora pubblicazione video", "Horário de publicação do vídeo", "Publiceringstid för video",
            "Publicatietijdstip van video", "Czas publikacji filmu",
        ),
        "video_views": ("Views", "Aufrufe", "Visualizaciones", "Vues", "Visualizzazioni", "Visualizações", "Visningar"),
        "impressions": ("Impressions", "Impressionen", "Impresiones", "Impressioni", "Impressões", "Exponeringar"),
        "likes": ("Likes",), "replies": ("Comments added", "Comments"), "shares": ("Shares",),
        "follows": ("Subscribers", "Abonnenten", "Suscriptores", "Abonnés", "Iscritti", "Inscritos", "Prenumeranter"),
    },
)  # fmt: skip
CHANNEL = Format(
    "YouTube Takeout, channel",
    ("id", "title"),
    {"id": ("Channel ID", "Kanal-ID"), "title": ("Channel Title (Original)", "Kanaltitel (Original)", "Channel title")},
)
_CELL = re.compile(r'\s*\{\s*"(?:text|takeoutSegments|mention|link)"')
_STAMP = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")


def words(cell: str | None) -> str:
    """The words in a text cell: JSON objects in a row, or plain text."""
    if not cell or not cell.lstrip().startswith("{"):
        return cell or ""
    decoder, place = json.JSONDecoder(), 0
    said: list[str] = []
    bare = cell.strip()
    while place < len(bare):
        try:
            found, place = decoder.raw_decode(bare, place)
        except (ValueError, RecursionError):  # no JSON, or a number of thousands of digits
            return "".join(said) or cell
        said.append(_text(found))
        gap = re.compile(r"[\s,]*").match(bare, place)
        place = gap.end() if gap else place
    return "".join(said)


def _text(found: Any) -> str:
    if not isinstance(found, dict):
        return ""
    if isinstance(found.get("takeoutSegments"), list):
        return "".join(_text(one) for one in found["takeoutSegments"])
    # Half of a pair of surrogates is no character; it becomes a mark.
    return str(found.get("text") or "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def guess(member: Member) -> tuple[Layout, dict[str, int]] | None:
    """A comments table in another language, known by its cells: JSON words, a time, ids."""
    head = member.head(262_144)
    if b'""text""' not in head and b'""takeoutSegments""' not in head:
        return None
    for layout in tabular.layouts(member):
        lines = head.decode(layout.encoding, "replace").splitlines()[layout.line + 1 :]
        rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=layout.delimiter))
        rows = [row for row in rows[:30] if len(row) == len(layout.header)]
        columns = range(len(layout.header))
        said = next((n for n in columns if rows and all(_CELL.match(row[n]) for row in rows)), None)
        time = next((n for n in columns if rows and all(_STAMP.match(row[n]) for row in rows)), None)
        if said is None or time is None or time == 0:
            continue
        places = {"id": 0, "channel": 1, "created": time, "text": said}
        video = next((n for n in columns if n > time and any(re.fullmatch(r"[\w-]{11}", row[n]) for row in rows)), None)
        return layout, {**places, **({"video": video} if video is not None else {})}
    return None
