"""Captions, credits and lines that ask to scan a code, left between paragraphs by the pictures they belonged to.

A layout pipeline leaves out the picture and keeps its words, where the picture stood: in the middle of a story and
often of a sentence, with more blank lines around than a paragraph has.

A block goes by its own cue: a credit at its end (（张三 摄）, 新华社发, 受访者供图), 图为 or 上图 at its head and at
most a few sentences, 扫码 in a short line. Without a cue a block goes where lines tell that it is set in smaller type
than the columns, and a whole sentence where extra blank lines set it apart and a sentence was rejoined over it or
nothing on the page but captions is set apart so. 摄 alone (拍摄, 摄氏), 图为 in the middle of a long paragraph and
extra blank lines alone prove nothing: such blocks stay, and those that could be captions are reported.
`--captions comment` and `quote` keep the words in the page, marked; `keep` leaves them as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jmclean.options import Options
from jmclean.structure.plan import cut_out, plan
from jmclean.text.declaration import Declaration
from jmclean.text.document import Document
from jmclean.text.edits import Edit

DECLARATION: Final = Declaration(looks_at=frozenset({"plan"}), changes=frozenset({"blocks"}), removes_text=True)


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Take out every block that the page's plan calls a caption, or mark it as one."""
    if options.captions == "keep":
        return
    decided = plan(doc, options)
    text, spans = doc.text, decided.captions
    for start, end in decided.doubtful:
        doc.report(start, f'kept, though it may be a caption: "{text[start : min(end, start + 12)]}…"')
    if options.captions == "drop":
        yield from cut_out(text, spans)
        return
    for start, end in spans:
        if options.captions == "comment":
            yield Edit(start, start, "<!-- caption: ")
            at = text.find("--", start, end)
            while at >= 0:
                yield Edit(at + 1, at + 1, " ")  # two hyphens may not stand in a comment
                at = text.find("--", at + 1, end)
            yield Edit(end, end, " -->")
        else:
            yield Edit(start, start, "> ")
            at = text.find("\n", start, end)
            while at >= 0:
                yield Edit(at + 1, at + 1, "> ")
                at = text.find("\n", at + 1, end)
