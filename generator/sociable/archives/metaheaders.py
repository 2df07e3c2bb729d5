"""The headers of Business Suite tables in the languages they come in, and how to do without them.

Meta writes headers in the language of whoever exports.  Those of English,
Spanish, Italian, Portuguese and Swedish were seen in readers of real files;
the others are likely.  Where no header is known, the order of columns and what
their cells look like tell id, page, text, time and address (FORMATS 2b).
"""

from __future__ import annotations

import csv
import io
import re

from sociable.archives import tabular, text
from sociable.archives.container import Member
from sociable.archives.tabular import Format, Layout

_ID = (
    "Post ID", "Identificador de la publicación", "Identificação do post", "Identificação da publicação",
    "ID da publicação", "ID del post", "ID post", "Identificativo del post", "Beitrags-ID", "Publicerings-id",
    "Identifiant de publication", "Identifiant de la publication", "ID de publication", "Bericht-ID", "ID berichten",
    "ID de la publicación", "Identyfikator posta", "Opslags-id", "Innlegg-ID", "投稿ID",
)  # fmt: skip
_CREATED = (
    "Publish time", "Hora de publicación", "Horário de publicação", "Hora de publicação", "Orario di pubblicazione",
    "Ora di pubblicazione", "Veröffentlichungszeitpunkt", "Veröffentlichungszeit", "Publiceringstid",
    "Heure de publication", "Publicatietijd", "Tijd van publicatie", "Czas publikacji", "Udgivelsestidspunkt",
    "Publiseringstid", "公開日時",
)  # fmt: skip
_PERMALINK = (
    "Permalink", "Enlace permanente", "Link permanente", "Permalänk", "Permalien", "Lien permanent", "Permanente link",
    "Link bezpośredni", "Permanent link",
)  # fmt: skip
_TEXT = (
    "Description", "Descripción", "Descrição", "Descrizione", "Beskrivning", "Beschreibung", "Beschrijving", "Opis",
    "Beskrivelse", "説明",
)  # fmt: skip
_SHARED = {
    "id": _ID, "created": _CREATED, "permalink": _PERMALINK, "text": _TEXT,
    "type": (
        "Post type", "Tipo de publicación", "Tipo de post", "Tipo de publicação", "Tipo di post", "Inläggstyp",
        "Beitragstyp", "Beitragsart", "Type de publication", "Berichttype", "Type bericht", "Typ posta",
    ),
    "period": ("Date", "Fecha", "Data", "Datum", "Dato"),
    "impressions": (
        "Visualizaciones", "Visualizações", "Visualizzazioni", "Visningar", "Aufrufe", "Vues", "Weergaven",
        "Wyświetlenia", "Views", "Impresiones", "Impressões", "Impression", "Impressions",
    ),
    "reach": (
        "Reach", "Alcance", "Copertura", "Räckvidd", "Reichweite", "Couverture", "Bereik", "Zasięg", "Rækkevidde",
        "Rekkevidde",
    ),
    "replies": (
        "Comments", "Comentarios", "Comentários", "Commenti", "Kommentarer", "Kommentare", "Commentaires", "Reacties",
        "Opmerkingen", "Komentarze", "Replies",
    ),
    "shares": (
        "Shares", "Veces que se compartió", "Veces que se ha compartido", "Compartilhamentos", "Partilhas",
        "Condivisioni", "Delningar", "Geteilte Inhalte", "Partages", "Keren gedeeld", "Udostępnienia", "Delinger",
    ),
}  # fmt: skip
FACEBOOK = Format(
    "Business Suite content table, Facebook",
    ("id", "created", "permalink"),
    {
        **_SHARED,
        "page_id": (
            "Page ID", "Identificador de la página", "Identificação da página", "ID da página", "ID della Pagina",
            "ID Pagina", "Seiten-ID", "Sid-id", "Identifiant de la Page", "ID de Page", "Pagina-ID", "ID strony",
        ),
        "page": (
            "Page name", "Nombre de la página", "Nome da página", "Nome della Pagina", "Nome Pagina", "Seitenname",
            "Name der Seite", "Sidnamn", "Nom de la Page", "Nom de Page", "Paginanaam", "Nazwa strony", "Sidenavn",
        ),
        "title": ("Title", "Título", "Titolo", "Titel", "Titre", "Tytuł", "Tittel"),
        "likes": (
            "Reactions", "Reacciones", "Reações", "Reazioni", "Reaktioner", "Reaktionen", "Réactions", "Reacties",
            "Reakcje", "Reaksjoner",
        ),
        "clicks": (
            "Link Clicks", "Clics en el enlace", "Cliques no link", "Clic sul link", "Länkklick", "Link-Klicks",
            "Clics sur le lien", "Linkklikken", "Klik på links",
        ),
        "video_views": ("3-second video views", "Video views", "Reels_plays:count"),
        "share": ("Is share", "Es contenido compartido", "É compartilhamento", "È una condivisione", "Är delning"),
        "boosted": ("Reach from Boosted posts",),
    },
    one_of=("page_id", "page"),
)  # fmt: skip
INSTAGRAM = Format(
    "Business Suite content table, Instagram",
    ("id", "created", "permalink"),
    {
        **_SHARED,
        "page_id": (
            "Account ID", "Identificador de la cuenta", "Identificação da conta", "ID da conta", "ID account",
            "ID dell'account", "Konto-ID", "Konto-id", "Identifiant du compte", "ID de compte", "Account-ID",
            "ID konta",
        ),
        "username": (
            "Account username", "Nombre de usuario de la cuenta", "Nome de usuário da conta",
            "Nome de utilizador da conta", "Nome utente dell'account", "Nome utente account", "Konto-Benutzername",
            "Benutzername des Kontos", "Kontots användarnamn", "Nom d'utilisateur du compte",
            "Nom d’utilisateur du compte", "Gebruikersnaam van account", "Gebruikersnaam account",
            "Nazwa użytkownika konta",
        ),
        "page": (
            "Account name", "Nombre de la cuenta", "Nome da conta", "Nome account", "Nome dell'account", "Kontoname",
            "Kontonamn", "Nom du compte", "Accountnaam", "Nazwa konta",
        ),
        "likes": (
            "Likes", "Me gusta", "Curtidas", "Gostos", "Mi piace", "Gilla-markeringar", "„Gefällt mir“-Angaben",
            "Gefällt mir-Angaben", "Mentions J’aime", "J’aime", "J'aime", "Vind-ik-leuks", "Polubienia",
            "Synes godt om",
        ),
        "saves": (
            "Saves", "Veces que se guardó", "Veces que se ha guardado", "Salvamentos", "Guardados", "Salvataggi",
            "Sparade objekt", "Gespeicherte Beiträge", "Gespeichert", "Enregistrements", "Keren opgeslagen",
            "Zapisania",
        ),
        "follows": (
            "Follows", "Seguimientos", "Seguimentos", "Segui già", "Follower", "Följer", "Neue Follower", "Abonnements",
            "Followers", "Keren gevolgd", "Obserwacje",
        ),
        "clicks": ("Link clicks", "Clics en el enlace", "Cliques no link", "Sticker taps"),
    },
    one_of=("username", "page_id"),
)  # fmt: skip
FORMATS = (INSTAGRAM, FACEBOOK)
_NUMBER = re.compile(r"\d{8,}(?:_\d+)?")
_TIME = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}:\d{2}")
_ADDRESS = re.compile(r"https?://(?:[\w-]+\.)?(facebook|instagram)\.com/")


