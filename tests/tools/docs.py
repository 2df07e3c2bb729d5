"""The documents: `reference` writes what code and content say, `pages` turns docs/ into HTML.

Usage: docs.py [OUTPUT]   writes docs/reference/*.md anew, and the pages to OUTPUT (output/docs)
"""

from __future__ import annotations

import inspect
import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import markdown
import schemas
from markupsafe import Markup

from sociable import cli, config, content, rubric, signals
from sociable.signals import careful, labels
from sociable.site import alone

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
MADE = "*Written by `make docs` from the code and the content it describes; a test holds it in step.*"
KIND_WORDS = {
    "B": "posts", "P": "reshares", "R": "replies", "U": "unasked replies", "D": "direct messages", "I": "inbound",
}  # fmt: skip


def reference() -> dict[str, str]:
    """File name to Markdown of every page of docs/reference."""
    return {
        "brand-yaml.md": _configuration(), "criteria.md": _criteria(), "labels.md": _labels(),
        "report.md": _report(), "commands.md": _commands(),
    }  # fmt: skip


def _page(title: str, lead: str, lines: Iterator[str]) -> str:
    return "\n".join([f"# {title}", "", lead, "", *lines, "", MADE, ""])


def _configuration() -> str:
    lead = (
        "Every key of `brand.yaml`. Paths start at the file's own folder. A key that is not here is a fault, with the "
        "nearest name; all faults are told at once. Editors read the same from `content/schemas/brand.schema.json`."
    )
    return _page("brand.yaml", lead, _models())


def _models() -> Iterator[str]:
    holders, said = {config.Brand: "(top level)"}, schemas.keys()
    for model in holders_of(config.Brand, holders):
        yield f"## `{holders[model]}`" if model is not config.Brand else "## Top level"
        yield ""
        yield str(inspect.getdoc(model))
        yield ""
        yield from ["| key | what for | value | default |", "|---|---|---|---|"]
        above = "" if model is config.Brand else f"{holders[model]}."
        for name, field in model.model_fields.items():
            if name == "root":
                continue
            key = field.alias or name
            default = "required" if field.is_required() else _default(field.get_default(call_default_factory=True))
            yield f"| `{key}` | {said[above + key]} | {_kind(field.annotation)} | {default} |"
        yield ""


def holders_of(model: Any, holders: dict[Any, str], at: str = "") -> Iterator[Any]:
    """The model and every model inside it, depth first; `holders` learns where each stands."""
    yield model
    for name, field in model.model_fields.items():
        inner = next((one for one in _parts(field.annotation) if one not in holders), None)
        if inner is not None:
            holders[inner] = f"{at}{field.alias or name}"
            yield from holders_of(inner, holders, f"{holders[inner]}.")


def _parts(annotation: Any) -> Iterator[Any]:
    if inspect.isclass(annotation) and issubclass(annotation, config.Part):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _parts(argument)


def _kind(annotation: Any) -> str:
    words = str(annotation)
    if any(True for _ in _parts(annotation)):
        return "list of entries" if "tuple[" in words else "entry" if "Literal" not in words else "a word or an entry"
    choices = re.findall(r"'([^']+)'", words) if "Literal" in words else []
    if choices:
        return " \\| ".join(f"`{one}`" for one in choices)
    for sign, word in (("tuple", "text or list of texts"), ("dict", "name: text"), ("bool", "true or false"),
                       ("date", "date"), ("int", "number"), ("float", "number")):  # fmt: skip
        if sign in words:
            return word
    return "text"


def _default(value: object) -> str:
    if value in (None, (), {}, "") or isinstance(value, config.Part):
        return ""
    return f"`{json.dumps(value)}`"


def _criteria() -> str:
    rules = rubric.load(signals.SIGNALS)
    lead = f"The {len(rules.criteria)} questions of the rubric, with their share of the score. Each is one file."
    return _page("Criteria", lead, _criterion_lines(rules))


def _criterion_lines(rules: rubric.Rubric) -> Iterator[str]:
    for one in rules.criteria.values():
        yield f"## {one.id}"
        yield ""
        yield f"{one.question} **{one.title}**, or: {one.failing_title}."
        yield ""
        shape = one.measure
        what = " among ".join(f"`{word}`" for word in (shape.where or shape.num or shape.metric, shape.among) if word)
        yield f"- share of the score: {one.weight:g} of 100; dimension: {one.dimension}; effort: {one.effort} of 3"
        yield f"- measure: {shape.shape}{f' of {what}' if what else ''}; {one.direction} is better" + (
            f"; worth 0, 40, 60, 80 and 100 at {', '.join(f'{x:g}' for x in one.anchors)}" if one.anchors else ""
        )
        yield f"- needs: {', '.join(rules.needs[need].title for need in one.needs)}"
        yield f"- claims: {', '.join(one.sources)}; rewrites: {', '.join(one.rewrite) or 'none'}"
        yield f"- file: `content/rubric/{one.id}.md`"
        yield ""


