"""A rich made-up report: every status, every chart, hostile posts.  Nothing here is a real brand or a real person.

``python -m site.sample`` is not a thing; run ``PYTHONPATH=generator:tests python tests/site/sample.py`` to draw
it into output/sample/.
"""

from __future__ import annotations

import math
import sys
from datetime import date, timedelta
from pathlib import Path

from sociable import rubric as rubrics
from sociable import site
from sociable.criteria import Criterion
from sociable.model import (
    Basis,
    Change,
    Example,
    InputFile,
    Issue,
    NeedState,
    Period,
    Rewrite,
    Secondary,
    Slice,
    Slot,
)
from sociable.report import (
    Action,
    CriterionResult,
    DimensionResult,
    Evidence,
    Overall,
    Past,
    PostCard,
    Report,
    SignalResult,
)
from sociable.rubric import Rubric

PERIOD = Period(id="2026-Q3", start="2026-07-01", end="2026-09-30")
HOSTILE = (
    "<script>alert(1)</script> </style> [[Category:Spam]] {{delete}} ~~~~ <img src=x onerror=alert(1)> &amp; '\"",
    '=HYPERLINK("http://evil.example","click") ' + "supercalifragilistic" * 30,
    "\u202eright to left override and مرحبا بالعالم \u0007 bell " + "🚢" * 1000,
)
SCORES: dict[str, float] = {
    "promo-share": 47.06,
    "useful-share": 83.4,
    "self-talk": 38.2,
    "give-ask": 55.0,
    "repeat-content": 71.5,
    "two-way-share": 64.0,
    "inviting-posts": 29.8,
    "response-rate": 70.0,
    "response-time": 52.3,
    "solve-here": 86.1,
    "named-humans": 91.7,
    "plain-talk": 74.0,
    "brag-posts": 66.6,
    "relationship-depth": 58.4,
    "follow-balance": 100.0,
    "growth-tactics": 12.0,
    "free-range": 43.5,
    "hard-sell": 61.2,
}
STATUS = {
    "early-sell": "no_data",
    "join-in": "no_data",
    "push-dm": "nothing_to_judge",
    "unsolicited-pitch": "too_few",
    "platform-fit": "suppressed",
    "personal-at-scale": "no_data",
    "plain-talk": "provisional",
    "hard-sell": "provisional",
}
TEXTS = {
    "promo-share": (
        "Island Pass is 20% off until Sunday!! Book now, link in bio 🎉 Don't miss out!!",
        "Travelling with a bike on Friday? Book the 7.40: the 9.15 is nearly full of a cycling "
        "club. Pumps are on the car deck.",
    ),
    "self-talk": (
        "We are thrilled to announce that our award-winning team has done it again. Our best summer yet!",
        "Fog at the north pier this morning. If you are on the 8.10, give yourself ten more "
        "minutes for the coast road.",
    ),
    "growth-tactics": (
        "Tag 3 friends and follow us to win a weekend for two! Like + share to enter!",
        "Three of you asked which seats see the lighthouse. Left side going out, rows 4 to 9.",
    ),
    "inviting-posts": (
        "Our summer timetable is now online. Download it from our website today.",
        "What is the first thing you do when you step off on the island? We are making a map of your answers.",
    ),
    "named-humans": (
        "Thank you for your message. Our team will look into it.",
        "Sorry about the lost scarf, @customer. It is in the box at Pier 2, blue with a tear. I'll "
        "hold it till Friday. Jo",
    ),
    "useful-share": (
        "Happy Monday from all of us!",
        "Sea-sick last time? Sit low and in the middle, look at the horizon, eat a dry biscuit "
        "before we leave. It helps most people.",
    ),
    "solve-here": (
        "Please call our helpline for assistance.",
        "Your 10.20 was cancelled, sorry. Any boat today takes the same ticket; the 12.05 has "
        "room. Reply if the gate says no. Sam",
    ),
}


