"""ALTO XML, versions 1 to 4, as Tesseract, ABBYY and libraries write it.

Checked against the schemas of ALTO 2.1, 3.0 and 4.2 and Tesseract's `altorenderer.cpp`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jmclean.readers.model import Box, Label, Layout, LayoutPage, Line, Region
from jmclean.readers.values import MOST_LINES_OF_DUMP, make_box, make_size_error, parse_number, read_string
from jmclean.readers.words import Word, make_line
from jmclean.readers.xml_events import parse

BLOCK_TAGS: Final[Mapping[str, Label]] = {
    "heading": "title",
    "title": "title",
    "headline": "title",
    "caption": "caption",
    "header": "header",
    "page-number": "footer",
    "footer": "footer",
    "paragraph": "text",
}
"""Labels of a structure tag (`LayoutTag`, `StructureTag`) that say what a block is."""

MARGIN_LABELS: Final[Mapping[str, Label]] = {"TopMargin": "header", "BottomMargin": "footer"}
PICTURE_ELEMENTS: Final = frozenset(("Illustration", "GraphicalElement"))


def read(text: str) -> Layout:
    """Return the pages of a file. Raises LayoutError for broken XML."""
    reader = _AltoReader()
    parse(text, reader, "ALTO XML")
    return Layout("ALTO", tuple(reader.pages))


class _AltoReader:
    def __init__(self) -> None:
        self.pages: list[LayoutPage] = []
        self._tags: dict[str, Label] = {}
        self._margin: Label | None = None
        self._size = (0.0, 0.0)
        self._regions: list[Region] = []
        self._block: tuple[Label, Box | None] | None = None
        self._lines: list[Line] = []
        self._words: list[Word] = []
        self._line: Box | None = None
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        if name == "String":
            self._words.append(
                Word(read_string(attributes.get("CONTENT")), _read_box(attributes), _read_share(attributes.get("WC")))
            )
        elif name == "SP":
            self._words.append(Word(" ", None))
        elif name == "HYP":
            self._words.append(Word(read_string(attributes.get("CONTENT")) or "-", _read_box(attributes)))
        elif name == "TextLine":
            self._count += 1
            if self._count > MOST_LINES_OF_DUMP:
                raise make_size_error()
            self._line, self._words = _read_box(attributes), []
        elif name == "TextBlock":
            labels = [self._tags[tag] for tag in attributes.get("TAGREFS", "").split() if tag in self._tags]
            label: Label = self._margin or (labels[0] if labels else "unknown")
            self._block = (label, _read_box(attributes))
            self._lines = []
        elif name in PICTURE_ELEMENTS:
            self._regions.append(Region("picture", "", (), _read_box(attributes)))
        elif name in MARGIN_LABELS:
            self._margin = MARGIN_LABELS[name]
        elif name == "Page":
            self._size = (parse_number(attributes.get("WIDTH")) or 0.0, parse_number(attributes.get("HEIGHT")) or 0.0)
            self._regions = []
        elif name in ("LayoutTag", "StructureTag") and "ID" in attributes:
            said = (attributes.get("TYPE", "") + " " + attributes.get("LABEL", "")).lower().split()
            for word in said:
                if word in BLOCK_TAGS:
                    self._tags[attributes["ID"]] = BLOCK_TAGS[word]

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == "TextLine":
            line = make_line(self._words, self._line)
            if line.text.strip():
                self._lines.append(line)
        elif name == "TextBlock" and self._block:
            label, box = self._block
            if self._lines:
                self._regions.append(Region(label, "", tuple(self._lines), box, 2 * (label == "title")))
            self._block = None
        elif name in MARGIN_LABELS:
            self._margin = None
        elif name == "Page":
            self.pages.append(LayoutPage(tuple(self._regions), (), *self._size))

    def text(self, text: str) -> None:
        """Take text between elements, of which ALTO has none."""


def _read_box(attributes: Mapping[str, str]) -> Box | None:
    left, top, width, height = (parse_number(attributes.get(key)) for key in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
    if left is None or top is None or width is None or height is None:
        return None
    return make_box(left, top, left + width, top + height)


def _read_share(value: str | None) -> float | None:
    found = parse_number(value)
    return found if found is not None and 0 <= found <= 1 else None
