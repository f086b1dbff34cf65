"""A small page with boxes, as the engines write it: a headline, two columns, a picture, a caption, a folio.

A paragraph is cut by the column's end behind a full stop, which text alone cannot see, and another in mid-word.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

SIZE = 30
"""The width of a character of body text; lines stand 40 apart."""


class Printed(NamedTuple):
    """A line of print, with its left and upper edge and the size of its type."""

    text: str
    left: int
    top: int
    size: int = SIZE

    @property
    def box(self) -> list[int]:
        return [self.left, self.top, self.left + self.size * len(self.text), self.top + self.size]


class Part(NamedTuple):
    """A block of the page: what it is, and its lines."""

    kind: str
    lines: list[Printed]

    @property
    def box(self) -> list[int]:
        boxes = [line.box for line in self.lines]
        return [
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        ]

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)


def column(left: int, top: int, *lines: str) -> list[Printed]:
    """Lines of body text under each other; one that begins with two wide spaces is indented."""
    return [
        Printed(text.lstrip("\u3000"), left + SIZE * (len(text) - len(text.lstrip("\u3000"))), top + 40 * number)
        for number, text in enumerate(lines)
    ]


WIDTH, HEIGHT = 1300, 1200
PICTURE = [900, 200, 1200, 480]
PARTS = [
    Part("folio", [Printed("第三版2021年5月6日星期四", 100, 20, 26)]),
    Part("title", [Printed("两座新桥同日通车", 100, 100, 60)]),
    Part("body", column(100, 200, "\u3000\u3000清溪上的两座新桥", "昨天同时建成通车，两", "岸居民很高兴。")),
    Part("body", column(100, 320, "\u3000\u3000新桥全长六百多米", "桥面宽二十多米，两侧", "有一条人行道和路灯。")),
    Part("body", column(500, 200, "桥下留出的航道可以通", "过三百吨级的货船。")),
    Part("sub", column(500, 300, "\u3000\u3000公园下月开放")),
    Part("body", column(500, 360, "\u3000\u3000桥头公园正在栽种", "樱花和柳树，届时市民")),
    Part("picture", []),
    Part("caption", [Printed("新桥的夜景十分好看。", 900, 490, 24)]),
    Part("body", column(900, 540, "可以沿河散步。")),
    Part("body", column(900, 580, "\u3000\u3000停车场明年建成。")),
]
"""In reading order; the picture has no lines."""

CLEAN = """## 两座新桥同日通车

清溪上的两座新桥昨天同时建成通车，两岸居民很高兴。

新桥全长六百多米桥面宽二十多米，两侧有一条人行道和路灯。桥下留出的航道可以通过三百吨级的货船。

### 公园下月开放

桥头公园正在栽种樱花和柳树，届时市民可以沿河散步。

