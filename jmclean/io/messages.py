"""Messages on standard error, in which nothing can drive the terminal that shows them."""

from __future__ import annotations

import sys
from contextlib import suppress


def format_count(number: int, noun: str) -> str:
    """Return how many there are of something: 1 file, 1,200 files."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def make_harmless(line: str) -> str:
    """Return a line in which nothing can drive the terminal that shows it."""
    return "".join([c if c.isprintable() else c.encode("unicode_escape").decode() for c in line])


def say(line: str) -> None:
    """Print a line on standard error, in which nothing can drive the terminal that shows it."""
    with suppress(OSError, ValueError):  # nobody listens
        print(make_harmless(line), file=sys.stderr, flush=True)
