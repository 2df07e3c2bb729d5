"""One huge field, or what unpacks and nests without end: memory and time beside an honest export of that size.

`python tests/hostile/giants.py MEGABYTES [PART OF A NAME]` prints a table; memory is what the
operating system says of a process that does nothing but read the export.
"""

# ruff: noqa: E501 - rows of exports are easier to read on one line
from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

HEAD = "window.YTD.tweets.part0 = [ "
READ = """
import resource, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from sociable import archives
from sociable.config import Brand
from sociable.errors import SociableError
account = {"platform": sys.argv[3], "handle": "h", "archive": ".", "page": "p", "tz": "UTC"}
brand = Brand.model_validate({"root": Path(sys.argv[2]), "brand": {"name": "H"}, "accounts": [account]})
start = time.process_time()
try:
    end = f"{archives.read(brand).posts.height} posts"
except SociableError as error:
    end = "refused"
try:
    peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
except OSError:  # elsewhere than on Linux
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(int(peak) >> 10, round(time.process_time() - start, 1), end, sep=";")
"""


def tweet(number: int, text: str) -> str:
    """One record of tweets.js."""
    at = f"Mon Mar 02 {number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02} +0000 2026"
    body = {
        "id_str": str(1900000000000000001 + number * 4_000_000),
        "created_at": at,
        "full_text": text,
        "favorite_count": "1",
    }
    return json.dumps({"tweet": body})


def filled(size: int, one: Callable[[int], str]) -> Iterator[str]:
    """Rows until their size is reached."""
    done = number = 0
    while done < size:
        row = one(number)
        yield row
        done, number = done + len(row), number + 1


def words(number: int) -> str:
    """A post of usual length, unlike the others."""
    return f"Number {number} sails at nine from the old quay, and there is tea for everyone who comes aboard early."


def x(root: Path, body: Iterator[str]) -> str:
    (root / "data").mkdir()
    with (root / "data/tweets.js").open("w") as file:
        file.write(HEAD)
        file.writelines(body)
    return "x"


def table(root: Path, body: Iterator[str], header: str = "text,created_at\n") -> str:
    with (root / "a.csv").open("w") as file:
        file.write(header)
        file.writelines(body)
    return "other"


def packed(root: Path, body: Iterator[str]) -> str:
    with zipfile.ZipFile(root / "a.zip", "w", zipfile.ZIP_DEFLATED) as box, box.open("a.csv", "w") as file:
        file.write(b"text,created_at\n")
        file.writelines(row.encode() for row in body)
    return "other"


def linkedin(root: Path, body: Iterator[str]) -> str:
    with (root / "Shares.csv").open("w") as file:
        file.write("Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n")
        file.writelines(body)
    return "linkedin"


def facebook(root: Path, body: Iterator[str]) -> str:
    (root / "posts").mkdir()
    with (root / "posts/your_posts_1.json").open("w") as file:
        file.writelines(body)
    return "facebook"


def mastodon(root: Path, body: Iterator[str]) -> str:
    with (root / "outbox.json").open("w") as file:
        file.write('{"type":"OrderedCollection","orderedItems":[')
        file.writelines(body)
        file.write("]}")
    return "mastodon"


def note(number: int, content: str) -> str:
    """One activity of outbox.json."""
    at = f"2026-03-02T{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}Z"
    name, public = f"https://a.example/users/h/statuses/{number}", ["https://www.w3.org/ns/activitystreams#Public"]
    shared = {"id": name, "type": "Note", "published": at, "content": content, "to": public}
    return json.dumps({"id": f"{name}/activity", "type": "Create", "published": at, "object": shared})


def listed(rows: Iterator[str]) -> Iterator[str]:
    """Rows with commas between them."""
    for place, row in enumerate(rows):
        yield ("," if place else "") + row


def plain(number: int) -> str:
    """One row of a table without quotes."""
    return f"{words(number).replace(',', '')},2026-03-02 10:00:00\n"


def share(number: int) -> str:
    """One row of Shares.csv, without the cells that are mostly blank."""
    link = f"https://www.linkedin.com/feed/update/urn:li:share:{7_300_000_000_000_000_000 + number}"
    return f"2026-03-02 10:00:00,{link},{words(number).replace(',', '')}\n"


def post(number: int) -> str:
    """One record of your_posts_1.json."""
    return json.dumps({"timestamp": 1767225600 + number, "data": [{"post": words(number)}]})


