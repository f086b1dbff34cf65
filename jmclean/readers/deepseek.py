"""DeepSeek-OCR: Markdown in which a label and a box stand before every block.

Checked against DeepSeek-OCR's `run_dpsk_ocr_image.py` and `run_dpsk_ocr_pdf.py`, which parts pages with
`<--- Page Split --->`, and outputs that people have published.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from jmclean.readers.model import Box, Label, Layout, LayoutPage, Region
from jmclean.readers.values import MOST_LINES_OF_DUMP, make_size_error, read_box, read_string

DEEPSEEK_LABELS: Final[Mapping[str, Label]] = {
    "title": "title",
    "sub_title": "title",
    "image_caption": "caption",
    "image_footnote": "caption",
    "header": "header",
    "page_header": "header",
    "footer": "footer",
    "page_footer": "footer",
    "page_number": "footer",
    "footnote": "note",
    "image": "picture",
    "figure": "picture",
    "table": "table",
    "equation": "formula",
    "formula": "formula",
    "list": "list",
    "code": "code",
    "algorithm": "code",
    "text": "text",
    "paragraph": "text",
}
"""What the labels stand for. Others are what a prompt asked to be found, and stand for themselves."""

GROUNDED_BLOCK: Final = re.compile(r"<\|ref\|>([^<>|]{0,80})<\|/ref\|>\s{0,9}<\|det\|>([^<>|]{0,4000})<\|/det\|>")
PAGE_SPLIT: Final = re.compile(r"\n?<--- ?Page Split ?--->\n?")
DEEPSEEK_TOKENS: Final = re.compile(r"<\|/?(?:ref|det|grounding)\|>|<｜[^<>｜]{1,40}｜>")
CENTRE_TAGS: Final = re.compile(r"</?center>|</?div\b[^<>\n]{0,200}>")
HEADING_SIGNS: Final = re.compile(r"(#{1,6})[ \t]*")
WHOLE_PAGE_SIDE: Final = 999.0
"""The width and height of the page that boxes are in."""


def read(text: str) -> Layout | None:
    """Return the pages of a grounded text; None where it has no labels with boxes."""
    if not GROUNDED_BLOCK.search(text):
        return None
    pages = [
        LayoutPage(tuple(_read_regions(part)), (), WHOLE_PAGE_SIDE, WHOLE_PAGE_SIDE)
        for part in PAGE_SPLIT.split(text)
        if part.strip()
    ]
    return Layout("DeepSeek-OCR", tuple(pages))


def _read_regions(text: str) -> Iterator[Region]:
    done, name, box, count = 0, "text", None, 0
    for match in GROUNDED_BLOCK.finditer(text):
        yield from _read_region(name, box, text[done : match.start()])
        name, box, done, count = match[1].strip(), _read_box(match[2]), match.end(), count + 1
        if count > MOST_LINES_OF_DUMP:
            raise make_size_error()
    yield from _read_region(name, box, text[done:])


def _read_region(name: str, box: Box | None, text: str) -> Iterator[Region]:
    text = DEEPSEEK_TOKENS.sub("", read_string(text)).strip()
    if name not in DEEPSEEK_LABELS:  # the text itself, found on the page
        name, text = "text", f"{name}{text}"
    label = DEEPSEEK_LABELS[name]
    if label in ("title", "caption"):
        text = CENTRE_TAGS.sub("", text).strip()
    level = 0
    if heading := HEADING_SIGNS.match(text):
        label, level, text = ("title" if label == "text" else label), len(heading[1]), text[heading.end() :]
    if text or label == "picture":
        yield Region(label, text, (), box, level or 2 * (label == "title"))


def _read_box(text: str) -> Box | None:
    """Return the box of [[x0, y0, x1, y1]]; of several, the one around them all."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    while isinstance(found, list) and len(found) == 1:
        found = found[0]
    boxes = [box for part in found if (box := read_box(part))] if isinstance(found, list) else []
    whole = read_box(found) if not boxes else boxes[0]
    for box in boxes[1:]:
        whole = whole.around(box) if whole else box
    return whole
