"""Columns that a layout model gives in the wrong order: one that stands left of the column before it.

A column of the same story cannot be read after one at its right that stands beside it. No headline is between them, or
the second would begin another story.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from jmclean.readers.model import PROSE, Box
from jmclean.readers.paragraphs import Paragraph
from jmclean.structure.layout_facts import Kind

FARTHEST_NEIGHBOUR: Final = 0.7
"""How far apart neighbouring columns stand at most, in widths of the wider one."""

LEAST_BESIDE: Final = 0.3
"""The share of the lower column's height by which two columns stand beside each other at least."""


MOST_ORDERED_COLUMNS: Final = 12
"""The most columns that one is moved over."""

MOST_OVERLAP: Final = 0.15
"""The share of the narrower column by which two overlap at most, where a line was boxed too wide."""


class KnownParagraph(NamedTuple):
    """A paragraph with what it is; `level` is that of a heading."""

    paragraph: Paragraph
    kind: Kind
    level: int = 0
    is_apart: bool = False


class _Run(NamedTuple):
    """Blocks that follow each other down one column; `box` is None for what is no column."""

    blocks: list[KnownParagraph]
    box: Box | None


def order_columns(found: Sequence[KnownParagraph], unit: float) -> list[KnownParagraph]:
    """Return the blocks of a page, neighbouring columns that change places put right."""
    runs = _find_runs(found)
    for at in range(1, len(runs)):
        place = at
        while place > max(0, at - MOST_ORDERED_COLUMNS) and _is_left_of(runs[place], runs[place - 1], unit):
            runs[place - 1 : place + 1] = [runs[place], runs[place - 1]]
            place -= 1
    return [block for run in runs for block in run.blocks]


def _find_runs(found: Sequence[KnownParagraph]) -> list[_Run]:
    runs: list[_Run] = []
    for block in found:
        is_guess = block.kind == "caption" and block.paragraph.label in PROSE
        box = block.paragraph.box if block.kind == "text" or is_guess else None
        last = runs[-1] if runs else None
        if box is None and (block.kind in ("caption", "furniture") or not block.paragraph.text) and last is not None:
            last.blocks.append(block)
        elif box is not None and last is not None and last.box is not None and _goes_down(last.box, box):
            runs[-1] = _Run([*last.blocks, block], last.box.around(box))
        else:
            runs.append(_Run([block], box))
    return runs


def _goes_down(column: Box, box: Box) -> bool:
    common = min(column.right, box.right) - max(column.left, box.left)
    return common > 0.5 * min(column.width, box.width) and box.middle[1] > column.bottom - box.height


def _is_left_of(run: _Run, before: _Run, unit: float) -> bool:
    """Return whether a column stands beside the one before it, at its left."""
    box, other = run.box, before.box
    if box is None or other is None or box.middle[0] > other.left:
        return False
    if box.right - other.left > max(unit, MOST_OVERLAP * min(box.width, other.width)):
        return False
    if other.left - box.right > FARTHEST_NEIGHBOUR * max(box.width, other.width):
        return False
    common = min(box.bottom, other.bottom) - max(box.top, other.top)
    return common > LEAST_BESIDE * min(box.height, other.height)
