"""How wide a page's columns are, as far as the lengths of cut paragraphs tell.

A paragraph that a column's end cut fills its last line. So its length, its indent included, is a multiple of the
column's width, for every cut paragraph of one story. No width is taken for sure: each tail is asked how well it
fits what all others say.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp, log
from typing import Final

WIDTHS: Final = [float(width) for width in range(8, 33)]
"""The widths that are tried, in full-width characters, of which a column holds a whole number."""

INDENT: Final = 2.0
SLACK: Final = 0.7
"""How far off a cut paragraph of one line is, in full-width characters: a standard deviation."""

DRIFT: Final = 0.006
"""How much further off it is for every character, since engines drop some."""

FARTHEST_OFF: Final = 3.0
"""How many standard deviations off is as good as not cut."""

TRUE_SHARE: Final = 0.75
"""How many of the cut paragraphs of a page fit its usual width; the rest belong to another story."""

UNFIT: Final = 1 - TRUE_SHARE
"""How much likelier a length that fits no column is for a cut paragraph."""

UNLIKELY: Final = 0.01
"""The chance of being cut below which a length says nothing of the others."""


@lru_cache(maxsize=1024)
def find_fits(size: float) -> tuple[tuple[int, float], ...]:
    """Return the widths that a length fits, by their places in WIDTHS, each with how much likelier the length is there.

    That is for a paragraph cut by such columns, against a whole one; for widths that it does not fit it is `UNFIT`.
    """
    spread = SLACK + DRIFT * size
    near = FARTHEST_OFF * spread
    height, narrow = TRUE_SHARE / (spread * 2.5066), -0.5 / spread**2
    found = []
    for at, width in enumerate(WIDTHS):
        off = size % width
        if off + off > width:
            off = width - off
        if off < near and size >= 0.6 * width:
            found.append((at, UNFIT + height * width * exp(narrow * off**2)))
    return tuple(found)


def find_cut_log_odds(sizes: list[float], chances: list[float], asked: list[bool]) -> list[float]:
    """Return for each length the natural logarithm of how much likelier the others make it that a column cut it.

    `chances` says for each length how likely it is to be a cut paragraph's, `asked` whether its answer is wanted;
    where it is not it is 0. All lists have the same length. A width counts as much as all lengths make it, against one
    that none of them fits; what a length itself adds is taken out again before it is asked.
    """
    if not any(asked):
        return [0.0] * len(sizes)
    fits = [find_fits(size) for size in sizes]
    totals = [0.0] * len(WIDTHS)
    for row, chance in zip(fits, chances, strict=True):
        if chance > UNLIKELY:
            for at, likely in row:
                totals[at] += log(find_own_factor(chance, likely))
    top = max(totals)
    widths = [exp(total - top) for total in totals]
    all_widths = sum(widths)
    result: list[float] = []
    for row, chance, wanted in zip(fits, chances, asked, strict=True):
        if not wanted:
            result.append(0.0)
            continue
        weight, above = all_widths, 0.0
        for at, likely in row:
            share = widths[at] / find_own_factor(chance, likely) if chance > UNLIKELY else widths[at]
            weight += share - widths[at]
            above += share * (likely - UNFIT)
        result.append(log(UNFIT + above / weight))
    return result


def find_own_factor(chance: float, likely: float) -> float:
    """Return how much likelier a length that is a cut paragraph's by such a chance makes a width that it fits."""
    return (1 + chance * (likely - 1)) / (1 + chance * (UNFIT - 1))
