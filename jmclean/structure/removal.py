"""Hold back what must not be taken out of a page: all of it, and the only paragraph of an article.

A picture with a headline and a line of credit is an article of its own; what reads as its caption is its text.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Final

from jmclean.structure.blocks import LayoutBlock
from jmclean.structure.roles import Role

TEXT_ROLES: Final[frozenset[Role]] = frozenset({"body", "list", "verse", "figures", "label"})
"""What an article has besides its captions, if it has anything."""

SHORTEST_ARTICLE: Final = 30
"""The characters of a caption that may be an article, at least."""


def takes_everything(found: Sequence[LayoutBlock], gone: Container[int]) -> bool:
    """Return whether every block of a page is among the numbers of those to be taken out."""
    return len(found) > 0 and all(piece.number in gone for piece in found)


def only_paragraphs(found: Sequence[LayoutBlock], captions: Container[int]) -> set[int]:
    """Return the numbers of the captions that are the only paragraph between one heading and the next."""
    kept: set[int] = set()
    article: list[LayoutBlock] = []
    headed = False
    for piece in [*found, None]:
        if piece is not None and piece.role != "heading":
            article.append(piece)
            continue
        held = [block for block in article if block.number in captions]
        others = [block for block in article if block.number not in captions and block.role in TEXT_ROLES]
        if headed and len(held) == 1 and not others and is_article(held[0]):
            kept.add(held[0].number)
        headed, article = True, []
    return kept


def is_article(piece: LayoutBlock) -> bool:
    """Return whether a caption is long enough to be the text of an article and tells more than who took a picture."""
    return piece.own_role not in ("credit", "scan") and len(piece.text) >= SHORTEST_ARTICLE
