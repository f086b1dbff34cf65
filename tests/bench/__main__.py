"""Benchmark: how fast pages are cleaned, by the library, in a pipe, in a folder, and in large files.

    python -m tests.bench [PATH ...] [--only start,folder,large,many,library,rules] [--megabytes 1,10,100] [--times 5]

PATH is a dirty page or a folder of them; without one the dumps of samples/ are taken. Clean text is what the chain
makes of them, traditional text what OpenCC makes of that. Where limae and autocorrect-py are installed, theirs is
measured in the same loop. Install the package for it, not editable, so that start-up is what users have:

    python -m pip install . limae autocorrect-py

`--only many` compares folders of few and of many small files, `--files 1000,100000`, and takes some minutes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from tests.bench.measure import Run, best, copies, in_turn, repeat, run

sys.path.append(sys.path.pop(0))  # the library that is installed, as the processes have it: it may be compiled

from jmclean.engine import is_compiled
from jmclean.io.codec import decode
from jmclean.version import VERSION

SAMPLES = Path(__file__).parents[2] / "samples" / "dumps"
PAGES = 300
"""Files of the folder."""

SMALL, A_FOLDER = 600, 1_000
"""Characters of a small file, and how many of them a folder holds."""

BIN = Path(sys.executable).parent


def main() -> None:
    """Print the parts that are asked for. Processes come first: a large parent would show in their memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    parser.add_argument("--only", default="start,folder,large,library,rules", metavar="PART,...")
    parser.add_argument("--megabytes", default="1,10,100", metavar="N,...")
    parser.add_argument("--files", default="1000,100000", metavar="N,...")
    parser.add_argument("--times", type=int, default=5, metavar="N")
    given = parser.parse_args()
    pages = [decode(file.read_bytes()).text.encode() for path in given.paths or [SAMPLES] for file in files(path)]
    asked = given.only.split(",")
    build = "compiled" if is_compiled() else "plain"
    print(f"jmclean {VERSION}, {build}; Python {sys.version.split()[0]}")
    print(f"{len(pages)} pages, {sum(map(len, pages)) / 1000:.0f} KB")
    if "start" in asked:
        start(pages[0], given.times)
    if "folder" in asked:
        folder(pages, given.times)
    if "large" in asked:
        large(pages, [float(size) for size in given.megabytes.split(",")])
    if "many" in asked:
        many(pages, [int(number) for number in given.files.split(",")])
    if "library" in asked:
        library([page.decode() for page in pages])
    if "rules" in asked:
        rules([page.decode() for page in pages])


def files(path: Path) -> list[Path]:
    """The pages of a folder, without what is named gold, or the file itself."""
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.iterdir() if file.suffix in (".md", ".txt") and ".gold" not in file.name)


def start(page: bytes, times: int) -> None:
    """One page through a pipe, against Python and click without any work."""
    commands = [
        [sys.executable, "-c", "pass"],
        [sys.executable, "-c", "import click"],
        [str(BIN / "jmclean"), "-q"],
    ]
    python, click, own = in_turn(commands, 3 * times, page)
    print("\nOne page in a pipe        seconds    cpu      MiB    cpu / import click")
    for name, found in (("python -c pass", python), ("import click", click), ("jmclean", own)):
        print(f"  {name:22} {found.wall:8.3f} {found.cpu:6.3f} {found.memory:8.1f} {found.cpu / click.cpu:8.2f}")


def folder(pages: Sequence[bytes], times: int) -> None:
    """A folder of pages with one process and with two, cleaned in place."""
    with tempfile.TemporaryDirectory() as scratch:
        here, there = Path(scratch) / "in", Path(scratch) / "work"
        size = copies(pages, PAGES, here)

        def fresh() -> None:
            shutil.rmtree(there, ignore_errors=True)
            shutil.copytree(here, there)

        own = [str(BIN / "jmclean"), "-q", "-i", str(there)]
        commands = {"jmclean": own}
        if takes_jobs():
            commands = {f"jmclean -j {jobs}": [*own, "-j", jobs] for jobs in ("1", "2")}
        if limae := shutil.which("limae", path=f"{BIN}{os.pathsep}{os.environ['PATH']}"):
            commands["limae --fix"] = ["sh", "-c", f'cd "{there}" && "{limae}" --all --fix']
        if autocorrect := shutil.which("autocorrect"):
            commands["autocorrect --fix"] = [autocorrect, "--fix", str(there)]
        found = dict(zip(commands, in_turn(list(commands.values()), times, prepare=fresh), strict=True))
        print(f"\n{PAGES} pages in a folder      seconds    cpu     MB/s      MiB   ratio of seconds")
        rivals = [name for name in commands if not name.startswith("jmclean")]
        for name, one in found.items():
            ratios = "  ".join(f"{one.wall / found[rival].wall:.2f} x {rival}" for rival in rivals if rival != name)
            speed = size / one.wall / 1e6
            print(f"  {name:22} {one.wall:8.3f} {one.cpu:6.3f} {speed:8.2f} {one.memory:8.1f}   {ratios}")


