"""How wide a page's columns are, as far as the lengths of cut paragraphs tell.

A paragraph that a column's end cut fills its last line. So its length, its indent included, is a multiple of the
column's width, for every cut paragraph of one story. No width is taken for sure: each tail is asked how well it
fits what all others say.
"""

from __future__ import annotations

from math import exp, log, log1p
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

NOTHING: Final = [0.0] * len(WIDTHS)
WIDE_ASCII: Final = bytes(byte for byte in range(128) if not chr(byte).isalnum() and chr(byte) not in ".%")


def measure_length(text: str) -> float:
    """Return how much of a column the text takes, in full-width characters; digits and Latin take about half of one."""
    half = text.encode("ascii", "ignore")
    narrow = len(half.translate(None, WIDE_ASCII))
    return len(text) - 0.44 * narrow - 0.7 * (half.count(b" ") + half.count(b"\t"))


def find_likelihoods(size: float) -> list[float]:
    """Return for every width how much likelier a length is for a paragraph cut by such columns than for a whole one."""
    spread = SLACK + DRIFT * size
    near = FARTHEST_OFF * spread
    height, narrow = TRUE_SHARE / (spread * 2.5066), -0.5 / spread**2
    found = []
    for width in WIDTHS:
        off = size % width
        if off + off > width:
            off = width - off
        if off < near and size >= 0.6 * width:
            found.append(UNFIT + height * width * exp(narrow * off**2))
        else:
            found.append(UNFIT)
    return found


def find_log_likelihoods(row: list[float], chance: float) -> list[float]:
    """Return what a length says of every width, as a natural logarithm, if it is a cut paragraph's by such a chance."""
    unfit = log1p(chance * (UNFIT - 1))
    return [unfit if value == UNFIT else log1p(chance * (value - 1)) for value in row]


def find_cut_log_odds(sizes: list[float], chances: list[float], asked: list[bool]) -> list[float]:
    """Return for each length the natural logarithm of how much likelier the others make it that a column cut it.

    `chances` says for each length how likely it is to be a cut paragraph's, `asked` whether its answer is wanted;
    where it is not it is 0. All lists have the same length.
    """
    if not any(asked):
        return [0.0] * len(sizes)
    likely = [find_likelihoods(size) for size in sizes]
    tables = [
        find_log_likelihoods(row, chance) if chance > UNLIKELY else NOTHING
        for row, chance in zip(likely, chances, strict=True)
    ]
    totals = [float(sum(column)) for column in zip(*tables, strict=True)]
    result: list[float] = []
    for row, table, wanted in zip(likely, tables, asked, strict=True):
        fit = 0.0
        if wanted:
            others = [totals[at] - table[at] for at in range(len(WIDTHS))]
            top = max(others)
            weight = weighted = 0.0
            for at in range(len(WIDTHS)):
                share = exp(others[at] - top)
                weight += share
                weighted += share * row[at]
            fit = log(weighted / weight)
        result.append(fit)
    return result
