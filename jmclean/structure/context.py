"""What blocks are by what stands around them: labels, tables, rows of facts and verse that an engine read as blocks."""

from __future__ import annotations

from collections import Counter
from itertools import groupby, pairwise
from typing import Final

from jmclean.structure.blocks import LayoutBlock
from jmclean.structure.roles import Role

ALIKE: Final = 3
"""How many short blocks that begin with the same four letters, or each with a word and a colon, make labels of them."""

CELLS: Final = 5
"""How many short blocks without a mark in a row make a table of them."""

STANZA: Final = 4
"""How many short blocks of one length, each with a mark at its end, in a row make verse of them."""

PLAIN: Final = frozenset({"body", "label", "figures", "verse", "other"})


def label(found: list[LayoutBlock]) -> None:
    """Find the labels and verse by what stands around them.

    A byline stands below a headline; cells of a table stand in a row; labels begin alike, such as 先秦：左丘明, or each
    with its own word before a colon; the two lines of a couplet are as long as each other, and so are those of a poem.
    """
    for piece in found:
        if piece.context and piece.context in ("label", "figures", "verse", "other"):
            piece.context = None
    shorts = [at for at, piece in enumerate(found) if piece.is_short]
    alike = Counter([found[at].text[:4] for at in shorts])
    for at in shorts:
        piece, after = found[at], found[at + 1 : at + 2]
        if after and after[0].role == "byline" and piece.role == "body" and piece.is_cell:
            piece.context = "label"
    row: list[LayoutBlock] = []
    for at in shorts:
        piece = found[at]
        if alike[piece.text[:4]] >= ALIKE and piece.role == "body":
            piece.context = "label"
        row.append(piece)
        if at + 1 == len(found) or not found[at + 1].is_short:
            if len(row) > 1:
                label_row(row)
            row = []


def label_row(row: list[LayoutBlock]) -> None:
    """Find the labels and verse in a row of short blocks."""
    for piece, after in pairwise(row):
        if piece.is_couplet_with(after) and piece.role in PLAIN and after.role in PLAIN:
            piece.context = after.context = "verse"
    for is_cell, cells in groupby(row, lambda piece: piece.is_cell and piece.role in PLAIN):
        if is_cell:
            call(list(cells), CELLS, "figures")
    for is_named, rows in groupby(row, lambda piece: piece.is_named and piece.role in PLAIN):
        if is_named:
            call(list(rows), ALIKE, "other")
    for size, lines in groupby(row, lambda piece: piece.verse_size if piece.role in PLAIN else 0):
        if size:
            call(list(lines), STANZA, "verse")


def call(row: list[LayoutBlock], least: int, role: Role) -> None:
    """Take the blocks of a row for that part of a page, if there are enough."""
    if len(row) >= least:
        for piece in row:
            piece.context = role