HONEST: dict[str, Callable[[Path, int], str]] = {
    "x": lambda root, size: x(root, iter([*listed(filled(size, lambda n: tweet(n, words(n)))), "]"])),
    "table": lambda root, size: table(root, filled(size, lambda n: f'"{words(n)}",2026-03-02 10:00:00\n')),
    "linkedin": lambda root, size: linkedin(root, filled(size, lambda n: share(n).replace("\n", ",,,,\n"))),
    "facebook": lambda root, size: facebook(root, iter(["[", *listed(filled(size, post)), "]"])),
    "mastodon": lambda root, size: mastodon(root, listed(filled(size, lambda n: note(n, f"<p>{words(n)}</p>")))),
}
HOSTILE: dict[str, tuple[str, Callable[[Path, int], str]]] = {
    "one post": ("x", lambda root, size: x(root, iter([tweet(1, "a b " * (size // 4)), "]"]))),
    "a record that never ends": ("x", lambda root, size: x(root, iter(['{"tweet":{"full_text":"', "a b " * (size // 4)]))),
    "brackets": ("x", lambda root, size: x(root, iter(['{"tweet":', "[" * size]))),
    "one number": ("x", lambda root, size: x(root, iter(['{"tweet":{"id_str":', "9" * size, "}}]"]))),
    "one cell": ("table", lambda root, size: table(root, iter(['"', "a b " * (size // 4), '",2026-03-02 10:00:00\n']))),
    "a quote that never closes": ("table", lambda root, size: table(root, iter(['"', "a,b\n" * (size // 4)]))),
    "a quote before sound rows": ("table", lambda root, size: table(root, iter(['"', *filled(size, plain)]))),
    "cells that never end a row": ("table", lambda root, size: table(root, iter(['x","\n' * (size // 5)]))),
    "rows of nothing": ("table", lambda root, size: table(root, iter(["a,b\n" * (size // 4)]))),
    "one row of commas": ("table", lambda root, size: table(root, iter(["," * size]))),
    "one header": ("table", lambda root, size: table(root, iter(["a,b\n"]), "text,created_at," + "abcd," * (size // 5) + "\n")),
    "a quote in a zip": ("table", lambda root, size: packed(root, iter(['"', *filled(size, plain)]))),
    "one line in a zip": ("table", lambda root, size: packed(root, (row.replace("\n", " ") for row in filled(size, plain)))),
    "LinkedIn, a quote": ("linkedin", lambda root, size: linkedin(root, iter(['"', *filled(size, share)]))),
    "LinkedIn, a quote and nothing": ("linkedin", lambda root, size: linkedin(root, iter(['"', "a,b\n" * (size // 4)]))),
    "one post of Facebook": ("facebook", lambda root, size: facebook(root, iter(['[{"timestamp":1767225600,"data":[{"post":"', "a b " * (size // 4), '"}]}]']))),
    "Facebook, a string that never ends": ("facebook", lambda root, size: facebook(root, iter(['[{"timestamp":1767225600,"data":[{"post":"', "a b " * (size // 4)]))),
    "Facebook, a string behind sound posts": ("facebook", lambda root, size: facebook(root, iter(["[", *listed(filled(size, post)), ',{"timestamp":1,"data":[{"post":"a']))),
    "Facebook, records of nothing": ("facebook", lambda root, size: facebook(root, iter(["[", "{}," * (size // 3), "{}]"]))),
    "Facebook, brackets": ("facebook", lambda root, size: facebook(root, iter(["[" * size]))),
    "Facebook, quotes": ("facebook", lambda root, size: facebook(root, iter(["[", '"",' * (size // 3)]))),
    "X, records of nothing": ("x", lambda root, size: x(root, iter(["{}," * (size // 3), "{}]"]))),
    "Mastodon, a string that never ends": ("mastodon", lambda root, size: mastodon(root, iter(['{"object":{"content":"', "a b " * (size // 4)]))),
    "Mastodon, JavaScript": ("mastodon", lambda root, size: mastodon(root, iter(["{a:1}," * (size // 6)]))),
    "one attribute": ("mastodon", lambda root, size: mastodon(root, iter([note(1, "<p title='" + "a b " * (size // 4) + "'>x</p>")]))),
    "tags that never end": ("mastodon", lambda root, size: mastodon(root, iter([note(1, "<a " * (size // 3))]))),
}  # fmt: skip


def read(write: Callable[[Path, int], str], size: int) -> tuple[int, float, str]:
    """Peak memory in MiB, processor seconds, and how the reading ended."""
    root = Path(tempfile.mkdtemp(prefix="giants-"))
    try:
        platform = write(root, size)
        command = [sys.executable, "-c", READ, str(Path(__file__).parents[2] / "generator"), str(root), platform]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip().split(";")
        return int(told[0]), float(told[1]), told[2]
    finally:
        shutil.rmtree(root)


def main(megabytes: int, only: str = "") -> None:
    """Prints the table; `only` names the rows whose name holds it."""
    size = megabytes * 1_000_000
    honest = {name: read(write, size) for name, write in HONEST.items()}
    print(f"| {megabytes} MB | MiB | s | honest: MiB | s | ends with |\n|---|---|---|---|---|---|")
    for name, (like, write) in HOSTILE.items():
        if only not in name:
            continue
        peak, seconds, end = read(write, size)
        print(f"| {name} ({like}) | {peak} | {seconds} | {honest[like][0]} | {honest[like][1]} | {end} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100, " ".join(sys.argv[2:]))
