"""hOCR: HTML in which classes say what an element is, as Tesseract, OCRopus and the Internet Archive write it.

Checked against the elements and properties of the hOCR specification 1.2 and Tesseract's `hocrrenderer.cpp`, with the
character boxes and the choices that its settings `hocr_char_boxes` and `lstm_choice_mode` add. Most files are XHTML and
are read as XML, which takes a tenth of the time; the rest are read as HTML. Languages and directions are not looked at:
vertical print shows in its boxes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from jmclean.errors import LayoutError
from jmclean.readers.model import Box, Label, Layout, LayoutPage, Line, Region
from jmclean.readers.values import (
    MOST_LINES_OF_DUMP,
    drop_line_spaces,
    make_box,
    make_size_error,
    parse_number,
    read_string,
)
from jmclean.readers.words import Word, make_line
from jmclean.readers.xml_events import parse

BLOCK_CLASSES: Final[Mapping[str, Label]] = {
    "ocr_par": "unknown",
    "ocr_title": "title",
    "ocr_chapter": "title",
    "ocr_part": "title",
    "ocr_section": "title",
    "ocr_subsection": "title",
    "ocr_subsubsection": "title",
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

WORD_CLASSES: Final = frozenset(("ocrx_word", "ocr_word", "ocr_cinfo"))
AREA_CLASSES: Final = frozenset(("ocr_carea", "ocr_column", "ocrx_block", "ocr_float", "ocr_separator"))
PICTURE_CLASSES: Final = frozenset(("ocr_photo", "ocr_image", "ocr_linedrawing", "ocrx_image"))
BOX_PROPERTY: Final = re.compile(r"\bbbox" + 4 * r"\s{1,9}(-?[\d.]{1,12})")
BASELINE_PROPERTY: Final = re.compile(r"\bbaseline\s{1,9}(-?[\d.]{1,12})")
CONFIDENCE_PROPERTY: Final = re.compile(r"\bx_wconf\s{1,9}([\d.]{1,8})")
READ_ATTRIBUTES: Final = frozenset(("class", "title", "lang"))
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
    from jmclean.readers.html_events import HtmlEvents  # most files are XHTML

    HtmlEvents(reader, READ_ATTRIBUTES, "hOCR").read(text)
    return reader.make_layout()


class _Block:
    """A paragraph or an area that is being read."""

    def __init__(self, label: Label, box: Box | None) -> None:
        self.label = label
        self.box = box
        self.lines: list[Line] = []
        self.loose: list[str] = []

    def make_region(self) -> Region | None:
        """Return it as a region; one without lines has the text that stands in it, without line ends."""
        level = 2 * (self.label == "title")
        if self.lines:
            return Region(self.label, "", tuple(self.lines), self.box, level)
        text = drop_line_spaces(" ".join(read_string("".join(self.loose)).split()))
        return Region(self.label, text, (), self.box, level) if text else None


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
        self._has_characters = False
        self._choices = 0
        self._count = 0

    def make_layout(self) -> Layout:
        """Return what was read."""
        if self._regions or self._blocks:
            self._end_page()
        return Layout("hOCR", tuple(self.pages))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        title = attributes.get("title", "")
        kind = _read_kind(attributes.get("class", ""))
        if self._choices or (self._word is not None and _is_choice(kind, title)):
            self._choices += 1
            kind = ""
        elif self._word is not None and kind == "ocrx_cinfo":
            self._has_characters, kind = True, ""
        elif kind in WORD_CLASSES:
            if self._line is None or self._word is not None:
                kind = ""
            else:
                self._end_word()
                found = CONFIDENCE_PROPERTY.search(title)
                share = parse_number(found[1]) if found else None
                self._word = (_read_box(title), share / 100 if share is not None else None)
        elif kind == "ocr_page":
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
        if self._choices:
            self._choices -= 1
            return
        if kind in WORD_CLASSES:
            self._end_word()
            self._word = None
        elif kind in LINE_CLASSES and self._line is not None:
            self._end_word()
            box, slope = self._line
            line = make_line(self._words, box, slope)
            if line.text.strip():
                if not self._blocks:  # its block, or its page, was closed within it
                    self._blocks.append(_Block(LINE_CLASSES[kind], None))
                self._blocks[-1].lines.append(line)
            self._line = None
        elif kind in BLOCK_CLASSES or kind in AREA_CLASSES:
            self._end_block()
        elif kind == "ocr_page":
            self._end_page()

    def text(self, text: str) -> None:
        """Take text between elements."""
        if self._choices:
            return
        if self._line is not None:
            self._text.append(text)
        elif self._blocks:
            self._blocks[-1].loose.append(text)

    def _end_word(self) -> None:
        if not self._text:
            return
        text = read_string("".join(self._text)).replace("\n", " ")
        self._text = []
        if self._has_characters:
            text, self._has_characters = "".join(text.split()), False
        if text.strip() or (text and self._words):
            box, share = self._word or (None, None)
            if not text.strip() or self._word is None:
                self._words.append(Word(text if text.strip() else " ", None))
            else:
                self._words.append(Word(text.strip(), box, share))

    def _end_block(self) -> None:
        if self._blocks:
            region = self._blocks.pop().make_region()
            if region is not None:
                self._regions.append(region)

    def _end_page(self) -> None:
        while self._blocks:
            self._end_block()
        if self._regions:
            self.pages.append(LayoutPage(tuple(self._regions), (), *self._size))
        self._regions = []


@lru_cache(maxsize=64)
def _read_kind(classes: str) -> str:
    """Return the first class of an element that is one of hOCR's; empty for none."""
    return next((one for one in classes.split() if one.startswith("ocr")), "")


def _is_choice(kind: str, title: str) -> bool:
    """Return whether an element of a word holds what Tesseract could have read instead, and not what it read."""
    return kind == "ocr_symbol" or (kind == "ocrx_cinfo" and "x_bboxes" not in title)


def _read_box(title: str) -> Box | None:
    found = BOX_PROPERTY.search(title)
    left, top, right, bottom = map(parse_number, found.groups()) if found else [None] * 4
    if left is None or top is None or right is None or bottom is None:
        return None
    return make_box(left, top, right, bottom)
