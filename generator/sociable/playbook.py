"""The last step: a report and the rubric become pages, swapped in at their place.

Knows nothing of frames, so that a rebuild from report.json loads neither
Polars nor NumPy, which take longer to load than the pages to draw.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sociable import atomic, history, rubric, site
from sociable.history import Built
from sociable.report import Report
from sociable.rubric import Rubric


def redraw(source: Path, output: Path, *, single_file: bool = False, pdf: bool = False, slides: bool = False) -> Built:
    """Draw the pages of a report.json anew, without the exports."""
    # Unchecked: what measures a report is in it, and naming the signals would load all that works them out.
    atomic.replaceable(output)
    report = history.load(source)
    return write(report, rubric.load(()), output, single_file=single_file, pdf=pdf, slides=slides)


def write(
    report: Report,
    rules: Rubric,
    target: Path,
    *,
    single_file: bool = False,
    pdf: bool = False,
    slides: bool = False,
    notes: tuple[str, ...] = (),
    progress: Callable[[str], None] | None = None,
) -> Built:
    """Render the pages of a report and swap them in at `target`."""
    if progress:
        progress("drawing pages")
    files = dict(site.render(site.pages(report, rules, report.notes)))
    if single_file:
        files["playbook.html"] = site.single_file(report, rules, report.notes)
    if pdf:
        if progress:
            progress("printing the PDF")
        files["playbook.pdf"] = site.pdf(report, rules, report.notes)
    if slides:
        files["slides.html"] = site.slides(report, rules, report.notes)
    files["report.json"] = history.encode(report)
    atomic.swap_in(((name, data.encode() if isinstance(data, str) else data) for name, data in files.items()), target)
    return Built(target / "index.html", report, (*site.summary(report, rules), *notes))
