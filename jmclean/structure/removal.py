"""Find what must not be taken out of a page though it reads as a caption: the only paragraph of an article.

A picture with a headline and a line of credit is an article of its own; what reads as its caption is its text.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Final

from jmclean.chinese.characters import BLOCK_END
from jmclean.structure.blocks import CELL, LayoutBlock
from jmclean.structure.roles import Role

TEXT_ROLES: Final[frozenset[Role]] = frozenset({"body", "list", "verse", "figures", "label"})
"""What an article has besides its captions, if it has anything."""

LEAST_CONTENTS, CONTENTS_STEP, LONGEST_PAGE_NUMBER = 3, 3, 8
"""How many page numbers make a table of contents, how many blocks lie from one to the next, and how long they are."""

SHORTEST_ARTICLE: Final = 30
"""The characters of a caption that may be an article, at least."""


def find_only_paragraphs(blocks: Sequence[LayoutBlock], captions: Container[int]) -> frozenset[int]:
    """Return the numbers of the captions that are the only paragraph between one heading and the next."""
    kept: set[int] = set()
    article: list[LayoutBlock] = []
    headed = False
    for block in [*blocks, None]:
        if block is not None and block.role != "heading":
            article.append(block)
            continue
        held = [one for one in article if one.number in captions]
        others = [one for one in article if one.number not in captions and one.role in TEXT_ROLES]
        if headed and len(held) == 1 and not others and is_article(held[0]):
            kept.add(held[0].number)
        headed, article = True, []
    return frozenset(kept)


def find_contents(blocks: Sequence[LayoutBlock]) -> frozenset[int]:
    """Return the numbers of the page numbers of a table of contents: three or more, each behind an entry."""
    numbered = [
        block for block in blocks if block.role == block.own_role == "folio" and len(block.text) <= LONGEST_PAGE_NUMBER
    ]
    found: set[int] = set()
    run: list[LayoutBlock] = []
    for block in numbered:
        if run and not 1 < block.number - run[-1].number <= CONTENTS_STEP:
            run = []
        run.append(block)
        if len(run) >= LEAST_CONTENTS and len({one.text for one in run}) == len(run):
            found.update(one.number for one in run)
    return frozenset(found)


def leaves_nothing(blocks: Sequence[LayoutBlock], gone: Container[int]) -> bool:
    """Return whether nothing would be left of a page, or headlines only of one that tells something in its captions."""
    left = [block for block in blocks if block.number not in gone]
    if not left:
        return len(blocks) > 0
    if not all(block.role == "heading" or is_headline(block) for block in left):
        return False
    return any(block.number in gone and block.role == "caption" and is_article(block) for block in blocks)


def is_headline(block: LayoutBlock) -> bool:
    """Return whether a block is as short as a headline and ends in no stop."""
    return len(block.text) <= CELL and block.tail[-1:] not in BLOCK_END


def is_article(block: LayoutBlock) -> bool:
    """Return whether a caption is long enough to be the text of an article and tells more than who took a picture."""
    return block.own_role not in ("credit", "scan") and len(block.text) >= SHORTEST_ARTICLE
