"""Wrong number of blank lines: two or more in a row, none around a heading, some at the ends of the page.

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

DECLARATION: Final = Declaration(looks_at=frozenset({"line-ends"}), changes=frozenset({"blank-lines"}))


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Yield edits for one blank line between blocks, none before the first and a line feed after the last."""
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
    """Return where a block begins; its indent is part of it if the block would be a code fence without it."""
    if not text.startswith(("```", "~~~"), block.start):
        return block.start
    return text.rfind("\n", 0, block.start) + 1
