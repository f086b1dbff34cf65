"""Change one thing at a time in the files that must not fail, and see whether their tests notice.

    python tests/tools/mutate.py [FILE ...] [--sample N]

A mutant is one operator, comparison, number, truth value or condition made another, one result left out, or one
statement. It is caught where a test fails or takes far too long: those that run the changed line are tried first, then
all that are named for the file. What survives is printed with its line, to be looked at: either it makes no difference,
or a test is missing. Exits with 1 where fewer than 85 in a hundred are caught.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import hypothesis  # noqa: F401 - imported once, here, and not by each process
import opencc  # noqa: F401
import pytest
import regex  # noqa: F401

sys.path.insert(0, str(Path(__file__).parent))
from lines import Lines  # type: ignore[import-not-found]
from mutants import Mutant, mutants  # type: ignore[import-not-found]

ROOT = Path(__file__).parent.parent.parent
SAFETY = "tests/test_files.py tests/test_atomic.py " + " ".join(
    f"tests/test_security.py::test_{name}"
    for name in (
        "a_file_is_private_until_it_is_whole",
        "a_file_keeps_its_owner",
        "a_link_that_comes_while_a_page_is_cleaned_leads_nowhere",
        "a_page_that_somebody_changes_meanwhile_is_left",
    )
)
STRUCTURE = (
    "tests/test_matching.py tests/test_plan.py tests/test_blocks.py tests/test_features.py tests/test_roles.py "
    "tests/test_openings.py tests/test_column_widths.py tests/test_plan_stability.py tests/test_captions.py "
    "tests/test_rules.py tests/test_samples.py"
)
DECISIONS = "tests/test_decided.py tests/test_decisions_file.py tests/test_decisions.py"
SHAPE = (
    "tests/test_shape.py tests/test_shape_words.py tests/test_lines_of_print.py tests/test_pages.py "
    "tests/test_column_widths.py tests/test_reading_order.py"
)
READERS = (
    "tests/test_kinds_of_blocks.py tests/test_column_order.py tests/test_layout.py tests/test_layout_formats.py "
    "tests/test_layout_models.py tests/test_layout_limits.py tests/test_evidence.py"
)
TESTS = {
    "text/edits": "tests/test_edits.py tests/test_partial_undo.py",
    "io/codec": "tests/test_codec.py tests/test_journal.py",
    "io/files": SAFETY,
    "io/atomic": SAFETY,
    "text/shape": SHAPE,
    "text/reading_order": SHAPE,
    "text/decided": DECISIONS,
    "history/decisions": DECISIONS,
    **{f"readers/{path.stem}": READERS for path in sorted(ROOT.glob("jmclean/readers/[a-z]*.py"))},
    **{
        f"structure/{path.stem}": STRUCTURE
        for path in sorted(ROOT.glob("jmclean/structure/[a-z]*.py"))
        if path.stem != "weights"
    },
}
"""The tests that look at each file, fast ones: what they leave alive they have all tried. The weights of structure/ are
left out, which are learned."""

ENOUGH = 0.85
SLOW = 5
"""How many times as much of the processor's time as without a mutant its tests may take, and some seconds more."""

MEMORY = 4 << 30


