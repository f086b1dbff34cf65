"""What a layout dump says of a page's blocks: facts over spans of its text that move with the text.

A page that is plain text has none, and every question here is then answered with "unknown".
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Final, Literal, NamedTuple

from jmclean.text.edits import Change
from jmclean.text.tracing import Offsets

Kind = Literal["text", "heading", "caption", "furniture", "other"]
"""What a block is by its label, its place and its type."""

Step = Literal["below", "right", "back", "page"]
"""Where one block stands, seen from another: under it in its column, in a column to the right, left of it or above, or
on another page."""


class BlockFacts(NamedTuple):
    """What is known of one block, or of one piece of a paragraph.

    `box` is left, top, right, bottom, or None. `is_flush` says whether the first line begins at the
    column's edge (True) or with an indent (False), `is_full` whether the last line ends at the column's edge (True) or
    well before it (False); None is unknown. `is_apart` says that it stands under a picture. `unit` is the width of a
    character. `place` is the box in the dump; `box` is the same on the page levelled and with vertical print laid flat.
    """

    start: int
    end: int
    kind: Kind = "text"
    page: int = 0
    box: tuple[float, float, float, float] | None = None
    is_flush: bool | None = None
    is_full: bool | None = None
    is_apart: bool = False
    unit: float = 0.0
    place: tuple[float, float, float, float] | None = None


class Evidence:
    """The facts of all blocks of a page or of several, in order of the text."""

    def __init__(self, blocks: tuple[BlockFacts, ...]) -> None:
        self.blocks = blocks
        self._starts = [block.start for block in blocks]

    def find_first(self, start: int, end: int) -> BlockFacts | None:
        """Return what is known of the block from `start` up to `end`: of the first that lies in it for a joined one."""
        at = bisect_right(self._starts, start) - 1
        for number in (at, at + 1):
            if 0 <= number < len(self.blocks):
                block = self.blocks[number]
                if block.start < end and start < block.end:
                    return block
        return None

    def find_last(self, start: int, end: int) -> BlockFacts | None:
        """Return what is known of the last block that lies between two offsets, for the end of a joined one."""
        at = bisect_right(self._starts, max(start, end - 1)) - 1
        return self.blocks[at] if at >= 0 and self.blocks[at].end > start else None

    def cut_out(self, start: int, end: int) -> Evidence:
        """Return what is known of the blocks of a part of the text, with offsets in the part."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        blocks = self.blocks[first:last]
        return Evidence(tuple([one._replace(start=one.start - start, end=one.end - start) for one in blocks]))

    def goes_on_at(self, start: int) -> bool:
        """Return whether a block that begins at an offset, or behind it, may go on from another: it has no indent."""
        at = bisect_left(self._starts, start)
        return at < len(self.blocks) and self.blocks[at].is_flush is True

    def after(self, change: Change) -> Evidence:
        """Return the same facts with their spans moved past a change."""
        moved = Offsets(change)
        spans = (moved.after((block.start, block.end)) for block in self.blocks)
        return Evidence(
            tuple(
                [
                    block._replace(start=start, end=end)
                    for block, (start, end) in zip(self.blocks, spans, strict=True)
                    if start < end
                ]
            )
        )


FLUSH_HEAD: Final = 2.5
INDENTED_HEAD: Final = -5.0
"""What it weighs that a block begins at its column's edge, or with the indent of a paragraph."""

FULL_TAIL: Final = 0.7
SHORT_TAIL: Final = -3.5
"""What it weighs that a block's last line ends at its column's edge, or well before it."""

NEXT_PLACE: Final = 0.5
NEXT_COLUMN: Final = 1.5
"""What it weighs that a block stands in the next column, where its lines are not known."""

WRONG_PLACE: Final = -3.0
"""What it weighs that one block follows the other in its column or in the next, or that it stands before it."""

FARTHEST_COLUMN: Final = 0.7
"""How far to the right the next column begins at most, in widths of a block."""


def find_step(one: BlockFacts, two: BlockFacts) -> Step | None:
    """Return where block `two` stands seen from block `one`, None where that is not known or says nothing."""
    if one.page != two.page:
        return "page"
    if one.box is None or two.box is None:
        return None
    left, top, right, bottom = one.box
    other_left, other_top, other_right, _ = two.box
    slack = max(one.unit, two.unit)
    common = min(right, other_right) - max(left, other_left)
    width = max(right - left, other_right - other_left)
    if common > 0.5 * min(right - left, other_right - other_left) and other_top > (top + bottom) / 2:
        return "below"
    if right - slack < other_left < right + FARTHEST_COLUMN * width:
        return "right"
    if other_right < left + slack and other_top < bottom:
        return "back"
    return None


def weigh_layout(tail: BlockFacts | None, head: BlockFacts | None) -> float:
    """Return how much the layout speaks for a block going on in another, as a logarithm of odds; 0 where unknown."""
    if tail is None or head is None:
        return 0.0
    weight = 0.0
    if head.is_flush is not None:
        weight += FLUSH_HEAD if head.is_flush else INDENTED_HEAD
    if tail.is_full is not None:
        weight += FULL_TAIL if tail.is_full else SHORT_TAIL
    place = find_step(tail, head)
    if place == "back":
        weight += WRONG_PLACE
    elif place in ("below", "right") and head.is_flush:
        weight += NEXT_PLACE
    elif place == "right" and head.is_flush is None:
        weight += NEXT_COLUMN
    return weight


def must_go_on(tail: BlockFacts | None, head: BlockFacts | None) -> bool:
    """Return whether the layout alone shows that one block goes on in another, even behind a full stop.

    The tail fills its last line; the head begins without an indent and stands next in the column or to the right of it.
    """
    if tail is None or head is None or tail.kind != "text" or head.kind != "text":
        return False
    return bool(tail.is_full and head.is_flush) and find_step(tail, head) in ("below", "right")
