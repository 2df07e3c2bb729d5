"""The whole sample playbook: links, structure, hostile posts, nothing fetched, the same bytes twice."""

from __future__ import annotations

import csv
import html
import io
import posixpath
import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import reading
import sample
from jinja2 import UndefinedError
from msgspec import structs

from sociable import rubric as rubrics
from sociable import site
from sociable.site.pages import open_book
from sociable.site.parts import Page, Prose
from sociable.site.render import digest, render
from sociable.site.view_mix import mix

TEMPLATES = Path(__file__).parents[2] / "templates" / "html"
BUDGET = 60_000


@lru_cache(maxsize=1)
def files() -> dict[str, str | bytes]:
    return sample.files()


@lru_cache(maxsize=1)
def seen() -> dict[str, reading.Seen]:
    return {name: reading.read(str(text)) for name, text in files().items() if name.endswith(".html")}


def test_every_page_of_the_playbook_is_there() -> None:
    top = {name for name in files() if "/" not in name and name.endswith(".html")}
    assert top == {
        "index.html",
        "scorecard.html",
        "house-rules.html",
        "plan.html",
        "desk.html",
        "mix.html",
        "joining.html",
        "profile.html",
        "trends.html",
        "signals.html",
        "method.html",
        "glossary.html",
        "appendix.html",
        "playbook.html",
    }
    criteria = {name for name in files() if name.startswith("criteria/")}
    assert criteria == {f"criteria/{name}.html" for name in rubrics.load(()).criteria}
    assert {"flagged.csv", "labels-template.csv", "assets/style.css", "assets/site.js", "assets/index.js"} <= set(
        files()
    )


def test_tags_are_closed_and_ids_are_unique() -> None:
    for name, page in seen().items():
        assert page.unclosed == [], name
        assert len(page.ids) == len(set(page.ids)), (name, [one for one in page.ids if page.ids.count(one) > 1])


def test_every_internal_link_and_anchor_resolves() -> None:
    checked = 0
    for name, page in seen().items():
        for link in page.links:
            address = link.get("href", "")
            parts = urlsplit(address)
            if parts.scheme:
                continue
            target = (
                posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path))) if parts.path else name
            )
            assert target in files(), (name, address)
            assert not parts.path.startswith("/")
            if parts.fragment:
                assert parts.fragment in seen()[target].ids, (name, address)
            checked += 1
    assert checked > 1000


def test_nothing_is_fetched_from_elsewhere() -> None:
    for name, page in seen().items():
        for tag, address in page.loads:
            assert not urlsplit(address).scheme or address.startswith("data:image/"), (name, tag, address)
    assert "url(http" not in str(files()["assets/style.css"]) and "@import" not in str(files()["assets/style.css"])


def test_links_that_leave_are_permalinks_of_posts_only() -> None:
    for name, page in seen().items():
        for link in page.links:
            scheme = urlsplit(link.get("href", "")).scheme
            if scheme in ("http", "https"):
                assert link.get("rel") == "noreferrer", (name, link)  # implies noopener
            else:
                assert scheme in ("", "data"), (name, link)


def test_the_policy_forbids_the_network() -> None:
    for name, text in files().items():
        if name.endswith(".html"):
            policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', str(text))
            assert policy is not None, name
            assert policy.group(1).startswith("default-src &#39;none&#39;;")
            assert "unsafe" not in policy.group(1) and "http" not in policy.group(1) and "*" not in policy.group(1)
            reach = re.findall(r"connect-src ([^;]*);", html.unescape(policy.group(1)))
            assert reach == ([] if name == "playbook.html" else ["'self'"]), name


def test_the_single_page_allows_exactly_its_own_script_and_style() -> None:
    text = str(files()["playbook.html"])
    page = seen()["playbook.html"]
    assert [one for one in page.loads if not one[1].startswith(("data:image/", "#mark-"))] == []
    for block in ("".join(page.scripts), "".join(page.styles)):
        assert digest(block) in text.replace("&#39;", "'").replace("&#43;", "+")


def test_no_inline_handlers_or_styles() -> None:
    for name, page in seen().items():
        assert not {one for one in page.attributes if one.startswith("on") or one == "style"}, name
        assert name == "playbook.html" or page.scripts == []


def test_hostile_posts_come_out_as_they_are() -> None:
    for name in ("appendix.html", "signals.html", "playbook.html"):
        page = seen()[name]
        assert sample.HOSTILE[0] in "".join(page.text), name
        assert not any("alert(1)" in one for one in page.scripts), name
    text = "".join(seen()["appendix.html"].text)
    assert "\u0007" not in text and "🚢" * 400 in text and sample.HOSTILE[1][:500] in text
    assert "more characters)" in text
    assert "javascript:alert" not in str([link.get("href") for link in seen()["appendix.html"].links])


def test_headings_are_in_order() -> None:
    for name, page in seen().items():
        if name == "playbook.html":
            continue
        assert page.headings[0] == 1 and page.headings.count(1) == 1, name
        for before, after in zip(page.headings, page.headings[1:], strict=False):
            assert after <= before + 1, (name, page.headings)


def test_every_chart_says_what_it_shows() -> None:
    charts = [chart for page in seen().values() for chart in page.charts]
    assert len(charts) > 150
    assert all(chart == {"img": True, "title": True, "desc": True} for chart in charts)


def test_landmarks_skip_link_and_language() -> None:
    for name, text in files().items():
        if name.endswith(".html"):
            assert '<html lang="en">' in str(text) and 'class="skip" href="#main"' in str(text)
            assert {"header", "nav", "main", "footer"} <= seen()[name].tags


