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

from jmclean.readers.columns import SAME_TYPE, measure_body, measure_pitch
from jmclean.readers.model import Box, LayoutPage, Line, Region
from jmclean.readers.values import find_median

LEAST_GUTTER: Final = 0.45
"""The width of the white between two columns, in characters, at least."""

NEIGHBOUR_LINES: Final = 6
"""How many lines above and below are asked whether white runs through them too."""

GUTTER_REACH: Final = 60.0
"""How far above and below they stand at most, in characters."""

RUN_REACH: Final = 10.0
"""The same for lines that show a gutter which another line runs over."""

WHITE_SHARE: Final = 0.75
"""The share of them that must be white there."""

FEWEST_WHITE: Final = 3
"""How many of them at least."""

SAME_HEIGHT: Final = 1.4
"""How many times as high as another a short line of the same type is at most."""

LONG_LINE: Final = 12
LONG_SAME_TYPE: Final = 1.09
"""The characters of lines that tell a difference in type more exactly, and how large it is at most."""

WIDE_LEADING: Final = 1.45
"""How many times as far apart as the lines of a column a line in slightly other type stands that is none of it."""

FEWEST_SHOWING: Final = 4
"""How many lines show a gutter that another line runs over at least, some above and some below it."""

FEWEST_AT_END: Final = 5
"""How many do so at least that all stand on one side of it, at the head or the foot of the columns."""

LINE_GAP: Final = 1.3
"""How many characters of white stand between two lines of one column at most."""

LOST_GAP: Final = 3.5
"""How many stand there at most where the engine lost a line or two."""

MOST_LINES: Final = 20_000
"""The most lines that are put in order: a page has some 500."""

MANY_COLUMN_LINES: Final = 5
"""How many lines of a column show where its edges are."""

WIDE_LINES_SHARE: Final = 0.25
"""The share of them that may be too wide."""

DEEPEST_CUT: Final = 60
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


def put_in_order(page: LayoutPage) -> LayoutPage:
    """Return the page with its lines cut at the gutters and put together to regions, in reading order."""
    lines = [
        _Placed(line, line.box, [left for left, _ in line.places], [right for _, right in line.places])
        for line in page.lines
        if line.box and line.places
    ]
    unit = measure_body((size, len(line.lefts)) for line in lines if (size := measure_pitch(line.line)))
    if not unit:
        return page
    pieces = _place_strays([piece for line in _cut_at_gutters(lines, unit) for piece in line], unit)
    columns = _join_columns(_find_columns(pieces, unit), unit)
    regions = [_make_region(lines_of) for lines_of in _sort_columns(columns, unit, 0)]
    return page._replace(regions=tuple(regions), lines=())


def _cut_at_gutters(lines: list[_Placed], unit: float) -> list[list[Line]]:
    lines = sorted(lines, key=lambda line: line.box.middle[1])
    cuts: list[list[int]] = []
    gutters: list[tuple[float, float]] = []
    for at, line in enumerate(lines):
        near = lines[max(0, at - 8 * NEIGHBOUR_LINES) : at + 8 * NEIGHBOUR_LINES + 1]
        own = [
            number + 1
            for number, (right, left) in enumerate(zip(line.rights, line.lefts[1:], strict=False))
            if left - right > LEAST_GUTTER * unit and _is_gutter(line, right, left, near, unit)
        ]
        cuts.append(own)
        gutters += [(line.box.middle[1], (line.rights[cut - 1] + line.lefts[cut]) / 2) for cut in own]
    for at, (line, own) in enumerate(zip(lines, cuts, strict=True)):
        near = lines[max(0, at - 8 * NEIGHBOUR_LINES) : at + 8 * NEIGHBOUR_LINES + 1]
        own += _run_through(line, own, gutters, near, unit)
    return [list(_cut_line(line, sorted(set(own)))) for line, own in zip(lines, cuts, strict=True)]


