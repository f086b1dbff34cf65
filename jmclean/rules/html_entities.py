"""HTML entities: &ldquo; for “, &#8212; for a dash.

Engines that write HTML (PaddleOCR-VL, PP-StructureV3, dots.ocr, the tables of Mistral OCR) and pages that were saved
from the web escape more characters than Markdown asks for; docling escapes every & and <. The semicolon at the end of
an entity looks like half-width punctuation of the page.

An entity becomes its character where the character means the same in Markdown.

Left alone:

- an entity that would make a tag, another entity or a mark of Markdown: `&lt;EOA&gt;`, `&amp;lt;`, `&#42;`
- entities in code, tables, HTML and URLs.

Before:

    他说：&ldquo;要快&rdquo;。

After:

    他说：“要快”。

Unchanged:

    直到结束标记&lt;EOA&gt;为止。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jmclean.chinese.fast import Lazy
from jmclean.options import Options
from jmclean.text.declaration import WORDING, Declaration
from jmclean.text.document import Document
from jmclean.text.edits import Edit

DECLARATION: Final = Declaration(
    looks_at=WORDING,
    changes=frozenset({"characters", "quotes", "stops", "spaces"}),
    removes_text=True,
    changes_characters=True,
)

ENTITY_FORM: Final = Lazy(r"&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z][A-Za-z0-9]{1,30}));")
MARKS_OF_MARKDOWN: Final = frozenset("`*_#~[]\\|$!")
"""What somebody may have written as an entity to keep it from being a mark."""

AFTER_AMPERSAND: Final = Lazy(r"(?:#\d|#[xX][0-9A-Fa-f]|[A-Za-z][A-Za-z0-9]*;)")
BEGINS_TAG: Final = Lazy(r"[A-Za-z/!?]")


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Put characters for the entities that stand in prose."""
    if "&" not in doc.text or ";" not in doc.text:
        return
    text = doc.text
    tag = -1
    for match in doc.matches(ENTITY_FORM):
        start, end = match.span()
        char = _decode(match[1], match[2], match[3])
        if char is None or char in MARKS_OF_MARKDOWN:
            continue
        if char == "<":
            if BEGINS_TAG.match(text, end) or text.startswith("&", end):
                tag = text.find("\n", end) if text.find("\n", end) >= 0 else len(text)
                continue
        elif char == ">":
            if start < tag or not text[text.rfind("\n", 0, start) + 1 : start].strip():
                tag = -1
                continue
        elif char == "&" and AFTER_AMPERSAND.match(text, end):
            continue
        yield Edit(start, end, char)


def _decode(decimal: str | None, hexadecimal: str | None, name: str | None) -> str | None:
    """Return the visible character or space that an entity stands for."""
    if name:
        from html.entities import html5

        char = html5.get(f"{name};")
        return char if char and len(char) == 1 and _is_plain(char) else None
    code = int(decimal) if decimal else int(hexadecimal or "0", 16)
    if not 32 <= code <= 0x10FFFF or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000:
        return None
    char = chr(code)
    return char if _is_plain(char) else None


def _is_plain(char: str) -> bool:
    return char.isprintable() or char in "\xa0\u2002\u2003\u2009\u3000\u200b\xad"
