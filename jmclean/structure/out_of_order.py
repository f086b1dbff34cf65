"""Which line ends of a page are out of order: rows of columns in turn, columns read over a gutter, pieces of columns.

Nothing is joined there. What is in order on the same page is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Final

from jmclean.chinese.fast import Lazy
from jmclean.structure.page_lines import PUNCTUATION, PUNCTUATION_OF_ENDS, Row, is_headline, is_line_of_page
from jmclean.text.fast import measure_width
from jmclean.text.line_runs import INDENTED
from jmclean.text.reading_order import DEAR_AGAIN, DEAR_DISORDER, TRUST, TRUST_AGAIN, find_disorder, weigh_order

MUCH_DISORDER: Final = 0.3
"""The share of the line ends that is much."""

OVER_GUTTER: Final = -6.0
"""What a gutter amid a line says for the order of the lines around it, as a natural logarithm of odds."""


def find_out_of_order(rows: Sequence[Row], ends: Sequence[bool | None], columns: Sequence[float]) -> list[bool]:
    """Return for every line end whether the lines around it are out of order.

    The ends of paragraphs are left out, which nothing runs across, and those of blocks that end in a stop.
    """
    texts = [row.text for row in rows]
    is_lined = any(columns)
    asked = [
        number
        for number, end in enumerate(ends)
        if end is False or (end is None and is_lined and may_run_on(rows[number], rows[number + 1]))
    ]
    over = [0.0] * len(ends)
    for start, stop in find_gutter_regions(texts, columns):
        over[start:stop] = [OVER_GUTTER] * (min(stop, len(over)) - start)
    said = [weigh_order(texts, number) + over[number] for number in asked]
    breaks = [rows[number + 1].first for number in asked]
    found = find_disorder([one + TRUST for one in said], breaks, DEAR_DISORDER)
    if any(found) and sum(found) >= MUCH_DISORDER * len(found):
        found = find_disorder([one + TRUST_AGAIN for one in said], breaks, DEAR_AGAIN)
    for at, is_break in enumerate(breaks):
        if is_break and not any(found[max(0, at - 1) : at] + found[at + 1 : at + 2]):
            found[at] = False  # a caption between two blocks in order
    mixed = [value < 0 for value in over]
    for number, out in zip(asked, found, strict=True):
        mixed[number] = out
    for (number, out), (after, out_after) in pairwise(zip(asked, found, strict=True)):
        if out and out_after:
            mixed[number:after] = [True] * (after - number)
    return mixed


def may_run_on(row: Row, after: Row) -> bool:
    """Return whether the last line of a block may go on in the next block: both are lines, no stop parts them."""
    return row.text[-1] not in PUNCTUATION_OF_ENDS and max(len(row.text), len(after.text)) <= LONGEST_PRINTED_LINE


LONGEST_PRINTED_LINE: Final = 50
"""The characters of a line of print; a longer one is a paragraph."""


def find_gutter_regions(lines: Sequence[str], columns: Sequence[float]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of lines around those that hold a gutter: two columns of print read as one line.

    A single space between Han is a gutter if what stands before it fills a column in which other lines of the page
    stand, or if the lines before or behind it have a space at the same place.
    """
    lefts = [measure_left_parts(line) if " " in line and not is_line_of_page(line) else [] for line in lines]
    plain = Counter(
        column
        for column, parts, line in zip(columns, lefts, lines, strict=True)
        if column and not parts and measure_width(line) >= column - INDENTED
    )
    widths = {column for column, count in plain.items() if count >= LEAST_FILLED}
    found: list[int] = []
    for number, parts in enumerate(lefts):
        if not parts or (columns[number] in widths and measure_width(lines[number]) <= columns[number] + WIDER):
            continue
        near = [*lefts[max(0, number - 2) : number], *lefts[number + 1 : number + 3]]
        if any(fills(part, measure_width(lines[number]), widths) for part in parts) or are_aligned(parts, near):
            found.append(number)
    start = stop = -BETWEEN_GUTTERS
    for number in [*found, len(lines) + BETWEEN_GUTTERS]:
        if number - stop > BETWEEN_GUTTERS:
            if start >= 0 and (stop > start or not may_be_headline(lines, start)):
                beside = BESIDE_GUTTERS if stop > start else 1
                yield max(0, start - beside), stop + beside
            start = number
        stop = number


def may_be_headline(lines: Sequence[str], number: int) -> bool:
    """Return whether a line without punctuation stands where a headline may: not amid a sentence."""
    if not is_headline(lines[number : number + 1]):
        return False
    return not number or lines[number - 1][-1] in PUNCTUATION or is_line_of_page(lines[number - 1])


def are_aligned(parts: Sequence[float], near: Sequence[Sequence[float]]) -> bool:
    """Return whether a line has a space where one of the lines near it has one."""
    return any(abs(part - other) <= NEARLY_FULL for others in near for other in others for part in parts)


def fills(part: float, whole: float, widths: Collection[float]) -> bool:
    """Return whether the first part of a line fills a column and the whole line is too wide for it."""
    return any(abs(part - width) <= NEARLY_FULL and whole > width + WIDER for width in widths)


def measure_left_parts(line: str) -> list[float]:
    """Return how wide the parts of a line are that end at single spaces, few of which may be gutters."""
    spaces = [match.start() for match in INNER_SPACE.finditer(line)]
    if len(spaces) > MOST_GUTTERS:
        return []
    return [measure_width(line[before:space].strip()) for before, space in pairwise([0, *spaces])]


INNER_SPACE: Final = Lazy("(?<=[\u3400-\u9fff，。、；：”」）0-9%]) (?=[\u3400-\u9fff“「（《0-9A-Za-z①-⑳])")
MOST_GUTTERS: Final = 3
"""A line with so many single spaces between Han may hold several columns; one with more has its characters spaced."""

LEAST_FILLED: Final = 4
"""How many lines must stand in a column for a part of another line to fill it."""

NEARLY_FULL, WIDER = 1.2, 2.2
"""How far off a column's width a part of a line may be that fills it, and how much wider the whole line must be."""

BETWEEN_GUTTERS, BESIDE_GUTTERS = 8, 2
"""How many lines may lie between two lines with a gutter, and before and behind several, that are out of order too."""
