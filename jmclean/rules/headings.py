"""Malformed headings, and two headings for one article.

A vision model guesses the level of a headline from its size on the page. The first article of the page gets `#` and the
others `##`; a line above a headline (a kicker, 江畔青年联合会：) gets a heading of its own; and the space after `#` is
missing or doubled.

- A kicker is joined to the headline behind it only if it ends in a colon.
- A lone `#` becomes `##` only if it heads an article, among two or more `##` that head articles, on a page where two
  articles begin as reports do (本报讯, 记者, 昨日). The title of a document stays `#`.

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

from jmclean.chinese.fast import Lazy
from jmclean.chinese.folding import fold
from jmclean.options import Options
from jmclean.structure.openings import begins_story
from jmclean.text.declaration import Declaration
from jmclean.text.document import Document
from jmclean.text.edits import Edit
from jmclean.text.markdown import Block

DECLARATION: Final = Declaration(changes=frozenset({"heading-marks"}), keeps_blocks=True)


LEAST_STORIES: Final = 2
"""How many headings must head stories of a newspaper for its page to be one."""

FIRST_BLOCKS, LONGEST_DATELINE = 3, 60
REPORT_CUE: Final = Lazy("本报|记者|通讯员|[日社报]电|[报社]讯|昨[日天晚]|[今近]日|今天|日前|[上本下]周[^期长]|本月")
"""What a headline or the first paragraphs below it say in a newspaper: who reports, and when it was."""


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Yield edits for one space after the `#`, kickers joined to their headlines, and one level for all articles."""
    if "#" not in doc.text:
        return
    text, blocks = doc.text, doc.blocks
    headings = [number for number, (kind, start, _) in enumerate(blocks) if kind == "heading" and text[start] == "#"]
    joined = {
        number + 1
        for number, after in pairwise(headings)
        if after == number + 1 and is_kicker(text, blocks[number], blocks[after]) and not doc.is_authored
    }
    levels = {
        number: mark(text, blocks[find_headline(number, joined)])[0] for number in headings if number not in joined
    }
    lone = find_lone_story(text, blocks, list(levels.items()))
    for number in sorted(levels.keys() | joined):
        _, here, _ = block = blocks[number]
        start = mark(text, block)[1]
        if number in joined:
            yield Edit(blocks[number - 1].end, start, "")
        elif text[here:start] != (marks := "#" * (levels[number] + (number == lone)) + " "):
            yield Edit(here, start, marks)


def find_headline(number: int, joined: set[int]) -> int:
    """Return the number of the headline that a heading and the kickers behind it lead to."""
    while number + 1 in joined:
        number += 1
    return number


def is_kicker(text: str, block: Block, after: Block) -> bool:
    """Return whether a heading before another is a kicker of that headline: it ends in a colon, heads no section."""
    _, _, end = block
    return text[end - 1] in ":：" and text[end - 2].isalnum() and mark(text, block)[0] >= mark(text, after)[0]


def mark(text: str, block: Block) -> tuple[int, int]:
    """Return the level of a heading and where its words begin."""
    _, start, end = block
    words = text[start:end].lstrip("#")
    return end - start - len(words), end - len(words.lstrip(" \t\u3000"))


def find_lone_story(text: str, blocks: list[Block], levels: list[tuple[int, int]]) -> int | None:
    """Return the number of the only `#` heading of an article among articles with `##`; None if there is none.

    `levels` are the headings' numbers and levels, a kicker and its headline as one.
    """
    ones = [number for number, level in levels if level == 1]
    if len(ones) != 1 or sum(level == 2 for _, level in levels) < 2:
        return None
    after, level = next(((number, level) for number, level in levels if number > ones[0]), (len(blocks), 2))
    story = [block for block in blocks[ones[0] + 1 : after] if block.kind == "paragraph"]
    if level <= 2 and len(story) < 2:
        return None
    return ones[0] if count_reports(text, blocks, [number for number, _ in levels]) >= LEAST_STORIES else None


def count_reports(text: str, blocks: list[Block], headings: list[int]) -> int:
    """Return how many headings, with the first paragraphs below them, read as the beginning of a report."""
    found = 0
    for number in headings:
        for kind, start, end in blocks[number : number + 1 + FIRST_BLOCKS]:
            if kind == "heading" and start > blocks[number].start:
                break
            head = fold(text[start : min(end, start + LONGEST_DATELINE)])
            if kind in ("heading", "paragraph") and (begins_story(head) or REPORT_CUE.search(head)):
                found += 1
                break
    return found
