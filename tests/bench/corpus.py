"""How fast `jmclean corpus` is, next to the library alone, and how much memory it takes.

    python tests/bench/corpus.py FOLDER --megabytes 200 --rounds 3 [--format parquet] [--ray] [--only RULE,...]

Makes a corpus of pages of some 18 kB out of the sample pages in FOLDER, once, and then measures in turns, so that what
else the machine does falls on all alike: the library alone in one and in two processes, and the command with as many,
on one machine and with Ray. A rate is MB of text a second, as the command itself tells it, start-up left out; memory is
that of all its processes together, looked at twice a second, as the kernel shares it out (PSS).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from jmclean import Options, clean_batch
from jmclean.io.codec import decode

SAMPLES = Path(__file__).parent.parent.parent / "samples" / "dumps"
PAGE = 18_000
TOLD = re.compile(r"MB of text in ([\d.,]+) s, ([\d.,]+) MB/s; start-up ([\d.,]+) s")


def texts(megabytes: float) -> list[str]:
    """Pages put together of pieces of the sample pages, with numbers that make each another one."""
    draw = random.Random(1)
    blocks = [decode(path.read_bytes()).text.split("\n\n") for path in sorted(SAMPLES.iterdir())]
    pages, size = [], 0
    while size < megabytes * 1e6:
        page: list[str] = []
        while sum(map(len, page)) * 3 < PAGE:
            page_blocks = draw.choice(blocks)
            start = draw.randrange(len(page_blocks))
            piece = "\n\n".join(page_blocks[start : start + draw.randrange(1, 8)])
            page.append(piece.replace("年", f"{draw.randrange(1, 3000)}年", 1))
        pages.append("\n\n".join(page))
        size += len(pages[-1].encode())
    return pages


def make(folder: Path, megabytes: float, kind: str, files: int) -> Path:
    """The corpus, made unless it is there."""
    source = folder / f"{kind}-{megabytes:g}-{files}"
    if source.exists():
        return source
    source.mkdir(parents=True)
    rows = [{"id": number, "text": text, "score": number / 7} for number, text in enumerate(texts(megabytes))]
    for number in range(files):
        part = rows[number::files]
        if kind == "parquet":
            table = pa.Table.from_pylist(part)
            pq.write_table(table, source / f"{number:02}.parquet", row_group_size=200, compression="zstd")
        else:
            lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in part)
            (source / f"{number:02}.jsonl").write_text("".join(lines), "utf-8")
    return source


def library(pages: list[str], options: Options, processes: int) -> float:
    """MB/s of the library in so many processes that have nothing else to do, each with all pages."""
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        list(pool.map(clean_batch, [pages[:2]] * processes, [options] * processes))
        began = time.perf_counter()
        list(pool.map(clean_batch, [pages] * processes, [options] * processes))
        taken = time.perf_counter() - began
    return processes * sum(len(page.encode()) for page in pages) / 1e6 / taken


def tree(root: int) -> set[int]:
    """A process and all below it."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(path.name)] = int((path / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found, more = set(), {root}
    while more:
        found |= more
        more = {child for child, parent in parents.items() if parent in more}
    return found


def memory(processes: set[int]) -> int:
    """Bytes that the processes hold together."""
    total = 0
    for process in processes:
        try:
            text = Path(f"/proc/{process}/smaps_rollup").read_text()
        except OSError:
            continue
        match = re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)
        total += int(match[1]) << 10 if match else 0
    return total


def command(source: Path, out: Path, *arguments: str) -> tuple[float, float, int]:
    """MB/s of the command, the seconds that its start took, and the most bytes that it held."""
    shutil.rmtree(out, ignore_errors=True)
    run = subprocess.Popen(
        [sys.executable, "-m", "jmclean", "corpus", str(source), str(out), *arguments],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"RAY_USAGE_STATS_ENABLED": "0"},
    )
    most = 0
    while run.poll() is None:
        most = max(most, memory(tree(run.pid)))
        time.sleep(0.5)
    said = run.stderr.read() if run.stderr else ""
    match = TOLD.search(said)
    if run.returncode or not match:
        raise SystemExit(said)
    _, rate, start = (float(part.replace(",", "")) for part in match.groups())
    return rate, start, most


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--megabytes", type=float, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--files", type=int, default=4)
    parser.add_argument("--format", choices=("jsonl", "parquet"), default="jsonl")
    parser.add_argument("--ray", action="store_true")
    parser.add_argument("--one", action="store_true", help="also with one process")
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    options = Options(only=tuple(filter(None, given.only.split(","))))
    flags = ("--only", given.only) if given.only else ()
    source = make(given.folder, given.megabytes, given.format, given.files)
    pages = texts(min(given.megabytes, 6))
    engines = ("local", "ray") if given.ray else ("local",)
    ways = [(engine, jobs) for engine in engines for jobs in ((1, 2) if given.one else (2,))]
    rates: dict[object, list[float]] = {}
    for number in range(given.rounds):
        for engine, jobs in ways:
            rates.setdefault(jobs, []).append(library(pages, options, jobs))
            print(f"{number}: library, processes: {jobs}: {rates[jobs][-1]:.2f} MB/s", flush=True)
            rate, start, most = command(source, given.folder / "out", "--engine", engine, f"-j{jobs}", *flags)
            rates.setdefault((engine, jobs), []).append(rate)
            print(f"{number}: {engine} -j{jobs}: {rate:.2f} MB/s, start-up {start:.1f} s, {most >> 20} MiB", flush=True)
    middle = {way: statistics.median(found) for way, found in rates.items()}
    for engine, jobs in ways:
        print(f"{engine} -j{jobs}: {middle[engine, jobs] / middle[jobs]:.2f} of the library in as many processes")
    if given.ray:
        print(f"ray / local: {middle['ray', 2] / middle['local', 2]:.2f}")
    if given.one:
        for engine in engines:
            print(f"{engine}: from one process to two: {middle[engine, 2] / middle[engine, 1]:.2f}")


if __name__ == "__main__":
    main()
