"""Headings that Markdown does not read as headings, or two headings for one article.

A vision model guesses the level of a headline from its size on the page. The first article of the page gets `#` and the
others `##`; a line above a headline (a kicker, 江畔青年联合会：) gets a heading of its own; and the space after `#` is
missing or doubled.

- A kicker is joined to the headline behind it only if it ends in a colon.
- A lone `#` becomes `##` only if it heads an article, among two or more `##` that head articles.

Left alone: all other levels. No line is made a heading.

Before:

    ##江畔青年联合会：

    ##夜渡的灯又亮了

After:

    ## 江畔青年联合会：夜渡的灯又亮了

Unchanged:

    #夜渡#是这个话题的名字，不是标题。
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from jmclean.options import Options
from jmclean.text.declaration import Declaration
from jmclean.text.document import Document
from jmclean.text.edits import Edit
from jmclean.text.markdown import Block

DECLARATION: Final = Declaration(changes=frozenset({"heading-marks"}), keeps_blocks=True)


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Yield edits for one space after the `#`, kickers joined to their headlines, and one level for all articles."""
    if "#" not in doc.text:
        return
    text, blocks = doc.text, doc.blocks
    headings = [number for number, (kind, _, _) in enumerate(blocks) if kind == "heading"]
    joined = {
        number + 1 for number, after in pairwise(headings) if after == number + 1 and is_kicker(text, blocks[number])
    }
    levels = {
        number: mark(text, blocks[number + (number + 1 in joined)])[0] for number in headings if number not in joined
    }
    lone = lone_story(blocks, list(levels.items()))
    for number in sorted(levels.keys() | joined):
        _, here, _ = block = blocks[number]
        start = mark(text, block)[1]
        if number in joined:
            yield Edit(blocks[number - 1].end, start, "")
        elif text[here:start] != (marks := "#" * (levels[number] + (number == lone)) + " "):
            yield Edit(here, start, marks)


def is_kicker(text: str, block: Block) -> bool:
    """Return whether a heading before another is a kicker of that headline: it ends in a colon."""
    _, _, end = block
    return text[end - 1] in ":：" and text[end - 2].isalnum()


def mark(text: str, block: Block) -> tuple[int, int]:
    """Return the level of a heading and where its words begin."""
    _, start, end = block
    words = text[start:end].lstrip("#")
    return end - start - len(words), end - len(words.lstrip(" \t\u3000"))


def lone_story(blocks: list[Block], levels: list[tuple[int, int]]) -> int | None:
    """Return the number of the only `#` heading of an article among articles with `##`; None if there is none.

    `levels` are the headings' numbers and levels, a kicker and its headline as one.
    """
    ones = [number for number, level in levels if level == 1]
    if len(ones) != 1 or sum(level == 2 for _, level in levels) < 2:
        return None
    after, level = next(((number, level) for number, level in levels if number > ones[0]), (len(blocks), 2))
    story = [block for block in blocks[ones[0] + 1 : after] if block.kind == "paragraph"]
    return ones[0] if level > 2 or len(story) >= 2 else None
