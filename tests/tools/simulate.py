"""How often verdicts of change are wrong, how often a real change is told: `make simulate`.

Pairs of made-up quarters: posts in threads that share their luck, two
platforms with unlike habits, labels known for certain and as probabilities.
Nothing is measured that `scoring.assess` and `scoring.compare` do not see in a
real run.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2] / "generator"))

from scoring.build import ACCOUNT, RATE, START, TIME, Measure, brand, columns, criterion, feeds, rubric
from sociable import scoring
from sociable.model import Change, Period
from sociable.report import Overall, Report

Q2 = Period(id="2026-Q2", start="2026-04-01", end="2026-06-30")
Q3 = Period(id="2026-Q3", start="2026-07-01", end="2026-09-30")
MANY = [criterion(f"c{at}", Measure("share", where=f"v{at}", among="pool")) for at in range(24)]
RULES = rubric(*MANY)
SECOND = "bluesky:harbour"
WHO = brand({"platform": "x", "handle": "Harbour"}, {"platform": "bluesky", "handle": "Harbour"})
FEEDS = feeds("own_text", accounts=(ACCOUNT, SECOND))
SHARES = np.linspace(0.15, 0.6, 24)
LIFT = 0.08
"""How much commoner everything is on the second platform."""
SOFT = 12
"""The first so many labels are known with probabilities only."""


def quarter(rng: np.random.Generator, shares: np.ndarray, n: int = 300, second: float = 0.3) -> pl.DataFrame:
    """Posts of one quarter in threads of one to four on one day; `second` is the share of the second platform."""
    sizes = rng.integers(1, 5, size=n)
    thread = np.repeat(np.arange(n), sizes)[:n]
    day = np.repeat(rng.integers(0, 89, size=n), sizes)[:n]
    there = (rng.random(n) < second)[thread]
    base = np.clip(shares[None, :] + LIFT * (there[:, None] - second), 0.01, 0.99)
    # Beta noise of a thread: neighbours are alike, and the mean stays where it is.
    luck = rng.beta(base[thread] * 8, (1 - base[thread]) * 8)[thread] if n else base
    truth = (rng.random((n, len(shares))) < luck).astype(float)
    soft = np.where(truth > 0, rng.beta(6, 2, truth.shape), rng.beta(2, 6, truth.shape))
    likely = calibrated(soft, base)
    values = np.where(np.arange(len(shares)) < SOFT, likely, truth)
    return pl.DataFrame(
        {
            "uid": [f"x:{at}" for at in range(n)], "account": np.where(there, SECOND, ACCOUNT),
            "platform": np.where(there, "bluesky", "x"), "day": [START + timedelta(days=int(at)) for at in day],
            "thread": [f"t{at}" for at in thread], "pool": True, "kind": "B", "invited": None,
            **{f"v{at}": values[:, at] for at in range(len(shares))},
        },
        schema_overrides={"invited": pl.Utf8},
    )  # fmt: skip


def calibrated(seen: np.ndarray, base: np.ndarray) -> np.ndarray:
    """What a calibrated detector says of a cue seen with density Beta(6, 2) in yes and Beta(2, 6) in no."""
    odds = base / (1 - base) * (seen / (1 - seen)) ** 4
    found: np.ndarray = odds / (1 + odds)
    return found


def report(frame: pl.DataFrame, period: Period) -> Report:
    """The report of one made-up quarter."""
    if period is Q2:
        frame = frame.with_columns(pl.col("day") - timedelta(days=91))
    view = columns(("own_text",), posts=frame, feeds=FEEDS)
    results = scoring.assess(view, RULES, WHO, period, {})
    return Report(period=period, today="2026-10-05", overall=Overall(kind="none"), criteria=list(results),
                  rubric={"fingerprint": "f"})  # fmt: skip


def changes(seed: int, shift: np.ndarray, n: int = 300) -> dict[str, Change]:
    """The verdicts on one pair of quarters; the platforms' mix moves a little, the shares by `shift`."""
    rng = np.random.default_rng(seed)
    before, now = report(quarter(rng, SHARES, n, 0.3), Q2), report(quarter(rng, SHARES + shift, n, 0.35), Q3)
    return scoring.compare(now, before, RULES)


@dataclass
class Tally:
    """What a run of simulations found."""

    pairs: int = 0
    verdicts: int = 0
    false: int = 0
    runs_with_false: int = 0
    covered: int = 0
    tried: int = 0
    told: int = 0
    sizes: list[float] = field(default_factory=list)

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))

    def lines(self) -> list[str]:
        """The figures in words."""
        parts = [
            f"pairs of quarters                          {self.pairs}",
            f"false verdicts, of all unchanged criteria  {self.false / max(self.verdicts, 1):.2%} of {self.verdicts}",
            f"pairs with any false verdict               {self.runs_with_false / max(self.pairs, 1):.1%}",
            f"95 % intervals that hold the difference    {self.covered / max(self.verdicts, 1):.1%}",
        ]
        if self.tried:
            parts = [parts[0], parts[-1]]
            parts.append(f"changes of the size claimed, told          {self.told / self.tried:.1%} of {self.tried}")
            parts.append(f"median size claimed                        {np.median(self.sizes):.3f}")
        return parts


