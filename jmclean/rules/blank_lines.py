"""Too many or too few blank lines between blocks.

Layout programs leave blank lines where pictures and columns were, and rules that remove a block leave its blank lines
behind. Markdown needs one blank line between blocks and a line feed at the end of the file.

Left alone: blank lines in a code block, and two spaces at the end of a line within a block, which are a line break in
Markdown.

Before:

    ## 江边灯火
    昨夜江边亮起了灯。



    市民沿江散步。

After:

    ## 江边灯火

    昨夜江边亮起了灯。

    市民沿江散步。

Unchanged:

    ```
    灯 = 1


    船 = 2
    ```
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

DECLARATION: Final = Declaration(
    looks_at=frozenset({"line-ends"}), changes=frozenset({"blank-lines"}), carries_out="gaps"
)


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Yield edits for one blank line between blocks, none before the first and a line feed after the last."""
    blocks, text = doc.blocks, doc.text
    if not blocks:
        yield Edit(0, len(text), "")
        return
    structured = doc.is_structured
    fenced = "`" in text or "~" in text or structured
    yield Edit(0, _start(text, blocks[0]) if fenced else blocks[0].start, "")
    for before, after in pairwise(blocks):
        end = before.end
        start = _start(text, after) if fenced else after.start
        if structured and _belong_together(text, before, after):
            continue
        if start - end != 2 or not text.startswith("\n\n", end):
            if text[end:start] == "\n":
                yield Edit(end, end, "\n")
            else:
                yield Edit(end, start, "\n\n")
    last = "\n\n" if doc.goes_on else "\n"
    if text[blocks[-1].end :] != last:
        yield Edit(blocks[-1].end, len(text), last)


INDENTED_KINDS: Final = frozenset(("list", "code", "table", "html", "quote"))
"""Kinds of blocks whose indent says what holds them."""


def _start(text: str, block: Block) -> int:
    """Return where a block begins; its indent is part of it where it says what the block is or what holds it."""
    line = text.rfind("\n", 0, block.start) + 1
    if text.startswith(("```", "~~~"), block.start) or (
        block.kind in INDENTED_KINDS and "\u3000" not in text[line : block.start]
    ):
        return line
    return block.start


def _belong_together(text: str, before: Block, after: Block) -> bool:
    """Return whether two blocks stand on lines that follow each other, as an item and what it holds may."""
    return "heading" not in (before.kind, after.kind) and text.count("\n", before.end, after.start) == 1
