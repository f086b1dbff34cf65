r"""Backslashes without use: \_ in a word, 35\%.

docling escapes every underscore, DeepSeek-OCR and Mistral OCR square brackets, models that were trained on LaTeX per
cent signs; some add spaces inside the brackets.

A backslash is removed only where its character cannot be Markdown: an underscore, a full stop or a hyphen between two
letters or digits, a per cent sign behind a digit, square brackets around a few words that no bracket or colon follows.

Left alone: all other backslashes, those in code, tables, formulas, HTML and URLs, and those of text that somebody wrote
in Markdown, with links, notes or code.

Before:

    （国税函发 \[ 1995 \] 288号）

After:

    （国税函发[1995]288号）

Unchanged:

    1\. 不是列表
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jmclean.chinese.fast import Lazy
from jmclean.options import Options
from jmclean.text.declaration import WORDING, Declaration
from jmclean.text.document import Document
from jmclean.text.edits import Edit

DECLARATION: Final = Declaration(looks_at=WORDING, changes=frozenset({"characters", "spaces"}))

ESCAPED_BRACKETS: Final = Lazy(
    r"\\\[([^\[\]\\\n]{1,20})\\\](?![(\[:：]|[ ]?\()"
    r"|(?<=[\w\u3400-\u9fff])\\_(?=[\w\u3400-\u9fff])|(?<=\d)[ ]?\\%|(?<=\w)\\[.-](?=\w)"
)
NUMBER_BEFORE: Final = Lazy(r"[ \t]*\d{1,9}")
TASK_SIGNS: Final = frozenset({"", "x", "X"})


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Take the backslashes out that do nothing."""
    text = doc.text
    if "\\" not in text or doc.is_authored:
        return
    for match in doc.matches(ESCAPED_BRACKETS):
        start, end = match.span()
        inside = match[1]
        if inside is None:
            if match[0] == "\\." and NUMBER_BEFORE.fullmatch(text[text.rfind("\n", 0, start) + 1 : start]):
                continue
            yield Edit(start, end, match[0][-1])
            continue
        words = inside.strip()
        before = text[text.rfind("\n", 0, start) + 1 : start]
        if before.count("[") > before.count("]"):
            continue  # within the text of a link
        if words in TASK_SIGNS or words[0] == "^" or f"[{words}]:" in text or any(char in "=^_$&" for char in words):
            continue
        left = (
            start - 1
            if inside[0] == " " and start > 1 and text[start - 1] == " " and not text[start - 2].isascii()
            else start
        )
        right = (
            end + 1 if inside[-1] == " " and text[end : end + 1] == " " and text[end + 1 : end + 2].isdigit() else end
        )
        yield Edit(left, right, f"[{words}]")
