"""Lays out the playbook: which pages there are, in which order, under which stable names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from msgspec import structs

from sociable import content, resources, tongue, translation
from sociable.report import Report
from sociable.rubric import Rubric
from sociable.site import csvs, dates, plan_template, words
from sociable.site.book import Book, band_words
from sociable.site.parts import Frame, Link, NavGroup, NavItem, Page, Ref
from sociable.site.standing import mark
from sociable.site.view_appendix import appendix
from sociable.site.view_brief import brief, weaknesses
from sociable.site.view_criterion import criterion
from sociable.site.view_desk import desk
from sociable.site.view_guides import glossary, guide, rules
from sociable.site.view_headline import unread
from sociable.site.view_method import method
from sociable.site.view_mix import mix
from sociable.site.view_plan import plan
from sociable.site.view_scorecard import scorecard
from sociable.site.view_signals import signals
from sociable.site.view_trends import trends

JOINING = ("join-in", "unsolicited-pitch", "two-way-share", "inviting-posts")
PROFILE = ("follow-balance", "named-humans")
VOCABULARY = "content/playbook/vocabulary.yaml"

GOOD = 60
"""Scores from here on are Good (RUBRIC 0.4)."""


def open_book(report: Report, rubric: Rubric, notes: Mapping[str, str] | None = None) -> Book:
    """The report with the prose and the vocabulary of content/ beside it."""
    spoken = translation.spoken(rubric)
    return Book(_told(report, spoken), spoken, translation.pages(), phrases(), notes or {})


def phrases() -> dict[str, dict[str, str]]:
    """Every short phrase of content/playbook by group and id, in the language that is being written."""
    names, more, own = content.wording(VOCABULARY), content.wording(), tongue.now().wording
    return {group: names.get(group, {}) | more.get(group, {}) | own.get(group, {}) for group in sorted(names | more)}


def _told(report: Report, rubric: Rubric) -> Report:
    """The report with the titles and questions of the language that is being written."""
    if tongue.now().code == "en":
        return report
    criteria = []
    for one in report.criteria:
        known = rubric.criteria.get(one.id)
        if known is not None:
            title = known.failing_title if (one.score or 0) < GOOD else known.title
            one = structs.replace(one, title=title, question=known.question)
        criteria.append(one)
    groups = [
        structs.replace(one, title=rubric.dimensions[one.id].title) if one.id in rubric.dimensions else one
        for one in report.dimensions
    ]
    signals = [structs.replace(one, title="") if one.id in rubric.signals else one for one in report.signals]
    return structs.replace(report, criteria=criteria, dimensions=groups, signals=signals)


@tongue.of_report
def pages(report: Report, rubric: Rubric, notes: Mapping[str, str] | None = None) -> tuple[Page, ...]:
    """Every page of the playbook in reading order.

    `notes` holds the consultant's own Markdown by page id ("plan",
    "criteria/promo-share").  Ids are addresses: they never depend on results.
    """
    book = open_book(report, rubric, notes)
    found = [*_read(book), *_act(book), *_criteria(book), *_check(book)]
    frame = _frame(book, found)
    linked = []
    for i, page in enumerate(found):
        before = found[i - 1] if i else None
        after = found[i + 1] if i + 1 < len(found) else None
        linked.append(
            replace(
                page,
                frame=frame,
                note=book.note(page.id),
                before=_to(before),
                after=_to(after),
            )
        )
    return tuple(linked)


def _to(page: Page | None) -> Link | None:
    return Link(page.nav_title, Ref(page.id)) if page else None


def _page(book: Book, name: str, view: object, group: str, nav_title: str, template: str = "", lead: str = "") -> Page:
    """A page whose title and, unless one is given, lead are those of content/playbook/<name>.md."""
    title = tongue.now().wording.get("page", {}).get("brief" if name == "index" else name) or book.title(
        name, nav_title
    )
    address = "index" if name == "brief" else name
    return Page(address, template or name, title, view, group, nav_title, lead=lead or book.lead(name))


def _read(book: Book) -> list[Page]:
    return [
        _page(book, "brief", brief(book), "read", book.say("page", "brief")),
        _page(book, "scorecard", scorecard(book), "read", book.say("page", "scorecard")),
        _page(book, "house-rules", rules(book), "read", book.say("page", "house-rules")),
    ]


def _act(book: Book) -> list[Page]:
    planned = plan(book)
    lines = tuple(one for phase in planned.phases for one in phase.actions)
    files = ((plan_template.FILE, plan_template.template(book, lines)),) if lines else ()
    return [
        replace(_page(book, "plan", planned, "act", book.say("page", "plan")), files=files),
        _page(book, "desk", desk(book), "act", book.say("page", "desk")),
        _page(book, "mix", mixed := mix(book), "act", book.say("page", "mix"), lead=mixed.none),
        _page(book, "joining", guide(book, "joining", JOINING), "act", book.say("page", "joining"), "guide"),
        _page(book, "profile", guide(book, "profile", PROFILE, "S5"), "act", book.say("page", "profile"), "guide"),
    ]


def _criteria(book: Book) -> list[Page]:
    found = []
    for result in book.report.criteria:
        view = criterion(book, result)
        found.append(
            Page(
                f"criteria/{result.id}",
                "criterion",
                result.question,
                view,
                "criteria",
                result.question,
                lead=view.title,
                eyebrow=view.dimension.text,
                keywords=(result.id.replace("-", " "), view.verdict.band),
                mark=mark(result),
            )
        )
    return found


def _check(book: Book) -> list[Page]:
    made = appendix(book)
    files = (("flagged.csv", csvs.flagged(book)), ("labels-template.csv", csvs.template(book)))
    terms = glossary(book)
    return [
        _page(book, "trends", trends(book), "check", book.say("page", "trends")),
        _page(book, "signals", signals(book), "check", book.say("page", "signals")),
        _page(book, "method", method(book), "check", book.say("page", "method")),
        replace(
            _page(book, "glossary", terms, "check", book.say("page", "glossary")),
            keywords=tuple(one.term for one in terms.terms),
        ),
        replace(_page(book, "appendix", made, "check", book.say("page", "appendix")), files=files),
    ]


def _frame(book: Book, found: list[Page]) -> Frame:
    about, report = book.about, book.report
    groups = []
    for key in ("read", "act", "criteria", "check"):
        members = [one for one in found if one.group == key]
        before = ["", *(one.eyebrow for one in members)]
        unders = [one.eyebrow if one.eyebrow != last else "" for one, last in zip(members, before, strict=False)]
        items = tuple(NavItem(p.nav_title, Ref(p.id), p.mark, under) for p, under in zip(members, unders, strict=True))
        groups.append(NavGroup(key, book.say("group", key), items))
    return Frame(
        brand=about.name,
        title=about.title or book.say("page", "playbook"),
        cover=about.title or about.name,
        under=book.say("page", "playbook") if about.name in (about.title or about.name) else about.name,
        period=dates.period(report.period.id),
        days=dates.days(report.period.start, report.period.end),
        accent=about.accent,
        prepared_by=about.prepared_by,
        logo=about.logo if about.logo.startswith("data:image/") else "",
        language=tongue.now().code,
        nav=tuple(groups),
        made_with=f"Sociable {report.tool_version}".strip(),
        masked=about.masked,
    )


@tongue.of_report
def summary(report: Report, rubric: Rubric) -> tuple[str, ...]:
    """The headline and the first actions in a few lines, for a terminal."""
    book = open_book(report, rubric)
    say, report = book.wording["summary"], book.report
    overall = report.overall
    shown = overall.kind != "none" and overall.score is not None
    lines = [
        say["headline" if shown else "none"].format(
            band=band_words(book, overall.band, overall.score) if shown else "",
            score=words.score(overall.score),
            likely=words.scores(overall.score_low, overall.score_high),
            coverage=words.share(overall.coverage),
            brand=report.brand.get("name", ""),
            period=dates.period(report.period.id),
        )
    ]
    changes = weaknesses(book)  # as the brief
    lines += [say["then" if at else "first"].format(title=one.title) for at, one in enumerate(changes)]
    lines += unread(book)
    lacking = sum(one.status == "no_data" and one.reason != "language" for one in report.criteria)
    return (*lines, *([say["lacking"].format(n=words.plural(lacking, "question"))] if lacking else []))


def shipped(name: str) -> str:
    """The text of a file of templates/html."""
    return resources.read(resources.find(f"templates/html/{name}"))
