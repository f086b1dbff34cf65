"""What blocks are by what stands around them: labels, tables, rows of facts and verse that an engine read as blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Final

from jmclean.structure.blocks import LayoutBlock
from jmclean.structure.roles import Role

ALIKE: Final = 3
"""How many short blocks that begin alike, by four characters or each with a word and a colon, are labels."""

CELLS: Final = 5
"""How many short blocks without a mark in a row make a table of them."""

STANZA: Final = 4
"""How many short blocks of one length, each with a mark at its end, in a row make verse of them."""

PLAIN: Final[frozenset[Role]] = frozenset({"body", "label", "figures", "verse", "other"})
GIVEN_BY_CONTEXT: Final[frozenset[Role]] = PLAIN - {"body"}

ROW_ROLES: Final[tuple[tuple[Role, int, Callable[[LayoutBlock], int]], ...]] = (
    ("figures", CELLS, lambda block: block.is_cell),
    ("other", ALIKE, lambda block: block.is_named),
    ("verse", STANZA, lambda block: block.verse_size),
)
"""A role, how many blocks in a row have it at least, and what they must have in common, which is 0 for none of it."""


def assign_contexts(blocks: Sequence[LayoutBlock]) -> list[LayoutBlock]:
    """Return the blocks with the roles that what stands around them gives to some: labels, tables, facts and verse.

    A byline stands below a headline; cells of a table stand in a row; labels begin alike, such as 先秦：左丘明, or each
    with its own word before a colon; the two lines of a couplet are as long as each other, and so are those of a poem.
    """
    result = [block.give_context(None) if block.context in GIVEN_BY_CONTEXT else block for block in blocks]
    shorts = [at for at, block in enumerate(result) if block.is_short]
    alike = Counter([result[at].text[:4] for at in shorts])
    for at in shorts:
        block, after = result[at], result[at + 1 : at + 2]
        if after and after[0].role == "byline" and block.role == "body" and block.is_cell:
            result[at] = block.give_context("label")
    row: list[int] = []
    for at in shorts:
        block = result[at]
        if alike[block.text[:4]] >= ALIKE and block.role == "body":
            result[at] = block.give_context("label")
        row.append(at)
        if at + 1 == len(result) or not result[at + 1].is_short:
            if len(row) > 1:
                assign_in_row(result, row[0], row[-1] + 1)
            row = []
    return result


def assign_in_row(blocks: list[LayoutBlock], start: int, end: int) -> None:
    """Find the labels and verse in the row of short blocks from `start` up to `end`, and put them into the list."""
    for at in range(start, end - 1):
        block, after = blocks[at], blocks[at + 1]
        if block.is_couplet_with(after) and block.role in PLAIN and after.role in PLAIN:
            blocks[at], blocks[at + 1] = block.give_context("verse"), after.give_context("verse")
    for role, least, common_to in ROW_ROLES:
        common = [common_to(block) if block.role in PLAIN else 0 for block in blocks[start:end]]
        at = start
        for value, group in groupby(common):
            size = len(list(group))
            if value and size >= least:
                blocks[at : at + size] = [block.give_context(role) for block in blocks[at : at + size]]
            at += size
