"""Many brands on one page, and in a few lines for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sociable import __version__, tongue, translation
from sociable.beside import Client, Portfolio, Spread
from sociable.report import Overall
from sociable.site import charts, dates, words
from sociable.site.alone import alone
from sociable.site.pages import phrases


@dataclass(frozen=True, slots=True)
class ClientView:
    """One brand's row."""

    name: str
    page: str
    period: str
    mark: str
    band: str
    score: str
    likely: str
    coverage: str
    changes: tuple[tuple[str, str], ...]  # key of the verdict, words
    against: str
    worst: str
    worst_page: str
    worst_score: str
    no_worst: str  # said where nothing costs points


@dataclass(frozen=True, slots=True)
class FailedView:
    """One brand that could not be built, and why."""

    name: str
    faults: tuple[str, ...]
    page: str


@dataclass(frozen=True, slots=True)
class SpreadView:
    """One criterion over all brands."""

    question: str
    quartiles: tuple[str, ...]
    brands: str


@dataclass(frozen=True, slots=True)
class PortfolioView:
    """The whole page."""

    title: str
    lead: str
    words: dict[str, str]
    clients: tuple[ClientView, ...]
    failed: tuple[FailedView, ...]
    spreads: tuple[SpreadView, ...]
    spread_text: str
    rest: str
    made_with: str


class _Words:
    """The words of content/playbook, by group and id."""

    def __init__(self) -> None:
        self._all = phrases()

    def say(self, group: str, key: str) -> str:
        return self._all.get(group, {}).get(key, key.replace("_", " "))

    def of(self, key: str, **values: object) -> str:
        return self.say("portfolio", key).format(**values)

    def group(self) -> dict[str, str]:
        return dict(self._all["portfolio"])


def view(found: Portfolio) -> PortfolioView:
    """The portfolio in words."""
    say = _Words()
    built = [one for one in found.clients if one.status != "failed"]
    failed = [one for one in found.clients if one.status == "failed"]
    spreads = [one for one in found.spreads if one.quartiles is not None]
    names = _names(built)
    lead = say.of("lead", n=words.plural(len(found.clients), "brand"))
    if failed:
        lead = f"{lead} {say.of('lead_failed', n=words.count(len(failed)))}"
    return PortfolioView(
        say.of("title"), lead, say.group(), tuple(_client(say, one, names[one.id]) for one in built),
        tuple(FailedView(one.id, tuple(one.faults), one.page) for one in failed),
        tuple(_spread(one) for one in spreads), _told(say, found, bool(spreads), names),
        _rest(say, found), f"Sociable {__version__}",
    )  # fmt: skip


def _told(say: _Words, found: Portfolio, shown: bool, names: Mapping[str, str]) -> str:
    """Over whom percentiles are taken, or why there are none."""
    least, pooled = words.count(found.least), words.plural(found.pooled, "brand")
    text = say.of("spread_text" if shown else "spread_none", least=least, n=pooled)
    return f"{text} {say.of('apart', names='; '.join(names[one] for one in found.apart))}" if found.apart else text


def _rest(say: _Words, found: Portfolio) -> str:
    """Criteria with too few brands, where others have enough."""
    few = sum(one.quartiles is None for one in found.spreads)
    if not few or few == len(found.spreads):
        return ""
    return say.of("rest", n=words.plural(few, "question"), least=words.count(found.least))


def _spread(one: Spread) -> SpreadView:
    return SpreadView(
        translation.question(one.id, one.question),
        tuple(words.score(value) for value in one.quartiles or ()),
        words.count(one.brands),
    )


def _names(clients: Sequence[Client]) -> dict[str, str]:
    """What each brand is called, by its folder: where names meet the folder stands beside them."""
    often = Counter(one.name for one in clients)
    return {one.id: one.name if often[one.name] == 1 else f"{one.name} ({one.id})" for one in clients}


def _client(say: _Words, one: Client, name: str) -> ClientView:
    overall = one.overall or Overall(kind="none")
    shown = overall.kind != "none" and overall.score is not None
    return ClientView(
        name, one.page, dates.period(one.period), charts.band(overall.score or 0.0) if shown else "none",
        _band(say, overall) if shown else say.say("headline", "none"),
        words.score(overall.score) if shown else "",
        words.scores(overall.score_low, overall.score_high) if shown else "",
        words.share(overall.coverage), _changes(say, one),
        say.of("against", period=dates.period(one.against)) if one.against else "",
        translation.question(one.worst.id, one.worst.question) if one.worst else "",
        f"{one.id}/criteria/{one.worst.id}.html" if one.worst else "",
        words.score(one.worst.score) if one.worst else "",
        say.of("no_worst") if one.scores else say.say("status", "too_few"),
    )  # fmt: skip


def _band(say: _Words, overall: Overall) -> str:
    parts = overall.band.lower().replace("–", " to ").split(" to ") if overall.band else []
    parts = parts or [charts.band(overall.score or 0.0)]
    shown = [say.say("band", part) for part in parts]
    return tongue.say("{low} to {high}", low=shown[0], high=shown[1]) if len(shown) == 2 else shown[0]


def _changes(say: _Words, one: Client) -> tuple[tuple[str, str], ...]:
    """Verdicts counted; nothing is said of a difference that no test bears out."""
    if not one.against:
        return (("", say.of("first")),)
    counts = (("improved", len(one.improved)), ("declined", len(one.declined)))
    found = tuple((key, say.of(key, n=words.count(number))) for key, number in counts if number)
    return found or (("no_clear_change", say.say("change", "no_clear_change")),)


def portfolio_page(found: Portfolio) -> str:
    """The portfolio as one self-contained HTML page, to lie above the brands' folders.

    It is in the language of the playbooks where they share one, else in English.
    """
    languages = {one.language for one in found.clients if one.status != "failed"}
    with tongue.speaking(languages.pop() if len(languages) == 1 else "en"):
        shown = view(found)
        return alone("portfolio", shown, shown.title)


def portfolio_lines(found: Portfolio) -> tuple[str, ...]:
    """A line a brand, for a terminal; faults are told elsewhere."""
    say = _Words()
    lines, names = [], _names([one for one in found.clients if one.status != "failed"])
    for one in found.clients:
        if one.status == "failed":
            lines.append(f"{one.id}: {say.of('failed_line')}")
            continue
        row = _client(say, one, names[one.id])
        changes = ", ".join(text for _, text in row.changes)
        headline = f"{row.band} {row.score}".strip()
        lines.append(f"{row.name}: {headline}, {row.period}, {changes} ({say.of(one.status)})")
    return tuple(lines)
