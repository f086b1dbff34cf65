"""Picture links, with `--pictures drop` or `comment`.

MinerU, DeepSeek-OCR, Mistral OCR, marker and dots.ocr write a link where a picture stood, dots.ocr with the picture
itself in it; PaddleOCR-VL writes `<img>` in a `<div>`, docling `<!-- image -->`, pymupdf4llm
`==> picture [13 x 13] intentionally omitted <==`, chat models [图片]. They stand in the middle of sentences, since
pictures do.

By default every picture stays, on lines of its own, behind the paragraph that it interrupted. `--pictures drop` removes
blocks that are nothing but pictures, `--pictures comment` makes each a comment with its address.

Left alone: pictures in a sentence, a table, a list or a quote, and a page that is nothing but pictures.

Before (--pictures drop):

    昨日，新桥通车。

    ![](images/3f2a.jpg)

After:

    昨日，新桥通车。

Unchanged:

    按下面板上的![](images/icon.png)键，屏幕即亮。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jmclean.chinese.fast import Lazy
from jmclean.options import Options
from jmclean.structure.plan import cut_out
from jmclean.text.declaration import Declaration
from jmclean.text.document import Document
from jmclean.text.edits import Edit

DECLARATION: Final = Declaration(looks_at=frozenset({"blocks"}), changes=frozenset({"blocks"}), removes_text=True)

PICTURE_ADDRESS: Final = Lazy(
    r"!\[[^\]\n]*\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)?)|!\[\[([^\[\]\n]+)\]\]|src=[\"']?([^\"'\s<>]+)"
)
LONGEST_ADDRESS: Final = 300
"""The most characters of an address; a longer one is the picture itself."""


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Take the pictures out, or write them as comments."""
    if options.pictures == "keep":
        return
    text = doc.text
    spans = [(block.start, block.end) for block in doc.blocks if block.kind == "picture"]
    if options.pictures == "drop":
        if len(spans) == len(doc.blocks):
            if spans:
                doc.report(spans[0][0], "left the pictures, since nothing else would be left of the page")
            return
        yield from cut_out(text, spans)
        return
    for start, end in spans:
        if not text.startswith("<!--", start):
            yield Edit(start, end, "\n".join(make_comment(line) for line in find_addresses(text[start:end])))


def find_addresses(text: str) -> list[str]:
    """Return the addresses of the pictures of a block, or its words if it has none."""
    found = [next(filter(None, match.groups())) for match in PICTURE_ADDRESS.finditer(text)]
    return found or [" ".join(text.strip("[]【】*").split())]


def make_comment(address: str) -> str:
    """Return a comment that names a picture, without what would end it."""
    if len(address) > LONGEST_ADDRESS or address.startswith("data:"):
        return "<!-- picture -->"
    return f"<!-- picture: {address.replace('--', '- -').replace('>', '')} -->"
