"""What a result may claim: whether it has a score, how firm that is, and the disc or ring that says so."""

from __future__ import annotations

from sociable.model import DOUBTS, Status
from sociable.report import CriterionResult
from sociable.site import charts
from sociable.site.parts import Mark

SCORED: tuple[Status, ...] = ("scored", "provisional")


def several(result: CriterionResult) -> list[float | None]:
    """The counts of several accounts that are judged each for itself (follow-balance); none where there is one."""
    each = [one.value for one in result.slices.get("account", []) if one.score is not None]
    return each if result.unit == "count" and len(each) > 1 else []


def unsure(result: CriterionResult) -> bool:
    """Whether a result rests on a detector not shown to work, or two ways of counting it disagree."""
    return any(note.partition(":")[0] in DOUBTS for note in result.notes)


def provisional(result: CriterionResult) -> bool:
    """Whether a score is a first impression: by how few were counted, or by who counted them."""
    return result.status == "provisional" or (result.status == "scored" and unsure(result))


def mark(result: CriterionResult) -> Mark:
    """The disc of a criterion: its band's, or the ring of the reason why there is none."""
    if result.status in SCORED:
        return charts.mark(result.score, result.score_low, result.score_high)
    return absent(result.status)


def absent(status: Status) -> Mark:
    """The ring of a status without a score."""
    marks: dict[str, Mark] = {
        "no_data": "no_data", "nothing_to_judge": "nothing_to_judge", "too_few": "too_few", "suppressed": "suppressed",
    }  # fmt: skip
    return marks.get(status, "none")
