"""How wide a page's columns are, as far as the lengths of cut paragraphs tell.

A paragraph that a column's end cut fills its last line. So its length, its indent included, is a multiple of the
column's width, for every cut paragraph of one story. No width is taken for sure: each tail is asked how well it fits
what all others say.
"""

from __future__ import annotations

import math
import re
from operator import mul

WIDTHS = [half / 2 for half in range(16, 91)]
"""The widths that are tried, in full-width letters: columns of 8 to 45."""

INDENT = 2.0
SLACK = 0.7
"""How far off a cut paragraph of one line is, in full-width letters: a standard deviation."""

DRIFT = 0.006
"""How much further off it is for every letter, since engines drop some."""

TRUE_SHARE = 0.75
"""How many of the cut paragraphs of a page fit its usual width; the rest belong to another story."""

NARROW = re.compile(r"[0-9A-Za-z.%]")
BLANK = re.compile(r"[ \t]")


def length(text: str) -> float:
    """How much of a column the text takes, in full-width letters; digits and Latin take about half of one."""
    return len(text) - 0.44 * len(NARROW.findall(text)) - 0.7 * len(BLANK.findall(text))


def likelihood(size: float, width: float) -> float:
    """How much likelier a length is for a paragraph cut by columns of `width` than for one that ends by itself."""
    off = abs(size / width - round(size / width)) * width
    if size < width * 0.6:
        return 1 - TRUE_SHARE
    spread = SLACK + DRIFT * size
    near = math.exp(-0.5 * (off / spread) ** 2) / (spread * 2.5066)
    return 1 - TRUE_SHARE + TRUE_SHARE * near * width


def fits(sizes: list[float], chances: list[float]) -> list[float]:
    """For each length the natural logarithm of how much likelier the other lengths make it that a column cut it.

    `chances` says for each length how likely it is to be a cut paragraph's; the lists are as long as each other.
    """
    likely = [[likelihood(size, width) for width in WIDTHS] for size in sizes]
    tables = [[math.log1p(chance * (value - 1)) for value in row] for row, chance in zip(likely, chances, strict=True)]
    totals = [sum(column) for column in zip(*tables, strict=True)]
    result = []
    for row, table in zip(likely, tables, strict=True):
        others = [total - own for total, own in zip(totals, table, strict=True)]
        top = max(others)
        weights = [math.exp(other - top) for other in others]
        result.append(math.log(sum(map(mul, weights, row)) / sum(weights)))
    return result
