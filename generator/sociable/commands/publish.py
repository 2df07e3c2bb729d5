"""`sociable publish`: the playbook to where a team already reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sociable.progress import say, say_json

if TYPE_CHECKING:
    from sociable.publish import Outcome

SHOWN = ("created", "changed", "kept", "deleted")
FIRST = ("index", "index.html")
FEW = 5
"""So many pages a dry run names; with one more, that one is named too."""
WOULD = {"created": "create", "changed": "change", "unchanged": "leave", "kept": "keep", "deleted": "delete"}


@click.command("publish", short_help="send the playbook to a folder, a Git branch or a wiki")
@click.argument("brand", type=click.Path(path_type=Path), default="brand.yaml")
@click.option("--to", "names", multiple=True, metavar="NAME", help="only this entry of `publish:`; may be repeated")
@click.option("--dry-run", "dry", is_flag=True, help="tell what would be done, and write nothing")
@click.option("--check", "checking", is_flag=True, help="sign in and see what may be done there, and write nothing")
@click.option("--take-over", is_flag=True, help="replace our part also where somebody edited it")
@click.option("--from", "source", type=click.Path(path_type=Path), help="publish this report.json; default: output/")
@click.option("-v", "--verbose", is_flag=True, help="name every page that is created, changed or deleted")
@click.option("--json", "as_json", is_flag=True, help="print what became of every page as JSON")
@click.option("-q", "--quiet", is_flag=True, help="print nothing but errors")
def command(
    brand: Path, names: tuple[str, ...], dry: bool, checking: bool, take_over: bool, source: Path | None,
    verbose: bool, as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Publish the playbook that BRAND's last build wrote to the places that brand.yaml names.

    Only what stands between our markers is replaced. Who signs in is read from
    SOCIABLE_<NAME>_USER and SOCIABLE_<NAME>_TOKEN, or from the keyring.

    \b
    Example:
      sociable publish clients/harbour/ --dry-run
      sociable publish clients/harbour/ --to wiki
    """
    from sociable import publishing, resources, settings
    from sociable.errors import Fault, SociableError
    from sociable.progress import Progress

    click.get_current_context().with_resource(resources.client(brand))
    faults: list[Fault] = []
    told: list[dict[str, object]] = []
    edition = None if checking else publishing.load(brand, source)
    known = edition.brand if edition else settings.load(brand)
    for entry in publishing.chosen(known, names):
        try:
            if edition is None:
                lines = publishing.check(known, entry)
                told.append({"to": entry.name, "check": [*lines]})
                _say([f"{entry.name}: {line}" for line in lines], quiet or as_json)
                continue
            with Progress(quiet) as progress:
                outcome = publishing.run(edition, entry, dry=dry, take_over=take_over, progress=progress)
            told.append(document(outcome))
            _say(summary(outcome, verbose=verbose), quiet or as_json)
        except SociableError as error:  # what is wrong with one place keeps nothing from the others
            faults += error.faults
        except KeyboardInterrupt:
            remedy = "what was sent stands; publish again, it goes on where it stopped"
            raise SociableError(*faults, Fault(entry.name, "interrupted", remedy)) from None
    if as_json:
        say_json(told, as_it_is=True)
    if faults:
        raise SociableError(*faults)


def summary(outcome: Outcome, *, verbose: bool = False) -> list[str]:
    """What became of the pages, for a terminal: a line of counts, then what a person should look at.

    Pages that are kept, or of which there is something to say, are all named;
    of the others a dry run names the first few, and all with `verbose`.
    """
    counts = {what: sum(step.what == what for step in outcome.steps) for what in WOULD}
    words = [f"{count} {f'to {WOULD[what]}' if outcome.dry else what}" for what, count in counts.items() if count]
    lines = [f"{outcome.target}: {', '.join(words) or 'nothing to publish'}"]
    told = [step for step in outcome.steps if step.what in SHOWN and step.why]
    plain = [step for step in outcome.steps if step.what in SHOWN and not step.why and (outcome.dry or verbose)]
    plain.sort(
        key=lambda step: (step.name not in FIRST, "/" in step.name)
    )  # the pages that people open, and then files
    few = plain if verbose else plain[: FEW if len(plain) > FEW + 1 else None]
    for step in (*told, *few):
        done = f"would {WOULD[step.what]}" if outcome.dry else step.what
        lines.append(f"  {done} {outcome.addresses[step.name]}" + (f": {step.why}" if step.why else ""))
    if len(few) < len(plain):
        lines.append(f"  and {len(plain) - len(few)} more; --verbose names them all")
    first = next((step.name for step in outcome.steps if step.name in FIRST), None)
    return [*lines, *([f"  {outcome.addresses[first]}"] if first and not outcome.dry else [])]


def document(outcome: Outcome) -> dict[str, object]:
    """The same for a machine: every page with what became of it, its address and why."""
    pages = [
        {"page": step.name, "what": step.what, "address": outcome.addresses[step.name]}
        | ({"why": step.why} if step.why else {})
        for step in outcome.steps
    ]
    return {"to": outcome.target, "dry_run": outcome.dry, "pages": pages}


def _say(lines: list[str], quiet: bool) -> None:
    for line in [] if quiet else lines:
        say(line)
