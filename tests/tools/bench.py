"""Time every stage on made-up archives beside what else there is: `make bench`, or bench.py 10000 100000 1000000.

One process for each measurement; seconds of processor and peak memory are the
operating system's own count.  Ratios are what to read: the machine's speed and
whatever else it does fall out of them.
"""

import importlib.util
import json
import math
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import big_archive

STAGES = ("read", "relate", "assess", "advise", "draw")
LOOP = 20_000
"""So many posts are enough to know how fast a loop over posts is."""


def build(folder: Path) -> dict[str, list[float]]:
    """One build, stage by stage: seconds, seconds of processor and peak MB (of all so far) of each."""
    from sociable import advice, intake, scoring, signals
    from sociable.build import assess
    from sociable.content import accuracy
    from sociable.playbook import write

    found: dict[str, list[float]] = {}

    def note(name: str, since: tuple[float, float]) -> tuple[float, float]:
        now = time.perf_counter(), time.process_time()
        found[name] = [now[0] - since[0], now[1] - since[1], peak()]
        return now

    at = time.perf_counter(), time.process_time()
    taken = intake.take(folder / "brand.yaml")
    at = note("read", at)
    columns = signals.relate(taken.archive, taken.brand, [taken.window])
    at = note("relate", at)
    results = scoring.assess(columns, taken.rules, taken.brand, taken.window, accuracy())
    at = note("assess", at)
    terms = signals.Terms.of(taken.brand)
    advice.illustrate(columns, results, taken.rules, taken.brand, terms, accuracy(), taken.window)
    note("advise", at)
    report = assess(taken, columns, taken.window, illustrated=True)
    at = time.perf_counter(), time.process_time()
    write(report, taken.rules, folder / "drawn")
    note("draw", at)
    return found


def peak() -> float:
    """The most memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def texts(folder: Path) -> list[str]:
    """The texts of the archive, as its own field."""
    import msgspec

    data = (folder / "data" / "tweets.js").read_bytes()
    return [one["tweet"]["full_text"] for one in msgspec.json.decode(data[data.index(b"[") :])]


def labels(folder: Path) -> float:
    """All labels of the first posts; the time without imports is what counts."""
    import polars as pl

    from sociable.signals import Terms, label

    rows = texts(folder)[: 5 * LOOP]
    kinds = ["R" if one.startswith("@") else "B" for one in rows]
    batch = pl.DataFrame({"uid": [str(n) for n in range(len(rows))], "kind": kinds, "text": rows})
    label(batch.head(100), Terms())
    started = time.process_time()
    label(batch, Terms())
    return len(rows) / (time.process_time() - started)


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

    mood, grade = SentimentIntensityAnalyzer(), textstat.flesch_reading_ease
    try:
        grade("The boat leaves at noon.")
    except LookupError:  # its dictionary of syllables is fetched from the network
        grade = textstat.automated_readability_index
    rows = texts(folder)[:LOOP]
    started = time.process_time()
    for one in rows:
        grade(one)
        mood.polarity_scores(one)
    return len(rows) / (time.process_time() - started)


def whole(folder: Path) -> float:
    """json.load of the archive, as most scripts begin."""
    text = (folder / "data" / "tweets.js").read_text(encoding="utf-8")
    return float(len(json.loads(text[text.index("[") :])))


def pieces(folder: Path) -> float:
    """Decoding alone, typed, in pieces of 4 MB, with SHA-256: the floor of reading."""
    import hashlib

    import msgspec

    class Tweet(msgspec.Struct, gc=False):
        id_str: str
        full_text: str
        created_at: str
        in_reply_to_user_id_str: str | None = None
        favorite_count: str | None = None

    class Row(msgspec.Struct, gc=False):
        tweet: Tweet

    decoder, digest, rest, count = msgspec.json.Decoder(list[Row]), hashlib.sha256(), b"", 0
    with (folder / "data" / "tweets.js").open("rb") as stream:
        rest = stream.readline().partition(b"[")[2]
        while part := stream.read(4 << 20):
            digest.update(part)
            rest += part
            end = rest.rfind(b"\n},\n{")
            if end > 0:
                count += len(decoder.decode(b"[" + rest[: end + 2] + b"]"))
                rest = rest[end + 3 :]
    return float(count + len(decoder.decode(b"[" + rest.rstrip().removesuffix(b"]") + b"]")))


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


ONES: dict[str, Callable[[Path], object]] = {
    one.__name__: one for one in (build, labels, near, loop, whole, pieces, groups, floor, vale)
}
NEEDS = {"loop": ("textstat", "vaderSentiment"), "groups": ("pandas",)}


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
    for name in ("loop", "whole", "pieces", "groups", "floor", "vale", "labels", "near"):
        if gone := missing(name):
            print(f"  {name:<34} not measured: {gone} is not here")
            continue
        seconds, cpu, most, said = one(name, folder)
        value = max(float(said or 0), 1e-9)
        note = {
            "loop": f"{value:,.0f} posts/s; two numbers a post take {count / value / whole_cpu:.1f} x a whole build",
            "whole": f"json.load: {cpu / read_cpu:.2f} x the time, {most / whole_peak:.1f} x the memory of a build",
            "pieces": f"reading takes {read_cpu / cpu:.1f} x decoding alone",
            "groups": f"pandas group-bys alone: {value:.2f} s",
            "floor": f"a build takes {whole_cpu / max(cpu, 0.01):.0f} x one pass over the file",
            "vale": f"{value:,.0f} posts/s",
            "labels": f"{value:,.0f} posts/s of processor",
            "near": f"{value:.2f} s of processor",
        }[name]
        row(name, seconds, cpu, most, note)


def main(sizes: list[int]) -> None:
    """A table a size, and how the cost grows between them."""
    totals: dict[int, float] = {}
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}; seconds, seconds of processor, peak MB")
    for size in sizes:
        with TemporaryDirectory() as work:
            folder = Path(work)
            big_archive.write(size, folder)
            large = (folder / "data" / "tweets.js").stat().st_size / 1e6
            print(f"{size:,} posts, {large:,.0f} MB")
            _, _, most, said = one("build", folder)
            stages = json.loads(said)
            for name in STAGES:
                row(name, *stages[name])
            cpu = sum(stages[name][1] for name in STAGES)
            totals[size] = cpu
            cold = command("build", str(folder), "-q")
            size_out = sum(path.stat().st_size for path in (folder / "output").rglob("*") if path.is_file()) / 1e6
            row("sociable build", *cold[:3], f"output {size_out:.1f} MB")
            row("the same, nothing changed", *command("build", str(folder), "-q")[:3])
            report = str(folder / "output" / "report.json")
            row("build --from report.json", *command("build", "--from", report, "-o", f"{work}/again", "-q")[:3])
            compare(folder, cpu, stages["read"][1], most, size)
    row("sociable --help", *command("--help")[:3])
    if len(totals) > 1:
        small, big = min(totals), max(totals)
        print(f"growth exponent of a build: {math.log(totals[big] / totals[small]) / math.log(big / small):.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
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
        main([int(one) for one in sys.argv[1:]] or [10_000, 100_000, 1_000_000])