def unchanged(pairs: int, seed: int = 0, n: int = 300) -> Tally:
    """No true change: how often is one told?"""
    found = Tally()
    for at in range(pairs):
        told = changes(seed + at, np.zeros(24), n)
        found.pairs += 1
        found.verdicts += len(told)
        wrong = [one for one in told.values() if one.verdict in ("improved", "declined")]
        found.false += len(wrong)
        found.runs_with_false += bool(wrong)
        found.covered += sum((one.low or 0) <= 0 <= (one.high or 0) for one in told.values())
    return found


def claims(seed: int, n: int, *, planned: bool) -> dict[str, float | None]:
    """The size of change that a report says it could show: beside a verdict, or on the plan for next quarter."""
    if not planned:
        return {name: one.detectable for name, one in changes(seed, np.zeros(24), n).items()}
    results = report(quarter(np.random.default_rng(seed), SHARES, n), Q3).criteria
    return {one.id: scoring.detectable(one, len(results)) for one in results}


def changed(pairs: int, seed: int = 100_000, n: int = 300, *, planned: bool = False) -> Tally:
    """One criterion truly changes, by what the report says it could show: how often is it told?"""
    claimed = claims(seed - 1, n, planned=planned)
    found = Tally()
    for at in range(pairs):
        which = at % 24
        size = claimed[f"c{which}"] or 0.0
        if not 0 < size < SHARES[which] - 0.02:
            continue
        shift = np.zeros(24)
        shift[which] = -size
        told = changes(seed + at, shift, n)[f"c{which}"]
        found.pairs += 1
        found.tried += 1
        found.told += told.verdict == "improved"
        found.sizes.append(size)
        found.verdicts += 1
        found.covered += (told.low or 0) <= -size <= (told.high or 0)
    return found


PEOPLE = 110
HABITS = {"response-rate": 0.72, "response-time": 0.3, "give-ask": 0.6}
"""How many get an answer within three days and within the hour, and gives among gives and asks."""
OTHERS = rubric(
    criterion("response-rate", Measure("survival", at=4320, among="care_case", table="cases"), anchors=RATE,
              direction="higher", needs=("inbound_linked",)),
    criterion("response-time", Measure("survival", at=60, among="care_case", table="cases"), anchors=TIME,
              direction="higher", needs=("inbound_linked",)),
    criterion("give-ask", Measure("ratio", num="gives", den="both", among="pool"), direction="higher",
              anchors=(0.2, 0.5, 0.667, 0.8, 0.909)),
)  # fmt: skip


def answers(rng: np.random.Generator, habits: dict[str, float], people: int = PEOPLE) -> pl.DataFrame:
    """Care cases of one quarter: one to four a person, who shares their luck; those of the last days are cut short."""
    sizes = rng.integers(1, 5, size=people)
    who = np.repeat(np.arange(people), sizes)
    n = len(who)
    rate, hour = habits["response-rate"], habits["response-time"]
    tried = rng.beta(4 * rate, 4 * (1 - rate), people)[who]
    luck = rng.random(n)
    fast = tried * hour / rate  # within the hour, of all
    soon, later = rng.uniform(1, 60, n), np.exp(rng.uniform(np.log(60), np.log(4320), n))
    minutes = np.where(luck < fast, soon, np.where(luck < tried, later, 4320.0))
    day = rng.integers(0, 92, size=n)
    left = (92 - day) * 1440 - rng.uniform(0, 1440, n)  # until the archive ends
    event = (luck < tried) & (minutes <= left)
    opened = [datetime.combine(START + timedelta(days=int(at)), time(9), UTC) for at in day]
    return pl.DataFrame(
        {
            "account": ACCOUNT, "platform": "x", "day": [START + timedelta(days=int(at)) for at in day],
            "person": [f"p{at:03}" for at in who], "opened_at": opened,
            "minutes": np.where(event, minutes, np.minimum(4320.0, left)), "event": event.astype(int),
            "answered": event, "met": event, "care_case": True,
        }
    )  # fmt: skip


def exchange(rng: np.random.Generator, share: float, n: int = 300) -> pl.DataFrame:
    """Posts that give, ask, both or neither, in threads that share their luck."""
    frame = quarter(rng, np.array([share, 0.6]), n, 0.0)
    give, some = frame["v0"].to_numpy(), frame["v1"].to_numpy() >= 0.5
    both = np.where(some, 1.0, 0.0)
    return frame.with_columns(gives=pl.Series(give * both), both=pl.Series(both))


