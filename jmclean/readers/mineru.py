"""MinerU: content_list.json, content_list_v2.json and middle.json.

Checked against MinerU's description of its output files and `enum_class.py`, versions 0.6 to 3.4 (magic-pdf's names
of captions, `img_caption`, among them).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from jmclean.readers.model import Box, Label, Layout, LayoutPage, Line, Region
from jmclean.readers.values import box_of, items, joined, mappings, number, string

LABELS: Final[Mapping[str, Label]] = {
    "text": "text",
    "paragraph": "text",
    "ref_text": "text",
    "phonetic": "text",
    "abstract": "text",
    "vertical_text": "text",
    "aside_text": "text",
    "page_aside_text": "text",
    "title": "title",
    "doc_title": "title",
    "paragraph_title": "title",
    "image_caption": "caption",
    "image_footnote": "caption",
    "img_caption": "caption",
    "img_footnote": "caption",
    "chart_caption": "text",
    "chart_footnote": "text",
    "table_caption": "text",
    "table_footnote": "text",
    "code_caption": "text",
    "header": "header",
    "page_header": "header",
    "footer": "footer",
    "page_footer": "footer",
    "page_number": "footer",
    "page_footnote": "note",
    "footnote": "note",
    "list": "list",
    "index": "list",
    "image": "picture",
    "image_body": "picture",
    "chart": "picture",
    "chart_body": "picture",
    "seal": "picture",
    "header_image": "picture",
    "footer_image": "picture",
    "table": "table",
    "table_body": "table",
    "simple_table": "table",
    "complex_table": "table",
    "interline_equation": "formula",
    "equation_interline": "formula",
    "equation": "formula",
    "code": "code",
    "code_body": "code",
    "algorithm": "code",
    "discarded": "header",
}
"""What the types of blocks stand for. `discarded` is what MinerU 0.6 to 2.0 called all page furniture."""

THOUSANDTHS: Final = 1000.0
"""The width and height of the page that boxes of a content list are in."""


def read(data: object) -> Layout | None:
    """Return the pages of a dump; None where it is none of MinerU's."""
    if isinstance(data, dict) and isinstance(data.get("pdf_info"), list):
        return Layout("MinerU middle.json", tuple([_page(page) for page in mappings(data["pdf_info"])]))
    if not isinstance(data, list) or not data:
        return None
    if all(isinstance(page, list) for page in data):
        pages = [LayoutPage(tuple(_second_list(page)), (), THOUSANDTHS, THOUSANDTHS) for page in data]
        known = any(page.regions for page in pages)
        return Layout("MinerU content_list_v2.json", tuple(pages)) if known else None
    first = data[0]
    if isinstance(first, dict) and string(first.get("type")) in LABELS and first.keys() & LISTED:
        return Layout("MinerU content_list.json", tuple(_first_list(data)))
    return None


LISTED: Final = frozenset(
    ("text", "img_path", "image_caption", "img_caption", "table_body", "page_idx", "list_items", "code_body", "content")
)
"""Of these keys every item of a content list has one."""


def _first_list(data: list[Any]) -> Iterator[LayoutPage]:
    """The pages of a content list: items in order, each with the number of its page."""
    pages: dict[int, list[Region]] = {}
    for item in mappings(data):
        page = item.get("page_idx")
        pages.setdefault(page if isinstance(page, int) else 0, []).extend(_items(item))
    for number_of_page in sorted(pages):
        yield LayoutPage(tuple(pages[number_of_page]), (), THOUSANDTHS, THOUSANDTHS)