def test_style_and_script_keep_within_the_budget() -> None:
    assert sum(len(files()[name]) for name in ("assets/style.css", "assets/site.js")) < BUDGET


def test_two_renders_are_the_same_bytes() -> None:
    assert sample.files() == files()


def test_nothing_is_left_unworded() -> None:
    for name, page in seen().items():
        assert not {"None", "nan", "True", "False"} & {one.strip(" .,;:") for one in page.text}, name
        said = " ".join(page.text).replace("{{delete}}", "")
        assert not re.search(r"Undefined|\d\.\d{3,}|\{\{|\{%", said), name


def test_templates_hold_no_arithmetic_and_trust_nothing() -> None:
    sum_ = re.compile(r"\w\s*[*/%+]\s*\w|\w\s+-\s+\w|\|\s*(?:round|int|float|sum|length|safe)\b")
    for path in sorted(TEMPLATES.glob("*.html")):
        for code in re.findall(r"\{\{.*?\}\}|\{%.*?%\}", path.read_text(encoding="utf-8")):
            bare = re.sub(r"'[^']*'|\"[^\"]*\"|\{%-?|-?%\}", "", code)
            assert not sum_.search(bare), (path.name, code)


def test_a_number_cannot_reach_a_page_unworded() -> None:
    page = Page("x", "glossary", "T", {"intro": Prose(""), "terms": ()}, "read", "T", lead=0.5)  # type: ignore[arg-type]
    with pytest.raises((TypeError, AttributeError, UndefinedError)):
        render([page])


def test_states_of_nothing_look_and_read_differently() -> None:
    text = str(files()["scorecard.html"])
    for state in ("no_data", "nothing_to_judge", "too_few", "suppressed"):
        assert f"missing-{state}" in text and f"mark-{state}" in text
    said = {
        name: "".join(seen()[f"criteria/{name}.html"].text) for name in ("early-sell", "push-dm", "unsolicited-pitch")
    }
    assert "How to get it" in said["early-sell"] and "How to get it" not in said["push-dm"]
    assert "Nothing to judge" in said["push-dm"] and "Too few" in said["unsolicited-pitch"]
    assert "First contact is often a pitch" not in said["early-sell"]


def test_a_detector_prints_its_accuracy_beside_its_findings() -> None:
    said = " ".join("".join(seen()["criteria/promo-share.html"].text).split())
    assert "right in 82 of 100 flagged posts" in said and "measured on 573 posts" in said
    assert "rule, not measured" in "".join(seen()["criteria/response-time.html"].text)


def test_an_example_can_be_disputed_and_a_draft_copied() -> None:
    text = str(files()["criteria/promo-share.html"])
    assert re.search(r'data-copy="x:1\d{3},promo,no"', text)
    assert 'class="slot">[what problem does this solve for whom?]' in text
    assert text.count("hidden>Copy draft</button>") == 1


def test_the_csv_files_are_safe() -> None:
    flagged, labels = str(files()["flagged.csv"]), str(files()["labels-template.csv"])
    assert '"\'=HYPERLINK(""http://evil.example' in flagged
    assert flagged.startswith("\ufeffid,criterion,weight,date,platform,account,kind,text,permalink\r\n")
    assert labels.startswith("\ufeffid,label,value,question,text\r\n") and "promo,yes" in labels
    rows = list(csv.DictReader(io.StringIO(labels.removeprefix("\ufeff"))))
    assert rows and all(row["question"] and row["text"] for row in rows), "nobody can judge an id"


def test_the_brief_has_what_a_minute_needs() -> None:
    said = " ".join("".join(seen()["index.html"].text).split())
    for wanted in (
        "Good",
        "of 100",
        "78% covered",
        "What works",
        "What to change",
        "Too much of the feed is there to sell",
        "You could post",
        "On Monday",
        "Every score at a glance",
    ):
        assert wanted in said
    assert said.index("What works") < said.index("What to change")


def test_the_slides_hold_one_finding_each() -> None:
    rules = rubrics.load(())
    text = site.slides(sample.report(rules), rules)
    seen_ = reading.read(text)
    assert seen_.unclosed == [] and len(seen_.ids) == len(set(seen_.ids))
    assert text.count('<section class="slide"') == 7 and "script" not in seen_.tags
    assert digest("".join(seen_.styles)) in text.replace("&#39;", "'").replace("&#43;", "+")
    assert {link["href"].partition("#")[0] for link in seen_.links if not urlsplit(link["href"]).scheme} <= set(files())
    assert "On Monday" in text and "You could post" in text


def test_an_account_that_only_answers_gets_no_calendar_of_offers() -> None:
    rules = rubrics.load(())
    report = sample.report(rules)
    shown = mix(open_book(report, rules))
    assert shown.weeks and not shown.none
    assert {one.key: one.target for one in shown.legend}["promo"] == "up to 2 in 10"
    accounts = [{**one, "role": "support"} for one in report.brand["accounts"]]
    support = structs.replace(report, brand={**report.brand, "accounts": accounts})
    shown = mix(open_book(support, rules))
    assert (shown.weeks, shown.sections) == ((), ()) and "response desk" in shown.none
    assert {one.target for one in shown.legend} == {"–"}
    page = "".join(reading.read(str(site.render(site.pages(support, rules))["mix.html"])).text)
    assert shown.none in page and "four weeks" not in page and "in 10" not in page
    for dialect in ("mediawiki", "confluence"):
        text = str(
            next(
                text
                for name, text in site.wiki(site.pages(support, rules), dialect, "Play").items()
                if "mix" in name.lower()
            )
        )
        assert "response desk" in text and "four weeks" not in text
