"""`sociable rewrite`: one draft, what is wrong with it, and how to put it instead."""

from __future__ import annotations

from pathlib import Path

import click

from sociable.commands.lint import Network, brand_of, home, screen, wish
from sociable.progress import say, say_json


@click.command("rewrite", short_help="tell what is wrong with one draft, and how to put it instead")
@click.argument("text")
@click.option("--platform", type=Network(), help="network it is for; default: the brand's, else x")
@click.option(
    "--kind",
    type=click.Choice(["B", "P", "R", "U", "D", "I"]),
    help="broadcast, reshare, reply, unasked reply, direct message; I is what somebody wrote to you",
)
@click.option("--criterion", default="", help="rewrite for this one, whether or not it is flagged")
@click.option("--context", default="", help="the message that it answers")
@click.option("--brand", type=click.Path(path_type=Path), help="brand.yaml: names, links and team of the brand")
@click.option("--json", "as_json", is_flag=True, help="print the verdict as JSON")
@click.option("--engine", type=click.Choice(["embedded", "endpoint"]), default="embedded", help="who writes")
@click.option("--yes", is_flag=True, help="agree that the masked draft goes to the endpoint")
def command(
    text: str, platform: str | None, kind: str | None, criterion: str, context: str, brand: Path | None,
    as_json: bool, engine: str, yes: bool,
) -> None:  # fmt: skip
    """Tell what is wrong with TEXT, and how to put it instead: no fact is added, and what only you know stays open.

    The endpoint engine is any server that speaks the chat-completions form, named by SOCIABLE_LLM_URL,
    SOCIABLE_LLM_MODEL and SOCIABLE_LLM_KEY; SOCIABLE_LLM_PRICE, of a million tokens, lets it tell the cost.
    What would leave the machine is shown before it is sent for the first time, people are masked, and what
    comes back passes the same checks or is not used.

    \b
    Example:
      sociable rewrite "SPRING SALE!! 20% off all services. Book now!!" --platform x
      sociable rewrite "@jo Please DM us your order number so we can help." --context "My bill is wrong"
      sociable rewrite "where is my parcel??" --kind I
    """
    from sociable.drafts import examination, manuscript
    from sociable.errors import Fault, UsageError

    if not text.strip():
        raise UsageError(Fault("TEXT", "is empty", "give the draft in quotes"))
    known = brand_of(brand)
    draft = manuscript.Draft("1", text, platform or home(known), kind or manuscript.kind_of(text), context)
    (found,) = examination.examine([draft], known, criterion=criterion, engine=wish(engine, yes))
    if as_json:
        say_json(found)
        return
    for line in screen("draft", [found]):
        say(line)
