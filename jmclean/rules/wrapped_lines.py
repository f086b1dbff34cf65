"""Hard-wrapped lines without paragraph breaks.

An engine that reads line by line writes one printed line a line. Only the lengths of the lines then show the
paragraphs: the last line of one is short or ends in a full stop, its first line is shorter by an indent of two
characters.

Every page of a file is judged by itself. The lines are told apart first: by the columns whose widths they fill, and
by their words (a folio, a byline, a caption). For each line end within a column the full stop, the width, the indent
and a word across the line end are weighed for and against the end of a paragraph. The line end is then removed or
becomes a blank line; it becomes a space only between Latin words. A block of long lines, each a whole paragraph,
gets blank lines between them. Lines that each stand between blank lines are joined likewise if words run across.

A text layer may give a printed line in pieces, each a line of its own. Where many do on a page, and the pieces
together fill the column around them, they are put together first; so is a folio in pieces at the edge of a page.

Left alone: verse, lists, tables and code, lines that end in two spaces, Markdown's own line break, columns side by
side, and lines across whose ends hardly a word runs, such as the rows of columns that an engine mixed.

Before:

    昨夜江边亮起了灯，市民纷纷出
    门赏灯，有人说这是多年未见的
    热闹景象，也有人在江边架起了
    设备，把灯会的画面传给远方的
    家人，直到深夜才陆续散去。

After:

    昨夜江边亮起了灯，市民纷纷出门赏灯，有人说这是多年未见的热闹景象，也有人在江边架起了设备，把灯会的画面传给远方的家人，直到深夜才陆续散去。

Unchanged:

    江上有灯，
    灯下有船。
    船中有酒，
    酒里有年。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from jmclean.options import Options
from jmclean.text.code_lines import STATEMENT_MARKS, is_code
from jmclean.text.declaration import Declaration
from jmclean.text.document import Document
from jmclean.text.edits import Edit
from jmclean.text.markdown import Block

DECLARATION: Final = Declaration(looks_at=frozenset({"lines"}), changes=frozenset({"line-breaks"}))

LEAST_DOUBLE, LONGEST_LINE = 6, 50
"""How many lines with a blank line behind each tell that a page is double-spaced, and their characters at most."""

LINE_BREAKS: Final = ("  ", "\\")
"""What a line ends in before a line break of Markdown."""


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Put wrapped lines together and blank lines where their paragraphs end."""
    if options.join == "off":
        return
    text = doc.text
    paragraphs = [block for block in doc.blocks if block.kind == "paragraph"]
    if any(mark in text for mark in STATEMENT_MARKS):
        paragraphs = [block for block in paragraphs if not is_code(text[block.start : block.end])]
    if not has_wrapped_lines(text, paragraphs) and not may_be_double_spaced(paragraphs):
        return
    from jmclean.structure.wrapped_pages import unwrap_page  # a page of whole paragraphs needs none of it

    yield from unwrap_page(doc, paragraphs)


def has_wrapped_lines(text: str, paragraphs: Sequence[Block]) -> bool:
    """Return whether a paragraph has a line end, other than Markdown's own line breaks.

    Where half of the lines or more seem to have such a break, the engine padded them with spaces.
    """
    breaks = 0
    for _, start, end in paragraphs:
        at = text.find("\n", start, end)
        while at >= 0:
            if not text.endswith(LINE_BREAKS, start, at):
                return True
            breaks += 1
            at = text.find("\n", at + 1, end)
    return 2 * breaks > len(paragraphs)


def may_be_double_spaced(paragraphs: Sequence[Block]) -> bool:
    """Return whether every line may be a block of its own, as none is as long as a paragraph."""
    return len(paragraphs) >= LEAST_DOUBLE and all(end - start <= LONGEST_LINE for _, start, end in paragraphs)
