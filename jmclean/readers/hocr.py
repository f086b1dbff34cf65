"""hOCR: HTML in which classes say what an element is, as Tesseract, OCRopus and the Internet Archive write it.

Checked against the hOCR specification 1.2 and Tesseract's `hocrrenderer.cpp`, versions 3 to 5. Most files are XHTML
and are read as XML, which takes a tenth of the time; the rest are read as HTML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Final

from jmclean.errors import LayoutError
from jmclean.readers.model import Box, Label, Layout, LayoutPage, Line, Region
from jmclean.readers.values import MOST_LINES_OF_DUMP, make_box, make_error, make_size_error, parse_number, read_string
from jmclean.readers.words import Word, make_line
from jmclean.readers.xml_events import DEEPEST_ELEMENT, parse

BLOCK_CLASSES: Final[Mapping[str, Label]] = {
    "ocr_par": "unknown",
    "ocr_title": "title",
    "ocr_chapter": "title",
    "ocr_section": "title",
    "ocr_subsection": "title",
    "ocr_caption": "caption",
    "ocr_header": "header",
    "ocr_footer": "footer",
    "ocr_pageno": "footer",
}
"""The classes of what is a block of text by itself."""

LINE_CLASSES: Final[Mapping[str, Label]] = {
    "ocr_line": "unknown",
    "ocrx_line": "unknown",
    "ocr_textfloat": "unknown",
    "ocr_header": "header",
    "ocr_footer": "footer",
    "ocr_caption": "caption",
}
"""The classes of lines; Tesseract calls the lines of some paragraphs headers and captions, which says little."""

AREA_CLASSES: Final = frozenset(("ocr_carea", "ocr_column", "ocrx_block", "ocr_float", "ocr_separator"))
PICTURE_CLASSES: Final = frozenset(("ocr_photo", "ocr_image", "ocr_linedrawing", "ocrx_image"))
VOID_TAGS: Final = frozenset(("meta", "link", "br", "img", "hr", "input", "area", "base", "col", "wbr"))
BOX_PROPERTY: Final = re.compile(r"\bbbox((?:\s{1,9}-?[\d.]{1,12}){4})")
BASELINE_PROPERTY: Final = re.compile(r"\bbaseline\s{1,9}(-?[\d.]{1,12})")
CONFIDENCE_PROPERTY: Final = re.compile(r"\bx_wconf\s{1,9}([\d.]{1,8})")
WELL_FORMED: Final = "xhtml"
HOCR_HEAD: Final = 1000


def read(text: str) -> Layout:
    """Return the pages of a file. Raises LayoutError where its elements are too deep or too many."""
    reader = _HocrReader()
    if WELL_FORMED in text[:HOCR_HEAD].lower():
        try:
            parse(text, reader, "hOCR")
            return reader.make_layout()
        except LayoutError as error:
            if "is broken" not in str(error):
                raise
            reader = _HocrReader()
    page = _Html(reader)
    page.feed(text)
    page.close()
    return reader.make_layout()


class _Html(HTMLParser):
    """HTML as the events of XML: void elements end at once, and an end ends all that was left open inside."""

    def __init__(self, reader: _HocrReader) -> None:
        super().__init__(convert_charrefs=True)
        self._reader = reader
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the beginning of an element."""
        if tag == "p" and self._open and self._open[-1] == "p":
            self.handle_endtag("p")
        if len(self._open) >= DEEPEST_ELEMENT:
            raise make_error("hOCR", f"its elements are nested more than {DEEPEST_ELEMENT} deep")
        self._reader.start(tag, {key: value or "" for key, value in attrs})
        if tag in VOID_TAGS:
            self._reader.end(tag)
        else:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Take the end of an element."""
        if tag not in self._open:
            return
        while True:
            last = self._open.pop()
            self._reader.end(last)
            if last == tag:
                return

    def handle_data(self, data: str) -> None:
        """Take text between elements."""
        self._reader.text(data)

    def close(self) -> None:
        """End what is still open."""
        super().close()
        for tag in reversed(self._open):
            self._reader.end(tag)


class _Block:
    """A paragraph or an area that is being read."""

    def __init__(self, label: Label, box: Box | None) -> None:
        self.label = label
        self.box = box
        self.lines: list[Line] = []


class _HocrReader:
    def __init__(self) -> None:
        self.pages: list[LayoutPage] = []
        self._open: list[str] = []
        self._regions: list[Region] = []
        self._blocks: list[_Block] = []
        self._size = (0.0, 0.0)
        self._line: tuple[Box | None, float | None] | None = None
        self._words: list[Word] = []
        self._word: tuple[Box | None, float | None] | None = None
        self._text: list[str] = []
        self._count = 0

    def make_layout(self) -> Layout:
        """Return what was read."""
        if self._regions or self._blocks:
            self._end_page()
        return Layout("hOCR", tuple(self.pages))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        kinds = attributes.get("class", "").split()
        title = attributes.get("title", "")
        kind = next((one for one in kinds if one.startswith("ocr")), "")
        if kind == "ocr_page":
            self._end_page()
            box = _read_box(title)
            self._size = (box.right, box.bottom) if box else (0.0, 0.0)
        elif kind in PICTURE_CLASSES:
            self._regions.append(Region("picture", "", (), _read_box(title)))
        elif (
            self._line is None
            and (kind in BLOCK_CLASSES or kind in AREA_CLASSES)
            and not (kind in LINE_CLASSES and name == "span")
        ):
            self._blocks.append(_Block(BLOCK_CLASSES.get(kind, "unknown"), _read_box(title)))
        elif kind in LINE_CLASSES and self._line is None:
            self._begin_line(kind, title)
        elif kind in ("ocrx_word", "ocr_word", "ocr_cinfo") and self._line is not None and self._word is None:
            self._end_word()
            found = CONFIDENCE_PROPERTY.search(title)
            share = parse_number(found[1]) if found else None
            self._word = (_read_box(title), share / 100 if share is not None else None)
        else:
            kind = ""
        self._open.append(kind)

    def _begin_line(self, kind: str, title: str) -> None:
        self._count += 1
        if self._count > MOST_LINES_OF_DUMP:
            raise make_size_error()
        found = BASELINE_PROPERTY.search(title)
        self._line = (_read_box(title), parse_number(found[1]) if found else None)
        self._words, self._text = [], []
        if not self._blocks:
            self._blocks.append(_Block(LINE_CLASSES[kind], None))

    def end(self, name: str) -> None:
        """Take the end of an element."""
        kind = self._open.pop() if self._open else ""
        if kind in ("ocrx_word", "ocr_word", "ocr_cinfo"):
            self._end_word()
            self._word = None
        elif kind in LINE_CLASSES and self._line is not None:
            self._end_word()
            box, slope = self._line
            line = make_line(self._words, box, slope)
            if line.text.strip():
                self._blocks[-1].lines.append(line)
            self._line = None
        elif kind in BLOCK_CLASSES or kind in AREA_CLASSES:
            self._end_block()
        elif kind == "ocr_page":
            self._end_page()

    def text(self, text: str) -> None:
        """Take text between elements."""
        if self._line is not None:
            self._text.append(text)

    def _end_word(self) -> None:
        text = read_string("".join(self._text)).replace("\n", " ")
        self._text = []
        if text.strip() or (text and self._words):
            box, share = self._word or (None, None)
            if not text.strip() or self._word is None:
                self._words.append(Word(text if text.strip() else " ", None))
            else:
                self._words.append(Word(text.strip(), box, share))

    def _end_block(self) -> None:
        if self._blocks:
            block = self._blocks.pop()
            if block.lines:
                self._regions.append(
                    Region(block.label, "", tuple(block.lines), block.box, 2 * (block.label == "title"))
                )

    def _end_page(self) -> None:
        while self._blocks:
            self._end_block()
        if self._regions:
            self.pages.append(LayoutPage(tuple(self._regions), (), *self._size))
        self._regions = []


def _read_box(title: str) -> Box | None:
    found = BOX_PROPERTY.search(title)
    numbers = [parse_number(value) for value in found[1].split()] if found else []
    left, top, right, bottom = numbers if len(numbers) == 4 else [None] * 4
    if left is None or top is None or right is None or bottom is None:
        return None
    return make_box(left, top, right, bottom)