def report(rules: Rubric) -> Report:
    """The sample report under the current rubric."""
    posts: dict[str, PostCard] = {}
    rewrites: list[Rewrite] = []
    criteria = [_criterion(one, i, posts, rewrites) for i, one in enumerate(rules.criteria.values())]
    flagged = [
        (e.post, one.id, 0.93 - 0.01 * i) for i, one in enumerate(criteria) for e in one.examples if e.side == "bad"
    ]
    for i, text in enumerate(HOSTILE):
        uid = f"x:90{i}"
        posts[uid] = PostCard(
            uid=uid,
            platform="x",
            account="x:harbourlights",
            kind="B",
            date=f"2026-08-0{i + 1}T10:00:00+00:00",
            text=text,
            permalink=("javascript:alert(1)", "https://x.example/1?a=<b>&c='", None)[i],
        )
        flagged.append((uid, "promo-share", 1.0))
    measured = [one for one in criteria if one.score is not None]
    weight = sum(one.weight for one in measured)
    total = sum(one.weight * (one.score or 0) for one in measured) / weight
    dimensions = [_dimension(rules, name, criteria) for name in rules.dimensions]
    return Report(
        tool_version="0.0",
        rubric={"version": rules.version, "fingerprint": rules.fingerprint},
        brand=brand(),
        period=PERIOD,
        today="2026-10-02",
        inputs=inputs(),
        overall=Overall(
            kind="overall",
            score=total,
            score_low=total - 4.8,
            score_high=total + 4.1,
            band="Good",
            grade="B–C",
            coverage=0.776,
            bound_low=total * 0.776,
            bound_high=total * 0.776 + 22.4,
        ),
        dimensions=dimensions,
        criteria=criteria,
        signals=signals(rules),
        plan=plan(criteria),
        mix=mix(),
        heat=heat(),
        calendar=calendar(),
        history=history(criteria),
        method={
            "accuracy": {
                "promo": {
                    "precision": 0.82,
                    "recall": 0.77,
                    "se": 0.77,
                    "sp": 0.95,
                    "kappa": 0.71,
                    "n": 573,
                    "date": "2026-05-02",
                },
                "useful": {
                    "precision": 0.74,
                    "recall": 0.69,
                    "se": 0.69,
                    "sp": 0.97,
                    "kappa": 0.63,
                    "n": 573,
                    "date": "2026-05-02",
                },
                "self_only": {
                    "precision": 1.0,
                    "recall": 0.998,
                    "sp": 1.0,
                    "kappa": 0.55,
                    "n": 573,
                    "date": "2026-05-02",
                },
            }
        },
        evidence=Evidence(posts=posts, rewrites=rewrites, flagged=flagged),
    )


def brand() -> dict[str, object]:
    """Who the sample is about."""
    return {
        "name": "Harbour Lights Ferries",
        "title": "",
        "accent": "#0b5d7a",
        "logo": "",
        "prepared_by": "Northlight Studio",
        "timezone": "Europe/London",
        "participation": "participant",
        "masked": True,
        "accounts": [
            {"key": "x:harbourlights", "platform": "x", "handle": "HarbourLights", "role": "brand"},
            {
                "key": "facebook:harbour lights ferries",
                "platform": "facebook",
                "handle": "Harbour Lights Ferries",
                "role": "brand",
            },
            {"key": "mastodon:ferries", "platform": "mastodon", "handle": "ferries", "role": "brand"},
        ],
        "events": [{"name": "Island Week", "start": "2026-08-01", "end": "2026-08-07", "kind": "launch"}],
    }


