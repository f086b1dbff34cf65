"""PAGE XML of 2013 and 2019, as OCR-D, Transkribus, eScriptorium and PaddleOCR's exporters write it.

Checked against the schemas of 2013-07-15 and 2019-07-15, and the `custom` attributes of Transkribus.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from jmclean.readers.model import Box, Label, Layout, LayoutPage, Line, Region
from jmclean.readers.values import (
    MOST_LINES_OF_DUMP,
    MOST_POINTS,
    make_size_error,
    parse_number,
    read_outline,
    read_slope,
    read_string,
)
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
    "list-label": "list",
}
"""What the types of a TextRegion stand for. Others are text, and one without a type is unknown."""

PICTURE_REGIONS: Final = frozenset(
    ("ImageRegion", "GraphicRegion", "LineDrawingRegion", "ChartRegion", "MapRegion", "ChemRegion")
)
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
        self.lines: list[tuple[int | None, Line]] = []

    @property
    def box(self) -> Box | None:
        """The box around its outline."""
        return read_outline(self.corners)

    @property
    def best(self) -> str:
        """The text that the engine is surest of."""
        return min(self.texts)[1] if self.texts else ""


class _PageXmlReader:
    def __init__(self) -> None:
        self.pages: list[LayoutPage] = []
        self._parts: list[_Part] = []
        self._regions: dict[str, list[Region]] = {}
        self._indexes: dict[str, int | None] = {}
        self._order: list[str] = []
        self._size = (0.0, 0.0)
        self._equivalent = 0
        self._unicode: list[str] | None = None
        self._inside_line = ""
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        if name == "TextLine" or name.endswith("Region"):
            self._begin(name, attributes)
        elif name in ("Word", "Glyph"):
            self._inside_line = self._inside_line or name
        elif name == "Coords" and self._parts and not self._inside_line:
            self._parts[-1].corners = _read_points(attributes.get("points", ""))
        elif name == "Point" and self._parts and not self._inside_line:  # the schema of 2010
            self._parts[-1].corners.append([parse_number(attributes.get("x")), parse_number(attributes.get("y"))])
        elif name == "TextEquiv":
            index = attributes.get("index", "0")
            self._equivalent = int(index[:9]) if index.isdecimal() else 0
        elif name == "Unicode":
            self._unicode = []
        elif name in ("RegionRefIndexed", "RegionRef") and attributes.get("regionRef"):
            self._order.append(attributes["regionRef"])
        elif name == "Page":
            self._size = (
                parse_number(attributes.get("imageWidth")) or 0.0,
                parse_number(attributes.get("imageHeight")) or 0.0,
            )
            self._regions, self._indexes, self._order = {}, {}, []

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        self._count += 1
        if self._count > MOST_LINES_OF_DUMP:
            raise make_size_error()
        custom = attributes.get("custom", "")
        kind = attributes.get("type") or (found[1] if (found := TYPE_FORM.search(custom)) else "")
        index = int(found[1]) if (found := INDEX_FORM.search(custom)) else None
        label: Label = "picture" if name in PICTURE_REGIONS else REGION_LABELS.get(kind, "text") if kind else "unknown"
        self._parts.append(_Part(name, attributes.get("id") or f"#{self._count}", label, index))

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == "Unicode" and self._unicode is not None:
            if self._parts and not self._inside_line:
                self._parts[-1].texts.append((self._equivalent, read_string("".join(self._unicode))))
            self._unicode = None
        elif name == self._inside_line:
            self._inside_line = ""
        elif self._parts and name == self._parts[-1].kind:
            part = self._parts.pop()
            if name == "TextLine":
                self._end_line(part)
            else:
                self._end_region(part)
        elif name == "Page":
            self.pages.append(LayoutPage(tuple(self._sort_regions()), (), *self._size))

    def text(self, text: str) -> None:
        """Take text between elements."""
        if self._unicode is not None:
            self._unicode.append(text)

    def _end_line(self, part: _Part) -> None:
        text = part.best.replace("\n", " ")
        if self._parts and text.strip():
            self._parts[-1].lines.append((part.index, Line(text, part.box, (), read_slope(part.corners))))

    def _end_region(self, part: _Part) -> None:
        lines = part.lines
        if lines and all(index is not None for index, _ in lines):
            lines = sorted(lines, key=lambda entry: entry[0] or 0)
        region = Region(
            part.label,
            "" if lines else part.best,
            tuple([line for _, line in lines]),
            part.box,
            2 * (part.label == "title"),
        )
        home = self._regions.setdefault(part.name, [])
        if region.lines or region.text or region.label == "picture":
            home.append(region)
        self._indexes[part.name] = part.index

    def _sort_regions(self) -> Iterable[Region]:
        """The regions in their reading order; those that it does not name follow the one that is before them."""
        named = [name for name in dict.fromkeys(self._order) if name in self._regions]
        if not named and any(index is not None for index in self._indexes.values()):
            named = sorted(
                (name for name, index in self._indexes.items() if index is not None),
                key=lambda name: self._indexes[name] or 0,
            )
        known = set(named)
        behind: dict[str, list[str]] = {}
        last = ""
        for name in self._regions:
            if name in known:
                last = name
            else:
                behind.setdefault(last, []).append(name)
        for name in ("", *named):
            for one in (name, *behind.get(name, ())):
                yield from self._regions.get(one, ())


def _read_points(text: str) -> list[list[float | None]]:
    """The corners of an outline, x,y x,y."""
    pairs = (pair.partition(",") for pair in text.split(maxsplit=MOST_POINTS)[:MOST_POINTS])
    return [[parse_number(x), parse_number(y)] for x, _, y in pairs]
