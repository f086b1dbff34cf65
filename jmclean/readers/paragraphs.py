"""The paragraphs, or pieces of paragraphs, that the regions of a page hold, and how each begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from jmclean.readers.columns import UNKNOWN_FILL, Columns, Fill, measure_pitch
from jmclean.readers.model import PROSE, Box, Label, LayoutPage, Line, Region
from jmclean.readers.placing import sort_lines
from jmclean.readers.values import find_median, join_lines

SPACE_OR_HYPHEN: Final = re.compile(r"[\s\-]+")
PARAGRAPH_STOPS: Final = frozenset("。！？…；：!?")
PARAGRAPH_ENDS: Final = PARAGRAPH_STOPS | frozenset("°·•.")
"""Stops, and what engines read for a full stop."""

CLOSING_MARKS_AT_END: Final = "”’」』）)》】\"'"
KEEPS_LINES: Final[frozenset[Label]] = frozenset({"table", "formula", "code"})


class Paragraph(NamedTuple):
    """A paragraph or a piece of one.

    `region` numbers the regions of the page; `first` and `last` say how its first and its last line fill the column;
    `size` is the width of a character, `height` that of a line, `lines` their number, 0 where it is not known; `rows`
    are the middles of the first and the last line.
    """

    label: Label
    text: str
    region: int
    box: Box | None = None
    level: int = 0
    first: Fill = UNKNOWN_FILL
    last: Fill = UNKNOWN_FILL
    size: float = 0.0
    lines: int = 0
    height: float = 0.0
    rows: tuple[float, float] | None = None


def find_paragraphs(page: LayoutPage, columns: Columns) -> Iterator[Paragraph]:
    """Yield the paragraphs of a page in its order; pictures have no text."""
    for number, region in enumerate(page.regions):
        if region.label == "picture":
            yield Paragraph("picture", "", number, region.box)
        elif region.label in KEEPS_LINES:
            text = region.text or "\n".join([line.text for line in region.lines])
            if text.strip():
                yield Paragraph(region.label, text.strip("\n"), number, region.box)
        else:
            yield from _cut_region(region, number, columns)


def indents_paragraphs(found: Sequence[Paragraph]) -> bool:
    """Return whether the page indents its paragraphs, so that a flush first line goes on from elsewhere.

    Asked are those that begin under one that ends early with a stop: these are new paragraphs without doubt.
    """
    indented = flush = 0
    for above, below in pairwise([one for one in found if one.label in PROSE and one.box]):
        ended = above.last.is_full is False and above.text[-1:] in PARAGRAPH_STOPS
        if ended and above.region <= below.region and _stands_under(above.box, below.box):
            indented += below.first.is_flush is False
            flush += below.first.is_flush is True
    return indented > 2 * flush


def _stands_under(above: Box | None, below: Box | None) -> bool:
    if above is None or below is None or below.top < above.middle[1]:
        return False
    return min(above.right, below.right) - max(above.left, below.left) > 0.5 * min(above.width, below.width)


def _cut_region(region: Region, number: int, columns: Columns) -> Iterator[Paragraph]:
    lines = sort_lines(list(region.lines)) if region.text else list(region.lines)
    if lines and (not region.text or _says_the_same(lines, region.text)):
        groups = _group_lines(lines, columns) if region.label in PROSE else [lines]
        for group in groups:
            yield _make_paragraph(group, region, number, columns)
        return
    parts = [part.strip() for part in region.text.split("\n") if part.strip()]
    if region.label in ("title", "caption", "header", "footer"):
        parts = [join_lines(parts)] if parts else []
    for at, part in enumerate(parts):
        first = columns.find_fill(lines[0].box) if lines and at == 0 and _begins(part, lines[0].text) else UNKNOWN_FILL
        last = (
            columns.find_fill(lines[-1].box)
            if lines and part is parts[-1] and _ends(part, lines[-1].text)
            else UNKNOWN_FILL
        )
        yield Paragraph(
            region.label,
            part,
            number,
            region.box if len(parts) == 1 else None,
            region.level,
            Fill(first.indent, None),
            Fill(None, last.early),
            _measure_size(lines),
            len(lines) if len(parts) == 1 else 0,
            _measure_height(lines),
            _find_rows(lines) if len(parts) == 1 else None,
        )


def _make_paragraph(lines: list[Line], region: Region, number: int, columns: Columns) -> Paragraph:
    box = lines[0].box
    for line in lines[1:]:
        box = box.around(line.box) if box and line.box else box or line.box
    return Paragraph(
        region.label,
        join_lines([line.text for line in lines]),
        number,
        box or region.box,
        region.level,
        columns.find_fill(lines[0].box),
        columns.find_fill(lines[-1].box),
        _measure_size(lines),
        len(lines),
        _measure_height(lines),
        _find_rows(lines),
    )


def _measure_size(lines: list[Line]) -> float:
    """Return the size of the type of some lines; that of very short ones by their height."""
    return find_median([size for line in lines if (size := measure_pitch(line))])


def _measure_height(lines: list[Line]) -> float:
    return find_median([line.box.height for line in lines if line.box])


def _find_rows(lines: list[Line]) -> tuple[float, float] | None:
    first, last = (lines[0].box, lines[-1].box) if lines else (None, None)
    return (first.middle[1], last.middle[1]) if first and last else None


def _group_lines(lines: list[Line], columns: Columns) -> list[list[Line]]:
    """Return the paragraphs of a region.

    Each begins with an indent, or behind a line that ends early and with a stop.
    """
    groups = [[lines[0]]]
    fill = columns.find_fill(lines[0].box)
    for line in lines[1:]:
        above = groups[-1][-1]
        before, fill = fill, columns.find_fill(line.box)
        stopped = above.text.rstrip().rstrip(CLOSING_MARKS_AT_END)[-1:] in PARAGRAPH_ENDS
        ends = before.is_full is False
        begins = fill.is_flush is False
        white = line.box.top - above.box.bottom if line.box and above.box else 0.0
        lost = white > LOST_LINE * columns.unit
        room = ends and stopped and before.early is not None and before.early > LEAVES_ROOM
        if room or (begins and (stopped or ends or lost or before.is_flush is False)):
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


LOST_LINE: Final = 1.0
"""How many characters of white between two lines show that the engine lost one between them."""

LEAVES_ROOM: Final = 3.0
"""How many characters a line ends early that no mark or a missed character explains."""


def _says_the_same(lines: list[Line], text: str) -> bool:
    """Return whether lines hold the text of their region, in order, but for spaces and hyphens."""
    return SPACE_OR_HYPHEN.sub("", "".join([line.text for line in lines])) == SPACE_OR_HYPHEN.sub("", text)


def _begins(text: str, line: str) -> bool:
    return SPACE_OR_HYPHEN.sub("", text).startswith(SPACE_OR_HYPHEN.sub("", line)[:8])


def _ends(text: str, line: str) -> bool:
    return SPACE_OR_HYPHEN.sub("", text).endswith(SPACE_OR_HYPHEN.sub("", line)[-8:])
