"""`python -m tests.faults --rounds 200`: jobs are broken off in every way, and no file may be lost or halved.

Prints what was tried, and exits with 1 where something was lost.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.faults.breaking import WAYS
from tests.faults.jobs import JOBS, Loss

KILLS = 3
"""How many kills there are for each other fault."""


def main() -> int:
    """Break jobs off, and count."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--rounds", type=int, default=200, help="how many are killed; a third as many of other faults")
    parser.add_argument("--pages", type=int, default=24, help="how many pages a job has")
    parser.add_argument("--seed", type=int, default=None, help="the same number makes the same jobs and faults")
    given = parser.parse_args()
    seed = random.SystemRandom().randrange(1 << 32) if given.seed is None else given.seed
    dice = random.Random(seed)
    print(f"seed {seed}")
    tried: Counter[tuple[str, str]] = Counter()
    losses = files = 0
    began = time.monotonic()
    for way, broken_by in WAYS.items():
        for number in range(given.rounds if way == "kill" else max(1, given.rounds // KILLS)):
            make = JOBS[number % (len(JOBS) - (way in ("changes", "reading")))]  # Arrow reads a corpus by itself
            with tempfile.TemporaryDirectory() as folder:
                Path(folder).chmod(0o755)
                job = make(Path(folder) / "job", given.pages, dice)
                files += len(job.written)
                what = ""
                try:
                    for _ in range(dice.choice((1, 1, 2))):
                        what = broken_by(job, dice)
                        job.check_whole()
                    job.finish()
                except Loss as loss:
                    losses += 1
                    print(f"LOST {way} ({what}): {loss}", flush=True)
                tried[way, job.name] += 1
    for (way, job_name), count in sorted(tried.items()):
        print(f"{count:5} {way}: {job_name}")
    print(f"{tried.total()} jobs broken off, {files} files, {losses} losses, {time.monotonic() - began:.0f} s")
    return 1 if losses else 0


if __name__ == "__main__":
    sys.exit(main())
