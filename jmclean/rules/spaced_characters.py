"""Spaces between all characters: 市 水 务 局 昨 日 通 报.

Tesseract, vertical models and the text layers of some PDFs put a space between characters, or between some characters
and some words. Some converters put one where each printed line ended. Print has none of them. As long as they stand,
no caption, no full line and no word can be recognised, so this rule runs first.

- A page is spaced if at least one in seven pairs of Han neighbours has a space between, and enough of these pairs are
  usual neighbours, which the names of a list or the phrases of a song are not.
- A line of running text that is spaced as a whole is closed up on any page.
- Punctuation with a space before it is closed up if most of the page's punctuation is so.
- Spaces become line ends again if they stand one column's width apart, words run across them, and three paragraphs of
  the page have such spaces; wrapped-lines then joins the lines. A paragraph with four spaces or more of which three in
  four cut a word is closed up by itself.

Left alone: spaces between Latin words, gaps of two spaces or more (columns, tables), and a space between role and name
in a byline. Spaces around figures and Latin words go only if the page has them everywhere.

Before:

    市 水 务 局 昨 日 通 报 ， 全 市 二 十 座 水 库 水 位 均 在 汛 限 以 下 。

After:

    市水务局昨日通报，全市二十座水库水位均在汛限以下。

Unchanged:

    参加座谈的有：林清　周 舟　陈一帆　何 雨
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jmclean.options import Options
from jmclean.text.declaration import WORDING, Declaration
from jmclean.text.document import Document
from jmclean.text.edits import Edit

DECLARATION: Final = Declaration(looks_at=WORDING, changes=frozenset({"spaces", "line-breaks"}))

FEWEST_SPACES, RARE_SPACES = 3, 60
"""A page with fewer spaces, or fewer than one in so many characters, has none that were set in."""


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Take out the spaces that were set in, and put line ends back where spaces stand for them."""
    text = doc.text
    blanks = text.count(" ") + text.count("\u3000") + text.count("\xa0")
    if blanks < FEWEST_SPACES or blanks * RARE_SPACES < len(text):
        return
    from jmclean.text.set_in_spaces import find_set_in_spaces  # few pages have spaces enough

    yield from find_set_in_spaces(doc)
