"""Where lines and regions stand: lines given to their regions, tilted pages levelled, vertical print laid flat."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Final, NamedTuple

from jmclean.readers.model import Box, LayoutPage, Line, Region
from jmclean.readers.values import find_median

MOST_PAIRS: Final = 20_000_000
"""The most lines times regions that are compared. A page has 200 times 60."""

SAME_ROW: Final = 0.5
"""The share of a line's height by which two parts of one row lie beside each other at least."""

LEVEL_SLOPE: Final = 0.001
"""The slope that is no tilt: 2 pixels in 2,000."""

STEEPEST_SLOPE: Final = 0.05
"""The slope beyond which a measured tilt is not believed."""

FEWEST_LINES: Final = 8
"""How many measurements make a tilt, or vertical print, believed."""


class Placed(NamedTuple):
    """A page that is levelled, and how a box of it stood on the page as it was."""

    page: LayoutPage
    restored: Callable[[Box], Box]


def place_lines(page: LayoutPage) -> Placed:
    """Return a page with its lines in their regions, levelled, and with vertical print laid flat.

    Vertical print is turned by a quarter: its lines then run to the right and follow each other downwards.
    """
    page = _tie_lines(page)
    turned = _is_vertical(page)
    if turned:
        page = _change_boxes(page, _lay_flat, turned=True)
    slope = _measure_tilt(page)
    if abs(slope) <= LEVEL_SLOPE:
        slope = 0.0
    if slope:
        page = _change_boxes(page, lambda box: _level(box, slope))

    def restored(box: Box) -> Box:
        if slope:
            box = _level(box, -slope)
        return Box(-box.bottom, box.left, -box.top, box.right) if turned else box

    return Placed(page, restored)


def sort_lines(lines: list[Line]) -> list[Line]:
    """Return the lines of one region from top to bottom, parts of one row from left to right."""
    boxed = sorted(((line.box, at) for at, line in enumerate(lines) if line.box), key=lambda pair: pair[0].middle[1])
    if len(boxed) < len(lines):
        return lines
    rows: list[list[tuple[Box, int]]] = []
    for box, at in boxed:
        last = rows[-1][0][0] if rows else None
        if last and min(last.bottom, box.bottom) - max(last.top, box.top) > SAME_ROW * min(last.height, box.height):
            rows[-1].append((box, at))
        else:
            rows.append([(box, at)])
    return [lines[at] for row in rows for _, at in sorted(row, key=lambda pair: pair[0].left)]


def _tie_lines(page: LayoutPage) -> LayoutPage:
    """Return the page with each of its loose lines in the smallest region that holds its middle."""
    if not page.lines or not page.regions or len(page.lines) * len(page.regions) > MOST_PAIRS:
        return page
    homes = [(region.box, at) for at, region in enumerate(page.regions) if region.box]
    homes.sort(key=lambda pair: pair[0].width * pair[0].height)
    inside: dict[int, list[Line]] = {}
    loose: list[Line] = []
    for line in page.lines:
        if line.box is None:
            loose.append(line)
            continue
        x, y = line.box.middle
        for box, at in homes:
            if box.left <= x <= box.right and box.top <= y <= box.bottom:
                inside.setdefault(at, []).append(line)
                break
        else:
            loose.append(line)
    regions = [
        region._replace(lines=(*region.lines, *inside[at])) if at in inside else region
        for at, region in enumerate(page.regions)
    ]
    return page._replace(regions=tuple(regions), lines=tuple(loose))


def _is_vertical(page: LayoutPage) -> bool:
    """Return whether most lines of several characters are higher than wide."""
    boxes = [line.box for line in _list_lines(page) if line.box and len(line.text) > 3]
    return len(boxes) >= FEWEST_LINES and 3 * sum(box.height > box.width for box in boxes) > 2 * len(boxes)


def _lay_flat(box: Box) -> Box:
    return Box(box.top, -box.right, box.bottom, -box.left)


def _measure_tilt(page: LayoutPage) -> float:
    """Return how much a line falls for every unit to the right, by the lines' own slopes or their left edges."""
    slopes = [line.slope for line in _list_lines(page) if line.slope is not None and line.box and line.box.width > 100]
    if len(slopes) < FEWEST_LINES:
        slopes = []
        for region in page.regions:
            boxes = [line.box for line in region.lines[1:] if line.box]
            for above, below in pairwise(boxes):
                fall, drift = below.middle[1] - above.middle[1], below.left - above.left
                if fall > 0 and abs(drift) < 0.3 * above.height:
                    slopes.append(-drift / fall)
    found = find_median(slopes) if len(slopes) >= FEWEST_LINES else 0.0
    return found if abs(found) < STEEPEST_SLOPE else 0.0


def _level(box: Box, slope: float) -> Box:
    x, y = box.middle
    right, down = slope * y, -slope * x
    return Box(box.left + right, box.top + down, box.right + right, box.bottom + down)


def _list_lines(page: LayoutPage) -> list[Line]:
    return [*(line for region in page.regions for line in region.lines), *page.lines]


def _change_boxes(page: LayoutPage, change: Callable[[Box], Box], turned: bool = False) -> LayoutPage:
    """Return the page with every box changed; what else is measured along a line is not known of one that is turned."""

    def of_line(line: Line) -> Line:
        line = line._replace(box=change(line.box)) if line.box else line
        return line._replace(places=(), slope=None) if turned else line

    def of_region(region: Region) -> Region:
        return region._replace(box=change(region.box) if region.box else None, lines=tuple(map(of_line, region.lines)))

    return page._replace(regions=tuple(map(of_region, page.regions)), lines=tuple(map(of_line, page.lines)))
