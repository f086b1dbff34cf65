"""`python -m tests.fuzz --runs 2000000`: coverage-guided fuzzing of every target, with the executions counted.

Needs atheris. What makes a target fail is kept in tests/fuzz/found/TARGET, where tests/test_fuzz.py tries it for ever.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.fuzz.seeds import seeds

HERE = Path(__file__).parent
FOUND = HERE / "found"
SHARES = {"chain": 8, "rule": 16, "codec": 12, "cut": 6, "page": 8, "journal": 8, "plain": 6, "configuration": 3,
          "pattern": 4, "globs": 3, "views": 3, "lines": 5, "twice": 8, "layout": 20, "decisions": 10}  # fmt: skip
"""How the executions are shared out, in parts of their sum; the slow targets get fewer."""

USUAL = 48
LONGEST = {"codec": 200, "journal": 1000, "plain": 400, "configuration": 200, "decisions": 400}
"""The bytes of an input, and of those of some targets."""

DONE = re.compile(rb"stat::number_of_executed_units:\s*(\d+)")
FAILED = re.compile(rb"Test unit written to (\S+)|libFuzzer: (timeout|out-of-memory)")


def fuzz(target: str, runs: int, seconds: int) -> tuple[str, int, float, bytes]:
    """Run one target in a process of its own; its name, the executions, the seconds, and what it said if it failed."""
    found = FOUND / target
    found.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        for number, data in enumerate(seeds(target)):
            Path(folder, f"seed-{number}").write_bytes(data)
        done = subprocess.run(
            [
                *(sys.executable, "-m", "tests.fuzz.process", target, folder),
                *(f"-runs={runs}", f"-max_total_time={seconds}", f"-max_len={LONGEST.get(target, USUAL)}"),
                *("-timeout=20", "-rss_limit_mb=2500", "-print_final_stats=1", f"-artifact_prefix={found}/"),
            ],
            capture_output=True,
        )
    said = done.stdout + done.stderr
    counted = DONE.search(said)
    failed = b""
    if done.returncode or FAILED.search(said):
        failed = said[said.find(b"=== Uncaught") :].partition(b"\nINFO:")[0][:3000] or b"too slow or too large"
    return target, int(counted[1]) if counted else 0, time.monotonic() - began, failed


def main() -> int:
    """Run the targets two at a time and print what was tried."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(SHARES)}; all if none is named")
    parser.add_argument("--runs", type=int, default=20_000, help="executions of all targets together")
    parser.add_argument("--seconds", type=int, default=0, help="at most so long for each target; 0 is without end")
    parser.add_argument("-j", "--jobs", type=int, default=2, help="targets at a time")
    given = parser.parse_args()
    if unknown := sorted(set(given.targets) - SHARES.keys()):
        parser.error(f"there is no target {unknown[0]}")
    chosen = given.targets or list(SHARES)
    every = sum(SHARES[name] for name in chosen)
    total = failures = 0
    with ThreadPoolExecutor(given.jobs) as pool:
        jobs = [pool.submit(fuzz, name, given.runs * SHARES[name] // every + 1, given.seconds) for name in chosen]
        for job in jobs:
            name, runs, seconds, failed = job.result()
            total += runs
            print(f"{name:15} {runs:12,} executions {seconds:8.1f} s  {'FAILED' if failed else 'ok'}", flush=True)
            if failed:
                failures += 1
                print(failed.decode("utf-8", "replace"))
    print(f"{total:,} executions, {failures} targets failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