def _run_through(
    line: _Placed, cuts: list[int], gutters: list[tuple[float, float]], near: Sequence[_Placed], unit: float
) -> list[int]:
    """Return where a line crosses a gutter that the lines above and below it show, though its own characters do not.

    A line shows a gutter by a cut in it, or by beginning or ending there.
    """
    if len(line.lefts) < 2 or not _is_body(line, unit):
        return []
    y, reach = line.box.middle[1], RUN_REACH * unit
    first, last = bisect_left(gutters, (y - reach,)), bisect_left(gutters, (y + reach,))
    inside = line.box.left + unit, line.box.right - unit
    close = [other for other in near if other is not line and abs(other.box.middle[1] - y) < reach]
    edges_of = [x for other in close for x in (other.box.left - 0.5 * unit, other.box.right + 0.5 * unit)]
    told = [x for _, x in gutters[first:last]] + edges_of
    places = {round(x / unit): x for x in reversed(told) if inside[0] < x < inside[1]}
    own = [(line.rights[cut - 1] + line.lefts[cut]) / 2 for cut in cuts]
    found: list[int] = []
    for x in places.values():
        if any(abs(x - other) < unit for other in own):
            continue
        above = [shows for other in close if other.box.middle[1] < y and (shows := _shows(other, x, unit)) is not None]
        below = [shows for other in close if other.box.middle[1] > y and (shows := _shows(other, x, unit)) is not None]
        shown = sum(above) + sum(below)
        is_inside = any(above) and any(below)
        if shown < (FEWEST_SHOWING if is_inside else FEWEST_AT_END):
            continue
        if shown < WHITE_SHARE * len(above + below):
            continue
        edges = zip(line.rights, line.lefts[1:], strict=False)
        distance, at = min((max(right - x, x - left, 0.0), at + 1) for at, (right, left) in enumerate(edges))
        if distance < 0.7 * unit:
            found.append(at)
            own.append(x)
    return found


def _shows(line: _Placed, x: float, unit: float) -> bool | None:
    """Return whether a line shows a gutter at a place (True), runs over it (False), or stands elsewhere (None)."""
    box = line.box
    if box.left - 1.2 * unit <= x <= box.left + 0.3 * unit or box.right - 0.3 * unit <= x <= box.right + 1.2 * unit:
        return True
    if box.left < x < box.right:
        return _is_white(line, x, unit)
    return None


def _is_gutter(line: _Placed, left: float, right: float, near: Sequence[_Placed], unit: float) -> bool:
    """Return whether white runs down the page between two characters of a line."""
    y = line.box.middle[1]
    close = [other for other in near if abs(other.box.middle[1] - y) < GUTTER_REACH * unit and _is_body(other, unit)]
    ordered_near = sorted(close, key=lambda other: abs(other.box.middle[1] - y))
    room = min((right - left) / 2, 0.6 * unit)
    for middle in {left + room, (left + right) / 2, right - room}:
        asked = white = 0
        for other in ordered_near:
            if other is line or not other.box.left - unit <= middle <= other.box.right + unit:
                continue
            asked += 1
            white += _is_white(other, middle, unit)
            if asked >= 2 * NEIGHBOUR_LINES:
                break
        if white >= FEWEST_WHITE and white >= WHITE_SHARE * asked:
            return True
    return False


def _is_body(line: _Placed, unit: float) -> bool:
    """Return whether a line is set in the size of type of the body, as far as its length tells."""
    size = measure_pitch(line.line)
    return not size or 1 / SAME_TYPE < size / unit < SAME_TYPE


def _is_white(line: _Placed, x: float, unit: float) -> bool:
    """Return whether no character of a line stands at a place, or within a little of it."""
    at = bisect_right(line.lefts, x)
    slack = 0.12 * unit
    before = line.rights[at - 1] if at else float("-inf")
    after = line.lefts[at] if at < len(line.lefts) else float("inf")
    return before <= x + slack and after >= x - slack and after - before > LEAST_GUTTER * unit


def _cut_line(line: _Placed, cuts: list[int]) -> list[Line]:
    """Return the pieces of a line, cut before the characters with these numbers; spaces have no number."""
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


def _place_strays(pieces: list[Line], unit: float) -> list[Line]:
    """Return the pieces, those of a single character put to the one beside them in their row."""
    found: list[Line] = []
    singles: list[Line] = []
    for piece in pieces:
        (singles if len(piece.text.strip()) == 1 else found).append(piece)
    rows = sorted(range(len(found)), key=lambda at: _find_middle(found[at]))
    middles = [_find_middle(found[at]) for at in rows]
    for single in singles:
        box = single.box
        home = None
        if box:
            first, last = bisect_left(middles, box.top), bisect_right(middles, box.bottom)
            for at in rows[first:last]:
                other = found[at].box
                if other and (abs(box.left - other.right) < unit or abs(other.left - box.right) < unit):
                    home = at
        if home is None or box is None:
            found.append(single)
            rows.insert(bisect_left(middles, _find_middle(single)), len(found) - 1)
            middles.insert(bisect_left(middles, _find_middle(single)), _find_middle(single))
            continue
        line = found[home]
        assert line.box
        is_behind = box.left > line.box.middle[0]
        text = line.text + single.text if is_behind else single.text + line.text
        places = line.places + single.places if is_behind else single.places + line.places
        found[home] = line._replace(text=text, places=places)
    return found