def _items(item: Mapping[str, Any]) -> Iterator[Region]:
    kind, box = string(item.get("type")), box_of(item.get("bbox"))
    label = LABELS.get(kind, "text")
    level = item.get("text_level")
    if label == "text" and isinstance(level, int) and level > 0:
        label = "title"
    if label == "picture":
        yield Region("picture", "", (), box)
        for key in ("image_caption", "img_caption", "image_footnote", "img_footnote"):
            yield from (Region("caption", text, (), box) for text in _texts(item.get(key)))
        for key in ("chart_caption", "chart_footnote"):
            yield from (Region("text", text, (), box) for text in _texts(item.get(key)))
        return
    if label == "table":
        yield from (Region("text", text, (), box) for text in _texts(item.get("table_caption")))
        yield Region("table", string(item.get("table_body")), (), box)
        yield from (Region("text", text, (), box) for text in _texts(item.get("table_footnote")))
        return
    text = string(item.get("text")) or string(item.get("code_body")) or "\n".join(_texts(item.get("list_items")))
    yield Region(label, text, (), box, _level(level) if label == "title" else 0)


def _level(level: object) -> int:
    return min(6, max(1, level)) if isinstance(level, int) else 2


def _texts(value: object) -> list[str]:
    return [string(text) for text in items(value)] if isinstance(value, list) else [string(value)] if value else []


def _second_list(page: list[Any]) -> Iterator[Region]:
    """A page of content_list_v2.json: {type, bbox, content: {paragraph_content: [{type, content}], …}}."""
    for item in mappings(page):
        kind, content, box = string(item.get("type")), item.get("content"), box_of(item.get("bbox"))
        if kind not in LABELS or not isinstance(content, dict):
            continue
        label = LABELS[kind]
        if label in ("picture", "table"):
            yield Region(label, string(content.get("html")) if label == "table" else "", (), box)
        for key, value in content.items():
            if key.endswith(("_caption", "_footnote")) and (text := _spans(value)):
                yield Region(LABELS.get(key, "text"), text, (), box)
            elif key.endswith("_content") and label not in ("picture", "table"):
                yield Region(label, _spans(value), (), box, _level(content.get("level")) if label == "title" else 0)
            elif key == "list_items":
                texts = [_spans(entry.get("item_content")) for entry in mappings(value)]
                yield Region("list", "\n".join(filter(None, texts)), (), box)


def _spans(value: object) -> str:
    if isinstance(value, str):
        return string(value)
    return joined([string(span.get("content")) for span in mappings(value)])


def _page(info: Mapping[str, Any]) -> LayoutPage:
    """A page of middle.json: the blocks before MinerU's own joins where they are kept, else those after."""
    blocks: list[Any] = next((info[key] for key in ("preproc_blocks", "para_blocks") if items(info.get(key))), [])
    regions = [region for block in mappings(blocks) for region in _block(block)]
    gone = [region for block in mappings(info.get("discarded_blocks")) for region in _block(block)]
    width, height = [*(number(value) or 0.0 for value in items(info.get("page_size"))[:2]), 0.0, 0.0][:2]
    return LayoutPage((*regions, *gone), (), width, height)


def _block(block: Mapping[str, Any], depth: int = 0) -> Iterator[Region]:
    kind = string(block.get("type"))
    inner = items(block.get("blocks"))
    if inner and depth < 3:
        for part in mappings(inner):
            yield from _block(part, depth + 1)
        return
    label = LABELS.get(kind, "text")
    box = box_of(block.get("bbox"))
    lines = [line for value in mappings(block.get("lines")) if (line := _line(value, label))]
    level = _level(block.get("level")) if label == "title" else 0
    if label in ("picture", "table", "formula", "code"):
        text = "" if label == "picture" else "\n".join([line.text for line in lines])
        yield Region(label, text, (), box)
    elif lines or label == "list":
        yield Region(label, "", tuple(lines), box, level)


def _line(line: Mapping[str, Any], label: Label) -> Line | None:
    key = "html" if label == "table" else "content"
    spans = list(mappings(line.get("spans")))
    texts = [_span(span, key) for span in spans]
    text = "".join(texts) if label == "table" else joined(texts)
    box: Box | None = box_of(line.get("bbox"))
    return Line(text, box, (), None, number(spans[0].get("score")) if spans else None) if text.strip() else None


def _span(span: Mapping[str, Any], key: str) -> str:
    text = string(span.get(key))
    return f"${text}$" if text and span.get("type") == "inline_equation" else text