停车场明年建成。
"""
"""What the page says, cleaned."""


def box_of(part: Part) -> list[int]:
    return part.box if part.lines else PICTURE


def corners(box: list[int]) -> list[list[int]]:
    left, top, right, bottom = box
    return [[left, top], [right, top], [right, bottom], [left, bottom]]


PADDLE = {
    "title": "doc_title",
    "sub": "paragraph_title",
    "caption": "figure_title",
    "folio": "header",
    "picture": "image",
}


def ppstructure() -> str:
    lines = [line for part in PARTS for line in part.lines]
    blocks = [
        {
            "block_label": PADDLE.get(part.kind, "text"),
            "block_content": part.text,
            "block_bbox": box_of(part),
            "block_id": number,
            "block_order": number,
        }
        for number, part in enumerate(PARTS)
    ]
    polygons = [corners(line.box) for line in lines]
    overall = {"rec_texts": [line.text for line in lines], "rec_polys": polygons, "rec_scores": [0.98] * len(lines)}
    page = {"input_path": "a.jpg", "width": WIDTH, "height": HEIGHT, "parsing_res_list": blocks}
    return json.dumps(page | {"overall_ocr_res": overall}, ensure_ascii=False, indent=4)


def service() -> str:
    """The answer of the service that runs the pipeline."""
    result = {"layoutParsingResults": [{"prunedResult": json.loads(ppstructure()), "markdown": {"text": "…"}}]}
    return json.dumps({"logId": "1", "errorCode": 0, "result": result})


def paddlevl() -> str:
    """Without lines; the paragraph that goes on in the next column stands in the block before it, which is empty."""
    blocks = json.loads(ppstructure())["parsing_res_list"]
    blocks[3]["block_content"] += blocks[4]["block_content"]
    blocks[4]["block_content"] = ""
    for number, block in enumerate(blocks):
        block["group_id"] = 3 if number == 4 else number
    return json.dumps({"input_path": "a.jpg", "width": WIDTH, "height": HEIGHT, "parsing_res_list": blocks})


def lines_of_paddleocr(words: bool = False) -> dict[str, Any]:
    """Lines from the top down over all columns."""
    lines = sorted((line for part in PARTS for line in part.lines), key=lambda line: (line.top // 40, line.left))
    found: dict[str, Any] = {
        "input_path": "a.jpg",
        "dt_polys": [corners(line.box) for line in lines],
        "rec_texts": [line.text for line in lines],
        "rec_scores": [0.97] * len(lines),
        "rec_polys": [corners(line.box) for line in lines],
    }
    if words:
        found["text_word"] = [list(line.text) for line in lines]
        found["text_word_boxes"] = [
            [
                [line.left + line.size * at, line.top, line.left + line.size * (at + 1), line.top + line.size]
                for at in range(len(line.text))
            ]
            for line in lines
        ]
    return found


def paddleocr() -> str:
    return json.dumps(lines_of_paddleocr(), ensure_ascii=False)


def paddleocr2() -> str:
    found = lines_of_paddleocr()
    return json.dumps([[[box, [text, 0.97]] for box, text in zip(found["rec_polys"], found["rec_texts"], strict=True)]])


def rapidocr() -> str:
    found = lines_of_paddleocr()
    rows = zip(found["rec_polys"], found["rec_texts"], strict=True)
    return json.dumps([{"box": box, "txt": text, "score": 0.97} for box, text in rows], ensure_ascii=False)


def mineru_middle() -> str:
    blocks: list[dict[str, Any]] = []
    gone: list[dict[str, Any]] = []
    for part in PARTS:
        lines = [
            {"bbox": line.box, "spans": [{"bbox": line.box, "type": "text", "content": line.text, "score": 0.9}]}
            for line in part.lines
        ]
        kind = {"title": "title", "sub": "title", "folio": "header"}.get(part.kind, "text")
        if part.kind == "picture":
            span = {"bbox": PICTURE, "type": "image", "image_path": "a.jpg"}
            body = {"type": "image_body", "bbox": PICTURE, "lines": [{"bbox": PICTURE, "spans": [span]}]}
            blocks.append({"type": "image", "bbox": PICTURE, "blocks": [body]})
        elif part.kind == "caption":
            blocks[-1]["blocks"].append({"type": "image_caption", "bbox": part.box, "lines": lines})
        else:
            level = {"level": 1 + (part.kind == "sub")} if kind == "title" else {}
            (gone if part.kind == "folio" else blocks).append({"type": kind, "bbox": part.box, "lines": lines} | level)
    page = {"preproc_blocks": blocks, "page_idx": 0, "page_size": [WIDTH, HEIGHT], "discarded_blocks": gone}
    return json.dumps({"pdf_info": [page | {"para_blocks": []}], "_backend": "pipeline", "_version_name": "3.4.4"})


def mineru_content() -> str:
    found: list[dict[str, Any]] = []
    for part in PARTS:
        box = [round(value * 1000 / size) for value, size in zip(box_of(part), (WIDTH, HEIGHT) * 2, strict=True)]
        if part.kind == "picture":
            found.append({"type": "image", "img_path": "images/a.jpg", "image_caption": [], "bbox": box, "page_idx": 0})
        elif part.kind == "caption":
            found[-1]["image_caption"].append(part.text)
        else:
            level = {"title": {"text_level": 1}, "sub": {"text_level": 2}}.get(part.kind, {})
            kind = "header" if part.kind == "folio" else "text"
            found.append({"type": kind, "text": part.text, "bbox": box, "page_idx": 0} | level)
    return json.dumps(found, ensure_ascii=False)


def mineru_content_v2() -> str:
    found: list[dict[str, Any]] = []
    for item in json.loads(mineru_content()):
        kind = (
            "title"
            if "text_level" in item
            else {"text": "paragraph", "header": "page_header"}.get(item["type"], "image")
        )
        spans = [{"type": "text", "content": item.get("text", "")}]
        content: dict[str, Any] = {f"{kind}_content": spans, "level": item.get("text_level", 0)}
        if kind == "image":
            captions = [{"type": "text", "content": text} for text in item["image_caption"]]
            content = {"image_source": {"path": "images/a.jpg"}, "image_caption": captions, "image_footnote": []}
        found.append({"type": kind, "content": content, "bbox": item["bbox"]})
    return json.dumps([found], ensure_ascii=False)


def docling() -> str:
    kinds = {"title": "section_header", "sub": "section_header", "caption": "caption", "folio": "page_header"}
    texts: list[dict[str, Any]] = []
    pictures: list[dict[str, Any]] = []
    body = []
    for part in PARTS:
        left, top, right, bottom = box_of(part)
        corner = {"l": left, "t": HEIGHT - top, "r": right, "b": HEIGHT - bottom, "coord_origin": "BOTTOMLEFT"}
        prov = [{"page_no": 1, "bbox": corner, "charspan": [0, 1]}]
        if part.kind == "picture":
            body.append({"$ref": "#/pictures/0"})
            pictures.append({"label": "picture", "prov": prov, "captions": [], "children": []})
            continue
        ref = {"$ref": f"#/texts/{len(texts)}"}
        (pictures[-1]["captions"] if part.kind == "caption" else body).append(ref)
        text = " ".join(line.text for line in part.lines)
        texts.append({"label": kinds.get(part.kind, "text"), "prov": prov, "orig": text, "text": text, "level": 1})
    root = {"self_ref": "#/body", "children": body}
    pages = {"1": {"size": {"width": WIDTH, "height": HEIGHT}, "page_no": 1}}
    document = {"schema_name": "DoclingDocument", "version": "1.10.0", "body": root, "texts": texts, "pages": pages}
    return json.dumps(document | {"pictures": pictures, "tables": [], "groups": []}, ensure_ascii=False)


def deepseek() -> str:
    found = []
    for part in PARTS:
        kind = {"title": "title", "sub": "sub_title", "caption": "image_caption", "picture": "image"}.get(
            part.kind, "text"
        )
        mark = {"title": "# ", "sub": "## "}.get(part.kind, "")
        text = f"<center>{part.text}</center>" if part.kind == "caption" else mark + part.text
        box = [round(value * 999 / size) for value, size in zip(box_of(part), (WIDTH, HEIGHT) * 2, strict=True)]
        found.append(f"<|ref|>{kind}<|/ref|><|det|>[{box}]<|/det|>\n{text}  \n\n")
    return "".join(found)


def words(line: Printed) -> list[tuple[str, list[int]]]:
    """The words of a line as Tesseract cuts them, of two characters."""
    return [
        (
            line.text[at : at + 2],
            [line.left + line.size * at, line.top, line.left + line.size * min(at + 2, len(line.text)), line.box[3]],
        )
        for at in range(0, len(line.text), 2)
    ]


def bbox(box: list[int]) -> str:
    return "bbox {} {} {} {}".format(*box)


def hocr(is_xml: bool = True) -> str:
    out = ['<?xml version="1.0" encoding="UTF-8"?>'] if is_xml else []
    kind = ' PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd"'
    space = ' xmlns="http://www.w3.org/1999/xhtml"'
    out.append(f"<!DOCTYPE html{kind * is_xml}><html{space * is_xml}><head><title></title>")
    out.append("<meta name='ocr-system' content='tesseract 5.3.0'" + ("/>" if is_xml else ">") + "</head><body>")
    out.append(f"<div class='ocr_page' id='page_1' title='image \"a.jpg\"; {bbox([0, 0, WIDTH, HEIGHT])}; ppageno 0'>")
    for part in PARTS:
        if not part.lines:
            out.append(f"<div class='ocr_photo' title=\"{bbox(PICTURE)}\"></div>")
            continue
        out.append(f"<div class='ocr_carea' title=\"{bbox(part.box)}\"><p class='ocr_par' lang='chi_sim' title='x'>")
        for line in part.lines:
            out.append(f"<span class='ocr_line' title=\"{bbox(line.box)}; baseline 0 -4; x_size {line.size}\">")
            out += [
                f"<span class='ocrx_word' title='{bbox(box)}; x_wconf 93'>{word}</span>\n" for word, box in words(line)
            ]
            out.append("</span>")
        out.append("</p></div>")
    return "\n".join([*out, "</div></body></html>"])


def hocr_as_html() -> str:
    return hocr(is_xml=False)


def alto(version: int = 3) -> str:
    def at(box: list[int]) -> str:
        return f'HPOS="{box[0]}" VPOS="{box[1]}" WIDTH="{box[2] - box[0]}" HEIGHT="{box[3] - box[1]}"'

    space = f"http://www.loc.gov/standards/alto/ns-v{version}#"
    out = [f'<?xml version="1.0" encoding="UTF-8"?>\n<alto xmlns="{space}"><Layout>']
    out.append(f'<Page ID="p" WIDTH="{WIDTH}" HEIGHT="{HEIGHT}"><PrintSpace {at([0, 0, WIDTH, HEIGHT])}>')
    for part in PARTS:
        if not part.lines:
            out.append(f"<Illustration {at(PICTURE)}/>")
            continue
        out.append(f"<TextBlock {at(part.box)}>")
        for line in part.lines:
            strings = [f'<String {at(box)} WC="0.93" CONTENT="{word}"/>' for word, box in words(line)]
            out.append(f"<TextLine {at(line.box)}>{'<SP/>'.join(strings)}</TextLine>")
        out.append("</TextBlock>")
    return "".join([*out, "</PrintSpace></Page></Layout></alto>"])


def page_xml(year: str = "2019-07-15") -> str:
    kinds = {"title": "heading", "sub": "heading", "caption": "caption", "folio": "header", "body": "paragraph"}
    out, refs = [], []
    for number, part in enumerate(PARTS):
        points = " ".join(f"{x},{y}" for x, y in corners(box_of(part)))
        if not part.lines:
            out.append((number, f'<ImageRegion id="r{number}"><Coords points="{points}"/></ImageRegion>'))
            continue
        refs.append(f'<RegionRefIndexed index="{number}" regionRef="r{number}"/>')
        lines = "".join(
            f'<TextLine id="l{number}"><Coords points="{" ".join(f"{x},{y}" for x, y in corners(line.box))}"/>'
            f"<TextEquiv><Unicode>{line.text}</Unicode></TextEquiv></TextLine>"
            for line in part.lines
        )
        out.append(
            (
                number,
                f'<TextRegion id="r{number}" type="{kinds[part.kind]}"><Coords points="{points}"/>{lines}</TextRegion>',
            )
        )
    regions = "".join(region for _, region in sorted(out, reverse=True))
    space = f"http://schema.primaresearch.org/PAGE/gts/pagecontent/{year}"
    order = f'<ReadingOrder><OrderedGroup id="o">{"".join(refs)}</OrderedGroup></ReadingOrder>'
    page = f'<Page imageWidth="{WIDTH}" imageHeight="{HEIGHT}">{order}{regions}</Page>'
    return f'<?xml version="1.0"?><PcGts xmlns="{space}">{page}</PcGts>'


def tsv() -> str:
    rows = ["level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"]

    def row(level: int, place: tuple[int, ...], box: list[int], conf: str = "-1", text: str = "") -> None:
        numbers = (1, *place, 0, 0, 0, 0)[:5]
        rows.append("\t".join(map(str, (level, *numbers, *box[:2], box[2] - box[0], box[3] - box[1], conf, text))))

    row(1, (), [0, 0, WIDTH, HEIGHT])
    for number, part in enumerate(PARTS, 1):
        for at, line in enumerate(part.lines, 1):
            row(4, (number, 1, at), line.box)
            for place, (word, box) in enumerate(words(line), 1):
                row(5, (number, 1, at, place), box, "93.1", word)
    return "\n".join(rows) + "\n"


REGIONS: dict[str, Callable[[], str]] = {
    "PP-StructureV3": ppstructure,
    "its service": service,
    "MinerU middle.json": mineru_middle,
    "hOCR": hocr,
    "hOCR as HTML": hocr_as_html,
    "ALTO 3": alto,
    "ALTO 2": lambda: alto(2),
    "ALTO 4": lambda: alto(4),
    "PAGE 2019": page_xml,
    "PAGE 2013": lambda: page_xml("2013-07-15"),
}
"""Dumps of the page with regions and lines."""

LABELS: dict[str, Callable[[], str]] = {
    "PaddleOCR-VL": paddlevl,
    "MinerU content_list": mineru_content,
    "MinerU content_list_v2": mineru_content_v2,
    "docling": docling,
    "DeepSeek-OCR": deepseek,
}
"""Those with regions and labels only."""

LINES: dict[str, Callable[[], str]] = {"PaddleOCR 3": paddleocr, "PaddleOCR 2": paddleocr2, "RapidOCR": rapidocr}
"""Those with lines only, from the top down over all columns."""