def rows(member: Member, layout: Layout, count: int = 30) -> list[list[str]]:
    """The first whole rows below the header."""
    text = member.head(262_144).decode(layout.encoding, "replace")
    body = "\n".join(text.splitlines()[layout.line + 1 :])
    found = [row for row in csv.reader(io.StringIO(body), delimiter=layout.delimiter) if row]
    return [row for row in found[: count + 1] if len(row) == len(layout.header)][:count]


def guess(member: Member) -> tuple[Format, Layout, dict[str, int]] | None:
    """Format and columns of a table whose headers are in no known language, by its cells."""
    for layout in tabular.layouts(member):
        if len(layout.header) < 10:
            continue
        cells = rows(member, layout)
        sides = [{found[1] for row in cells if (found := _ADDRESS.match(row[n]))} for n in range(len(layout.header))]
        address = next((n for n, hosts in enumerate(sides) if hosts), None)
        time = next((n for n in range(len(layout.header)) if _all(cells, n, _TIME)), None)
        if address is None or time is None or time < 5 or not (_all(cells, 0, _NUMBER) and _all(cells, 1, _NUMBER)):
            continue
        if "facebook" in sides[address]:
            places = {"id": 0, "page_id": 1, "page": 2, "title": 3, "text": 4, "created": time, "permalink": address}
            return FACEBOOK, layout, {**places, **_counters(cells, address)}
        places = {"id": 0, "page_id": 1, "username": 2, "page": 3, "text": 4, "created": time, "permalink": address}
        return INSTAGRAM, layout, places
    return None


def _all(cells: list[list[str]], column: int, rule: re.Pattern[str]) -> bool:
    return bool(cells) and all(rule.match(row[column].strip()) for row in cells)


def _counters(cells: list[list[str]], start: int) -> dict[str, int]:
    """Facebook's counters: a total and the three columns that add up to it; views and reach before it."""
    for n in range(start + 3, len(cells[0]) - 3 if cells else 0):
        found = [[text.digits(cell) for cell in row[n : n + 4]] for row in cells]
        quads = [[one for one in quad if one is not None] for quad in found]
        if any(len(quad) < 4 for quad in quads) or not any(quad[0] for quad in quads):
            continue
        if all(quad[0] == sum(quad[1:]) for quad in quads):
            names = ("period", "impressions", "reach", "", "likes", "replies", "shares")
            return {name: n - 3 + shift for shift, name in enumerate(names) if name}
    return {}
