"""Printed lines that stand in a dump in pieces, each piece a line of its own.

The text layer that an engine puts under a scan gives every word a height of its own; what reads the layer takes a word
that stands higher than the others for a line. The pieces together fill the column then that the lines around them
fill, and no piece does so by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from jmclean.chinese.folding import fold
from jmclean.structure.column_widths import INDENT
from jmclean.structure.roles import is_byline, is_folio
from jmclean.text.fast import measure_width
from jmclean.text.line_runs import CLOSING_AT_END, FULL, LINE_STOPS
from jmclean.text.reading_order import weigh_bond
from jmclean.text.shape import EDGE_LINES

MOST_PIECES: Final = 4
"""How many pieces a line of print may stand in."""

OFF_COLUMN: Final = 1.0
"""How far off the width of a line beside them pieces may be that fill its column."""

LINES_BESIDE: Final = 3
LEAST_BESIDE: Final = 2
"""How many of the lines before and behind must have one width, and of how many on either side."""

NARROWEST_COLUMN, SHORT_PIECE = 7.0, 0.5
"""The width of a column at least, and the share of it that the shortest piece may take: the rows of two columns that an
engine mixed take about a half."""

LEAST_SPLIT_LINES, LEAST_SPACED, LINES_TO_ONE_SPLIT = 6, 4, 40
"""How many lines of a page must be in pieces, how many if its characters were set apart, and how many lines may be
whole for one that is not. On 70 pages that no text layer gave there are four at most, but for rows of columns."""

LEAST_BOND, LEAST_SPACED_BOND = 0.15, -0.1
"""What the words across each seam must say at least, as a natural logarithm of odds: in rows of columns less than 0."""


MOST_FOLIO_PIECES, LONGEST_FOLIO_PIECE = 3, 24
"""Of how many pieces a folio is at most, and of how many characters each."""


def find_split_lines(lines: Sequence[str], firsts: Sequence[bool], spaced: bool) -> list[bool]:
    """Return for every line whether it goes on the printed line before it; `firsts` says which lines begin a block.

    `spaced` says whether the characters of the page were set apart, which an engine's text layer does.
    """
    sizes = [measure_width(line) for line in lines]
    found = [False] * len(lines)
    bonds = 0.0
    count = 0
    number = 0
    while number + 1 < len(lines):
        end = find_last_piece(lines, firsts, sizes, number, number > 0 and found[number - 1])
        for at in range(number + 1, end + 1):
            found[at] = True
            bonds += weigh_bond(lines[at - 1], lines[at])
        count += end > number
        number = end + 1
    least = max(LEAST_SPACED if spaced else LEAST_SPLIT_LINES, len(lines) / LINES_TO_ONE_SPLIT)
    proved = count >= least and bonds >= (LEAST_SPACED_BOND if spaced else LEAST_BOND) * count
    return found if proved else [False] * len(lines)


def find_last_piece(
    lines: Sequence[str], firsts: Sequence[bool], sizes: Sequence[float], number: int, behind_pieces: bool
) -> int:
    """Return the number of the last piece of the printed line that a line begins, its own if it is whole.

    `behind_pieces` says whether the line before it ends another that stands in pieces.
    """
    whole = sizes[number]
    for at in range(number + 1, min(number + MOST_PIECES, len(lines))):
        if firsts[at] or lines[at - 1].rstrip(CLOSING_AT_END)[-1:] in LINE_STOPS:
            break
        whole += sizes[at]
        if fills_column(lines, sizes, number, at, whole, behind_pieces):
            return at if not any(is_byline(fold(line)) for line in lines[number : at + 1]) else number
    return number


def fills_column(
    lines: Sequence[str], sizes: Sequence[float], first: int, last: int, whole: float, behind_pieces: bool
) -> bool:
    """Return whether pieces together are as wide as the lines around them, none by itself nearly so.

    Of those lines one at least must end amid a clause, as lines of verse do not.
    """
    beside = [*range(max(0, first - LINES_BESIDE), first), *range(last + 1, min(last + 1 + LINES_BESIDE, len(lines)))]
    pieces = sizes[first : last + 1]
    next_to = [
        sizes[at]
        for at in (last + 1, first - 1)[: 1 if behind_pieces else 2]
        if at in beside and sizes[at] >= NARROWEST_COLUMN
    ]
    if any(abs(piece - size) <= OFF_COLUMN for piece in pieces for size in next_to):
        return False  # it fills another column
    for width in (whole, whole + INDENT):
        if width < NARROWEST_COLUMN or max(pieces) > width - FULL or min(pieces) > SHORT_PIECE * width:
            continue
        full = [lines[at][-1].isalnum() for at in beside if abs(sizes[at] - width) <= OFF_COLUMN]
        if len(full) >= LEAST_BESIDE and any(full):
            return True
    return False


def find_pieces_of_folio(lines: Sequence[str]) -> Iterator[int]:
    """Yield the numbers of the lines that go on the line before them in a folio at an edge of a page.

    A blank line may stand between: A05 综合 2021, 年6月9日 星期三. Each piece has a figure, as a headline beside a
    folio has not, and is none by itself.
    """
    edges = {*range(min(EDGE_LINES, len(lines))), *range(max(0, len(lines) - EDGE_LINES), len(lines))}
    number = 0
    while number < len(lines):
        last = number
        for at in range(number + 1, min(number + MOST_FOLIO_PIECES, len(lines))):
            pieces = [fold(line) for line in lines[number : at + 1]]
            if not edges.issuperset((number, at)) or not all(map(may_be_piece_of_folio, pieces)):
                break
            if is_folio("".join(pieces)):
                last = at
                break
        yield from range(number + 1, last + 1)
        number = last + 1


def may_be_piece_of_folio(line: str) -> bool:
    """Return whether a line is short and has a figure and is no folio by itself."""
    return len(line) <= LONGEST_FOLIO_PIECE and any(map(str.isdecimal, line)) and not is_folio(line)
