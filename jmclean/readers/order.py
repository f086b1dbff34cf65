"""The reading order of a page of bare lines, found from the places of their characters.

An engine that only finds lines reads from the top down over all columns, and takes a line and its neighbour in the
next column for one. Lines are cut where white runs down between columns, the pieces are put together to columns, and
the columns follow each other as the page is cut along its widest white space.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from jmclean.readers.columns import SAME_TYPE, body_size, pitch
from jmclean.readers.model import Box, LayoutPage, Line, Region

GUTTER: Final = 0.45
"""The width of the white between two columns, in characters, at least."""

NEIGHBOURS: Final = 6
"""How many lines above and below are asked whether white runs through them too."""

WHITE_SHARE: Final = 0.75
"""The share of them that must be white there."""

FEWEST_WHITE: Final = 3
"""How many of them at least."""

LINE_GAP: Final = 1.3
"""How many characters of white stand between two lines of one column at most."""

MOST_LINES: Final = 20_000
"""The most lines that are put in order: a page has some 500."""

DEEPEST: Final = 60
"""How often a page is cut at most."""


class _Placed(NamedTuple):
    """A line with its box, and the left and right edges of its characters in order."""

    line: Line
    box: Box
    lefts: list[float]
    rights: list[float]


def can_be_ordered(page: LayoutPage) -> bool:
    """Return whether nearly all lines have boxes and places of their characters."""
    lines = page.lines
    if page.regions or not 4 <= len(lines) <= MOST_LINES:
        return False
    return sum(bool(line.box and line.places) for line in lines) > 0.95 * len(lines)


def ordered(page: LayoutPage) -> LayoutPage:
    """Return the page with its lines cut at the gutters and put together to regions, in reading order."""
    lines = [
        _Placed(line, line.box, [left for left, _ in line.places], [right for _, right in line.places])
        for line in page.lines
        if line.box and line.places
    ]
    unit = body_size(size for line in lines for size in [pitch(line.line)] * len(line.lefts) if size)
    if not unit:
        return page
    pieces = [piece for line in _cut_at_gutters(lines, unit) for piece in line]
    regions = [_region(lines_of) for lines_of in _in_order(_columns(pieces, unit), unit, 0)]
    return page._replace(regions=tuple(regions), lines=())


def _cut_at_gutters(lines: list[_Placed], unit: float) -> list[list[Line]]:
    lines = sorted(lines, key=lambda line: line.box.middle[1])
    cuts: list[list[int]] = []
    gutters: list[tuple[float, float]] = []
    for at, line in enumerate(lines):
        near = lines[max(0, at - 8 * NEIGHBOURS) : at + 8 * NEIGHBOURS + 1]
        own = [
            number + 1
            for number, (right, left) in enumerate(zip(line.rights, line.lefts[1:], strict=False))
            if left - right > GUTTER * unit and _is_gutter(line, right, left, near, unit)
        ]
        cuts.append(own)
        gutters += [(line.box.middle[1], (line.rights[cut - 1] + line.lefts[cut]) / 2) for cut in own]
    for line, own in zip(lines, cuts, strict=True):
        own += _run_through(line, own, gutters, unit)
    return [list(_parts(line, sorted(set(own)))) for line, own in zip(lines, cuts, strict=True)]


def _run_through(line: _Placed, cuts: list[int], gutters: list[tuple[float, float]], unit: float) -> list[int]:
    """Where a line crosses a gutter that the lines above and below it show, though its own characters do not."""
    if not 1 / SAME_TYPE < (pitch(line.line) or unit) / unit < SAME_TYPE:
        return []
    y, reach = line.box.middle[1], NEIGHBOURS * unit
    first, last = bisect_left(gutters, (y - reach,)), bisect_left(gutters, (y + reach,))
    near = [(at > y, x) for at, x in gutters[first:last] if line.box.left + unit < x < line.box.right - unit]
    own = [(line.rights[cut - 1] + line.lefts[cut]) / 2 for cut in cuts]
    found: list[int] = []
    for _, x in near:
        if any(abs(x - other) < unit for other in own):
            continue
        around = [is_below for is_below, other in near if abs(other - x) < 0.6 * unit]
        if len(around) < FEWEST_WHITE or all(around) or not any(around):
            continue
        edges = zip(line.rights, line.lefts[1:], strict=False)
        distance, at = min((abs((right + left) / 2 - x), at + 1) for at, (right, left) in enumerate(edges))
        if distance < 0.7 * unit:
            found.append(at)
            own.append(x)
    return found


def _is_gutter(line: _Placed, left: float, right: float, near: Sequence[_Placed], unit: float) -> bool:
    """Whether white runs down the page between two characters of a line."""
    y = line.box.middle[1]
    ordered_near = sorted(near, key=lambda other: abs(other.box.middle[1] - y))
    middle = (left + right) / 2
    asked = white = 0
    for other in ordered_near:
        if other is line or not other.box.left - unit <= middle <= other.box.right + unit:
            continue
        asked += 1
        white += _is_white(other, middle, unit)
        if asked >= 2 * NEIGHBOURS:
            break
    return white >= FEWEST_WHITE and white >= WHITE_SHARE * asked


def _is_white(line: _Placed, x: float, unit: float) -> bool:
    """Whether no character of a line stands at a place, or within a little of it."""
    at = bisect_right(line.lefts, x)
    slack = 0.12 * unit
    before = line.rights[at - 1] if at else float("-inf")
    after = line.lefts[at] if at < len(line.lefts) else float("inf")
    return before <= x + slack and after >= x - slack and after - before > GUTTER * unit


def _parts(line: _Placed, cuts: list[int]) -> list[Line]:
    """The pieces of a line, cut before the characters with these numbers; spaces have no number."""
    if not cuts:
        return [line.line]
    text = line.line.text
    at = [place for place, char in enumerate(text) if not char.isspace()]
    found = []
    slope = line.line.slope or 0.0
    for start, end in pairwise([0, *cuts, len(at)]):
        left, right = line.lefts[start], line.rights[end - 1]
        fall = slope * ((left + right) / 2 - line.box.middle[0])
        box = Box(left, line.box.top + fall, max(right, left + 1), line.box.bottom + fall)
        found.append(
            line.line._replace(
                text=text[at[start] : at[end - 1] + 1], box=box, places=tuple(line.line.places[start:end])
            )
        )
    return found


def _columns(pieces: list[Line], unit: float) -> list[list[Line]]:
    """The pieces put together: each goes to the column whose last line stands right above it, in the same type."""
    boxed = sorted(((piece.box, piece) for piece in pieces if piece.box), key=lambda pair: pair[0].middle[1])
    open_columns: list[list[tuple[Box, Line]]] = []
    done: list[list[tuple[Box, Line]]] = []
    for box, piece in boxed:
        still: list[list[tuple[Box, Line]]] = []
        for column in open_columns:
            below = box.top - column[-1][0].bottom > 3 * LINE_GAP * unit
            (done if below else still).append(column)
        open_columns = still
        above = [column for column in open_columns if _stands_above(_end(column), box)]
        home = [column for column in above if len(above) == 1 and _follows(column, box, piece, unit)]
        for column in above:
            if not home:
                open_columns.remove(column)
                done.append(column)
        if home:
            home[0].append((box, piece))
        else:
            open_columns.append([(box, piece)])
    return [[line for _, line in column] for column in (*done, *open_columns)]


def _end(column: list[tuple[Box, Line]]) -> Box:
    """The box around the last lines of a column, of which the very last may be short."""
    whole = column[-1][0]
    for box, _ in column[-4:-1]:
        whole = whole.around(box)
    return whole


def _stands_above(one: Box, other: Box) -> bool:
    """Whether two lines share more of the page's width than lines of neighbouring columns do."""
    return min(one.right, other.right) - max(one.left, other.left) > 0.25 * min(one.width, other.width)


