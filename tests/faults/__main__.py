"""`python -m tests.faults --rounds 200`: jobs are broken off in every way, and no file may be lost or halved.

Prints how often each was broken off in which way, and exits with 1 where something was lost. A job that was done before
it could be broken off does not count, and another takes its place.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from itertools import cycle
from pathlib import Path

from tests.faults.breaking import WAYS
from tests.faults.jobs import JOBS, Loss, corpus

KILLS = 3
"""How many kills there are for each other fault."""

BY_PYTHON = ("changes", "reading")
"""Ways that need files which Python opens; a corpus is read by Arrow."""


def main() -> int:
    """Break jobs off, and count."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--rounds", type=int, default=200, help="kills; a third as many of every other fault")
    parser.add_argument("--pages", type=int, default=24, help="how many pages a job has")
    parser.add_argument("--seed", type=int, default=None, help="the same number makes the same jobs and faults")
    given = parser.parse_args()
    began = time.monotonic()
    seed = random.SystemRandom().randrange(1 << 32) if given.seed is None else given.seed
    dice = random.Random(seed)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # jobs must not ignore it, whatever started this
    print(f"seed {seed}", flush=True)
    totals: Counter[str] = Counter()
    for way in WAYS:
        rounds = given.rounds if way == "kill" else max(1, given.rounds // KILLS)
        found = break_off(way, rounds, given.pages, dice)
        for name, count in sorted(found.items()):
            if ": " in name:
                print(f"{count:5} {name}", flush=True)
        totals += found
    losses = totals["losses"]
    tried = sum(count for name, count in totals.items() if ": " in name)
    print(f"{tried} times broken off, {totals['files']} files, {losses} losses, {time.monotonic() - began:.0f} s")
    return 1 if losses else 0


def break_off(way: str, rounds: int, pages: int, dice: random.Random) -> Counter[str]:
    """Break jobs off in one way so many times; how often it was each job, the files that they had, and the losses."""
    found: Counter[str] = Counter()
    makers = cycle([make for make in JOBS if make is not corpus or way not in BY_PYTHON])
    broken = 0
    while broken < rounds:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder).chmod(0o755)
            job = next(makers)(Path(folder) / "job", pages, dice)
            found["files"] += len(job.written)
            what: str | None = None
            try:
                for _ in range(dice.choice((1, 1, 2))):
                    what = None  # what a loss names is of the same time
                    what = WAYS[way](job, dice)
                    job.check_whole()
                    broken += what is not None
                    found[f"{way}: {job.name}"] += what is not None
                job.finish()
            except Loss as loss:
                broken += 1
                found["losses"] += 1
                print(f"LOST {way} ({what}): {loss}", flush=True)
    return found


if __name__ == "__main__":
    sys.exit(main())
