"""Whether what later rules changed could show a second run other joins and captions than the first decided on.

Joins are decided before punctuation, dashes and spaces are repaired. Most repairs do not matter to them: a width, a
script, a comma in the middle of a paragraph. What does matter is compared block by block, before and after.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import groupby
from operator import attrgetter
from typing import Final

from jmclean.chinese.folding import fold
from jmclean.structure.blocks import CELL, LONGEST_CAPTION, FoldedPage, LayoutBlock, find_paired_marks
from jmclean.structure.features import HEAD_FEATURES, TAIL_FEATURES, evaluate
from jmclean.structure.jump_marks import END
from jmclean.structure.matching import LONGEST_CUED_CAPTION
from jmclean.structure.roles import LONGEST_SHORT
from jmclean.text.document import Document
from jmclean.text.edits import Change, Edit, splice
from jmclean.text.markdown import Block, Kind

kind_of = attrgetter("kind")

TELLING: Final = frozenset("，。、；：！？…·°“”‘’\"'（）《》【】「」『』[]")
"""Marks that a tail is judged by wherever they stand in it."""

SIZES: Final = (LONGEST_CAPTION, LONGEST_CUED_CAPTION, LONGEST_SHORT)
"""The characters up to which a block that is no cell may be something else than text."""

NEAR: Final = 8
"""How many characters at the ends of a block are compared as they are."""


def is_stable(doc: Document, change: Change, after: Document) -> bool:
    """Return whether the plan goes by the same in the text after a change as in `doc`, which it was made to."""
    telling = [
        edit
        for edit, removed in zip(change.edits, change.removed, strict=True)
        if removed != edit.new and fold(removed) != fold(edit.new)
    ]
    if doc.blocks is not after.blocks and list(map(kind_of, doc.blocks)) != list(map(kind_of, after.blocks)):
        return False
    return all(
        reads_the_same(doc.text, block, list(edits))
        for block, edits in groupby(telling, lambda edit: doc.find_block(edit.start))
    )


def reads_the_same(text: str, block: Block, edits: list[Edit]) -> bool:
    """Return whether edits within a block leave all that the plan goes by as it was."""
    kind, start, end = block
    within = [Edit(edit.start - start, edit.end - start, edit.new) for edit in edits]
    old = FoldedPage(text[start:end])
    folded = splice(old.folded, [Edit(edit.start, edit.end, fold(edit.new)) for edit in within])
    new = FoldedPage(splice(old.text, within), folded)
    touched = "".join([text[edit.start : edit.end] + edit.new for edit in edits])
    head = edits[0].start - start < END
    tail = end - edits[-1].end < END or not TELLING.isdisjoint(touched)
    return observe(kind, old, head, tail) == observe(kind, new, head, tail)


def observe(kind: Kind, page: FoldedPage, head: bool, tail: bool) -> tuple[object, ...]:
    """Return what the plan goes by in a block, and of its two ends in those that are asked for."""
    size = len(page.text)
    marks = "".join([page.text[at] for at in find_paired_marks(page.text)])
    block = LayoutBlock(page, 0, Block(kind, 0, size), ((0, size),), marks)
    found: tuple[object, ...] = (block.own_role,)
    if kind != "paragraph":
        return found
    found += (size if size <= CELL else bisect_left(SIZES, size), block.unclosed, block.unopened, block.is_cell)
    if head:
        found += (block.head[:NEAR], block.first_clause, block.is_named, round_features(evaluate(block, HEAD_FEATURES)))
    if tail:
        found += (block.tail[-1:], block.is_open)
        if block.is_open:
            found += (size, block.tail[-NEAR:], block.last_clause, round_features(evaluate(block, TAIL_FEATURES)))
    return found


def round_features(features: dict[str, float]) -> dict[str, float]:
    """Return the features without what a character more or less of a long block adds."""
    return {name: round(value, 1) for name, value in features.items()}
