"""What the benchmark measures with: whole processes by the system's accounting, functions by the processor's clock."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple


class Run(NamedTuple):
    """One process: seconds from start to end, seconds of processor, and the most memory that it held, in MiB."""

    wall: float
    cpu: float
    memory: float


def run(command: Sequence[str], stdin: bytes = b"", allowed: Sequence[int] = (0, 1)) -> Run:
    """Run a command as a process of its own, children included in its seconds. Raises SystemExit where it fails."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as errors:
        source.write(stdin)
        source.seek(0)
        started = time.perf_counter()
        process = subprocess.Popen(command, stdin=source, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in allowed:
            errors.seek(0)
            sys.exit(f"{command[0]} failed with {process.returncode}: {errors.read().decode(errors='replace')[-500:]}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1 << 20))


def medians(runs: Sequence[Run]) -> Run:
    """The median of each figure."""
    return Run(*(statistics.median(figures) for figures in zip(*runs, strict=True)))


def in_turn(
    commands: Sequence[Sequence[str]], times: int, stdin: bytes = b"", prepare: Callable[[], None] = lambda: None
) -> list[Run]:
    """The medians of commands that run in turn, A B A B, after one round that does not count.

    `prepare` is called before each run, and not counted.
    """
    runs: list[list[Run]] = [[] for _ in commands]
    for number in range(times + 1):
        for command, found in zip(commands, runs, strict=True):
            prepare()
            one = run(command, stdin)
            if number:
                found.append(one)
    return [medians(found) for found in runs]


def best(function: Callable[[], object], seconds: float = 1.0) -> float:
    """The least seconds of processor that a function takes, of as many calls as fit in `seconds` and three at least."""
    found: list[float] = []
    end = time.perf_counter() + seconds
    while len(found) < 3 or time.perf_counter() < end:
        started = time.process_time()
        function()
        found.append(time.process_time() - started)
    return min(found)


def copies(pages: Sequence[bytes], number: int, folder: Path) -> int:
    """Write so many files into a folder, the pages over and over, and give their bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for at in range(number):
        (folder / f"{at:04}.md").write_bytes(pages[at % len(pages)])
    return sum(len(pages[at % len(pages)]) for at in range(number))


def repeat(pages: Sequence[bytes], size: int, path: Path) -> int:
    """Write a file of about `size` bytes, the pages over and over, and give its bytes."""
    done = 0
    with path.open("wb") as file:
        while done < size:
            for page in pages:
                done += file.write(page.rstrip() + b"\n\n")
                if done >= size:
                    break
    return done
