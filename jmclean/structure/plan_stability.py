"""Whether what later rules changed could show a second run other joins and captions than the first decided on.

Joins are decided before marks, dashes and spaces are mended. Most of what is mended they do not go by: a width, a
letter's script, a mark in the middle of a paragraph. What they do go by is compared block by block, before and after.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import groupby
from operator import attrgetter
from typing import Final

from jmclean.structure.blocks import CELL, END, LONGEST_SHORT, FoldedPage, LayoutBlock, paired
from jmclean.structure.captions import LONGEST
from jmclean.structure.features import ENTERING, LEAVING, evaluate
from jmclean.structure.matching import LONGEST_CAPTION
from jmclean.structure.roles import fold
from jmclean.text.document import Document
from jmclean.text.edits import Change, Edit, splice
from jmclean.text.markdown import Block, Kind

kind_of = attrgetter("kind")

TELLING: Final = frozenset("，。、；：！？…·°“”‘’\"'（）《》【】「」『』[]")
"""Marks that a tail is judged by wherever they stand in it."""

SIZES: Final = (LONGEST, LONGEST_CAPTION, LONGEST_SHORT)
"""The letters up to which a block that is no cell may be something else than text."""

NEAR: Final = 8
"""How many letters at the ends of a block are compared as they are."""


def is_stable(doc: Document, change: Change, after: Document) -> bool:
    """Whether the joiner sees the same in the text after a change as in `doc`, which it was made to."""
    told = [
        edit
        for edit, removed in zip(change.edits, change.removed, strict=True)
        if removed != edit.new and fold(removed) != fold(edit.new)
    ]
    if doc.blocks is not after.blocks and list(map(kind_of, doc.blocks)) != list(map(kind_of, after.blocks)):
        return False
    return all(
        sees_same(doc.text, block, list(edits)) for block, edits in groupby(told, lambda edit: doc.block_at(edit.start))
    )


def sees_same(text: str, block: Block, edits: list[Edit]) -> bool:
    """Whether edits within a block leave all that the joiner goes by as it was."""
    kind, start, end = block
    within = [Edit(edit.start - start, edit.end - start, edit.new) for edit in edits]
    old = FoldedPage(text[start:end])
    folded = splice(old.folded, [Edit(edit.start, edit.end, fold(edit.new)) for edit in within])
    new = FoldedPage(splice(old.text, within), folded)
    touched = "".join([text[edit.start : edit.end] + edit.new for edit in edits])
    head = edits[0].start - start < END
    tail = end - edits[-1].end < END or not TELLING.isdisjoint(touched)
    return seen(kind, old, head, tail) == seen(kind, new, head, tail)


def seen(kind: Kind, sheet: FoldedPage, head: bool, tail: bool) -> tuple[object, ...]:
    """What the joiner goes by in a block, and of its two ends in those that are asked for."""
    size = len(sheet.text)
    marks = "".join([sheet.text[at] for at in paired(sheet.text)])
    piece = LayoutBlock(sheet, 0, Block(kind, 0, size), [(0, size)], marks, False)
    found: tuple[object, ...] = (piece.own_role,)
    if kind != "paragraph":
        return found
    found += (size if size <= CELL else bisect_left(SIZES, size), piece.opened, piece.closing, piece.is_cell)
    if head:
        found += (piece.head[:NEAR], piece.first_clause, piece.is_named, rounded(evaluate(piece, ENTERING)))
    if tail:
        found += (piece.tail[-1:], piece.is_open)
        if piece.is_open:
            found += (size, piece.tail[-NEAR:], piece.last_clause, rounded(evaluate(piece, LEAVING)))
    return found


def rounded(signals: dict[str, float]) -> dict[str, float]:
    """What signals say, but for what a letter more or less of a long block adds."""
    return {name: round(value, 1) for name, value in signals.items()}
