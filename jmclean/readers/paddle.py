"""PaddleOCR and RapidOCR: PP-StructureV3, PaddleOCR-VL, and the lines of PaddleOCR 2 and 3 and of RapidOCR.

Checked against PaddleX 3.0 to 3.7 (`layout_parsing/result_v2.py`, `paddleocr_vl/result.py`, `ocr/result.py`), the
answers of its services, PaddleOCR 2.7's `ocr()` and `PPStructure`, and RapidOCR's `to_json`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any, Final

from jmclean.readers.model import Label, Layout, LayoutPage, Line, Region
from jmclean.readers.values import read_box, read_items, read_mappings, read_number, read_slope, read_string

PADDLE_LABELS: Final[Mapping[str, Label]] = {
    "doc_title": "title",
    "title": "title",
    "paragraph_title": "title",
    "abstract_title": "title",
    "reference_title": "title",
    "refer_title": "title",
    "content_title": "title",
    "figure_title": "caption",
    "figure_caption": "caption",
    "figure_table_chart_title": "caption",
    "vision_footnote": "caption",
    "header": "header",
    "number": "footer",
    "footer": "footer",
    "footnote": "note",
    "image": "picture",
    "figure": "picture",
    "flowchart": "picture",
    "seal": "picture",
    "header_image": "picture",
    "footer_image": "picture",
    "chart": "picture",
    "table": "table",
    "formula": "formula",
    "equation": "formula",
    "display_formula": "formula",
    "inline_formula": "formula",
    "algorithm": "code",
    "content": "list",
}
"""What the labels of the layout models stand for. All others are text, table titles among them, which stay."""

HEADING_LEVELS: Final = {"doc_title": 1}
WRAPPINGS: Final = ("res", "result", "prunedResult", "layoutParsingResults", "ocrResults")
"""The keys under which the pipelines and their services put what they give."""

DEEPEST_WRAPPING: Final = 6
"""How many of them stand inside one another at most."""


def read(data: object) -> Layout | None:
    """Return the pages of a dump; None where it is none of PaddleOCR's or RapidOCR's."""
    pages = list(_read_pages(data, 0))
    if pages:
        name = "PP-Structure" if any(page.regions for page in pages) else "PaddleOCR"
        return Layout(name, tuple(pages))
    return _read_lists(data)


def _read_pages(data: object, depth: int) -> Iterator[LayoutPage]:
    if depth > DEEPEST_WRAPPING:
        return
    if isinstance(data, list):
        regions = [region for item in data[:1] for region in _read_old_structure(item)]
        if regions:
            yield LayoutPage(tuple([region for item in read_mappings(data) for region in _read_old_structure(item)]))
            return
        for item in read_items(data):
            yield from _read_pages(item, depth + 1)
        return
    if not isinstance(data, dict):
        return
    if isinstance(data.get("parsing_res_list"), list):
        yield _read_structure(data)
    elif isinstance(data.get("rec_texts"), list) and (data.keys() & {"rec_polys", "rec_boxes", "dt_polys"}):
        yield LayoutPage(lines=tuple(_read_lines(data)))
    else:
        for key in WRAPPINGS:
            if key in data:
                yield from _read_pages(data[key], depth + 1)


def _read_structure(data: Mapping[str, Any]) -> LayoutPage:
    """Return a page of PP-StructureV3, or of PaddleOCR-VL, which has no lines."""
    regions = tuple(_read_regions(data["parsing_res_list"]))
    overall = data.get("overall_ocr_res")
    lines = tuple(_read_lines(overall)) if isinstance(overall, dict) else ()
    return LayoutPage(regions, lines, read_number(data.get("width")) or 0.0, read_number(data.get("height")) or 0.0)


def _read_regions(blocks: list[Any]) -> Iterator[Region]:
    for block in read_mappings(blocks):
        name = read_string(block.get("block_label"))
        text = read_string(block.get("block_content"))
        label = PADDLE_LABELS.get(name, "text")
        yield Region(
            label, text, (), read_box(block.get("block_bbox")), HEADING_LEVELS.get(name, 2 * (label == "title"))
        )


def _read_lines(data: Mapping[str, Any]) -> Iterator[Line]:
    """Yield the lines of an OCR result, with the places of their characters if words are given."""
    texts = read_items(data.get("rec_texts"))
    polygons, boxes = read_items(data.get("rec_polys") or data.get("dt_polys")), read_items(data.get("rec_boxes"))
    scores = read_items(data.get("rec_scores"))
    words, places = read_items(data.get("text_word")), read_items(data.get("text_word_boxes"))
    for at, value in enumerate(texts):
        text = read_string(value)
        polygon = polygons[at] if at < len(polygons) else None
        box = read_box(polygon) or (read_box(boxes[at]) if at < len(boxes) else None)
        spots = _find_places(text, words[at], places[at]) if at < len(words) and at < len(places) else ()
        score = read_number(scores[at]) if at < len(scores) else None
        if text.strip():
            yield Line(text, box, spots, read_slope(polygon), score)


def _find_places(text: str, words: object, boxes: object) -> tuple[tuple[float, float], ...]:
    """Return the edges of every character by the boxes of the words.

    Empty where the words are not those of the line.
    """
    found: list[tuple[float, float]] = []
    letters = "".join(text.split())
    for word, corners in zip_longest(read_items(words), read_items(boxes)):
        characters = "".join(read_string(word).split())
        box = read_box(corners)
        if box is None:
            if characters:
                return ()
            continue
        step = box.width / max(1, len(characters))
        found += [(box.left + step * at, box.left + step * (at + 1)) for at in range(len(characters))]
    return tuple(found) if len(found) == len(letters) else ()


def _read_old_structure(item: object) -> Iterator[Region]:
    """Yield a region of PaddleOCR 2's PPStructure: {type, bbox, res: [{text, text_region, confidence}]}."""
    if not isinstance(item, dict) or "type" not in item or "bbox" not in item or "res" not in item:
        return
    name, res = read_string(item["type"]), item["res"]
    label = PADDLE_LABELS.get(name, "text")
    if isinstance(res, dict):
        yield Region(label, read_string(res.get("html")) or read_string(res.get("latex")), (), read_box(item["bbox"]))
        return
    lines = tuple(
        [
            Line(
                read_string(line.get("text")),
                read_box(line.get("text_region")),
                (),
                read_slope(line.get("text_region")),
            )
            for line in read_mappings(res)
        ]
    )
    yield Region(label, "", () if label == "picture" else lines, read_box(item["bbox"]), 2 * (label == "title"))


