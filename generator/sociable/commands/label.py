"""`sociable label`: one JSON object a post."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("label", short_help="label the posts of a file, one JSON object a post")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="file to write; default: standard output")
@click.option("--handle", default="", help="which account of FILE is the brand, where the file does not say")
@click.option("--reader", type=click.Choice(["careful", "quick"]), help="default: careful for at most 5,000 posts")
def command(file: Path, output: Path | None, handle: str, reader: str | None) -> None:
    """Label every post of FILE: any export that Sociable reads, or a CSV with columns id and text.

    Optional columns of the CSV: kind (B broadcast, P reshare, R reply, U unsolicited, D direct,
    I inbound), platform, brand, context.  Each line of the result holds the post's id, kind,
    purpose, and for every label of that kind a probability and the spans that speak for it.
    Rows that cannot be read are counted on standard error.

    \b
    Example:
      sociable label posts.csv -o labels.jsonl
      sociable label twitter-archive.zip | head
    """
    import msgspec

    from sociable import archives, atomic, shortfall, signals
    from sociable.progress import say

    encoder = msgspec.json.Encoder()
    posts, inputs = archives.plain(file, handle=handle)
    say(*shortfall.warnings(inputs), *shortfall.left_out(inputs), err=True)
    rows = signals.label_rows(posts, reader=reader)
    data = b"".join(encoder.encode(row) + b"\n" for row in rows)
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        atomic.write(output, data)
