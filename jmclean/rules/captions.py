"""Captions, photo credits and requests to scan a code.

A layout program leaves out the picture and keeps its words where the picture stood: in the middle of an article and
often of a sentence, with more blank lines around them than a paragraph has.

A block with a cue of its own is removed:

- a credit at its end: （张三 摄）, 新华社发, 受访者供图
- 图为 or 上图 at its start, in a block of at most a few sentences
- 扫码 in a short line

A block without a cue is removed

- if its lines are set in smaller type than the column, or
- if it is a whole sentence that extra blank lines set apart, and either a sentence was rejoined over it, or only
  captions are set apart on this page.

Left alone: 摄 by itself (拍摄, 摄氏), 图为 in the middle of a long paragraph, and extra blank lines by themselves,
which prove nothing. Blocks that could be captions are reported. `--captions comment` and `--captions quote` keep the
words in the page, marked; `--captions keep` leaves them as they are.

Before:

    图为市民在江边散步。（林小舟 摄）

    昨夜江边亮起了灯，市民纷纷出门赏灯。

After:

    昨夜江边亮起了灯，市民纷纷出门赏灯。

Unchanged:

    他在江边拍摄了三十年，气温从未低于零下二十摄氏度。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from jmclean.chinese.fast import Lazy
from jmclean.chinese.folding import fold
from jmclean.options import Captions, Options
from jmclean.structure.captions import CAPTIONS
from jmclean.structure.plan import HELD_BACK, cut_out, recall_plan
from jmclean.structure.roles import find_role
from jmclean.text.declaration import CarriedOut, Declaration
from jmclean.text.document import Document
from jmclean.text.doubt import CAPTION_DOUBT, Doubt
from jmclean.text.edits import Edit, Span
from jmclean.text.engine_marks import unwrap
from jmclean.text.markdown import Block

DECLARATION: Final = Declaration(
    looks_at=frozenset({"plan"}), changes=frozenset({"blocks"}), removes_text=True, carries_out="captions"
)

UNPROVEN_CAPTION: Final = -0.7
"""The logarithm of the odds that a block set apart by extra blank lines is a caption."""


FIGURE_CAPTION: Final = Lazy(r"[ \t]*<figcaption(?:[ \t][^<>]{0,300})?>\s*([^<>]{1,400}?)\s*</figcaption>\n?")


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Yield edits that remove every block that the page's plan calls a caption, or mark it as one."""
    if options.captions == "keep":
        return
    decided = recall_plan(doc, options)
    if decided.holds_back and not (doc.recall(CarriedOut) or CarriedOut()).furniture:
        doc.report(0, HELD_BACK)
    text = doc.text
    for start, end in decided.doubtful:
        message = f'kept, though it may be a caption: "{text[start : min(end, start + 12)]}…"'
        proposed = tuple(take_out(text, ((start, end),), options.captions))
        doc.report(start, message, Doubt(CAPTION_DOUBT, end, proposed, UNPROVEN_CAPTION))
    spans: Sequence[Span] = decided.captions
    if options.captions == "drop" and "<figcaption" in text:
        figures = [span for block in doc.blocks if block.kind == "picture" for span in find_in_figure(text, block)]
        spans = sorted([*spans, *figures])
    yield from take_out(text, spans, options.captions)


def take_out(text: str, spans: Sequence[Span], way: Captions) -> Iterator[Edit]:
    """Take captions out, or mark them as comments or quotes."""
    if way == "drop":
        yield from cut_out(text, spans)
        return
    for block_start, block_end in spans:
        start, end = unwrap(text, block_start, block_end) or (block_start, block_end)
        yield Edit(block_start, start, "")  # the tags or the emphasis go: a comment or a quote says what it is
        yield Edit(end, block_end, "")
        if way == "comment":
            yield Edit(start, start, "<!-- caption: ")
            at = text.find("--", start, end)
            while at >= 0:
                yield Edit(at + 1, at + 1, " ")  # two hyphens may not stand in a comment
                at = text.find("--", at + 1, end)
            yield Edit(end, end, " -->")
        elif text[start] != ">":
            yield Edit(start, start, "> ")
            at = text.find("\n", start, end)
            while at >= 0:
                yield Edit(at + 1, at + 1, "> ")
                at = text.find("\n", at + 1, end)


def find_in_figure(text: str, block: Block) -> Iterator[Span]:
    """Yield the captions with a cue of their own within a figure that an engine wrote around a link of Markdown.

    A figure of HTML with its <img> is from the web, where somebody set the two together.
    """
    if text.find("<figcaption", block.start, block.end) >= 0 and text.find("<img", block.start, block.end) < 0:
        for match in FIGURE_CAPTION.finditer(text, block.start, block.end):
            if find_role(fold(match[1])) in CAPTIONS:
                yield match.span()
