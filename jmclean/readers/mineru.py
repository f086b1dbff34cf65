"""MinerU: content_list.json, content_list_v2.json and middle.json.

Checked against MinerU's description of its output files and `enum_class.py`, versions 0.6 to 3.4 (magic-pdf's names
of captions, `img_caption`, among them).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from jmclean.readers.model import Box, Label, Layout, LayoutPage, Line, Region
from jmclean.readers.values import join_lines, read_box, read_items, read_mappings, read_number, read_string

MINERU_LABELS: Final[Mapping[str, Label]] = {
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
        return Layout("MinerU middle.json", tuple([_read_page(page) for page in read_mappings(data["pdf_info"])]))
    if not isinstance(data, list) or not data:
        return None
    if all(isinstance(page, list) for page in data):
        pages = [LayoutPage(tuple(_read_second_list(page)), (), THOUSANDTHS, THOUSANDTHS) for page in data]
        known = any(page.regions for page in pages)
        return Layout("MinerU content_list_v2.json", tuple(pages)) if known else None
    first = data[0]
    if isinstance(first, dict) and read_string(first.get("type")) in MINERU_LABELS and first.keys() & LISTED_KEYS:
        return Layout("MinerU content_list.json", tuple(_read_first_list(data)))
    return None


LISTED_KEYS: Final = frozenset(
    ("text", "img_path", "image_caption", "img_caption", "table_body", "page_idx", "list_items", "code_body", "content")
)
"""Of these keys every item of a content list has one."""


def _read_first_list(data: list[Any]) -> Iterator[LayoutPage]:
    """Yield the pages of a content list: items in order, each with the number of its page."""
    pages: dict[int, list[Region]] = {}
    for item in read_mappings(data):
        page = item.get("page_idx")
        pages.setdefault(page if isinstance(page, int) else 0, []).extend(_read_items(item))
    for number_of_page in sorted(pages):
        yield LayoutPage(tuple(pages[number_of_page]), (), THOUSANDTHS, THOUSANDTHS)


def _read_items(item: Mapping[str, Any]) -> Iterator[Region]:
    kind, box = read_string(item.get("type")), read_box(item.get("bbox"))
    label = MINERU_LABELS.get(kind, "text")
    level = item.get("text_level")
    if label == "text" and isinstance(level, int) and level > 0:
        label = "title"
    if label == "picture":
        yield Region("picture", "", (), box)
        for key in ("image_caption", "img_caption", "image_footnote", "img_footnote"):
            yield from (Region("caption", text, (), box) for text in _read_texts(item.get(key)))
        for key in ("chart_caption", "chart_footnote"):
            yield from (Region("text", text, (), box) for text in _read_texts(item.get(key)))
        return
    if label == "table":
        yield from (Region("text", text, (), box) for text in _read_texts(item.get("table_caption")))
        yield Region("table", read_string(item.get("table_body")), (), box)
        yield from (Region("text", text, (), box) for text in _read_texts(item.get("table_footnote")))
        return
    text = (
        read_string(item.get("text"))
        or read_string(item.get("code_body"))
        or "\n".join(_read_texts(item.get("list_items")))
    )
    yield Region(label, text, (), box, _read_level(level) if label == "title" else 0)


def _read_level(level: object) -> int:
    return min(6, max(1, level)) if isinstance(level, int) else 2


def _read_texts(value: object) -> list[str]:
    return (
        [read_string(text) for text in read_items(value)]
        if isinstance(value, list)
        else [read_string(value)]
        if value
        else []
    )


def _read_second_list(page: list[Any]) -> Iterator[Region]:
    """Yield a page of content_list_v2.json: {type, bbox, content: {paragraph_content: [{type, content}], …}}."""
    for item in read_mappings(page):
        kind, content, box = read_string(item.get("type")), item.get("content"), read_box(item.get("bbox"))
        if kind not in MINERU_LABELS or not isinstance(content, dict):
            continue
        label = MINERU_LABELS[kind]
        if label in ("picture", "table"):
            yield Region(label, read_string(content.get("html")) if label == "table" else "", (), box)
        for key, value in content.items():
            if key.endswith(("_caption", "_footnote")) and (text := _read_spans(value)):
                yield Region(MINERU_LABELS.get(key, "text"), text, (), box)
            elif key.endswith("_content") and label not in ("picture", "table"):
                yield Region(
                    label, _read_spans(value), (), box, _read_level(content.get("level")) if label == "title" else 0
                )
            elif key == "list_items":
                texts = [_read_spans(entry.get("item_content")) for entry in read_mappings(value)]
                yield Region("list", "\n".join(filter(None, texts)), (), box)


def _read_spans(value: object) -> str:
    if isinstance(value, str):
        return read_string(value)
    return join_lines([read_string(span.get("content")) for span in read_mappings(value)])


def _read_page(info: Mapping[str, Any]) -> LayoutPage:
    """Return a page of middle.json: the blocks before MinerU's own joins where they are kept, else those after."""
    blocks: list[Any] = next((info[key] for key in ("preproc_blocks", "para_blocks") if read_items(info.get(key))), [])
    regions = [region for block in read_mappings(blocks) for region in _read_block(block)]
    gone = [region for block in read_mappings(info.get("discarded_blocks")) for region in _read_block(block)]
    width, height = [*(read_number(value) or 0.0 for value in read_items(info.get("page_size"))[:2]), 0.0, 0.0][:2]
    return LayoutPage((*regions, *gone), (), width, height)


def _read_block(block: Mapping[str, Any], depth: int = 0) -> Iterator[Region]:
    kind = read_string(block.get("type"))
    inner = read_items(block.get("blocks"))
    if inner and depth < 3:
        for part in read_mappings(inner):
            yield from _read_block(part, depth + 1)
        return
    label = MINERU_LABELS.get(kind, "text")
    box = read_box(block.get("bbox"))
    lines = [line for value in read_mappings(block.get("lines")) if (line := _read_line(value, label))]
    level = _read_level(block.get("level")) if label == "title" else 0
    if label in ("picture", "table", "formula", "code"):
        text = "" if label == "picture" else "\n".join([line.text for line in lines])
        yield Region(label, text, (), box)
    elif lines or label == "list":
        yield Region(label, "", tuple(lines), box, level)


def _read_line(line: Mapping[str, Any], label: Label) -> Line | None:
    key = "html" if label == "table" else "content"
    spans = list(read_mappings(line.get("spans")))
    texts = [_read_span(span, key) for span in spans]
    text = "".join(texts) if label == "table" else join_lines(texts)
    box: Box | None = read_box(line.get("bbox"))
    return Line(text, box, (), None, read_number(spans[0].get("score")) if spans else None) if text.strip() else None


def _read_span(span: Mapping[str, Any], key: str) -> str:
    text = read_string(span.get(key))
    return f"${text}$" if text and span.get("type") == "inline_equation" else text
