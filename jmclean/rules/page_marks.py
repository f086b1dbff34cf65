"""Marks of other programs between pages.

DeepSeek-OCR writes `<--- Page Split --->`, marker `{3}` and 48 hyphens, pymupdf4llm `--- end of page=3 ---`, Azure
`<!-- PageBreak -->` and `<!-- PageNumber="3" -->`, Nanonets `<page_number>3</page_number>`, MarkItDown
`<!-- Slide number: 3 -->`. Scripts write `===== Page 3 =====`, `[Page 3]` or `--- 第 3 页 ---`; PDFs have
第3页，共8页 and `- 3 -` at their feet. Such a line often stands inside a sentence, since a page seldom ends where a
sentence does.

A mark is removed if it is a whole line, and either no printed page has such a line, or two or more lines of its form
have rising numbers. `--pages comment` makes each a comment, `--pages keep` leaves them; they then stand behind the
paragraph that was cut.

Left alone:

- numbers in a sentence, in a table and in code
- a single line such as 3 / 8, which may be a score; page-furniture removes it if a sentence continues behind it
- a page that is nothing but marks.

Before:

    昨日，新桥通车。

    <--- Page Split --->

    今日，旧桥封闭。

After:

    昨日，新桥通车。

    今日，旧桥封闭。

Unchanged:

    乙队以3 / 8的命中率落败。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jmclean.options import Options
from jmclean.text.declaration import WORDING, Declaration
from jmclean.text.document import Document
from jmclean.text.edits import Edit
from jmclean.text.engine_facts import PhysicalPages, find_parted_pages
from jmclean.text.engine_marks import cut_lines, find_page_marks

DECLARATION: Final = Declaration(looks_at=WORDING | {"blocks"}, changes=frozenset({"blocks"}), removes_text=True)


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Take out the page marks, or write them as comments, and remember which page is which."""
    text = doc.text
    marks = find_page_marks(text)
    pages = find_parted_pages(text, marks)
    if not marks:
        if pages:
            doc.carry(PhysicalPages(tuple(pages)))
        return
    if not any(text[page.start : page.end].strip() for page in pages):
        doc.report(marks[0].start, "left the page marks, since nothing else would be left of the page")
        return
    doc.carry(PhysicalPages(tuple(pages)))
    if options.pages == "drop":
        yield from (Edit(*cut) for cut in cut_lines(text, [(mark.start, mark.end) for mark in marks]))
    elif options.pages == "comment":
        for mark in marks:
            words = "page break" if mark.number is None else f"page {mark.number}"
            yield Edit(mark.start, mark.end, f"<!-- {words} -->")
