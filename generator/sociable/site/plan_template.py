"""plan-template.yaml: the plan's lines as a file to fill in, which comes back as plan.yaml beside brand.yaml."""

from __future__ import annotations

import json
import textwrap

from sociable.report import Action
from sociable.site.book import Book
from sociable.site.view_plan import ActionView

FILE = "plan-template.yaml"
WIDTH = 100


def template(book: Book, actions: tuple[ActionView, ...]) -> str:
    """The file as text: what plan.yaml says already, and each line of `actions`, the plan as its page shows it.

    A line that was to be read first is a comment: to give it an owner makes a task of it.
    """
    known = {one.criterion: one for one in book.report.plan}
    parts = [_comment(book.say("ledger", "head"))]
    for one in actions:
        action = known[one.criterion]
        said = action.owner or action.due or action.status or action.note
        if one.held and not said:
            continue
        aside = bool(one.look) and not said
        told = [one.question, *([book.say("ledger", "look")] if aside else [])]
        parts.append("\n".join(_comment(text) for text in told) + "\n" + _entry(action, aside))
    return "\n\n".join(parts) + "\n"


def _comment(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent="# ", subsequent_indent="# ", break_long_words=False)


def _entry(one: Action, aside: bool) -> str:
    """One criterion's keys; JSON's strings are YAML's too, whatever an owner is called."""
    said = {"owner": one.owner, "due": one.due, "status": one.status or "open", "note": one.note}
    lines = [f"{one.criterion}:", *(f"  {key}: {_scalar(key, text)}".rstrip() for key, text in said.items())]
    return "\n".join(f"# {line}" if aside else line for line in lines)


def _scalar(key: str, text: str) -> str:
    return text if key == "status" or not text else json.dumps(text, ensure_ascii=False)
