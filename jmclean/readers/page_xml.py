"""PAGE XML of 2013 and 2019, as OCR-D, Transkribus, eScriptorium and PaddleOCR's exporters write it.

Checked against the lists of changes of the schemas from 2013-07-15 to 2019-07-15, and pages in the tests of programs
that read those of OCR-D and Transkribus. The orientation of a page or a region is not looked at, nor its directions:
vertical print shows in its lines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from operator import itemgetter
from typing import Any, Final

from jmclean.readers.model import Box, Label, Layout, LayoutPage, Line, Region
from jmclean.readers.reading_order import sort_regions
from jmclean.readers.values import (
    MOST_LINES_OF_DUMP,
    MOST_POINTS,
    make_size_error,
    parse_number,
    read_outline,
    read_slope,
    read_string,
)
from jmclean.readers.words import Word, make_line
from jmclean.readers.xml_events import parse

REGION_LABELS: Final[Mapping[str, Label]] = {
    "paragraph": "text",
    "credit": "text",
    "heading": "title",
    "caption": "caption",
    "header": "header",
    "footer": "footer",
    "page-number": "footer",
    "catch-word": "footer",
    "signature-mark": "footer",
    "footnote": "note",
    "footnote-continued": "note",
    "endnote": "note",
    "RunningTitleZone": "header",
    "NumberingZone": "footer",
    "QuireMarksZone": "footer",
    "list-label": "list",
}
"""What the types of a TextRegion stand for. Others are text, and one without a type is unknown.

