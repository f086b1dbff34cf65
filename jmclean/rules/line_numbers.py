"""Line numbers in front of the lines of a page.

Some viewers, converters and `cat -n` write each line's number in front of it. As long as they stand, no line can be put
together with the next.

The numbers of a page are removed if nine of ten lines have one, each one more than the last, counted with the blank
lines or without, and if words run on from line to line behind them, as they do in wrapped text and in no list.

Left alone: the numbers of a list or of a table of contents, and of a page of which a tenth of the lines has none.

Before:

    1  昨夜江边亮起了灯，市民纷纷出
    2  门赏灯，有人说这
    3  是多年未见的热闹景象，也有人在江边架起了设
    4  备，把灯会的画面传
    5  给远方的家人。

After:

    昨夜江边亮起了灯，市民纷纷出
    门赏灯，有人说这
    是多年未见的热闹景象，也有人在江边架起了设
    备，把灯会的画面传
    给远方的家人。

Unchanged:

    1  江边的灯
    2  老街的茶馆
    3  水库大坝
    4  区文化馆
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from jmclean.options import Options
from jmclean.text.declaration import WORDING, Declaration
from jmclean.text.document import Document
from jmclean.text.edits import Edit
from jmclean.text.reading_order import WORD, weigh_bond
from jmclean.text.shape import MOST_OF_LINES, NUMBERED_LINE, cut_pages, find_line_numbers

DECLARATION: Final = Declaration(looks_at=WORDING, changes=frozenset({"spaces", "line-breaks"}), removes_text=True)

LEAST_WORDS: Final = 0.1
"""The share of line ends that must have a word across them."""

FEWEST_WORDS: Final = 2
"""How many words must run across: one may do so by chance from line to line of a poem or a list."""

FIRST_LINES: Final = 8
"""How many lines of a page are looked at before all of them are."""


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Yield edits that remove the line numbers of every page that has them."""
    text = doc.text
    for start, end in cut_pages(text, 0, len(text)):
        lines = text[start:end].split("\n")
        first = [line for line in lines[: 2 * FIRST_LINES] if line.strip()]
        if 2 * sum(NUMBERED_LINE.match(line) is not None for line in first) < len(first):
            continue
        numbered = find_line_numbers(lines)
        if "```" in text[start:end] or sum(numbered) < MOST_OF_LINES * sum(bool(line.strip()) for line in lines):
            continue
        widths = measure_numbers(lines, numbered)
        if not runs_on([line[width:].strip() for line, width in zip(lines, widths, strict=True)]):
            continue
        at = start
        for line, width in zip(lines, widths, strict=True):
            if width:
                yield Edit(at, at + width, "")
            at += len(line) + 1


def measure_numbers(lines: list[str], numbered: list[bool]) -> list[int]:
    """Return for every line how many characters its number takes, with the spaces that all lines have behind theirs."""
    matches = [NUMBERED_LINE.match(line) if found else None for line, found in zip(lines, numbered, strict=True)]
    least = min([len(match[2]) for match in matches if match is not None and match[2]], default=0)
    return [0 if match is None else match.end(1) + min(least, match.end() - match.end(1)) for match in matches]


def runs_on(lines: list[str]) -> bool:
    """Return whether words run on from line to line, as in wrapped text."""
    bonds = [weigh_bond(line, after) for line, after in pairwise([line for line in lines if line])]
    across = sum(bond >= WORD for bond in bonds)
    return across >= FEWEST_WORDS and across > LEAST_WORDS * len(bonds) and sum(bonds) > 0
