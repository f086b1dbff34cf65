"""How the lines of a page fill its columns: which begin flush and which indented, which end full and which short."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from statistics import median
from typing import Final, NamedTuple

from jmclean.readers.model import PROSE, Box, LayoutPage, Line

NEAREST_LINES: Final = 14
"""How many lines around one in its column tell where the column's edges are."""

LARGEST_INDENT: Final = 3.4
"""The most characters by which the first line of a paragraph is indented."""

FLUSH, INDENTED = 0.8, 1.25
"""Up to and from how many characters from a column's edge on a line is flush or indented."""

FULL, SHORT = 1.3, 2.0
"""Up to and from how many characters before a column's edge a line ends full or short."""

SHARE_TOGETHER: Final = 0.7
"""How many characters apart lines begin or end that tell the same edge."""

MANY_SHARE: Final = 0.3
"""The share of the lines around one that tells an edge: fewer may be those of a story above or below."""

SHORTEST_MEASURED: Final = 4
"""The fewest characters of a line by which the size of type is measured."""

SAME_TYPE: Final = 1.2
"""How many times as large as another a line's type is at most to stand in the same column."""


class Fill(NamedTuple):
    """How a line fills its column: by how many characters it is indented and by how many it ends early.

    None is unknown: nothing else stands in the column to compare it with.
    """

    indent: float | None
    early: float | None

    @property
    def is_flush(self) -> bool | None:
        """Whether it begins at the column's edge (True), with an indent (False), or neither (None)."""
        if self.indent is None:
            return None
        return True if self.indent < FLUSH else False if INDENTED < self.indent < LARGEST_INDENT else None

    @property
    def is_full(self) -> bool | None:
        """Whether it ends at the column's edge (True), well before it (False), or neither (None)."""
        if self.early is None:
            return None
        return True if self.early < FULL else False if self.early > SHORT else None


UNKNOWN_FILL: Final = Fill(None, None)


def measure_characters(text: str) -> float:
    """Return how many full-width characters a text is as wide as; digits and Latin take about half of one."""
    narrow = len(text.encode("ascii", "ignore"))
    return len(text) - 0.45 * narrow


def measure_pitch(line: Line) -> float:
    """Return the width of a full-width character of a line, 0 where it is too short to tell."""
    size = measure_characters(line.text)
    return line.box.width / size if line.box and size >= SHORTEST_MEASURED else 0.0


class Columns:
    """The columns of a page, as its body's lines show them; `unit` is the width of a character of body text."""

    def __init__(self, page: LayoutPage) -> None:
        lines = [line for region in page.regions if region.label in PROSE for line in region.lines]
        found = [(line.box, measure_pitch(line)) for line in lines if line.box]
        self.unit = measure_body(size for box, size in found for _ in range(int(box.width / max(1.0, size))) if size)
        self._bins: dict[int, list[tuple[float, Box]]] = {}
        if self.unit:
            for box, size in found:
                if not size or 1 / SAME_TYPE < size / self.unit < SAME_TYPE:
                    self._bins.setdefault(self._bin(box), []).append((box.middle[1], box))
            for boxes in self._bins.values():
                boxes.sort()

    def _bin(self, box: Box) -> int:
        return int(box.left // (LARGEST_INDENT * self.unit))

    def find_fill(self, box: Box | None) -> Fill:
        """Return how a line with this box fills its column."""
        if box is None or not self.unit:
            return UNKNOWN_FILL
        near = self._find_near(box)
        left = self._find_edge([other.left for other in near], -1)
        right = self._find_edge([other.right for other in near], 1)
        indent = None if left is None else (box.left - left) / self.unit
        early = None if right is None else (right - box.right) / self.unit
        return Fill(indent, early)

    def _find_near(self, box: Box) -> list[Box]:
        """The lines nearest above and below that stand in the same column, the line itself among them."""
        y, found = box.middle[1], list[tuple[float, Box]]()
        here = self._bin(box)
        for number in (here - 1, here, here + 1):
            column = self._bins.get(number, [])
            at = bisect_left(column, (y,))
            for place in range(max(0, at - NEAREST_LINES), min(len(column), at + NEAREST_LINES)):
                other = column[place][1]
                if abs(other.left - box.left) <= LARGEST_INDENT * self.unit and _is_shared(box, other):
                    found.append((abs(column[place][0] - y), other))
        found.sort()
        return [other for _, other in found[: NEAREST_LINES + 1]]

    def _find_edge(self, values: list[float], side: int) -> float | None:
        """The outermost place at which many of the lines begin or end, -1 for the left side and 1 for the right."""
        values = sorted(values, reverse=side > 0)
        for least in (max(2, MANY_SHARE * len(values)), 2):
            for at, value in enumerate(values):
                together = [other for other in values[at:] if abs(other - value) <= SHARE_TOGETHER * self.unit]
                if len(together) >= least:
                    return median(together)
        return None


def _is_shared(one: Box, other: Box) -> bool:
    """Whether two lines stand above each other by most of the shorter one."""
    common = min(one.right, other.right) - max(one.left, other.left)
    return common > 0.5 * min(one.width, other.width)


def measure_body(sizes: Iterable[float]) -> float:
    """Return the size of type in which most of a page is set, each character counted once; 0 for none."""
    found = sorted(sizes)
    return median(found) if found else 0.0
