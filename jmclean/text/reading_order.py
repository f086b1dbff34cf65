"""Whether lines follow each other as they stand: told by the words that run across their ends.

An engine that reads over a gutter gives the rows of two columns in turn. In lines that are in order a dictionary word
runs across .21 to .59 of the ends (55 dumps), in rows of columns across .094 at most (27 dumps).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from jmclean.chinese.fast import Lazy
from jmclean.chinese.lexicon import find_word_gain, fold_script, measure_association
from jmclean.text.spacing import cut_han_end, cut_han_start

WORD, LIKELY, NEUTRAL, UNLIKELY = 1.4, 0.9, -0.2, -0.6
"""What a word across a line end says for the order, as a natural logarithm of odds, and what two characters say that
are usual neighbours, that are not, and that are hardly ever side by side. Measured on 63 pages and their columns mixed.
"""

LEAST_ORDER_GAIN: Final = 8.0
"""The bits that a word across must save to count."""

NEAR_ENDS: Final = 5
"""How many line ends before and behind one are asked with it."""

FEWEST_OPEN_ENDS: Final = 6
"""How many line ends are needed to say that lines are out of order."""

MIXED_BOND: Final = -2.0
"""The odds, as a natural logarithm, under which lines are taken to be out of order: 2% of blocks of seven lines or more
that are in order are under it, and 76% of those of ten that are mixed."""

GUTTER_BETWEEN_HAN: Final = Lazy("[\u3400-\u9fff，。、；：”」] [\u3400-\u9fff“「]")
MOST_GUTTERS: Final = 3
"""A line with so many single spaces between Han may hold several columns; one with more has its characters spaced."""

LEAST_GUTTERS: Final = 0.4
"""How many of the lines around one have such a space where an engine read over a gutter; of the lines that are in
order it is one in a hundred."""

OVER_NEXT, OVER_NEXT_AGAIN = -2.0, 1.0
"""How much more the ends of lines must say for the next line than for the one behind it or the third, not to be rows of
columns: 2 of 7,000 ends that are in order say less. The second holds once rows were found on a page."""

FOR_NEXT, FOR_NEXT_AGAIN = 1.5, 3.0
"""What the ends around one may say for the next line at most for the lines behind it to be asked."""

LEAST_ROWS: Final = 0.2
"""The share of the line ends of a page that makes rows of columns likely for the others."""

MANY_BLOCKS, SOME_BLOCKS = 20, 12
"""How many blocks that end amid a sentence tell whether blocks are in order, and how many do if they are clear."""

FEW_WORDS: Final = 0.15
"""The share of ends with a word across under which blocks are not in order."""

CLEAR_BOND: Final = -0.1
"""What each of some blocks must say for the order, on average, at least."""


def weigh_bond(left: str, right: str) -> float:
    """Return the log odds that a line follows another; 0 where punctuation parts them."""
    before, after = cut_han_end(fold_script(left[-NEAR_ENDS:])), cut_han_start(fold_script(right[:NEAR_ENDS]))
    if not before or not after:
        return 0.0
    if find_word_gain(before, after) >= LEAST_ORDER_GAIN:
        return WORD
    found = measure_association(before[-1], after[0])
    return LIKELY if found >= 1.5 else NEUTRAL if found >= -1.5 else UNLIKELY


def find_mixed_ends(bonds: Sequence[float], doubt: float = MIXED_BOND) -> list[bool]:
    """Return for every line end of a run of lines whether the lines around it are out of order.

    `doubt` is what the ends around one must say, as a natural logarithm of odds, and less.
    """
    count = len(bonds)
    found = [False] * count
    if count < FEWEST_OPEN_ENDS:
        return found
    sums = [0.0, *accumulate(bonds)]
    for number in range(count):
        start = max(0, min(number - NEAR_ENDS, count - 2 * NEAR_ENDS - 1))
        end = min(count, start + 2 * NEAR_ENDS + 1)
        found[number] = sums[end] - sums[start] <= doubt
    return found


def find_rows_of_columns(lines: Sequence[str], asked: Sequence[int], bonds: Sequence[float]) -> list[bool]:
    """Return for every line end that is asked whether the lines around it are rows of two or three columns in turn.

    `asked` are the numbers of the lines before these ends, `bonds` what the ends say. In rows of columns a line goes on
    in the line behind the next one, or in the third; where a gutter was narrow two columns stand in one line, with a
    space between.
    """
    count = len(asked)
    if count < FEWEST_OPEN_ENDS:
        return [False] * count
    gutters = sum_around([float(0 < len(GUTTER_BETWEEN_HAN.findall(lines[at])) <= MOST_GUTTERS) for at in asked])
    sizes = sum_around([1.0] * count)
    found = [gutter >= LEAST_GUTTERS * size for gutter, size in zip(gutters, sizes, strict=True)]
    here = sum_around(bonds)
    near = sum_around([float(said <= FOR_NEXT_AGAIN) for said in here])
    beyond = [
        sum_around(
            [weigh_bond(lines[at], lines[at + step]) if close and at + step < len(lines) else 0.0 for at, close in each]
        )
        for step in (2, 3)
        for each in [list(zip(asked, near, strict=True))]
    ]
    over = [said - max(second, third) for said, second, third in zip(here, *beyond, strict=True)]
    rows = [out or (more <= OVER_NEXT and said <= FOR_NEXT) for out, more, said in zip(found, over, here, strict=True)]
    if sum(rows) >= LEAST_ROWS * count:
        again = zip(rows, over, here, strict=True)
        rows = [out or (more <= OVER_NEXT_AGAIN and said <= FOR_NEXT_AGAIN) for out, more, said in again]
    return rows


def sum_around(values: Sequence[float]) -> list[float]:
    """Return for every value the sum of those around it, and of itself."""
    sums = [0.0, *accumulate(values)]
    return [sums[min(len(values), at + NEAR_ENDS + 1)] - sums[max(0, at - NEAR_ENDS)] for at in range(len(values))]


def find_unordered(bonds: Sequence[float]) -> list[bool]:
    """Return for every end of a block that stops amid a sentence whether the blocks around it are out of order."""
    count = len(bonds)
    if count < SOME_BLOCKS:
        return [False] * count
    found = [False] * count
    size = min(count, MANY_BLOCKS)
    sums = [0.0, *accumulate(bonds)]
    words = [0, *accumulate(said >= WORD for said in bonds)]
    most = 0.0 if count >= MANY_BLOCKS else CLEAR_BOND * size
    for start in range(count - size + 1):
        stop = start + size
        if words[stop] - words[start] < FEW_WORDS * size and sums[stop] - sums[start] < most:
            found[start:stop] = [True] * size
    return found