Those that end in `Zone` are of the vocabulary SegmOnto, which eScriptorium has.
"""

PICTURE_REGIONS: Final = frozenset(
    ("ImageRegion", "GraphicRegion", "LineDrawingRegion", "ChartRegion", "MapRegion", "ChemRegion")
)
GROUP_ELEMENTS: Final = frozenset(("OrderedGroup", "UnorderedGroup", "OrderedGroupIndexed", "UnorderedGroupIndexed"))
REFERENCE_ELEMENTS: Final = frozenset(("RegionRef", "RegionRefIndexed"))
TYPE_FORM: Final = re.compile(r"structure\s{0,9}\{[^}]{0,200}?type\s{0,9}:\s{0,9}([\w-]{1,40})")
INDEX_FORM: Final = re.compile(r"readingOrder\s{0,9}\{[^}]{0,200}?index\s{0,9}:\s{0,9}(\d{1,6})")


def read(text: str) -> Layout:
    """Return the pages of a file. Raises LayoutError for broken XML."""
    reader = _PageXmlReader()
    parse(text, reader, "PAGE XML")
    return Layout("PAGE XML", tuple(reader.pages))


class _Part:
    """A region or a line that is being read."""

    def __init__(self, kind: str, name: str, label: Label, index: int | None) -> None:
        self.kind = kind
        self.name = name
        self.label = label
        self.index = index
        self.corners: list[Any] = []
        self.texts: list[tuple[int, str]] = []
        self.words: list[Word] = []
        self.lines: list[tuple[int | None, Line]] = []

    @property
    def box(self) -> Box | None:
        """The box around its outline."""
        return read_outline(self.corners)

    @property
    def best(self) -> str:
        """The text with the lowest index, which is the main one; the first of several."""
        return min(self.texts, key=itemgetter(0))[1] if self.texts else ""


class _PageXmlReader:
    def __init__(self) -> None:
        self.pages: list[LayoutPage] = []
        self._parts: list[_Part] = []
        self._regions: list[tuple[list[str], Region | None]] = []
        self._indexes: dict[str, int] = {}
        self._groups: list[_Group] = []
        self._order: list[str] = []
        self._size = (0.0, 0.0)
        self._equivalent = 0
        self._unicode: list[str] | None = None
        self._is_glyph = False
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        if name in ("TextLine", "Word") or name.endswith("Region"):
            self._begin(name, attributes)
        elif name == "Glyph":
            self._is_glyph = True
        elif name == "Coords" and self._parts and not self._is_glyph:
            self._parts[-1].corners = _read_points(attributes.get("points", ""))
        elif name == "Point" and self._parts and not self._is_glyph:  # the schema of 2010
            self._parts[-1].corners.append([parse_number(attributes.get("x")), parse_number(attributes.get("y"))])
        elif name == "TextEquiv":
            self._equivalent = _read_index(attributes, 0)
        elif name == "Unicode":
            self._unicode = []
        elif name in GROUP_ELEMENTS:
            self._groups.append(_Group(attributes))
        elif name in REFERENCE_ELEMENTS and self._groups:
            self._groups[-1].add(_read_index(attributes), attributes.get("regionRef", "").split())
        elif name == "Page":
            self._size = (
                parse_number(attributes.get("imageWidth")) or 0.0,
                parse_number(attributes.get("imageHeight")) or 0.0,
            )
            self._regions, self._indexes, self._order = [], {}, []

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        self._count += 1
        if self._count > MOST_LINES_OF_DUMP:
            raise make_size_error()
        custom = attributes.get("custom", "")
        kind = attributes.get("type") or (found[1] if (found := TYPE_FORM.search(custom)) else "")
        index = int(found[1]) if (found := INDEX_FORM.search(custom)) else _read_index(attributes)
        label: Label = "picture" if name in PICTURE_REGIONS else REGION_LABELS.get(kind, "text") if kind else "unknown"
        self._parts.append(_Part(name, attributes.get("id") or f"#{self._count}", label, index))

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == "Unicode" and self._unicode is not None:
            if self._parts and not self._is_glyph:
                self._parts[-1].texts.append((self._equivalent, read_string("".join(self._unicode))))
            self._unicode = None
        elif name == "Glyph":
            self._is_glyph = False
        elif name in GROUP_ELEMENTS and self._groups:
            group = self._groups.pop()
            if self._groups:
                self._groups[-1].add(group.index, group.list_names())
            else:
                self._order += group.list_names()
        elif self._parts and name == self._parts[-1].kind:
            part = self._parts.pop()
            if name == "Word" and self._parts:
                self._parts[-1].words.append(Word(part.best, part.box))
            elif name == "TextLine":
                self._end_line(part)
            else:
                self._end_region(part)
        elif name == "Page":
            order = self._order or sorted(self._indexes, key=lambda name: self._indexes[name])
            self.pages.append(LayoutPage(sort_regions(self._regions, order), (), *self._size))

    def text(self, text: str) -> None:
        """Take text between elements."""
        if self._unicode is not None:
            self._unicode.append(text)

    def _end_line(self, part: _Part) -> None:
        """Add a line to its region; one without a text of its own has that of its words."""
        text, slope = part.best.replace("\n", " "), read_slope(part.corners)
        line = Line(text, part.box, (), slope) if text.strip() else make_line(part.words, part.box, slope, spaced=True)
        if self._parts and line.text.strip():
            self._parts[-1].lines.append((part.index, line))

    def _end_region(self, part: _Part) -> None:
        """Add a region; the lines of one that has only a text are those of its text, and stand nowhere."""
        lines = part.lines or [(None, Line(text)) for text in part.best.split("\n") if text.strip()]
        if all(index is not None for index, _ in lines):
            lines = sorted(lines, key=lambda entry: entry[0] or 0)
        level = 2 * (part.label == "title")
        region = Region(part.label, "", tuple([line for _, line in lines]), part.box, level)
        self._regions.append(([part.name], region if lines or part.label == "picture" else None))
        if part.index is not None:
            self._indexes[part.name] = part.index


class _Group:
    """A group of the reading order: names of regions, and of those of other groups, by their index if they have one."""

    def __init__(self, attributes: Mapping[str, str]) -> None:
        self.index = _read_index(attributes)
        self._found: list[tuple[int, list[str]]] = []
        self._own = attributes.get("regionRef", "").split()

    def add(self, index: int | None, names: list[str]) -> None:
        """Add a part; one without an index stands where it is."""
        self._found.append((len(self._found) if index is None else index, names))

    def list_names(self) -> list[str]:
        """Return the names in order."""
        parts = sorted(self._found, key=itemgetter(0))
        return [*self._own, *(name for _, names in parts for name in names)]


def _read_index(attributes: Mapping[str, str], default: int | None = None) -> Any:
    found = attributes.get("index", "")
    return int(found[:9]) if found.isascii() and found.isdecimal() else default


def _read_points(text: str) -> list[list[float | None]]:
    """Return the corners of an outline, x,y x,y."""
    pairs = (pair.partition(",") for pair in text.split(maxsplit=MOST_POINTS)[:MOST_POINTS])
    return [[parse_number(x), parse_number(y)] for x, _, y in pairs]
