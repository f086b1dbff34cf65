"""A user's regular expressions and patterns of paths, which may be of any form and must not take for ever.

Python's `re` cannot be stopped but by a signal, which threads and Windows do not have; `regex` reads the same language
and takes a limit.
"""

from __future__ import annotations

import re
from time import perf_counter
from typing import Any

from jmclean.errors import PatternError, UsageError

SECONDS_ALLOWED = 1.0
"""How long a pattern may look at the blocks of a page, those aside that take it no longer than FAIR_SECONDS."""

FAIR_SECONDS = 0.001
"""Seconds for one block that are never too many; a sound pattern takes some microseconds."""


LARGEST_REGEX = 100_000
"""Parts of an expression, each counted as often as it is repeated at most: `regex` writes them all out."""

REGEX_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{(\d+)(?:,(\d*))?\}|[*+?]|.", re.DOTALL)


class Pattern:
    """A regular expression for the blocks of one page, which gives up when its time is spent; `name` is the user's."""

    def __init__(self, compiled: Any, name: str) -> None:
        self.compiled = compiled
        self.name = name
        self.left = SECONDS_ALLOWED

    def fullmatch(self, text: str) -> bool:
        """Return whether the whole text matches. Raises PatternError where the pattern has spent its time."""
        return self._find_in_time(self.compiled.fullmatch, text) is not None

    def search(self, text: str) -> Any:
        """Return the first match in the text, or None. Raises PatternError where the pattern has spent its time."""
        return self._find_in_time(self.compiled.search, text)

    match = search
    """For patterns that say themselves where they begin, as those of paths do."""

    def _find_in_time(self, find: Any, text: str) -> Any:
        start = perf_counter()
        try:
            found = find(text, timeout=max(self.left, FAIR_SECONDS))
        except TimeoutError:
            raise PatternError(
                f"The pattern {self.name!r} runs away: it takes more than {SECONDS_ALLOWED:.0f} s. "
                "Write it so that no two of its repeats can match the same letters."
            ) from None
        self.left -= max(0.0, perf_counter() - start - FAIR_SECONDS)
        return found


def compile_pattern(pattern: str) -> Pattern:
    """Return the pattern, ready for a page. Raises UsageError where it is no regular expression."""
    import regex  # few have patterns of their own; it keeps what it has compiled

    if (size := count_expanded(pattern)) > LARGEST_REGEX:
        raise UsageError(
            f"The pattern {pattern[:80]!r} has repeats within repeats that come to {size:,}. Let them be fewer."
        )
    try:
        return Pattern(regex.compile(pattern), pattern)
    except (regex.error, RecursionError, OverflowError) as error:
        raise UsageError(
            f"The pattern {pattern!r} is no regular expression: {error}. Correct it or leave it out."
        ) from None


def count_expanded(pattern: str) -> int:
    """Return how many parts an expression has where every counted repeat is written out."""
    outer: list[int] = []
    size = last = 0
    for match in REGEX_TOKEN.finditer(pattern):
        token = match[0]
        if token == "(":
            outer.append(size)
            size = last = 0
        elif token == ")" and outer:
            last, size = size, outer.pop() + size
        elif match[1]:
            times = max(int(match[1][:9]), int((match[2] or "1")[:9]))
            size += last * (times - 1)
            last *= times
        elif token not in "*+?":
            last = 1
            size += 1
    return size
