"""How the lines of a page fill its columns: which begin flush and which indented, which end full and which short."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import Final, NamedTuple

from jmclean.readers.model import PROSE, Box, LayoutPage, Line
from jmclean.readers.values import find_median

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

_Edges = tuple[float, float, float]
"""The height at which a line stands, or how far off it is, and its left and right edge."""


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
        self.unit = measure_body((size, int(box.width / max(1.0, size))) for box, size in found if size)
        self._fills: dict[Box, Fill] = {}
        self._bins: dict[int, list[_Edges]] = {}
        if self.unit:
            for box, size in found:
                if not size or 1 / SAME_TYPE < size / self.unit < SAME_TYPE:
                    edges = (box.top + box.bottom) / 2, box.left, box.right
                    self._bins.setdefault(self._bin(box.left), []).append(edges)
            for column in self._bins.values():
                column.sort()

    def _bin(self, left: float) -> int:
        return int(left // (LARGEST_INDENT * self.unit))

    def find_fill(self, box: Box | None) -> Fill:
        """Return how a line with this box fills its column."""
        if box is None or not self.unit:
            return UNKNOWN_FILL
        known = self._fills.get(box)
        if known is None:
            known = self._fills[box] = self._measure_fill(box)
        return known

    def _measure_fill(self, box: Box) -> Fill:
        near = self._find_near(box)
        left = self._find_edge([left for _, left, _ in near], -1)
        right = self._find_edge([right for _, _, right in near], 1)
        indent = None if left is None else (box.left - left) / self.unit
        early = None if right is None else (right - box.right) / self.unit
        return Fill(indent, early)

    def _find_near(self, box: Box) -> list[_Edges]:
        """Return the lines nearest above and below that stand in the same column, the line itself among them.

        Two lines stand above each other if they share most of the shorter one. The comparisons are written out, since
        they are what a page spends most of its time on.
        """
        y, left, right = (box.top + box.bottom) / 2, box.left, box.right
        leftmost, rightmost, half = (
            left - LARGEST_INDENT * self.unit,
            left + LARGEST_INDENT * self.unit,
            (right - left) / 2,
        )
        found = list[_Edges]()
        here = self._bin(left)
        for number in (here - 1, here, here + 1):
            column = self._bins.get(number)
            if column is None:
                continue
            at = bisect_left(column, (y,))
            for middle, other_left, other_right in column[max(0, at - NEAREST_LINES) : at + NEAREST_LINES]:
                if leftmost <= other_left <= rightmost:
                    common = (other_right if other_right < right else right) - (
                        left if other_left < left else other_left
                    )
                    if common > half or common > (other_right - other_left) / 2:
                        found.append((middle - y if middle > y else y - middle, other_left, other_right))
        found.sort()
        return found[: NEAREST_LINES + 1]

    def _find_edge(self, values: list[float], side: int) -> float | None:
        """Return the outermost place at which many of the lines begin (`side` is -1) or end (1)."""
        values.sort(reverse=side > 0)
        reach = SHARE_TOGETHER * self.unit
        for least in (max(2, MANY_SHARE * len(values)), 2):
            for at, value in enumerate(values):
                together = [other for other in values[at:] if abs(other - value) <= reach]
                if len(together) >= least:
                    return find_median(together)
        return None


def measure_body(sizes: Iterable[tuple[float, int]]) -> float:
    """Return the size of type that most characters of a page have, of sizes and how many have each; 0 for none."""
    found = sorted(sizes)
    total = sum([count for _, count in found])
    if not total:
        return 0.0
    middles = [0.0, 0.0]
    done = 0
    for size, count in found:
        for number, place in enumerate(((total - 1) // 2, total // 2)):
            if done <= place < done + count:
                middles[number] = size
        done += count
    return sum(middles) / 2
