"""What stands as a headline, a deck, a cross-head or a kicker does, without a mark of Markdown; dates of chronicles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from jmclean.structure.blocks import LayoutBlock
from jmclean.structure.evidence import SCRAP
from jmclean.structure.features import waits
from jmclean.structure.never import DATE, FEW_DATED, LONGEST_FIRST, LONGEST_HEADLINE
from jmclean.structure.openings import begins_story
from jmclean.structure.roles import FREE

Key = tuple[int, int]
LONGEST_LINE: Final = 26
LEAST_ROW: Final = 4
"""So many blocks in a row, each no longer than this, are lines and not what columns cut."""

LONGEST_OF_SCRAP: Final = 12
"""The most characters of a headline over a few words."""


def count_characters(blocks: Sequence[LayoutBlock], enough: int) -> int:
    """Return how many characters some blocks have, counted until there are enough."""
    size = 0
    for block in blocks:
        size += len(block.text)
        if size >= enough:
            break
    return size


def find_headlines(blocks: Sequence[LayoutBlock]) -> frozenset[Key]:
    """Return the keys of the blocks that stand as headlines do.

    Such a block is short, ends in no mark and stands behind a stop, a heading or nothing, or it has no mark at all and
    stands behind another headline, as a deck or who wrote the story does; what a page begins with may be longer. On a
    scrap of a page only what is very short is taken for one.
    """
    found: list[Key] = []
    is_scrap = count_characters(blocks, SCRAP) < SCRAP
    behind, below, longest = True, False, LONGEST_OF_SCRAP if is_scrap else LONGEST_FIRST
    for block in blocks:
        role = block.role
        is_one = (
            (behind or (below and block.is_cell))
            and len(block.text) <= longest
            and role in ("body", "label")
            and block.ends_open
            and "。" not in block.folded
            and not waits(block)
            and not begins_story(block.head)
        )
        if is_one:
            found.append(block.key)
        if role not in FREE:
            behind, below = role == "heading" or not block.ends_open, is_one
            longest = LONGEST_OF_SCRAP if is_scrap else LONGEST_HEADLINE
    return frozenset(found)


def find_dated(blocks: Sequence[LayoutBlock]) -> frozenset[Key]:
    """Return the keys of the blocks that begin with a date, if there are enough of them for a chronicle."""
    found = [block.key for block in blocks if block.text[:1].isdigit() and DATE.match(block.head)]
    return frozenset(found if len(found) >= FEW_DATED else ())


def find_short_lines(blocks: Sequence[LayoutBlock]) -> frozenset[Key]:
    """Return the keys of the blocks in a row of short ones, each a line that its author ended there."""
    found: list[Key] = []
    row: list[Key] = []
    for block in blocks:
        if len(block.text) <= LONGEST_LINE and block.role in ("body", "label", "verse"):
            row.append(block.key)
            continue
        found += row if len(row) >= LEAST_ROW else []
        row = []
    return frozenset(found + (row if len(row) >= LEAST_ROW else []))


def find_repeated(blocks: Sequence[LayoutBlock]) -> frozenset[str]:
    """Return the texts of the open blocks that the page has twice, as it has buttons and labels; no cut makes two."""
    texts = [block.text for block in blocks if block.is_open]
    if len(set(texts)) == len(texts):
        return frozenset()
    return frozenset([text for text, count in Counter(texts).items() if count > 1])