class Bench:
    """Copies of the project in which mutants are tried, one for each that is tried at a time."""

    def __init__(self, folder: Path, jobs: int, names: list[str]) -> None:
        first, *others = self.places = [folder / str(number) for number in range(jobs)]
        for name in ("jmclean", "tests", "samples"):
            shutil.copytree(ROOT / name, first / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("pyproject.toml", "README.md"):
            shutil.copy(ROOT / name, first / name)
        self.lines: dict[str, Lines] = {}
        for tests in {TESTS[name]: None for name in names}:
            self._look(tests, [name for name in names if TESTS[name] == tests])
        for place in others:  # with all that is compiled
            shutil.copytree(first, place)

    def _look(self, tests: str, names: list[str]) -> None:
        """Run some tests without any mutant and see which run which lines. Exits where they fail."""
        place = self.places[0]
        told = place / "lines.json"
        if _ended(_start(place, tests.split(), 3600, Lines([_path(place, name) for name in names], told))):
            sys.exit(f"The tests of {', '.join(names)} fail without any mutant.")
        self.lines.update(dict.fromkeys(names, Lines.read(told)))

    def caught(self, chosen: list[Mutant]) -> Iterator[tuple[Mutant, bool]]:
        """Whether each mutant makes a test fail."""
        free, waiting = list(self.places), list(reversed(chosen))
        running: dict[int, tuple[Path, Mutant, list[list[str]]]] = {}
        while running or waiting:
            while free and waiting:
                mutant = waiting.pop()
                lines, place = self.lines[mutant.name], free.pop()
                path = _path(place, mutant.name)
                path.write_text(mutant.text(path.read_text("utf-8")), "utf-8")
                first = lines.tests(_path(self.places[0], mutant.name), mutant.line) if mutant.is_run else []
                stages = [part for part in (TESTS[mutant.name].split(), first) if part]
                process = _start(place, stages.pop(), SLOW * lines.seconds + 10)
                running[process] = place, mutant, stages
            process, status = os.wait()
            if process not in running:
                continue
            place, mutant, stages = running.pop(process)
            with suppress(ProcessLookupError):
                os.killpg(process, signal.SIGKILL)
            if status == 0 and stages:
                process = _start(place, stages.pop(), SLOW * self.lines[mutant.name].seconds + 10)
                running[process] = place, mutant, stages
                continue
            shutil.copy2(_path(ROOT, mutant.name), _path(place, mutant.name))
            free.append(place)
            yield mutant, status != 0


def _path(place: Path, name: str) -> Path:
    return place / "jmclean" / f"{name}.py"


def _ended(process: int) -> int:
    return os.waitpid(process, 0)[1]


def _start(place: Path, tests: list[str], seconds: float, watching: Lines | None = None) -> int:
    """A process that runs some tests in a copy of the project till one fails, and may take so much time."""
    process = os.fork()
    if process:
        return process
    try:
        os.setsid()
        os.chdir(place)
        for limit, most in ((resource.RLIMIT_CPU, int(seconds)), (resource.RLIMIT_AS, MEMORY)):
            resource.setrlimit(limit, (most, most))
        signal.alarm(int(seconds * 4 + 60))  # for one that waits for ever
        os.environ |= {"PYTHONPATH": str(place), "CI": "1"}
        if watching is None:
            os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
            sys.dont_write_bytecode = True
        sys.path.insert(0, str(place))
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        options = ["-o", "addopts=", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", "--rootdir", str(place)]
        os._exit(int(pytest.main([*options, *tests], [watching] if watching else [])))
    finally:
        os._exit(9)


def main() -> int:
    """Try the mutants of each file and print how many were caught."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help=f"of {', '.join(TESTS)}, or structure for all of that; else all"
    )
    parser.add_argument("--sample", type=int, metavar="N", help="N of the files' mutants together, drawn at random")
    parser.add_argument("--seed", type=int, default=1, help="the same number draws the same sample")
    parser.add_argument("-j", "--jobs", type=int, default=2)
    given = parser.parse_args()
    asked = given.files or list(TESTS)
    names = [name for name in TESTS if any(name == file or name.startswith(f"{file}/") for file in asked)]
    if not names:
        parser.error(f"there is no {asked[0]}")
    found = [mutant for name in names for mutant in mutants(name, _path(ROOT, name).read_text("utf-8"))]
    chosen = found
    if given.sample is not None and given.sample < len(found):
        chosen = random.Random(given.seed).sample(found, given.sample)
        print(f"a sample of {given.sample} of {len(found)} mutants, seed {given.seed}", flush=True)
    tried = Counter(mutant.name for mutant in chosen)
    caught: Counter[str] = Counter()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), given.jobs, list(tried))
        for mutant, is_caught in bench.caught(chosen):
            caught[mutant.name] += is_caught
            if not is_caught:
                print(f"{mutant.name}.py:{mutant.line}: survived: {mutant.what}", flush=True)
    for name, number in tried.items():
        print(f"{name}: {caught[name]} of {number} caught, {caught[name] / number:.1%}")
    share = caught.total() / tried.total()
    print(f"{caught.total()} of {tried.total()} caught, {share:.1%}, {time.monotonic() - began:.0f} s")
    return 0 if share >= ENOUGH else 1


if __name__ == "__main__":
    sys.exit(main())
