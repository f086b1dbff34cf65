"""Lines and columns as editors count them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate


def find_line_starts(text: str) -> list[int]:
    """Return where every line of a text begins."""
    return list(accumulate([len(line) + 1 for line in text.split("\n")], initial=0))


def find_position(starts: Sequence[int], offset: int) -> tuple[int, int]:
    """Return the line and the column of an offset, both from 1."""
    line = bisect_right(starts, offset)
    line = min(line, len(starts) - 1) or 1
    return line, offset - starts[line - 1] + 1


def find_first_visible(text: str, start: int, end: int) -> int:
    """Return the offset of the first character of a span that is not white space; its start if there is none."""
    for at in range(start, end):
        if not text[at].isspace():
            return at
    return start
