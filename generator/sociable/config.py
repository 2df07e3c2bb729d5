"""brand.yaml as frozen values; loading and fault-finding is in `settings`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

LOCK = "~$"
"""How the name begins of what Excel leaves beside a table that somebody has open."""
Platform = Literal[
    "x", "facebook", "instagram", "threads", "linkedin", "mastodon", "bluesky", "tiktok", "youtube", "reddit", "other"
]


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _as_word(value: object) -> object:
    """YAML reads yes and no as truth values; the file means the words."""
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


_CALLED = {
    "twitter": "x", "fb": "facebook", "ig": "instagram", "insta": "instagram",
    "linked-in": "linkedin", "bsky": "bluesky", "tik-tok": "tiktok", "yt": "youtube",
}  # fmt: skip


def _as_platform(value: object) -> object:
    """Networks by our names for them, which are lower case, and by others that people have."""
    name = value.strip().casefold() if isinstance(value, str) else value
    return _CALLED.get(name, name) if isinstance(name, str) else name


YEARS = range(1990, 2100)
"""Years of days that somebody can mean."""


def _of_our_time(day: date) -> date:
    """A day long gone or far ahead is a slip of the hand, and leaves no room for the weeks before or after it."""
    if day.year not in YEARS:
        raise PydanticCustomError("far_day", "not of our time")
    return day


Day = Annotated[date, AfterValidator(_of_our_time)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Strings = Annotated[tuple[str, ...], BeforeValidator(_as_list)]
YesNo = Annotated[Literal["yes", "no", "unknown"], BeforeValidator(_as_word)]


class Part(BaseModel):
    """Base: frozen, unknown keys are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)


class About(Part):
    """Who the brand is and how people name it."""

    name: Name
    aliases: Strings = ()
    products: Strings = ()
    domains: Strings = ()
    affiliates: Strings = ()
    timezone: str = "UTC"
    language: str = "en"
    audience_terms: Strings = ()
    audience: Literal["general", "expert"] = "general"
    participation: Literal["participant", "listener"] = "participant"
    cause_org: bool = False


class Snapshot(Part):
    """Account figures typed by hand where no export has them."""

    at: Day
    followers: int | None = None
    following: int | None = None
    bio: str | None = None


class Account(Part):
    """One account: its exports, and what they cannot say of themselves."""

    platform: Annotated[Platform, BeforeValidator(_as_platform)]
    handle: str = Field(min_length=1)
    role: Literal["brand", "support", "person"] = "brand"
    archive: Strings = ()
    inbox: Strings = ()
    inbox_complete: YesNo = "unknown"
    read_dms: bool = False
    columns: dict[str, str] = {}
    tz: str | None = None
    date_format: str | None = None
    page: str | None = None
    snapshot: Snapshot | None = None
    profile_face: Literal["person", "logo-with-names", "logo"] | None = None
    auto_dm: Literal["none", "welcome", "promo"] | None = None
    follows_for_support: bool = False
    listens_via: Strings = ()
    no_real_names: bool = False
    emoji_ok: bool = False
    evergreen: int = 0

    @property
    def key(self) -> str:
        """``platform:handle``, casefolded, without @."""
        return f"{self.platform}:{self.handle.lstrip('@').casefold()}"


class Member(Part):
    """A member of staff who may sign."""

    name: str
    initials: str = ""

    @property
    def explained(self) -> bool:
        """Whether the initials are explained by a name: neither by an open slot ("[who?]") nor by themselves."""
        return not self.name.startswith("[") and self.name.casefold() != self.initials.casefold()


class Links(Part):
    """Which of the brand's addresses sell, help, or ask for a login."""

    commercial: Strings = ()
    help: Strings = ()
    gated: Strings = ()


class Exclude(Part):
    """Automated feeds and notices that are nobody's writing."""

    apps: Strings = ()
    templates: Strings = ()


class Privacy(Part):
    """What may be shown of people outside the brand."""

    mask_people: bool = True
    show_dms: bool = False
    show_inbound: bool = False
    public_orgs: Strings = ()


class Event(Part):
    """A named span of days; a crisis is left out of text criteria."""

    name: str
    start: Day
    end: Day
    kind: Literal["sale", "launch", "outage", "crisis"]


class Span(Part):
    """A period given by its first and last day."""

    start: Day
    end: Day


class Playbook(Part):
    """How the playbook looks and whose it is."""

    title: str | None = None
    logo: str | None = None
    accent: str = Field(default="#0b5d7a", pattern=r"^#[0-9a-fA-F]{6}$")
    prepared_by: str | None = None
    language: str = "en"


class Destination(Part):
    """One place that `sociable publish` sends the playbook to; who signs in there is never written here."""

    name: str = Field(min_length=1, pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")
    to: Literal["folder", "git", "mediawiki", "dokuwiki", "confluence", "github", "gitlab", "gitea", "otter"]
    url: str | None = None
    path: str | None = None
    branch: str | None = None
    space: str | None = None
    parent: str | None = None
    past: int = Field(default=1, ge=0)
    per_second: float = Field(default=10, gt=0)
    pictures: Literal["svg", "png"] | None = None


class ServiceHours(Part):
    """Staffed hours by days ("mon-fri": "08:00-18:00"), and whether the profile states them."""

    hours: dict[str, str]
    published: bool = False


class Brand(Part):
    """The whole of brand.yaml; `root` is the folder that its paths start from."""

    root: Path = Path()
    about: About = Field(alias="brand")
    accounts: tuple[Account, ...] = Field(min_length=1)
    team: tuple[Member, ...] = ()
    service_hours: ServiceHours | None = None
    period: Literal["quarter", "month", "year"] | Span = "quarter"
    today: Day | None = None
    reader: Literal["careful", "quick"] | None = None
    events: tuple[Event, ...] = ()
    links: Links = Links()
    exclude: Exclude = Exclude()
    privacy: Privacy = Privacy()
    playbook: Playbook = Playbook()
    rubric: str | None = None
    labels: str | None = None
    curation: str | None = None
    notes: str | None = None
    plan: str | None = None
    history: str | None = None
    publish: tuple[Destination, ...] = ()

    def account(self, key: str) -> Account | None:
        """The account with this key, or None."""
        return next((one for one in self.accounts if one.key == key), None)

    def path(self, name: str) -> Path:
        """A path of brand.yaml, resolved against its folder."""
        return self.root / name


def meant(root: Path, name: str) -> list[Path]:
    """The files or folders that a name in brand.yaml means, sorted: a path or a glob, of any drive; [] if none is."""
    path = root / name
    if path.exists():
        return [path]
    whole, home = path.absolute(), root.absolute()
    found = sorted(Path(whole.anchor).glob(whole.relative_to(whole.anchor).as_posix()))
    found = [one for one in found if not one.name.startswith(LOCK)]
    return [root / one.relative_to(home) if one.is_relative_to(home) else one for one in found]
