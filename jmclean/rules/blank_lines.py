"""Blank lines that no reader sees: two or more in a row, none around a heading, some at the ends of the page.

Pipelines leave blank lines where pictures and columns were, and rules that take a block out leave its own behind.
Markdown wants one between blocks and a line feed at the end of the file.

Blank lines in a code block stay, and so do two blanks at the end of a line inside a block, which are a line break in
Markdown.
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

DECLARATION: Final = Declaration(looks_at=frozenset({"line-ends"}), changes=frozenset({"blank-lines"}))


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """One blank line between blocks, none before the first, one line feed after the last."""
    blocks, text = doc.blocks, doc.text
    if not blocks:
        yield Edit(0, len(text), "")
        return
    fenced = "`" in text or "~" in text
    yield Edit(0, _start(text, blocks[0]) if fenced else blocks[0].start, "")
    for (_, _, end), after in pairwise(blocks):
        start = _start(text, after) if fenced else after.start
        if start - end != 2 or not text.startswith("\n\n", end):
            yield Edit(end, start, "\n\n")
    last = "\n\n" if doc.goes_on else "\n"
    if text[blocks[-1].end :] != last:
        yield Edit(blocks[-1].end, len(text), last)


def _start(text: str, block: Block) -> int:
    """Where a block begins; its indent belongs to it where what follows would be a fence of code without it."""
    if not text.startswith(("```", "~~~"), block.start):
        return block.start
    return text.rfind("\n", 0, block.start) + 1