def other(rng: np.random.Generator, period: Period, habits: dict[str, float]) -> Report:
    """The report of one quarter of answers and exchanges."""
    posts, cases = exchange(rng, habits["give-ask"]), answers(rng, habits)
    if period is Q2:
        posts, cases = (one.with_columns(pl.col("day") - timedelta(days=91)) for one in (posts, cases))
    view = columns(("own_text",), posts=posts, cases=cases, feeds=feeds("own_text", "inbound_linked"))
    results = scoring.assess(view, OTHERS, brand(), period, {})
    return Report(period=period, today="2026-10-05", overall=Overall(kind="none"), criteria=list(results),
                  rubric={"fingerprint": "f"})  # fmt: skip


def contrasts(seed: int, shift: dict[str, float]) -> dict[str, Change]:
    """The verdicts on one pair of quarters whose habits differ by `shift`."""
    rng = np.random.default_rng([seed, 2])
    before = other(rng, Q2, HABITS)
    return scoring.compare(other(rng, Q3, {k: v + shift.get(k, 0.0) for k, v in HABITS.items()}), before, OTHERS)


def others_unchanged(pairs: int, seed: int = 0) -> Tally:
    """No true change in answers and exchanges: how often is one told?"""
    found = Tally()
    for at in range(pairs):
        told = contrasts(seed + at, {})
        wrong = [one for one in told.values() if one.verdict in ("improved", "declined")]
        found += Tally(1, len(told), len(wrong), int(bool(wrong)), sum(_holds(one, 0.0) for one in told.values()))
    return found


def others_changed(pairs: int, seed: int = 100_000) -> Tally:
    """One of them truly changes, by the size named beside a verdict: how often is it told?"""
    claimed = {name: one.detectable or 0.0 for name, one in contrasts(seed - 1, {}).items()}
    found = Tally()
    for at in range(pairs):
        name = sorted(HABITS)[at % 3]
        size = min(claimed[name], 0.97 - HABITS[name])
        if size < claimed[name]:
            continue
        told = contrasts(seed + at, {name: size})[name]
        found += Tally(1, 1, 0, 0, int(_holds(told, size)), 1, int(told.verdict == "improved"), [size])
    return found


def _holds(one: Change, truth: float) -> bool:
    return (one.low or 0.0) <= truth <= (one.high or 0.0)


CHUNK = 40
"""Pairs of one run; each run reads the sizes claimed from a quarter of its own."""
PARTS = {
    "No true change": (unchanged, 0, 1),
    "One true change, of the size named beside a verdict": (changed, 100_000, 2),
    "One true change, of the size named on the plan": (partial(changed, planned=True), 100_000, 2),
    "Answers, their times, gives per ask: no true change": (others_unchanged, 0, 1),
    "Answers, their times, gives per ask: one true change": (others_changed, 100_000, 2),
}
"""Title to what is run, its first seed, and the divisor of the number of pairs."""


def chunk(title: str, at: int, pairs: int) -> Tally:
    """One run of pairs of one part, by the place of its first pair: the same whatever else runs."""
    measure, seed, _ = PARTS[title]
    return measure(pairs, seed + at)


def slopes(reports: int = 400, questions: int = 17) -> str:
    """Reports of questions without a trend: in how many one or more slopes are called "one way"."""
    rng = np.random.default_rng(11)
    lines = []
    for periods in (5, 8):
        alone = among = 0
        for _ in range(reports):
            runs = {str(at): rng.normal(60, 8, periods).tolist() for at in range(questions)}
            found = {name: scoring.theil_sen(run) for name, run in runs.items()}
            outside = {name for name, one in found.items() if one and not one[1] <= 0 <= one[2]}
            holding = scoring.survivors({name: scoring.kendall_p(run) for name, run in runs.items()})
            alone, among = alone + bool(outside), among + bool(outside & set(holding))
        lines.append(f"{periods} periods: {alone / reports:.1%} by the interval alone, {among / reports:.1%} among all")
    return "reports without a trend that call a slope one way: " + "; ".join(lines)


def main(count: int) -> None:
    """Every part on all cores, a line of figures each."""
    print(slopes(), flush=True)
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("spawn")) as pool:
        tasks = {
            title: [
                pool.submit(chunk, title, at, min(CHUNK, count // divisor - at))
                for at in range(0, count // divisor, CHUNK)
            ]
            for title, (_, _, divisor) in PARTS.items()
        }
        for title, parts in tasks.items():
            print(title, *sum((one.result() for one in parts), Tally()).lines(), sep="\n  ", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