def _criterion(one: Criterion, index: int, posts: dict[str, PostCard], rewrites: list[Rewrite]) -> CriterionResult:
    status = STATUS.get(one.id, "scored")
    base: dict[str, object] = dict(  # noqa: C408
        id=one.id,
        question=one.question,
        dimension=one.dimension,
        status=status,
        direction=one.direction,
        unit=one.unit,
        weight=one.weight,
        effort=one.effort,
        anchors=list(one.anchors),
        sources=list(one.sources),
        detectors=list(one.labels),
    )
    if status not in ("scored", "provisional"):
        needs = [NeedState(account="x:harbourlights", missing=list(one.needs[-1:]))] if status == "no_data" else []
        return CriterionResult(
            **base,
            title=one.failing_title,
            needs=needs,
            n=6 if status == "too_few" else 0,  # type: ignore[arg-type]
            reason="needs" if status == "no_data" else "",
        )
    score = SCORES.get(one.id, 61.2)  # a criterion that is new is one file, and known here by this much
    value = _value(score, one.anchors) if one.anchors else 420.0
    n = 18 if status == "provisional" else 170 + 7 * index
    examples, drafts = _evidence(one, posts, rewrites)
    share = one.unit == "share"
    down, up = (45, 40) if one.id == "plain-talk" else (9, 8)  # of one nothing is known, and its words are the longest
    ends = [_value(max(0, score - down), one.anchors), _value(min(100, score + up), one.anchors)] if one.anchors else []
    return CriterionResult(
        **base,
        title=one.title if score >= 60 else one.failing_title,
        value=value,
        n=n,
        n_eff=n * 0.8,  # type: ignore[arg-type]
        low=min(ends) if one.anchors else None,
        high=max(ends) if one.anchors else None,
        numerator=round(value * n * 2) / 2 if share else None,
        denominator=n if share else None,
        score=score,
        score_low=max(0, score - down) if one.anchors else None,
        score_high=min(100, score + up) if one.anchors else None,
        band=_band(score, down, up),
        points_lost=one.weight * (100 - score) / 100,
        raw_value=value * 0.96,
        corrected=(value * 1.03, value * 0.9, value * 1.2) if share else None,
        zero_bound=0.0688 if one.id == "growth-tactics" else None,
        caps=["substantive_join:59:0.3200"] if one.id == "two-way-share" else [],
        notes=["zero_promo"] if one.id == "promo-share" else [],
        secondary=[Secondary(id="strict", label="Posts with an outright offer", value=value * 0.7, unit="share", n=n)]
        if share
        else [],
        slices={
            "platform": [
                Slice(key="facebook", status="scored", n=n // 3, value=value * 0.9, score=min(100, score + 6)),
                Slice(key="mastodon", status="too_few", n=4),
                Slice(
                    key="x",
                    status="provisional" if n < 30 else "scored",
                    n=n // 2,
                    value=value * 1.1,
                    score=max(0, score - 5),
                ),
            ],
            "week": [
                Slice(
                    key=f"2026-W{27 + w}",
                    status="scored",
                    n=12,
                    value=value,
                    score=max(0, min(100, score + 14 * math.sin(w * 1.3 + index))),
                )
                for w in range(13)
                if w != 5
            ],
        },
        change=_change(index),
        examples=examples,
        rewrites=drafts,
        basis=_basis(one),
    )


def _value(score: float, anchors: tuple[float, ...]) -> float:
    edges = (0, 40, 60, 80, 100)
    for i in range(4):
        if edges[i] <= score <= edges[i + 1]:
            part = (score - edges[i]) / (edges[i + 1] - edges[i])
            return anchors[i] + part * (anchors[i + 1] - anchors[i])
    return anchors[-1]


def _band(score: float, down: float = 9, up: float = 8) -> str:
    def word(value: float) -> str:
        return "Poor" if value < 39.5 else "Fair" if value < 59.5 else "Good" if value < 79.5 else "Excellent"

    low, high = word(max(0, score - down)), word(min(100, score + up))
    return low if low == high else f"{low} to {high}"


def _change(index: int) -> Change:
    verdicts = (
        "improved",
        "no_clear_change",
        "declined",
        "held",
        "no_clear_change",
        "too_little_data",
        "measured_differently",
    )
    return Change(
        verdict=verdicts[index % 7],
        against="2026-Q2",
        difference=(-0.08, 0.02, 0.06)[index % 3],
        low=-0.12,
        high=0.15,
        score_difference=8,
    )  # type: ignore[arg-type]


def _basis(one: Criterion) -> Basis | None:
    if one.measure.shape != "survival":
        return None
    steps = [
        (4, 0.06),
        (9, 0.12),
        (18, 0.19),
        (31, 0.27),
        (48, 0.34),
        (75, 0.41),
        (140, 0.5),
        (300, 0.58),
        (700, 0.66),
        (1600, 0.71),
        (3900, 0.74),
    ]
    return Basis(curve=[(float(m), f, max(0.0, f - 0.07), min(1.0, f + 0.06)) for m, f in steps])


def _evidence(one: Criterion, posts: dict[str, PostCard], rewrites: list[Rewrite]) -> tuple[list[Example], list[int]]:
    texts = TEXTS.get(one.id)
    if texts is None:  # the same good post may show many habits
        shared = next((uid for uid in posts if uid.startswith("x:1")), None)
        return ([Example(post=shared, side="good", why=[])] if shared else []), []
    found, drafts = [], []
    for i, (side, text) in enumerate(
        (("bad", texts[0]), ("good", texts[1]), ("bad", texts[0].replace("!", "") + " Again."))
    ):
        uid = f"x:1{len(posts):03d}"
        posts[uid] = PostCard(
            uid=uid,
            platform=("x", "facebook", "mastodon")[i],
            account="x:harbourlights",
            kind="B",
            date=f"2026-0{7 + i}-{10 + i}T09:30:00+00:00",
            text=text,
            permalink=f"https://social.example/{uid[2:]}",
            metrics={"likes": 12 * i, "replies": i},
        )
        first = text.split()[0]
        found.append(
            Example(post=uid, side=side, why=list(one.labels[:1]), spans=[(0, len(first)), (len(text) - 9, len(text))])
        )  # type: ignore[arg-type]
        if i == 0:
            rewrites.append(
                Rewrite(
                    post=uid,
                    criterion=one.id,
                    recipe="promo-to-tip",
                    before=text,
                    effect="ask",
                    after=text.split("!")[0]
                    + ". It helps when [what problem does this solve for whom?]. Details in the bio, no hurry.",
                    why=["urgency cut", "room for one benefit the reader can use"],
                    slots=[Slot(text="[what problem does this solve for whom?]", kind="benefit")],
                )
            )
            drafts.append(len(rewrites) - 1)
    return found, drafts


def _dimension(rules: Rubric, name: str, criteria: list[CriterionResult]) -> DimensionResult:
    members = [one for one in criteria if one.dimension == name]
    scored = [one for one in members if one.score is not None]
    weight = sum(one.weight for one in members)
    got = sum(one.weight for one in scored)
    if got < weight / 2:
        return DimensionResult(id=name, title=rules.dimensions[name].title, weight=weight, status="partly")
    mean = sum(one.weight * (one.score or 0) for one in scored) / got
    return DimensionResult(
        id=name,
        title=rules.dimensions[name].title,
        weight=weight,
        status="scored",
        score=mean,
        score_low=mean - 6,
        score_high=mean + 6,
        band=_band(mean),
        criteria=[one.id for one in members],
    )


def plan(criteria: list[CriterionResult]) -> list[Action]:
    """Actions by priority, as scoring would choose them."""
    weak = sorted(
        (one for one in criteria if one.score is not None and one.score < 80),
        key=lambda one: -one.weight * (80 - (one.score or 0)),
    )
    phases = {1: "1-30", 2: "31-60", 3: "61-90"}
    return [
        Action(
            criterion=one.id,
            phase=phases[one.effort],
            priority=1.0,
            impact=one.weight * (80 - (one.score or 0)),  # type: ignore[arg-type]
            effort=one.effort,
            confidence=1,
            target=_value(60, tuple(one.anchors)) if one.anchors else None,
            detectable=0.12,
            owner="Jo Reed" if i == 0 else "",
            due="2026-10-30" if i == 0 else "",
            status="open" if i == 0 else "",
        )
        for i, one in enumerate(weak[:9])
    ]


def mix() -> dict[str, dict[str, int]]:
    """Purposes by platform."""
    everything = {
        "useful": 48,
        "conversation": 14,
        "human": 22,
        "amplify": 17,
        "promo": 71,
        "product": 33,
        "growth": 9,
        "company-news": 28,
        "filler": 12,
    }
    return {
        "all": everything,
        "x": {k: v // 2 for k, v in everything.items()},
        "facebook": {k: v - v // 2 for k, v in everything.items()},
    }


def heat() -> list[list[int]]:
    """Inbound by weekday and hour."""
    return [
        [
            max(
                0,
                round(
                    (12 if d < 5 else 5) * math.exp(-((h - 11 - d % 3) ** 2) / 22) + 3 * math.exp(-((h - 20) ** 2) / 4)
                ),
            )
            for h in range(24)
        ]
        for d in range(7)
    ]


def calendar() -> dict[str, dict[str, int]]:
    """Units a day."""
    first = date(2026, 7, 1)
    days = {}
    for i in range(92):
        n = (i * 7919) % 6 if (i % 7) not in (4,) else 0
        if n:
            days[(first + timedelta(days=i)).isoformat()] = {"B": n, "R": n // 2}
    return days


def history(criteria: list[CriterionResult]) -> list[Past]:
    """Four earlier quarters; the first under another rubric."""
    found = []
    for q, name in enumerate(("2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2")):
        rows = {
            one.id: Slice(
                key=one.id,
                status="scored",
                n=120,
                value=one.value,
                score=max(0, min(100, one.score - 12 + 4 * q + 5 * math.sin(q + i))),
            )
            for i, one in enumerate(criteria)
            if one.score is not None and not (i == 3 and q == 1)
        }
        overall = Overall(
            kind="overall",
            score=52.0 + 2 * q,
            score_low=47.0 + 2 * q,
            score_high=57.0 + 2 * q,
            band="Fair",
            coverage=0.7,
        )
        period = Period(id=name, start="2025-07-01", end="2025-09-30")
        found.append(Past(period=period, fingerprint="old" if q == 0 else "f", overall=overall, criteria=rows))
    return found


def signals(rules: Rubric) -> list[SignalResult]:
    """All five, one of them without data."""
    titles = {name: note.title for name, note in rules.signals.items()}
    found = []
    for name, title in titles.items():
        if name == "S1":
            found.append(SignalResult(id=name, title=title, status="no_data"))
        else:
            found.append(
                SignalResult(
                    id=name,
                    title=title,
                    status="shown",
                    figures=[Secondary(id="a", label="Posts a day", value=2.4, unit="figure", n=254)],
                    columns=["Purpose", "Posts", "Median interactions"],
                    rows=[["Useful", "48", "21"], ["Offers", "71", "6"]],
                    posts=["x:900"] if name == "S2" else [],
                )
            )
    return found


def inputs() -> list[InputFile]:
    """Files with skipped rows and issues."""
    return [
        InputFile(
            file="archive/x-2026-10.zip!data/tweets.js",
            sha256="ab" * 32,
            reader="x",
            read=4120,
            kept=4102,
            skipped={"duplicate": 18},
            first="2024-01-03",
            last="2026-10-01",
            accounts=["x:harbourlights"],
            feeds=["own_text", "reshares", "replies_out"],
            issues=[Issue(code="truncated", message="text ends in an ellipsis", count=3)],
        ),
        InputFile(
            file="archive/facebook <b>.zip", sha256="cd" * 32, reader="facebook", read=310, kept=310, feeds=["own_text"]
        ),
    ]


def files() -> dict[str, str | bytes]:
    """The sample playbook as files, with the single page beside them."""
    rules = rubrics.load(())
    made = report(rules)
    drawn = site.render(site.pages(made, rules, {"index": "Jo, *start with the three offers*; the rest can wait."}))
    return drawn | {"playbook.html": site.single_file(made, rules)}


def write(folder: Path) -> Path:
    """Writes the sample playbook into `folder`."""
    for name, data in files().items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data.encode() if isinstance(data, str) else data)
    return folder


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2] / "output" / "sample"))