def takes_jobs() -> bool:
    """Whether this version has processes to ask for."""
    try:
        run([str(BIN / "jmclean"), "-j", "1", "--help"], allowed=(0,))
    except SystemExit:
        return False
    return True


def large(pages: Sequence[bytes], sizes: Sequence[float]) -> None:
    """Files of many sizes: seconds of processor for a megabyte and beside the first's, and memory beside the file."""
    print("\nOne file          MB    cpu / MB  ratio      MiB   MiB / file")
    first = 0.0
    with tempfile.TemporaryDirectory() as scratch:
        for size in sizes:
            path = Path(scratch) / f"{size:g}.md"
            bytes_ = repeat(pages, int(size * 1e6), path)
            found: Run = run([str(BIN / "jmclean"), "-q", str(path)])
            taken = found.cpu / bytes_ * 1e6
            first = first or taken
            print(
                f"  {path.name:12} {bytes_ / 1e6:6.1f} {taken:11.3f} {taken / first:6.2f} {found.memory:8.0f}"
                f" {found.memory * (1 << 20) / bytes_:12.1f}",
                flush=True,
            )


def many(pages: Sequence[bytes], numbers: Sequence[int]) -> None:
    """Folders of many small files, with two processes: seconds of processor for 1,000, and memory."""
    print("\nSmall files      seconds  cpu / 1,000  ratio      MiB")
    first = 0.0
    small = [page.decode()[at : at + SMALL].encode() for page in pages for at in range(0, len(page) // 3, SMALL)]
    with tempfile.TemporaryDirectory() as scratch:
        for number in numbers:
            here, there = Path(scratch) / f"in-{number}", Path(scratch) / f"out-{number}"
            for start in range(0, number, A_FOLDER):
                copies(small, min(A_FOLDER, number - start), here / f"{start:07}")
            jobs = ["-j", "2"] if takes_jobs() else []
            found = run([str(BIN / "jmclean"), "-q", "-o", str(there), *jobs, str(here)])
            taken = 1000 * found.cpu / number
            first = first or taken
            print(
                f"  {number:12,} {found.wall:9.1f} {taken:12.3f} {taken / first:6.2f} {found.memory:8.1f}", flush=True
            )


def library(pages: Sequence[str]) -> None:
    """Megabytes a second on one core: dirty pages, the same cleaned, and the clean ones in traditional letters."""
    from opencc import OpenCC

    from jmclean import clean

    cleaned = [clean(page).text for page in pages]
    kinds = {"dirty": pages, "clean": cleaned, "traditional": [OpenCC("s2t").convert(page) for page in cleaned]}
    rival = _autocorrect()
    print("\nLibrary, one core     MB/s" + ("   autocorrect   ours / theirs" if rival else ""))
    for name, texts in kinds.items():
        size = sum(len(text.encode()) for text in texts) / 1e6
        own = size / best(partial(each, clean, texts))
        line = f"  {name:16} {own:8.2f}"
        if rival:
            theirs = size / best(partial(each, rival, texts))
            line += f" {theirs:13.2f} {own / theirs:13.2f}"
        print(line)


def each(function: Callable[[str], object], texts: Sequence[str]) -> None:
    """Call a function with every text."""
    for text in texts:
        function(text)


def rules(pages: Sequence[str]) -> None:
    """Milliseconds of every rule, and of all, for the pages one after another: dirty as they are, and cleaned."""
    from jmclean import clean

    cleaned = [clean(page).text for page in pages]
    dirty, plain = by_rule(pages), by_rule(cleaned)
    print("\nMilliseconds by rule         dirty     clean")
    for name in dirty:
        print(f"  {name:22} {dirty[name]:10.3f} {plain[name]:9.3f}")
    print(f"  {'all':22} {sum(dirty.values()):10.3f} {sum(plain.values()):9.3f}")


def by_rule(pages: Sequence[str], times: int = 15) -> dict[str, float]:
    """The least milliseconds of each rule for all pages, its edits carried out."""
    from jmclean.engine.chain import load
    from jmclean.options import Options
    from jmclean.rules import RULES
    from jmclean.text.document import Document
    from jmclean.text.edits import apply

    options, least = Options(), dict.fromkeys(RULES, 1e9)
    for _ in range(times):
        spent = dict.fromkeys(RULES, 0.0)
        for page in pages:
            doc = Document(page)
            for name in RULES:
                started = time.process_time()
                text, change = apply(doc.text, name, load(name).edits(doc, options))
                if change:
                    doc = doc.after(text, change)
                spent[name] += time.process_time() - started
        least = {name: min(least[name], 1000 * spent[name]) for name in RULES}
    return least


def _autocorrect() -> Callable[[str], str] | None:
    try:
        from autocorrect_py import format as rival
    except ImportError:
        return None
    found: Callable[[str], str] = rival
    return found


if __name__ == "__main__":
    main()
