"""ALTO XML, versions 1 to 4, as Tesseract, ABBYY, kraken and libraries write it.

Checked against the schema of ALTO 4.4, which lists what changed since 1.0, and Tesseract's `altorenderer.cpp`. The unit
of measurement does not matter, since all is measured in characters. The rotation of a block is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from jmclean.readers.model import Box, Label, Layout, LayoutPage, Line, Region
from jmclean.readers.reading_order import follow_chains, sort_regions
from jmclean.readers.values import (
    MOST_LINES_OF_DUMP,
    make_box,
    make_size_error,
    parse_number,
    read_outline,
    read_string,
)
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
    "runningtitlezone": "header",
    "numberingzone": "footer",
    "quiremarkszone": "footer",
}
"""Labels of tags that say what a block is; those that end in `zone` are of the vocabulary SegmOnto."""

MARGIN_LABELS: Final[Mapping[str, Label]] = {"TopMargin": "header", "BottomMargin": "footer"}
TAG_ELEMENTS: Final = frozenset(("LayoutTag", "StructureTag", "RoleTag", "OtherTag"))
ORDER_ELEMENTS: Final = frozenset(("ElementRef", "OrderedGroup", "UnorderedGroup"))
PICTURE_ELEMENT: Final = "Illustration"
"""A picture; a GraphicalElement is a rule or a frame between blocks."""

POINT_FORM: Final = re.compile(r"-?\d[\d.]{0,12}")
LONGEST_OUTLINE: Final = 100_000
"""How many characters of an outline are read."""


def read(text: str) -> Layout:
    """Return the pages of a file. Raises LayoutError for broken XML."""
    reader = _AltoReader()
    parse(text, reader, "ALTO XML")
    return Layout("ALTO", tuple(reader.pages))


class _TextBlock:
    """A block of text that is being read."""

    def __init__(self, names: list[str], label: Label, box: Box | None) -> None:
        self.names = names
        self.label = label
        self.box = box
        self.lines: list[Line] = []


class _AltoReader:
    def __init__(self) -> None:
        self.pages: list[LayoutPage] = []
        self._tags: dict[str, Label] = {}
        self._order: list[str] = []
        self._margin: Label | None = None
        self._size = (0.0, 0.0)
        self._found: list[tuple[list[str], Region | None]] = []
        self._following: dict[str, str] = {}
        self._around: list[str] = []
        self._block: _TextBlock | None = None
        self._line: Box | None = None
        self._words: list[Word] = []
        self._broken = ""
        self._shaped = ""
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        if name == "String":
            self._shaped = name
            self._words.append(
                Word(self._read_content(attributes), _read_box(attributes), _read_share(attributes.get("WC")))
            )
        elif name == "SP":
            self._words.append(Word(" ", None))
        elif name == "HYP":
            if not self._broken:
                self._words.append(Word(read_string(attributes.get("CONTENT")) or "-", _read_box(attributes)))
        elif name == "TextLine":
            self._begin_line(attributes)
        elif name in ("TextBlock", "ComposedBlock", PICTURE_ELEMENT):
            self._begin_block(name, attributes)
        elif name == "Polygon":
            self._take_outline(attributes.get("POINTS", ""))
        elif name in MARGIN_LABELS:
            self._margin = MARGIN_LABELS[name]
        elif name == "Page":
            self._size = (parse_number(attributes.get("WIDTH")) or 0.0, parse_number(attributes.get("HEIGHT")) or 0.0)
            self._found, self._following = [], {}
        elif name in ORDER_ELEMENTS:
            self._order += attributes.get("REF", "").split()
        elif name in TAG_ELEMENTS and "ID" in attributes:
            for word in f"{attributes.get('TYPE', '')} {attributes.get('LABEL', '')}".lower().split():
                if word in BLOCK_TAGS:
                    self._tags[attributes["ID"]] = BLOCK_TAGS[word]

    def _read_content(self, attributes: Mapping[str, str]) -> str:
        """The text of a string; a word that a line's end broke is whole in its first part, and gone in its second."""
        content, whole = read_string(attributes.get("CONTENT")), read_string(attributes.get("SUBS_CONTENT"))
        part, broken = attributes.get("SUBS_TYPE"), self._broken
        self._broken = whole if part == "HypPart1" else ""
        if part == "HypPart1" and whole:
            return whole
        return "" if part == "HypPart2" and whole and whole == broken else content

    def _begin_line(self, attributes: Mapping[str, str]) -> None:
        self._count += 1
        if self._count > MOST_LINES_OF_DUMP:
            raise make_size_error()
        self._line, self._words, self._shaped = _read_box(attributes), [], "TextLine"
        if self._block and attributes.get("ID"):
            self._block.names.append(attributes["ID"])

    def _begin_block(self, name: str, attributes: Mapping[str, str]) -> None:
        own = attributes.get("ID", "")
        if attributes.get("IDNEXT"):
            self._following[own] = attributes["IDNEXT"]
        if name == "ComposedBlock":
            self._around.append(own)
        elif name == PICTURE_ELEMENT:
            self._found.append(([own, *reversed(self._around)], Region("picture", "", (), _read_box(attributes))))
        else:
            labels = [self._tags[tag] for tag in attributes.get("TAGREFS", "").split() if tag in self._tags]
            label: Label = self._margin or (labels[0] if labels else "unknown")
            self._block, self._shaped = _TextBlock([own], label, _read_box(attributes)), name

    def _take_outline(self, points: str) -> None:
        """Take the outline of what has no box."""
        numbers = list(map(parse_number, POINT_FORM.findall(points[:LONGEST_OUTLINE])))
        box = read_outline([list(pair) for pair in zip(numbers[::2], numbers[1::2], strict=False)])
        if self._shaped == "String" and self._words and self._words[-1].box is None:
            self._words[-1] = self._words[-1]._replace(box=box)
        elif self._shaped == "TextLine":
            self._line = self._line or box
        elif self._shaped == "TextBlock" and self._block:
            self._block.box = self._block.box or box

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == "TextLine":
            line = make_line(self._words, self._line)
            if line.text.strip() and self._block:
                self._block.lines.append(line)
        elif name == "TextBlock" and self._block:
            block, self._block = self._block, None
            level = 2 * (block.label == "title")
            region = Region(block.label, "", tuple(block.lines), block.box, level) if block.lines else None
            self._found.append(([*block.names, *reversed(self._around)], region))
        elif name == "ComposedBlock" and self._around:
            self._around.pop()
        elif name in MARGIN_LABELS:
            self._margin = None
        elif name == "Page":
            order = self._order
            if not order and self._following:
                order = follow_chains((names[0] for names, _ in self._found), self._following)
            self.pages.append(LayoutPage(sort_regions(self._found, order), (), *self._size))

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
