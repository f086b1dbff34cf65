"""The marks of Chinese print: which characters are Han, which marks are full-width, and what a mark stands beside."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from jmclean.lazy import Lazy

if TYPE_CHECKING:
    from jmclean.document import Block, Document

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""The inside of a character class: Han with 〇, without the radicals that only look like Han."""

KANA = "\u3041-\u3096\u30a1-\u30fa\u30fc\u31f0-\u31ff"

OPENERS = "（《〈「『【〔〖“‘﹁﹃［｛"
CLOSERS = "）》〉」』】〕〗”’﹂﹄］｝"
PAUSES = "，、；：。！？"
WIDE = OPENERS + CLOSERS + PAUSES + "…—～·％℃°‰"
"""Marks that stand in Chinese as a letter does: what touches one of them stands in Chinese."""

FULL_WIDTH = {mark: chr(ord(mark) + 0xFEE0) for mark in ",;:?!()"}
"""Half-width marks that Chinese prints full-width. For full stops, quotes and hyphens the code does not tell which."""

LETTER = Lazy(f"[{HAN}{KANA}]")
CHINESE = Lazy(f"[{HAN}{KANA}{re.escape(WIDE)}%]")
LATIN = Lazy("[A-Za-z0-9]")
LETTERS = Lazy(f"[{HAN}{KANA}]+")
LATIN_WORD = Lazy("[A-Za-z]{2,}")
LINK_TITLE = Lazy(r"\]\([^()\s]{0,999}[ \t]+(\"[^\"\n]{0,500}\"|'[^'\n]{0,500}')\)")


class Blocks:
    """The blocks of a document by offset, and whether one is in a foreign tongue; every block is counted once."""

    def __init__(self, doc: Document) -> None:
        self.text = doc.text
        self.blocks = doc.blocks
        self.starts = [block.start for block in doc.blocks]
        self.known: dict[int, bool] = {}

    def at(self, offset: int) -> Block:
        """The block that holds a visible character."""
        return self.blocks[bisect_right(self.starts, offset) - 1]

    def foreign(self, offset: int) -> bool:
        """Whether the block has more Latin words than Han letters, so that Latin marks are its own."""
        _, start, end = self.at(offset)
        if start not in self.known:
            words = len(LATIN_WORD.findall(self.text, start, end))
            self.known[start] = words > sum(map(len, LETTERS.findall(self.text, start, end)))
        return self.known[start]