def _read_lists(data: object) -> Layout | None:
    """Return the lines of PaddleOCR 2, [[box, [text, score]], …], of RapidOCR, and of programs that write the like."""
    if isinstance(data, dict):
        found = [data[key] for key in ("data", "result", "results") if isinstance(data.get(key), list)]
        if "boxes" in data and "txts" in data:
            rows = zip(read_items(data["boxes"]), read_items(data["txts"]), strict=False)
            return _make_layout([tuple([line for box, text in rows if (line := _read_line(box, text, None))])])
        return _read_lists(found[0]) if len(found) == 1 else None
    if not isinstance(data, list) or not data:
        return None
    rows_of_pages = [data] if _read_row(data[0]) else [page for page in read_items(data) if isinstance(page, list)]
    pages = [tuple([line for row in read_items(page) if (line := _read_row(row))]) for page in rows_of_pages]
    rows_in_all = sum(map(len, rows_of_pages))
    return _make_layout(pages) if sum(map(len, pages)) * 2 > rows_in_all else None


def _make_layout(pages: list[tuple[Line, ...]]) -> Layout | None:
    found = tuple([LayoutPage(lines=tuple([line for line in page if line.text.strip()])) for page in pages])
    return Layout("OCR lines", found) if any(page.lines for page in found) else None


def _read_row(row: object) -> Line | None:
    """One line in any of the forms, or None where it is none."""
    if isinstance(row, list) and len(row) in (2, 3) and isinstance(row[0], list):
        more = row[1]
        if isinstance(more, str):
            return _read_line(row[0], more, row[2] if len(row) == 3 else None)
        if isinstance(more, list) and len(more) == 2 and isinstance(more[0], str):
            return _read_line(row[0], more[0], more[1])
    if isinstance(row, dict):
        corners = next((row[key] for key in ("box", "position", "points", "bbox", "dt_boxes") if key in row), None)
        text = next((row[key] for key in ("txt", "text", "rec_txt", "transcription") if key in row), None)
        if isinstance(corners, list) and isinstance(text, str):
            return _read_line(corners, text, row.get("score", row.get("confidence")))
    return None


def _read_line(corners: object, text: object, score: object) -> Line | None:
    box = read_box(corners)
    return Line(read_string(text), box, (), read_slope(corners), read_number(score)) if box else None
