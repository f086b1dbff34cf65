"""What each reader takes out of a dump, to the letter: pages, regions, lines, boxes, levels, places, confidence."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from jmclean.errors import LayoutError
from jmclean.readers import alto as alto_xml
from jmclean.readers import deepseek, page_xml, tesseract_tsv, values
from jmclean.readers import hocr as hocr_html
from jmclean.readers.dump import read_dump
from jmclean.readers.model import Box, Layout, Line
from jmclean.readers.recognition import recognize
from jmclean.readers.values import (
    find_median,
    join_lines,
    make_box,
    parse_number,
    read_box,
    read_number,
    read_outline,
    read_points,
    read_slope,
    read_string,
)
from jmclean.readers.words import Word, make_line
from jmclean.readers.xml_events import DEEPEST_ELEMENT, XML_PIECE, parse
from tests.builds import needs_plain_modules


def draw_box(box: Box | None) -> str:
    return " ".join(f"{edge:g}" for edge in box) if box else "-"


def draw_line(line: Line) -> str:
    places = " ".join(f"{left:g}-{right:g}" for left, right in line.places)
    told = [draw_box(line.box), places, *(f"{value:g}" if value is not None else "" for value in line[3:])]
    return f"  {line.text} | {' | '.join(told)}".rstrip(" |")


def draw(layout: Layout | None) -> str:
    """Return all that a layout holds: a region is its label, level, box and text, with its lines below it."""
    if layout is None:
        return "nothing"
    rows = [layout.format]
    for page in layout.pages:
        rows.append(f"page {page.width:g} {page.height:g}")
        for region in page.regions:
            rows.append(
                f"{region.label} {region.level} | {draw_box(region.box)} | {region.text!r}".replace(" | ''", "")
            )
            rows += map(draw_line, region.lines)
        rows += map(draw_line, page.lines)
    return "\n".join(rows) + "\n"


def read(data: object) -> str:
    return draw(recognize(json.dumps(data, ensure_ascii=False)))


# MinerU


def span(text: str, kind: str = "text", **other: Any) -> dict[str, Any]:
    return {"type": kind, "content": text, "score": 0.5, **other}


def block(kind: str, *lines: list[dict[str, Any]], **other: Any) -> dict[str, Any]:
    rows = [{"bbox": [0, 40 * at, 300, 40 * at + 30], "spans": spans} for at, spans in enumerate(lines)]
    return {"type": kind, "bbox": [0, 0, 300, 90], "lines": rows, **other}


def nest(depth: int) -> dict[str, Any]:
    inner = block("text", [span(f"深{depth}")])
    for _ in range(depth):
        inner = {"type": "text", "bbox": [1, 2, 3, 4], "blocks": [inner]}
    return inner


def test_mineru_middle() -> None:
    page = {
        "preproc_blocks": [
            block("title", [span("江边灯火")], level=9),
            block("title", [span("无级")]),
            block("title", [span("零级")], level=0),
            block("text", [span("昨夜"), span("A"), span("B x"), span("x", "inline_equation")], [span(" ")], []),
            {
                "type": "image",
                "blocks": [block("image_body", [span("图")]), block("image_caption", [span("图为灯火")])],
            },
            {"type": "table", "blocks": [block("table_body", [{"html": "<table>"}, {"html": "</table>", "score": 1}])]},
            block("interline_equation", [span("a")], [span("b")]),
            block("list"),
            block("text"),
            block("new", [span("别的")]),
            nest(3),
            nest(4),
        ],
        "para_blocks": [block("text", [span("合并")])],
        "discarded_blocks": [block("discarded", [span("江边日报")])],
        "page_size": [600, 900, 3],
    }
    bare = {"para_blocks": [block("text", [span("合并")])], "page_size": ["x", 7]}
    assert read({"pdf_info": [page, bare, {}]}) == (
        "MinerU middle.json\n"
        "page 600 900\n"
        "title 6 | 0 0 300 90\n"
        "  江边灯火 | 0 0 300 30 |  |  | 0.5\n"
        "title 2 | 0 0 300 90\n"
        "  无级 | 0 0 300 30 |  |  | 0.5\n"
        "title 1 | 0 0 300 90\n"
        "  零级 | 0 0 300 30 |  |  | 0.5\n"
        "text 0 | 0 0 300 90\n"
        "  昨夜A B x$x$ | 0 0 300 30 |  |  | 0.5\n"
        "picture 0 | 0 0 300 90\n"
        "caption 0 | 0 0 300 90\n"
        "  图为灯火 | 0 0 300 30 |  |  | 0.5\n"
        "table 0 | 0 0 300 90 | '<table></table>'\n"
        "formula 0 | 0 0 300 90 | 'a\\nb'\n"
        "list 0 | 0 0 300 90\n"
        "text 0 | 0 0 300 90\n"
        "  别的 | 0 0 300 30 |  |  | 0.5\n"
        "text 0 | 0 0 300 90\n"
        "  深3 | 0 0 300 30 |  |  | 0.5\n"
        "header 0 | 0 0 300 90\n"
        "  江边日报 | 0 0 300 30 |  |  | 0.5\n"
        "page 0 7\n"
        "text 0 | 0 0 300 90\n"
        "  合并 | 0 0 300 30 |  |  | 0.5\n"
        "page 0 0\n"
    )


def test_mineru_content_list() -> None:
    items = [
        {"type": "text", "text": "正文", "text_level": 0, "page_idx": 1},
        {"type": "text", "text": "题", "text_level": 1, "bbox": [1, 2, 3, 4], "page_idx": 0},
        {"type": "text", "text": "七级", "text_level": 7},
        {"type": "title", "text": "题二", "text_level": "x"},
        {"type": "equation", "text": "$$a$$", "text_level": 2},
        {"type": "header", "text": "江边日报", "text_level": 3},
        {
            "type": "image",
            "bbox": [0, 0, 9, 9],
            "image_caption": ["图一", "图二"],
            "img_caption": "图三",
            "image_footnote": ["注一"],
            "img_footnote": ["注二"],
            "chart_caption": ["表一"],
            "chart_footnote": ["表二"],
        },
        {
            "type": "table",
            "bbox": [0, 0, 9, 9],
            "table_caption": ["表题"],
            "table_body": "<table/>",
            "table_footnote": ["表注", 3],
        },
        {"type": "code", "code_body": "print()"},
        {"type": "list", "list_items": ["甲", "乙"]},
        {"type": "what", "text": "别的", "page_idx": "x"},
        "没有",
    ]
    assert read(items) == (
        "MinerU content_list.json\n"
        "page 1000 1000\n"
        "title 1 | 1 2 3 4 | '题'\n"
        "title 6 | - | '七级'\n"
        "title 2 | - | '题二'\n"
        "formula 0 | - | '$$a$$'\n"
        "header 0 | - | '江边日报'\n"
        "picture 0 | 0 0 9 9\n"
        "caption 0 | 0 0 9 9 | '图一'\n"
        "caption 0 | 0 0 9 9 | '图二'\n"
        "caption 0 | 0 0 9 9 | '图三'\n"
        "caption 0 | 0 0 9 9 | '注一'\n"
        "caption 0 | 0 0 9 9 | '注二'\n"
        "text 0 | 0 0 9 9 | '表一'\n"
        "text 0 | 0 0 9 9 | '表二'\n"
        "text 0 | 0 0 9 9 | '表题'\n"
        "table 0 | 0 0 9 9 | '<table/>'\n"
        "text 0 | 0 0 9 9 | '表注'\n"
        "text 0 | 0 0 9 9\n"
        "code 0 | - | 'print()'\n"
        "list 0 | - | '甲\\n乙'\n"
        "text 0 | - | '别的'\n"
        "page 1000 1000\n"
        "text 0 | - | '正文'\n"
    )


def test_mineru_content_list_v2() -> None:
    text = [{"type": "text", "content": "正文"}, {"type": "text", "content": "后面"}]
    page = [
        {"type": "paragraph", "bbox": [0, 0, 9, 9], "content": {"paragraph_content": text, "other": text}},
        {"type": "title", "content": {"title_content": text, "level": 4}},
        {"type": "title", "content": {"title_content": "题"}},
        {"type": "image", "content": {"image_content": text, "image_caption": text, "image_footnote": []}},
        {"type": "table", "content": {"html": "<table/>", "table_caption": text, "table_content": text}},
        {"type": "chart", "content": {"html": "<table/>", "chart_caption": text, "new_caption": text}},
        {
            "type": "list",
            "content": {"list_items": [{"item_content": text}, {"item_content": ""}, {"item_content": "乙"}]},
        },
        {"type": "what", "content": {"paragraph_content": text}},
        {"type": "paragraph", "content": "无"},
    ]
    assert read([page, []]) == (
        "MinerU content_list_v2.json\n"
        "page 1000 1000\n"
        "text 0 | 0 0 9 9 | '正文后面'\n"
        "title 4 | - | '正文后面'\n"
        "title 2 | - | '题'\n"
        "picture 0 | -\n"
        "caption 0 | - | '正文后面'\n"
        "table 0 | - | '<table/>'\n"
        "text 0 | - | '正文后面'\n"
        "picture 0 | -\n"
        "text 0 | - | '正文后面'\n"
        "text 0 | - | '正文后面'\n"
        "list 0 | - | '正文后面\\n乙'\n"
        "page 1000 1000\n"
    )
    assert read([[], []]) == "nothing"


@pytest.mark.parametrize("data", [[{"type": "what", "text": "无"}], [{"type": "text"}], [{"text": "无"}], [], {}, 3])
def test_what_is_no_content_list(data: object) -> None:
    assert read(data) == "nothing"


# docling


def test_docling() -> None:
    def text(label: str, content: str, page: object = 1, corners: object = None, **other: Any) -> dict[str, Any]:
        return {"label": label, "text": content, "prov": [{"page_no": page, "bbox": corners}], **other}

    def corners(*edges: float, origin: str = "TOPLEFT") -> dict[str, Any]:
        return {**dict(zip("ltrb", edges, strict=True)), "coord_origin": origin}

    def refs(*names: str) -> list[dict[str, str]]:
        return [{"$ref": f"#/{name}"} for name in names]

    data = {
        "schema_name": "DoclingDocument",
        "pages": {
            "1": {"page_no": 1, "size": {"width": 600, "height": 900}},
            "2": {"page_no": 2, "size": {"width": 700, "height": None}},
            "3": {"page_no": "x", "size": {"width": 1, "height": 1}},
            "4": None,
        },
        "body": {
            "children": [
                *refs("texts/0", "texts/1", "texts/2", "groups/0", "pictures/0", "tables/0", "tables/1", "texts/7"),
                *refs("texts/99", "texts", "what/0", "texts/x", "texts/0", "groups/1"),
                {"cref": "#/texts/6"},
            ]
        },
        "furniture": {"children": refs("texts/8")},
        "texts": [
            text("title", "江边 灯火", 1, corners(0, 800, 300, 700, origin="BOTTOMLEFT"), level=3),
            text("section_header", "桥上", 1, corners(0, 100, 300, 200), level=1),
            text("section_header", "河里", 2, corners(0, 50, 300, 40, origin="BOTTOMLEFT"), level=9),
            text("list_item", "甲", 2),
            {"label": "list_item", "text": "", "orig": "乙"},
            text("caption", "图为灯火", 1),
            text("footnote", "注", "x", corners(0, 1, 2, 3)),
            text("section_header", "无级", 1, {"l": 0, "t": 1, "r": 2}),
            text("page_header", "江边日报", 2),
            text("text", "剩下", 1, children=refs("texts/10")),
            {"label": "text", "text": "里面"},
            text("text", "深处", 1),
        ],
        "groups": [{"name": "list", "children": refs("texts/3", "texts/4")}, {"children": refs("groups/1", "texts/1")}],
        "pictures": [{"label": "picture", "captions": refs("texts/5"), "prov": [{"page_no": 1}]}],
        "tables": [
            {
                "label": "table",
                "data": {"grid": [[{"text": "甲<"}, {"text": '"乙"'}, 3], []]},
                "footnotes": refs("texts/11"),
            },
            {"label": "table", "data": []},
        ],
    }
    assert read(data) == (
        "docling\n"
        "page 600 900\n"
        "title 1 | 0 100 300 200 | '江边灯火'\n"
        "title 2 | 0 100 300 200 | '桥上'\n"
        "picture 0 | -\n"
        "caption 0 | - | '图为灯火'\n"
        "table 0 | - | '<table><tr><td>甲&lt;</td><td>\"乙\"</td></tr><tr></tr></table>'\n"
        "text 0 | - | '深处'\n"
        "table 0 | -\n"
        "title 2 | - | '无级'\n"
        "note 0 | 0 1 2 3 | '注'\n"
        "text 0 | - | '剩下'\n"
        "text 0 | - | '里面'\n"
        "page 700 0\n"
        "title 6 | 0 -50 300 -40 | '河里'\n"
        "list 0 | - | '甲'\n"
        "list 0 | - | '乙'\n"
        "header 0 | - | '江边日报'\n"
    )
    for depth, order in ((49, "深 浅"), (50, "深 浅"), (51, "浅 深")):
        groups = [{"children": refs(f"groups/{at + 1}" if at < depth - 1 else "texts/1")} for at in range(depth)]
        nested = {
            "schema_name": "DoclingDocument",
            "body": {"children": refs("groups/0", "texts/0")},
            "texts": [{"text": "浅"}, {"text": "深"}],
            "groups": groups,
        }
        found = recognize(json.dumps(nested))
        assert found
        assert " ".join(region.text for region in found.pages[0].regions) == order


# PaddleOCR


SQUARE = [[0, 0], [300, 3], [300, 33], [0, 30]]


def test_paddle_structure() -> None:
    page = {
        "width": 600,
        "height": 900,
        "parsing_res_list": [
            {"block_label": "doc_title", "block_content": "江边灯火", "block_bbox": [0, 0, 300, 60]},
            {"block_label": "paragraph_title", "block_content": "桥上"},
            {"block_label": "figure_title", "block_content": "图为灯火", "block_bbox": [3, 4, 1, 2]},
            {"block_label": "what", "block_content": "别的"},
            3,
        ],
        "overall_ocr_res": {
            "rec_texts": ["昨夜江边", " ", "A灯", "亮起", "无框", "多字"],
            "rec_polys": [SQUARE, SQUARE, [], SQUARE],
            "rec_boxes": [[0, 0, 1, 1], [0, 0, 1, 1], [5, 6, 7, 8]],
            "rec_scores": [0.9, 0.8, "x"],
            "text_word": [["昨夜", "江边"], [" "], ["A", " ", "灯"], ["亮"], ["无", "框"]],
            "text_word_boxes": [
                [[0, 0, 60, 30], [90, 0, 150, 30]],
                [],
                [[0, 0, 15, 30], None, [15, 0, 45, 30]],
                [[0, 0, 30, 30]],
                [[0, 0, 30, 30]],
            ],
        },
    }
    assert read({"res": {"result": [page]}}) == (
        "PP-Structure\n"
        "page 600 900\n"
        "title 1 | 0 0 300 60 | '江边灯火'\n"
        "title 2 | - | '桥上'\n"
        "caption 0 | 1 2 3 4 | '图为灯火'\n"
        "text 0 | - | '别的'\n"
        "  昨夜江边 | 0 1.5 300 31.5 | 0-30 30-60 90-120 120-150 | 0.01 | 0.9\n"
        "  A灯 | 5 6 7 8 | 0-15 15-45\n"
        "  亮起 | 0 1.5 300 31.5 |  | 0.01\n"
        "  无框 | -\n"
        "  多字 | -\n"
    )
    wrapped: Any = page
    for _ in range(6):
        wrapped = {"res": wrapped}
    assert read(wrapped) == read(page)
    assert read({"res": wrapped}) == "nothing"


def test_paddle_lines() -> None:
    boxes = {"rec_texts": ["昨夜", "江边"], "rec_boxes": [[0, 0, 60, 30], [0, 40, 60, 70]]}
    assert read([boxes, {"rec_texts": ["无"]}]) == ("PaddleOCR\npage 0 0\n  昨夜 | 0 0 60 30\n  江边 | 0 40 60 70\n")
    old = [
        {"type": "title", "bbox": [0, 0, 300, 60], "res": [{"text": "江边灯火", "text_region": SQUARE}]},
        {"type": "figure", "bbox": [0, 0, 300, 60], "res": [{"text": "字", "text_region": SQUARE}]},
        {"type": "table", "bbox": [0, 0, 300, 60], "res": {"html": "<table/>"}},
        {"type": "equation", "bbox": [0, 0, 300, 60], "res": {"latex": "a"}},
        {"type": "text", "bbox": [0, 0, 300, 60]},
    ]
    assert read(old) == (
        "PP-Structure\n"
        "page 0 0\n"
        "title 2 | 0 0 300 60\n"
        "  江边灯火 | 0 1.5 300 31.5 |  | 0.01\n"
        "picture 0 | 0 0 300 60\n"
        "table 0 | 0 0 300 60 | '<table/>'\n"
        "formula 0 | 0 0 300 60 | 'a'\n"
    )


@pytest.mark.parametrize(
    "data",
    [
        [[SQUARE, ["昨夜", 0.9]], [SQUARE, ["江边", 0.8]]],
        [[[SQUARE, ["昨夜", 0.9]], [SQUARE, ["江边", 0.8]]]],
        [[SQUARE, "昨夜", 0.9], [SQUARE, "江边", 0.8], [SQUARE, " ", 1]],
        [{"box": SQUARE, "txt": "昨夜", "score": 0.9}, {"box": SQUARE, "txt": "江边", "score": 0.8}, 3],
        {
            "data": [
                {"points": SQUARE, "text": "昨夜", "confidence": 0.9},
                {"bbox": SQUARE, "rec_txt": "江边", "score": 0.8},
            ]
        },
    ],
)
def test_lines_of_the_paddle_family(data: object) -> None:
    assert read(data) == (
        "OCR lines\npage 0 0\n  昨夜 | 0 1.5 300 31.5 |  | 0.01 | 0.9\n  江边 | 0 1.5 300 31.5 |  | 0.01 | 0.8\n"
    )


def test_lines_of_rapidocr() -> None:
    assert read({"boxes": [SQUARE, [], SQUARE], "txts": ["昨夜", "无", "江边"]}) == (
        "OCR lines\npage 0 0\n  昨夜 | 0 1.5 300 31.5 |  | 0.01\n  江边 | 0 1.5 300 31.5 |  | 0.01\n"
    )


ROW = [SQUARE, ["昨夜", 0.9]]


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        ([ROW, 3], 0),
        ([ROW, ROW, 3], 2),
        ([ROW, ROW, 3, 3], 0),
        ([[ROW], [ROW]], 2),
        ([[[SQUARE]], [ROW]], 0),
        ([[SQUARE, ["昨夜", 0.9, 1]]], 0),
        ([[SQUARE, "昨夜", 1, 2]], 0),
        ([[[], "昨夜"]], 0),
        ([{"box": SQUARE}], 0),
        ({"data": [ROW], "results": [ROW]}, 0),
        ({"what": [ROW]}, 0),
    ],
)
def test_most_rows_must_be_lines(data: object, lines: int) -> None:
    found = recognize(json.dumps(data))
    assert sum(len(page.lines) for page in (found.pages if found else ())) == lines


# DeepSeek-OCR


def test_deepseek() -> None:
    def part(label: str, corners: object, text: str) -> str:
        return f"<|ref|>{label}<|/ref|><|det|>{json.dumps(corners)}<|/det|>\n{text}\n\n"

    text = (
        part("title", [[0, 1, 2, 3]], "# 江边灯火")
        + part("sub_title", [[0, 1, 2, 3]], "<center>桥上</center>")
        + part("text", [[0, 1, 2, 3], [4, 5, 6, 7]], "### 河里")
        + part("text", [[[0, 1, 2, 3]]], "昨夜<｜end▁of▁sentence｜>")
        + part("image", [0, 1, 2, 3], "")
        + part("text", [], " ")
        + part("image_caption", [1], "<div>图为灯火</div>")
        + part("江边", [[0, 0, 9, 9]], "的灯")
        + part("table", [[0, 0, 9, 9]], "<center>甲</center>")
        + "<--- Page Split --->\n先有的字\n"
        + part("list", [[0, 0, 9, 9], 3, [5, 5, 19, 19]], "## 甲")
        + "<--- Page Split --->\n \n"
    )
    assert draw(deepseek.read(text)) == (
        "DeepSeek-OCR\n"
        "page 999 999\n"
        "title 1 | 0 1 2 3 | '江边灯火'\n"
        "title 2 | 0 1 2 3 | '桥上'\n"
        "title 3 | 0 1 6 7 | '河里'\n"
        "text 0 | 0 1 2 3 | '昨夜'\n"
        "picture 0 | 0 1 2 3\n"
        "caption 0 | - | '图为灯火'\n"
        "text 0 | 0 0 9 9 | '江边的灯'\n"
        "table 0 | 0 0 9 9 | '<center>甲</center>'\n"
        "page 999 999\n"
        "text 0 | - | '先有的字'\n"
        "list 2 | 0 0 19 19 | '甲'\n"
    )
    assert deepseek.read("没有框") is None


# ALTO


ORDER = '<ReadingOrder><OrderedGroup ID="o"><ElementRef ID="1" REF="b a"/></OrderedGroup></ReadingOrder>'


def alto(inside: str, head: str = "", page: str = 'WIDTH="900" HEIGHT="800"') -> str:
    layout = f"<Layout><Page {page}>{inside}</Page></Layout>"
    return f'<?xml version="1.0"?><alto xmlns="http://www.loc.gov/standards/alto/ns-v4#">{head}{layout}</alto>'


def place(left: float, top: float, width: float, height: float) -> str:
    return f'HPOS="{left}" VPOS="{top}" WIDTH="{width}" HEIGHT="{height}"'


def test_alto() -> None:
    tags = (
        '<Tags><LayoutTag ID="t1" LABEL="headline"/><OtherTag ID="t2" TYPE="Caption"/><RoleTag LABEL="header"/></Tags>'
    )
    words = (
        f'<String CONTENT="昨夜" {place(10, 0, 60, 30)} WC="0.5"/>'
        f'<SP/><String CONTENT="New" {place(70, 0, 30, 30)} WC="1"/>'
        f'<SP/><String CONTENT="York" {place(110, 0, 40, 30)} WC="1.5"/><HYP CONTENT="-" {place(150, 0, 10, 30)}/>'
    )
    outline = '<Shape><Polygon POINTS="10,20 310,20 310,50 10,50"/></Shape>'
    inside = (
        f"<TopMargin><TextBlock><TextLine {place(0, 0, 9, 9)}>"
        f"<String CONTENT='报头'/></TextLine></TextBlock></TopMargin>"
        f'<PrintSpace><TextBlock TAGREFS="x t1 t2" {place(1, 2, 300, 40)}>'
        f"<TextLine {place(10, 0, 150, 30)}>{words}</TextLine>"
        '<TextLine HPOS="1" VPOS="2" WIDTH="x" HEIGHT="3"><String CONTENT=" "/></TextLine></TextBlock>'
        f'<TextBlock TAGREFS="t2">{outline}<TextLine><String CONTENT="图">{outline}</String></TextLine>'
        f'<TextLine>{outline}<String CONTENT="为"/></TextLine></TextBlock>'
        f"<Illustration {place(0, 100, 50, 60)}/><GraphicalElement {place(0, 100, 50, 60)}/><TextBlock/></PrintSpace>"
        f"<BottomMargin><TextBlock {place(5, 6, -5, 7)}>"
        f'<TextLine {place(0, 0, 9, 0)}><String CONTENT="8"/></TextLine></TextBlock>'
        "</BottomMargin><PrintSpace><TextBlock><TextLine>"
        "<String CONTENT='后'/><HYP/></TextLine></TextBlock></PrintSpace>"
    )
    assert draw(recognize(alto(inside, tags))) == (
        "ALTO\n"
        "page 900 800\n"
        "header 0 | -\n"
        "  报头 | 0 0 9 9\n"
        "title 2 | 1 2 301 42\n"
        "  昨夜New York- | 10 0 160 30 | 10-40 40-70 70-80 80-90 "
        "90-100 110-120 120-130 130-140 140-150 150-160 |  | 0.75\n"
        "caption 0 | 10 20 310 50\n"
        "  图 | 10 20 310 50 | 10-310\n"
        "  为 | 10 20 310 50\n"
        "picture 0 | 0 100 50 160\n"
        "footer 0 | 0 6 5 13\n"
        "  8 | -\n"
        "unknown 0 | -\n"
        "  后- | -\n"
    )


def test_alto_outlines_fill_in_what_has_no_box() -> None:
    outline = '<Shape><Polygon POINTS="10,20 310,20 310,50 10,50"/></Shape>'
    inside = (
        f"<TextBlock {place(0, 0, 9, 9)}>{outline}<TextLine {place(0, 0, 8, 8)}>{outline}"
        f'<String CONTENT="灯" {place(0, 0, 7, 7)}>{outline}</String><String CONTENT="火">{outline}</String>'
        "</TextLine></TextBlock>"
    )
    assert draw(recognize(alto(inside, page=""))) == (
        "ALTO\npage 0 0\nunknown 0 | 0 0 9 9\n  灯火 | 0 0 8 8 | 0-7 10-310\n"
    )


@pytest.mark.parametrize(
    ("head", "following", "order"),
    [(ORDER, 'IDNEXT="b"', "乙甲"), ("", 'IDNEXT="b"', "甲乙"), ("", 'IDNEXT="c"', "甲乙")],
)
def test_alto_an_order_that_is_given_counts_more_than_what_follows(head: str, following: str, order: str) -> None:
    blocks = (
        f'<TextBlock ID="{name}" {more}><TextLine><String CONTENT="{text}"/></TextLine></TextBlock>'
        for name, more, text in (("a", following, "甲"), ("b", "", "乙"))
    )
    found = recognize(alto("".join(blocks), head))
    assert found
    assert "".join(region.lines[0].text for region in found.pages[0].regions) == order


# PAGE XML


def test_page_xml() -> None:
    def coords(points: str) -> str:
        return f'<Coords points="{points}"/>'

    def text(content: str) -> str:
        return f"<TextEquiv><Unicode>{content}</Unicode></TextEquiv>"

    inside = (
        f'<TextRegion id="a" type="heading">{coords("0,0 300,0 300,60 0,60")}'
        f"<TextLine>{coords('0,0 300,3 300,33 0,30')}"
        f"{text('江边')}</TextLine></TextRegion>"
        f'<TextRegion id="b" custom="structure {{type:caption;}}">{text("图为灯火")}</TextRegion>'
        f'<TextRegion id="c" type="what"><TextLine>{coords("0,0 9")}'
        f"<Word>{coords('0,0 60,0 60,30 0,30')}{text('昨夜')}</Word>"
        f"<Word>{coords('90,0 120,0 120,30 90,30')}{text('江')}</Word>"
        f"</TextLine><TextLine>{text(' ')}</TextLine></TextRegion>"
        f'<ImageRegion id="d">{coords("0,0 5,0 5,6 0,6")}</ImageRegion><TextRegion id="e"/>'
        f'<TextRegion><TextLine><Coords><Point x="1" y="2"/>'
        f'<Point x="3" y="4"/></Coords>{text("旧")}</TextLine></TextRegion>'
    )
    page = f'<Page imageWidth="900" imageHeight="800">{inside}</Page><Page/>'
    assert draw(recognize(f'<PcGts xmlns="x">{page}</PcGts>')) == (
        "PAGE XML\n"
        "page 900 800\n"
        "title 2 | 0 0 300 60\n"
        "  江边 | 0 1.5 300 31.5 |  | 0.01\n"
        "caption 0 | -\n"
        "  图为灯火 | -\n"
        "text 0 | -\n"
        "  昨夜江 | 0 0 120 30 | 0-30 30-60 90-120\n"
        "picture 0 | 0 0 5 6\n"
        "unknown 0 | -\n"
        "  旧 | 1 2 3 4\n"
        "page 0 0\n"
    )


# hOCR


def hocr(inside: str, head: str = "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>") -> str:
    return f"{head}<body>{inside}</body></html>"


HOCR = (
    "<div class='ocr_page' title='image x; bbox 0 0 900 800'><div class='ocr_carea' title='bbox 0 0 300 90'>"
    "<p class='ocr_par' title='bbox 0 0 300 90'><span class='ocr_line' title='bbox 0 0 150 30; baseline -0.02 3'>"
    "<span class='ocrx_word' title='bbox 0 0 60 30; x_wconf "
    "90'>昨夜</span> <span class='ocrx_word' title='bbox 60 0 90 30'>A"
    "</span> <span class='ocrx_word' title='bbox 100 0 130 30; x_wconf 80'>B</span></span>"
    "<span class='ocr_caption' title='bbox 0 40 150 70'> </span></p>散</div>"
    "<h1 class='ocr_title'>江边 <b>灯火</b> now</h1><span class='ocr_header' title='bbox 0 1 2'>"
    "<span class='ocrx_word'>报头</span></span><div class='ocr_photo' title='bbox 0 0 5 6'></div>"
    "<span class='ocr_line'>无块</span></div>"
    "<div class='ocr_page'><p class='ocr_footer'>8</p></div><div class='ocr_page'></div>"
)


def test_hocr() -> None:
    found = draw(recognize(hocr(HOCR)))
    assert found == draw(recognize(hocr(HOCR, "<html>")))
    assert found == (
        "hOCR\n"
        "page 900 800\n"
        "unknown 0 | 0 0 300 90\n"
        "  昨夜A B | 0 0 150 30 | 0-30 30-60 60-90 100-130 | -0.02 | 0.85\n"
        "unknown 0 | 0 0 300 90 | '散'\n"
        "title 2 | - | '江边灯火now'\n"
        "picture 0 | 0 0 5 6\n"
        "header 0 | -\n"
        "  报头 | -\n"
        "  无块 | -\n"
        "page 0 0\n"
        "footer 0 | - | '8'\n"
    )


def test_hocr_what_stands_before_the_first_page_is_a_page_without_a_size() -> None:
    assert draw(recognize(hocr("<p class='ocr_par'>序</p><div class='ocr_page'></div>"))) == (
        "hOCR\npage 0 0\nunknown 0 | - | '序'\n"
    )


# Tesseract TSV


def test_tsv() -> None:
    rows = [
        "level page_num block_num par_num line_num word_num left top width height conf text",
        "1 1 0 0 0 0 0 0 900 800 -1",
        "4 1 1 1 1 0 0 0 150 30 -1",
        "5 1 1 1 1 1 0 0 60 30 90 昨夜",
        "5 1 1 1 1 2 60 0 30 30 100 A",
        "5 1 1 1 1 3 100 0 30 30 0 B",
        "4 1 1 1 2 0 0 40 150 30 -1",
        "5 1 1 1 2 1 0 40 60 30 101 灯火",
        "5 1 1 2 1 1 0 80 60 x 50 亮了",
        "",
        "5 1 1 2 2 1 0 80 60 30 50 ",
        "2 1 1 0 0 0 0 0 0 0 -1 ",
        "5 2 1 1 1 1 0 0 60 30 60 二版",
        "5 2 1 1 1 2 60 0 60 30 80",
        "level page_num block_num par_num line_num word_num left top width height conf text",
        "5 1 1 1 1 1 0 0 60 30 -1 又一",
    ]
    assert draw(recognize("\n".join(row.replace(" ", "\t") for row in rows))) == (
        "Tesseract TSV\n"
        "page 900 800\n"
        "unknown 0 | -\n"
        "  昨夜A B | 0 0 150 30 | 0-30 30-60 60-90 100-130 |  | 0.633333\n"
        "  灯火 | 0 40 150 70 | 0-30 30-60\n"
        "unknown 0 | -\n"
        "  亮了 | - |  |  | 0.5\n"
        "page 0 0\n"
        "unknown 0 | -\n"
        "  二版 | 0 0 120 30 | 0-30 30-60 |  | 0.7\n"
        "page 0 0\n"
        "unknown 0 | -\n"
        "  又一 | 0 0 60 30 | 0-30 30-60\n"
    )
    for columns, why in ((10, "its row 3 has 10 columns instead of 12"), (11, "")):
        broken = "\n".join((*(row.replace(" ", "\t") for row in rows[:2]), "\t".join(["5"] * columns)))
        if why:
            with pytest.raises(LayoutError, match=why):
                recognize(broken)
        else:
            assert recognize(broken)


# values


@pytest.mark.parametrize(
    ("value", "box"),
    [
        ([0, 1, 2, 3], "0 1 2 3"),
        ([2, 3, 0, 1], "0 1 2 3"),
        ([0, 1, 0, 3], "-"),
        ([0, 1, 2, 1], "-"),
        ([0, 1, 2], "-"),
        ([0, 1, 2, True], "-"),
        ([0, 1, 2, 1e7], "0 1 2 1e+07"),
        ([-1e7, 1, 2, 3], "-1e+07 1 2 3"),
        ([0, 1, 2, 1.1e7], "-"),
        ([0, 0, 9, 1, 9, 5, 0, 4], "0 0.5 9 4.5"),
        ([0, 0, 9, 1, 9, 5, 0, None], "-"),
        ([0, 0, 9, 1, 9, 5, 0, 4, 1], "-"),
        ([[0, 0], [9, 1], [9, 5], [0, 4]], "0 0.5 9 4.5"),
        ([[0, 0], [9, 1], [8, 5], [1, 4], [4, 4]], "0 0 9 5"),
        ([[0, 0], [9, 1]], "0 0 9 1"),
        ([[0, 0], [9], [9, 1, 5], ["x", 7], 3], "0 0 9 1"),
        ([[0, 0]], "-"),
        ([[0, 0, 1], [2, 3]], "0 0 2 3"),
        ("0 1 2 3", "-"),
        (None, "-"),
    ],
)
def test_boxes(value: object, box: str) -> None:
    assert draw_box(read_box(value)) == box


def test_small_values() -> None:
    assert [read_number(value) for value in (3, 0.5, True, "3", None, float("nan"))] == [3, 0.5, *[None] * 4]
    assert [parse_number(value) for value in ("3", "-1e7", "1e7", "1.1e7", "x", "", None)] == [
        3,
        -1e7,
        1e7,
        *[None] * 4,
    ]
    assert [find_median(values) for values in ((), (3,), (9, 1), (9, 1, 2), (1, 2, 4, 9))] == [0, 3, 5, 2, 3]
    assert read_string("a\r\nb\rc\x00d\u2028") == "a\nb\ncd\u2028"
    assert read_string(3) == ""
    assert read_points([[i, i] for i in range(10_002)])[-1] == (9999, 9999)
    assert read_outline([]) is None
    assert make_box(1, 2, 1, 3) is None
    assert [read_slope(value) for value in (SQUARE, SQUARE[:3], [SQUARE[1], SQUARE[0], *SQUARE[2:]], None)] == [
        *(0.01, None, None, None)
    ]
    assert read_slope([[0, 0], [0, 3], [1, 1], [2, 2]]) is None
    assert read_slope([[0, 0], [1, 3], [1, 1], [2, 2]]) == 3
    assert join_lines(["江边 ", "", " New", "York", "12", "3", "a", "-b"]) == "江边New York 123a-b"


def test_lines_of_words() -> None:
    boxes = [Box(0, 0, 60, 30), Box(70, -5, 100, 20), None]
    words = [
        Word(text, box, share) for text, box, share in zip(("昨夜", "A", " "), boxes, (0.5, None, 1.0), strict=True)
    ]
    assert draw_line(make_line(words, None)) == "  昨夜A | 0 -5 100 30 | 0-30 30-60 70-100 |  | 0.75"
    assert (
        draw_line(make_line([*words, Word("B", None)], None, 0.1, spaced=True))
        == "  昨夜A   B | 0 -5 100 30 |  | 0.1 | 0.75"
    )
    assert draw_line(make_line([], Box(0, 0, 1, 1))) == "   | 0 0 1 1"


TSV_HEAD = "level page_num block_num par_num line_num word_num left top width height conf text"

SIZES: dict[str, tuple[ModuleType, Callable[[int], object]]] = {
    "lists": (values, lambda number: values.read_items([0] * number)),
    "ALTO": (alto_xml, lambda number: recognize(alto("<TextBlock>" + "<TextLine/>" * number + "</TextBlock>"))),
    "PAGE": (page_xml, lambda number: recognize("<PcGts><Page>" + "<TextRegion/>" * number + "</Page></PcGts>")),
    "hOCR": (hocr_html, lambda number: recognize(hocr("<p class='ocr_page'><i class='ocr_line'></i></p>" * number))),
    "DeepSeek": (deepseek, lambda number: deepseek.read("<|ref|>text<|/ref|><|det|>[[0, 0, 1, 1]]<|/det|>字" * number)),
    "TSV": (
        tesseract_tsv,
        lambda number: recognize("\n".join([TSV_HEAD, *["5 1 1 1 1 1 0 0 6 3 9 字"] * number]).replace(" ", "\t")),
    ),
}


@pytest.mark.parametrize("name", SIZES)
def test_a_dump_has_so_many_lines_at_most(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    needs_plain_modules()
    module, read_lines = SIZES[name]
    monkeypatch.setattr(module, "MOST_LINES_OF_DUMP", 3)
    read_lines(3)
    with pytest.raises(LayoutError, match="lines or regions in one list"):
        read_lines(4)


def test_lines_stay_as_they_are_where_their_order_is_to_be_the_given_one() -> None:
    found = read_dump(json.dumps([ROW, ROW]), "given")
    assert found
    assert (found.text, [note[:30] for note in found.notes]) == ("昨夜\n昨夜\n", ["the lines stay in the order in"])


class Counted:
    """A handler that counts the elements."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.names.append(name)

    def end(self, name: str) -> None:
        self.names.append(f"/{name}")

    def text(self, text: str) -> None:
        self.names.append(text)


def test_xml_is_read_up_to_some_depth_and_some_length_of_a_tag() -> None:
    def names(text: str) -> list[str]:
        found = Counted()
        parse(text, found, "XML")
        return found.names

    assert names("<x:a>b&amp;c<d/></x:a>") == ["a", "b&c", "d", "/d", "/a"]
    assert len(names("<a>" * DEEPEST_ELEMENT + "</a>" * DEEPEST_ELEMENT)) == 200
    with pytest.raises(LayoutError, match="nested more than 100 deep"):
        names("<a>" * (DEEPEST_ELEMENT + 1) + "</a>" * (DEEPEST_ELEMENT + 1))
    for broken in ("<a>", "<a></b>", "<a>&b;</a>"):
        with pytest.raises(LayoutError, match="its XML is broken"):
            names(broken)
    assert names(f"<a b='{'c' * (XML_PIECE - 20)}'/>") == ["a", "/a"]
    assert XML_PIECE == 1 << 20
    with pytest.raises(LayoutError, match="a tag of more than"):
        names(f"<a b='{'c' * 3 * XML_PIECE}'/>")
