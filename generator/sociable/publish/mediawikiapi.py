"""A signed-in connection to MediaWiki's action API, with mwclient, every request at its pace."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sociable import __version__
from sociable.errors import Fault, InputError
from sociable.publish import web
from sociable.publish.mediawikifaults import Same, translated
from sociable.publish.pace import Conflict, Expired, Pace, Passing
from sociable.publish.secrets import Login
from sociable.publish.target import Found

MANY = 50
"""Titles that an ordinary account may ask for at once."""


@dataclass(frozen=True, slots=True)
class About:
    """What the wiki takes and the account may."""

    user: str
    rights: frozenset[str]
    path: str  # of a page, with $1 for its title
    closed: str  # why it takes no changes at present
    extensions: frozenset[str]
    spaces: Mapping[str, int]  # namespaces by name


class Api:
    """One account at one wiki; signs in at the first request, and again when the login has expired."""

    def __init__(self, name: str, url: str, login: Login, pace: Pace) -> None:
        try:
            import mwclient
        except ImportError:
            raise web.missing(name, "mwclient") from None
        web.hush("mwclient", "urllib3")
        self.name, self.login, self.pace = name, login, pace
        pace.again = self._sign_in
        scheme, host, path = web.parts(url)
        folder, _, script = path.rpartition("/")
        self.base = f"{scheme}://{host}"
        self._site: Any = mwclient.Site(
            host, scheme=scheme, path=f"{folder}/" if script == "api.php" else f"{path}/", do_init=False,
            max_retries=0, retry_timeout=0, connection_options={"timeout": web.PATIENCE},
            clients_useragent=f"Sociable/{__version__}",
        )  # fmt: skip
        self._about: About | None = None

    @property
    def about(self) -> About:
        """The wiki and the account; signs in when nobody has yet."""
        if self._about is None:
            self.pace(self._sign_in)
            query = {"meta": "siteinfo|userinfo", "siprop": "general|namespaces|fileextensions", "uiprop": "rights"}
            self._about = self.pace(lambda: _about(self.name, self._call("query", **query)))
        return self._about

    def ask(self, **query: Any) -> Iterator[dict[str, Any]]:
        """Every part of an answer that comes in parts."""
        more: dict[str, Any] = {"continue": ""}
        while more:
            step = query | more
            said = self.pace(lambda step=step: self._call("query", **step))  # type: ignore[misc]
            yield said.get("query", {})
            more = said.get("continue", {})

    def texts(self, titles: list[str]) -> dict[str, Found]:
        """The newest text of each title that there is, fifty a request."""
        found = {}
        for some in portions(titles):
            query = {
                "titles": "|".join(some),
                "prop": "revisions",
                "rvprop": "content|ids",
                "rvslots": "main",
            }
            names: dict[str, str] = {}
            for part in self.ask(**query):
                names |= {one["to"]: one["from"] for one in part.get("normalized", ())}
                for page in part.get("pages", {}).values():
                    if "revisions" in page:
                        newest = page["revisions"][0]
                        text = newest["slots"]["main"].get("*", "")
                        title = names.get(page["title"], page["title"])
                        found[title] = Found(text, str(newest["revid"]))
        return found

    def do(self, action: str, **values: Any) -> Any:
        """A change: sent with a token, and only while signed in."""
        return self.pace(lambda: self._call(action, token=self._token(), **{"assert": "user"}, **values))

    def purge(self, titles: list[str]) -> None:
        """Have pages drawn anew; a wiki that will not does it later by itself."""
        for some in portions(titles):
            try:
                self._call("purge", titles="|".join(some))
            except (Passing, Expired, Conflict, InputError):
                return

    def upload(self, title: str, data: bytes, text: str, comment: str) -> bool:
        """Put a file up; whether it was taken, or stands there already."""
        _ = self.about  # an upload cannot tell by itself that nobody has signed in

        def send() -> Any:
            with translated(self.name):
                return self._site.upload(io.BytesIO(data), title, description=text, ignore=True, comment=comment)

        try:
            said = self.pace(send)
        except Same:
            return True
        return bool(said.get("result") == "Success")

    def close(self) -> None:
        """Close the connection."""
        self._site.connection.close()

    def _sign_in(self) -> None:
        from mwclient.errors import APIError

        with translated(self.name, signed_in=False):
            self._site.initialized, self._site.tokens = False, {}
            try:
                self._site.site_init()
            except APIError as error:
                if error.code != "readapidenied":  # a private wiki tells of itself once one is in
                    raise
            self._site.login(self.login.user, self.login.token)

    def _token(self) -> str:
        with translated(self.name):
            token: str = self._site.get_token("csrf")
        return token

    def _call(self, action: str, **values: Any) -> Any:
        with translated(self.name):
            return self._site.api(action, **values)


def _about(name: str, said: Any) -> About:
    try:
        query = said["query"]
        general = query["general"]
        return About(
            user=query["userinfo"]["name"],
            rights=frozenset(query["userinfo"]["rights"]),
            path=general["articlepath"],
            closed=(general.get("readonlyreason") or "it is closed") if "readonly" in general else "",
            extensions=frozenset(one["ext"] for one in query["fileextensions"]),
            spaces={space["*"]: int(key) for key, space in query["namespaces"].items()},
        )
    except KeyError as error:
        raise InputError(Fault(name, f"the wiki does not tell its {error}", "check `url:`")) from None


def portions(titles: list[str]) -> list[list[str]]:
    """Titles in lists of at most fifty."""
    return [titles[at : at + MANY] for at in range(0, len(titles), MANY)]