def _labels() -> str:
    lead = (
        "What detectors say of a post. A careful reader (a small transformer) reads archives of up to "
        f"{careful.FEW:,} posts and messages, a quick one larger ones; `reader:` in brand.yaml chooses. Figures are "
        "those of `content/models/accuracy.careful.json` and, behind the stroke, of the quick one's `accuracy.json`; "
        "who they are measured against were language models that followed our guide, not a human panel. A label "
        "without figures is a rule that nobody measured."
    )
    return _page("Labels", lead, _label_lines())


def _label_lines() -> Iterator[str]:
    slow, quick = content.accuracy("careful"), content.accuracy("quick")
    yield from ["| label | of | right when it flags | finds of all | kappa | posts read |", "|---|---|---|---|---|---|"]
    kinds: dict[str, list[str]] = {}
    for kind, names in labels.LABELS.items():
        for name in names:
            kinds.setdefault(name, []).append(KIND_WORDS[kind])
    for name, where in sorted(kinds.items()):
        both = slow.get(name, {}), quick.get(name, {})
        figures = [" / ".join(_figure(one.get(key)) for one in both) for key in ("precision", "recall", "kappa")]
        yield f"| `{name}` | {', '.join(where)} | {' | '.join(figures)} | {both[0].get('n', '-')} |"


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _report() -> str:
    schema = json.loads((ROOT / "content/schemas/report.schema.json").read_text("utf-8"))["$defs"]
    lead = (
        "`output/report.json` holds everything the pages show; `history/` keeps it without texts. Old versions are "
        "read for ever. The JSON Schema is `content/schemas/report.schema.json`."
    )
    return _page("report.json", lead, _schema_lines(schema))


def _schema_lines(schema: dict[str, Any]) -> Iterator[str]:
    for name in ("Report", *sorted(set(schema) - {"Report"})):
        yield f"## {name}"
        yield ""
        yield from [str(schema[name].get("description", "")).replace("\n", " "), "", "| key | value |", "|---|---|"]
        for key, value in schema[name].get("properties", {}).items():
            yield f"| `{key}` | {_json_kind(value)} |"
        yield ""


def _json_kind(value: dict[str, Any]) -> str:
    if "$ref" in value:
        return str(value["$ref"]).rsplit("/", 1)[1]
    if "anyOf" in value:
        return " or ".join(dict.fromkeys(_json_kind(one) for one in value["anyOf"]))
    if value.get("type") == "array":
        return f"list of {_json_kind(value['items'])}" if value.get("items") else "list"
    if value.get("type") == "object":
        inner = value.get("additionalProperties")
        return f"name: {_json_kind(inner)}" if isinstance(inner, dict) else "mapping"
    if "enum" in value:
        return " \\| ".join(f"`{one}`" for one in value["enum"])
    return str(value.get("type", "any"))


def _commands() -> str:
    lead = (
        "Exit codes: 0 done, 1 the input is wrong, 2 the command is wrong, 3 a limit that was declared is crossed. "
        "`sociable COMMAND --help` prints the same."
    )
    return _page("Command line", lead, _command_lines())


def _command_lines() -> Iterator[str]:
    top = click.Context(cli.group, info_name="sociable", **cli.group.context_settings)
    for name in cli.COMMANDS:
        command = cli.group.get_command(top, name)
        assert command is not None
        yield from _help(command, top, name)


def _help(command: click.Command, parent: click.Context, name: str) -> Iterator[str]:
    context = click.Context(command, info_name=name, parent=parent, terminal_width=100, max_content_width=100)
    yield from [f"## {context.command_path}", "", "```", command.get_help(context), "```", ""]
    for inner in sorted(command.commands) if isinstance(command, click.Group) else ():
        yield from _help(command.commands[inner], context, inner)  # type: ignore[attr-defined]


def pages(output: Path) -> list[Path]:
    """docs/ as HTML in the site's own dress, each page one self-contained file beside its pictures."""
    made = []
    for source in sorted(DOCS.rglob("*.md")):
        place = source.relative_to(DOCS)
        name = place.with_name("index.md") if place.name == "README.md" else place
        target = (output / name).with_suffix(".html")
        body = markdown.markdown(source.read_text("utf-8"), extensions=["tables", "fenced_code", "toc", "sane_lists"])
        body = re.sub(r'(href="(?!https?:)[^"#]*?)(?:README)?\.md', _renamed, body)
        body = body.replace("<table>", '<div class="scroll" tabindex="0"><table>').replace("</table>", "</table></div>")
        title = source.read_text("utf-8").splitlines()[0].lstrip("# ")
        up = "../" * (len(place.parts) - 1)
        home = f"{up}index.html" if place.name != "README.md" else ""
        target.parent.mkdir(parents=True, exist_ok=True)
        page = alone.alone("docs", SimpleNamespace(home=home, body=Markup(body)), title)
        target.write_text(page, encoding="utf-8")
        made.append(target)
    shutil.copytree(DOCS / "pictures", output / "pictures", dirs_exist_ok=True)
    return made


def _renamed(found: re.Match[str]) -> str:
    return f"{found[1]}{'index' if found[0].endswith('README.md') else ''}.html"


def main() -> None:
    """Write the reference, then the pages."""
    output = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "output" / "docs"
    for name, text in reference().items():
        (DOCS / "reference" / name).write_text(text, encoding="utf-8")
    pages(output)
    print((output / "index.html").resolve().as_uri())


if __name__ == "__main__":
    main()
