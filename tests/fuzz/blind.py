"""`python -m tests.fuzz.blind --runs 2000000`: random inputs for every target, without a look at what they reach.

Many times as many executions a second as under the eyes of `python -m tests.fuzz`, which instruments the package, and
nothing but Python is needed. What makes a target fail is kept in tests/fuzz/found/TARGET, as there, once for each
place that fails. The same seed gives the same inputs.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import signal
import sys
import time
import traceback
from types import FrameType

from tests.fuzz.__main__ import FOUND, LONGEST, SHARES, USUAL
from tests.fuzz.seeds import seeds
from tests.fuzz.targets import TARGETS

CHANGES = (0, 1, 1, 2, 3, 5, 9)
"""How many changes an input has that is made of a seed."""

BOUNDS = (0, 1, 127, 128, 255)
SLOW = 20
"""The most seconds that one input may take."""


def make_input(sound: list[bytes], longest: int, dice: random.Random) -> bytes:
    """Return noise, or one of the seeds with some changes."""
    if dice.random() < 0.4:
        return dice.randbytes(dice.randrange(dice.choice((12, longest)) + 1))
    data = bytearray(dice.choice(sound))
    for _ in range(dice.choice(CHANGES)):
        at = dice.randrange(len(data) + 1)
        end = at + dice.randrange(9)
        match dice.randrange(6):
            case 0:
                del data[at:end]
            case 1:
                data[at:at] = dice.randbytes(end - at)
            case 2:
                data[at:at] = data[at:end]
            case 3:
                other = dice.choice(sound)
                data[at:] = other[dice.randrange(len(other) + 1) :]
            case 4:
                data[at : at + 1] = bytes([dice.choice(BOUNDS)])
            case _:
                data[at : at + 1] = dice.randbytes(1)
    return bytes(data[: max(longest, *map(len, sound))])


def fuzz(target: str, runs: int, dice: random.Random, seconds: float) -> tuple[int, int]:
    """Run one target so many times, or so long; the executions, and how many places of the code failed."""
    sound, longest = seeds(target), LONGEST.get(target, USUAL)
    places: set[str] = set()
    done, end = 0, time.monotonic() + seconds
    while done < runs and (not seconds or time.monotonic() < end):
        data = make_input(sound, longest, dice)
        signal.alarm(SLOW)
        try:
            TARGETS[target](data)
        except Exception as error:
            told = traceback.format_exception(error)
            place = "".join(f"{frame.name}:{frame.lineno} " for frame in traceback.extract_tb(error.__traceback__)[-3:])
            if place not in places:
                places.add(place)
                keep(target, data)
                print("".join(told)[-1500:], flush=True)
        finally:
            signal.alarm(0)
        done += 1
    return done, len(places)


def keep(target: str, data: bytes) -> None:
    """Write what made a target fail where the tests try it from then on."""
    folder = FOUND / target
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"crash-{hashlib.sha1(data, usedforsecurity=False).hexdigest()}"
    path.write_bytes(data)
    print(f"FAILED: {path}", flush=True)


def stop(number: int, frame: FrameType | None) -> None:
    """End an input that takes too long."""
    raise TimeoutError(f"more than {SLOW} s")


def main() -> int:
    """Run the targets one after another and print what was tried."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.blind", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(SHARES)}; all if none is named")
    parser.add_argument("--runs", type=int, default=20_000, help="executions of all targets together")
    parser.add_argument("--seconds", type=float, default=0, help="at most so long for each target; 0 is without end")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if unknown := sorted(set(given.targets) - SHARES.keys()):
        parser.error(f"there is no target {unknown[0]}")
    signal.signal(signal.SIGALRM, stop)
    chosen = given.targets or list(SHARES)
    every = sum(SHARES[name] for name in chosen)
    total = failures = 0
    print(f"seed {given.seed}", flush=True)
    for name in chosen:
        began = time.monotonic()
        runs = -(-given.runs * SHARES[name] // every)
        done, failed = fuzz(name, runs, random.Random(f"{given.seed} {name}"), given.seconds)
        total += done
        failures += failed > 0
        said = f"FAILED in {failed} places" if failed else "ok"
        print(f"{name:15} {done:12,} executions {time.monotonic() - began:8.1f} s  {said}", flush=True)
    print(f"{total:,} executions, {failures} targets failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