def _find_middle(line: Line) -> float:
    return line.box.middle[1] if line.box else 0.0


def _join_columns(columns: list[list[Line]], unit: float) -> list[list[Line]]:
    """Return the columns, those put together that stand right under each other and fill the same width."""
    if len(columns) > MOST_COLUMNS:
        return columns
    found = sorted(columns, key=lambda column: _find_middle(column[0]))
    changed = True
    while changed:
        changed = False
        boxes = [_make_region(column).box for column in found]
        for at, upper in enumerate(boxes):
            under = [
                number
                for number, lower in enumerate(boxes)
                if upper
                and lower
                and number != at
                and lower.middle[1] > upper.middle[1]
                and _stands_above(upper, lower)
            ]
            if not under:
                continue
            number = min(under, key=lambda number: _find_middle(found[number][0]))
            if _is_same_column(found[at], found[number], unit) and not _is_between(boxes, at, number):
                found[at] = found[at] + found[number]
                del found[number]
                changed = True
                break
    return found


def _is_same_column(upper: list[Line], lower: list[Line], unit: float) -> bool:
    one, two = _find_core(upper), _find_core(lower)
    if one is None or two is None or len(upper) + len(lower) < 3:
        return False
    sizes = [find_median([size for line in column if (size := measure_pitch(line))]) for column in (upper, lower)]
    heights = [find_median([line.box.height for line in column if line.box]) for column in (upper, lower)]
    is_alike = 1 / SAME_TYPE < heights[0] / heights[1] < SAME_TYPE
    if all(sizes) and not is_alike and not 1 / SAME_TYPE < sizes[0] / sizes[1] < SAME_TYPE:
        return False
    if min(sizes) > SAME_TYPE * unit:
        return False
    drift = two.left - one.left
    is_indented = len(lower) == 1 and 0 < drift < 2.5 * unit and abs(two.right - one.right) < 1.5 * unit
    lost = abs(drift) < 0.8 * unit or is_indented  # lines between them that the engine lost
    near = -0.5 * unit < two.top - one.bottom < (LOST_GAP if lost else LINE_GAP) * unit
    return near and abs(one.left - two.left) < 2.5 * unit and two.right < one.right + 2 * unit


def _is_between(boxes: list[Box | None], upper: int, lower: int) -> bool:
    """Return whether something else stands under the upper column and beside or above the lower one."""
    one, two = boxes[upper], boxes[lower]
    return any(
        box is not None
        and one is not None
        and two is not None
        and number not in (upper, lower)
        and box.middle[1] > one.middle[1]
        and box.top < two.bottom
        and min(box.right, one.right) - max(box.left, one.left) > 2 * (box.right - box.left) / 3
        for number, box in enumerate(boxes)
    )


MOST_COLUMNS: Final = 400
"""The most columns that are compared with each other."""


def _find_columns(pieces: list[Line], unit: float) -> list[list[Line]]:
    """Return the pieces put together.

    Each goes to the column whose last line stands right above it, in the same type.
    """
    boxed = sorted(((piece.box, piece) for piece in pieces if piece.box), key=lambda pair: pair[0].middle[1])
    open_columns: list[list[tuple[Box, Line]]] = []
    done: list[list[tuple[Box, Line]]] = []
    for box, piece in boxed:
        still: list[list[tuple[Box, Line]]] = []
        for column in open_columns:
            below = box.top - column[-1][0].bottom > 3 * LINE_GAP * unit
            (done if below else still).append(column)
        open_columns = still
        above = [column for column in open_columns if _stands_above(_find_end(column), box)]
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


def _find_end(column: list[tuple[Box, Line]]) -> Box:
    """Return the box around the last lines of a column, of which the very last may be short."""
    whole = column[-1][0]
    for box, _ in column[-4:-1]:
        whole = whole.around(box)
    return whole


def _stands_above(one: Box, other: Box) -> bool:
    """Return whether two lines share more of the page's width than lines of neighbouring columns do."""
    return min(one.right, other.right) - max(one.left, other.left) > 0.25 * min(one.width, other.width)