def _follows(column: list[tuple[Box, Line]], box: Box, piece: Line, unit: float) -> bool:
    """Whether a piece goes on a column: in the same type, right below its last line, and not wider on both sides."""
    last, line = column[-1]
    size, other = pitch(piece), pitch(line)
    if size and other and not 1 / SAME_TYPE < size / other < SAME_TYPE:
        return False
    left = min(one.left for one, _ in column[-4:])
    return box.top - last.bottom < LINE_GAP * max(unit, size) and abs(box.left - left) < 4 * unit


def _region(lines: list[Line]) -> Region:
    box = lines[0].box
    for line in lines[1:]:
        box = box.around(line.box) if box and line.box else box
    return Region("unknown", "", tuple(lines), box)


def _in_order(columns: list[list[Line]], unit: float, depth: int) -> list[list[Line]]:
    """The columns in reading order: cut along the widest white space, the upper or left part first."""
    if len(columns) < 2:
        return columns
    boxes = [box for column in columns if (box := _region(column).box)]
    across = _widest([(box.top, box.bottom) for box in boxes], 0.3 * unit)
    down = _widest([(box.left, box.right) for box in boxes], unit)
    if depth > DEEPEST or (across is None and down is None):
        return [column for _, column in sorted(zip(boxes, columns, strict=True), key=lambda pair: pair[0][1::-1])]
    if down is None or (across is not None and across[0] >= down[0]):
        assert across is not None
        first = [box.middle[1] < across[1] for box in boxes]
    else:
        first = [box.middle[0] < down[1] for box in boxes]
    one = [column for column, is_first in zip(columns, first, strict=True) if is_first]
    two = [column for column, is_first in zip(columns, first, strict=True) if not is_first]
    return _in_order(one, unit, depth + 1) + _in_order(two, unit, depth + 1)


def _widest(spans: list[tuple[float, float]], slack: float) -> tuple[float, float] | None:
    """The widest white between some spans, and where it is; None where they overlap by more than the slack."""
    best: tuple[float, float] | None = None
    ordered_spans = sorted(spans)
    end = ordered_spans[0][1]
    for start, stop in ordered_spans[1:]:
        if start > end - slack and (best is None or start - end > best[0]):
            best = (start - end, (start + end) / 2)
        end = max(end, stop)
    return best
