"""Folios, mastheads, editors' lines and jump lines.

A page carries its own name: the number, section and date at its head (A05 民生 2019年7月24日 星期三), the editors at
its foot (责任编辑：… 版式：… 校对：…), and the lines that send a reader to another page (下转A02版, 上接第一版).
Engines read them in wherever they stand, often in the middle of an article.

A block is removed only if all of it is furniture; a jump line in brackets is removed from the end or the start of its
paragraph. The setting `furniture-patterns` adds what your own paper prints on every page.

Left alone: a date by itself, since it may sign a document, and 接 in a sentence (在利益上接轨).

Before:

    昨夜江边亮起了灯，市民纷纷出门赏灯。（下转A02版）

    责任编辑：周远 版式：李静 校对：王海

After:

    昨夜江边亮起了灯，市民纷纷出门赏灯。

Unchanged:

    两地在利益上接轨，责任编辑制度从此建立。

    2019年7月24日
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jmclean.options import Options
from jmclean.structure.plan import HELD_BACK, cut_out, recall_plan
from jmclean.text.declaration import Declaration
from jmclean.text.document import Document
from jmclean.text.edits import Edit

DECLARATION: Final = Declaration(
    looks_at=frozenset({"plan"}), changes=frozenset({"blocks"}), removes_text=True, carries_out="furniture"
)


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Yield edits that remove every block and jump line that the page's plan calls furniture."""
    decided = recall_plan(doc, options)
    if decided.holds_back:
        doc.report(0, HELD_BACK)
    yield from cut_out(doc.text, decided.furniture)