def _follows(column: list[tuple[Box, Line]], box: Box, piece: Line, unit: float) -> bool:
    """Return whether a piece goes on a column.

    In the same type, right below its last line, and not wider on both sides.
    """
    last, line = column[-1]
    size, other = measure_pitch(piece), measure_pitch(line)
    long = min(len(piece.text), len(line.text)) >= LONG_LINE
    most = LONG_SAME_TYPE if long else SAME_TYPE
    if size and other and not 1 / most < size / other < most:
        return False
    if len(column) > 1 and size and other and not 0.96 < size / other < 1.04:
        leading = last.middle[1] - column[-2][0].middle[1]
        if box.middle[1] - last.middle[1] > WIDE_LEADING * leading:
            return False
    if not (size and other) and not 1 / SAME_HEIGHT < box.height / last.height < SAME_HEIGHT:
        return False
    left = min(one.left for one, _ in column[-4:])
    is_headline = min(size or box.height, other or last.height) > SAME_TYPE * unit
    near = box.top - last.bottom < LINE_GAP * max(unit, size)
    return near and (is_headline or abs(box.left - left) < 4 * unit)


def _make_region(lines: list[Line]) -> Region:
    box = lines[0].box
    for line in lines[1:]:
        box = box.around(line.box) if box and line.box else box
    return Region("unknown", "", tuple(lines), box)


def _sort_columns(columns: list[list[Line]], unit: float, depth: int) -> list[list[Line]]:
    """Return the columns in reading order: cut along the widest white space, the upper or left part first."""
    if len(columns) < 2:
        return columns
    boxes = [box for column in columns if (box := _make_region(column).box)]
    top = min(range(len(boxes)), key=lambda at: boxes[at].top)
    if _is_headline(columns[top], unit) and all(
        box.top > boxes[top].bottom - 0.3 * unit for at, box in enumerate(boxes) if at != top
    ):
        return [columns[top], *_sort_columns(columns[:top] + columns[top + 1 :], unit, depth + 1)]
    across = _find_widest([(box.top, box.bottom) for box in boxes], 0.3 * unit)
    down = _find_widest([(box.left, box.right) for box in boxes], unit)
    if across is not None and down is not None and _is_beside(boxes, across[1], unit):
        across = None
    if across is None and down is None:
        boxes = [box for column in columns if (box := _find_core(column))]
        down = _find_widest([(box.left, box.right) for box in boxes], unit)
    if depth > DEEPEST_CUT or (across is None and down is None):
        return [column for _, column in sorted(zip(boxes, columns, strict=True), key=lambda pair: pair[0][1::-1])]
    if down is None or (across is not None and across[0] >= down[0]):
        assert across is not None
        first = [box.middle[1] < across[1] for box in boxes]
    else:
        first = [box.middle[0] < down[1] for box in boxes]
    one = [column for column, is_first in zip(columns, first, strict=True) if is_first]
    two = [column for column, is_first in zip(columns, first, strict=True) if not is_first]
    return _sort_columns(one, unit, depth + 1) + _sort_columns(two, unit, depth + 1)


def _is_beside(boxes: list[Box], height: float, unit: float) -> bool:
    """Whether what stands above a height is beside what stands below it, as columns of which one has a picture are."""
    above = [box for box in boxes if box.middle[1] < height]
    below = [box for box in boxes if box.middle[1] >= height]
    if not above or not below:
        return False
    left, right = (
        max(min(box.left for box in part) for part in (above, below)),
        min(max(box.right for box in part) for part in (above, below)),
    )
    return right - left < unit


def _find_core(lines: list[Line]) -> Box | None:
    """The box of a column; where it has many lines a few that the engine boxed too wide make it no wider."""
    whole = _make_region(lines).box
    if whole is None or len(lines) < MANY_COLUMN_LINES:
        return whole
    boxes = [line.box for line in lines if line.box]
    at = int(len(boxes) * WIDE_LINES_SHARE)
    left, right = sorted(box.left for box in boxes)[at], sorted((box.right for box in boxes), reverse=True)[at]
    return Box(left, whole.top, right, whole.bottom)


def _is_headline(lines: list[Line], unit: float) -> bool:
    """Return whether lines are set in a headline's type."""
    sizes = [size for line in lines if (size := measure_pitch(line))]
    return bool(sizes) and min(sizes) > SAME_TYPE * unit


def _find_widest(spans: list[tuple[float, float]], slack: float) -> tuple[float, float] | None:
    """Return the widest white between some spans, and where it is; None where they overlap by more than the slack."""
    best: tuple[float, float] | None = None
    ordered_spans = sorted(spans)
    end = ordered_spans[0][1]
    for start, stop in ordered_spans[1:]:
        if start > end - slack and (best is None or start - end > best[0]):
            best = (start - end, (start + end) / 2)
        end = max(end, stop)
    return best
