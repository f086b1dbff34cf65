"""Folios, mastheads, editors' lines and jump lines between the paragraphs of a page.

A page carries its own name: the number, section and date at its head (A05 民生 2019年7月24日 星期三), the editors at
its foot (责任编辑：… 版式：… 校对：…), and the marks that send a reader to another page (下转A02版, 上接第一版).
Engines read them in wherever they stand, often in the middle of a story.

A block goes only where the whole of it is furniture; a jump mark in brackets goes from the end or the start of its
paragraph. A date by itself stays, since it may sign a document, and so does 接 in a sentence (在利益上接轨).
`furniture-patterns` names what else one's own paper prints on every page.
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
    """Take out every block and mark that the page's plan calls furniture."""
    yield from cut_out(doc.text, plan(doc, options).furniture)
