"""docling: DoclingDocument as JSON, versions 1.0 to 1.10 of its schema.

Checked against docling-core's `labels.py` and `document.py`, and docling's `page_assemble_model.py`, which puts a
space where a line ended.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final

from jmclean.readers.model import Box, Label, Layout, LayoutPage, Region
from jmclean.readers.values import drop_line_spaces, make_box, read_items, read_mappings, read_number, read_string

DOCLING_LABELS: Final[Mapping[str, Label]] = {
    "title": "title",
    "section_header": "title",
    "caption": "caption",
    "page_header": "header",
    "page_footer": "footer",
    "footnote": "note",
    "list_item": "list",
    "document_index": "list",
    "code": "code",
    "formula": "formula",
    "picture": "picture",
    "chart": "picture",
    "table": "table",
}
"""What the labels stand for. All others are text."""

COLLECTIONS: Final = ("texts", "pictures", "tables", "groups", "key_value_items", "form_items")
MOST_DEEP: Final = 50
"""How deep groups stand inside one another at most."""


def read(data: object) -> Layout | None:
    """Return the pages of a document; None where the dump is none of docling's."""
    if not isinstance(data, dict) or data.get("schema_name") != "DoclingDocument":
        return None
    return Layout("docling", tuple(_Document(data).read_pages()))


class _Document:
    """A document whose parts refer to each other by pointers such as #/texts/3."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.heights: dict[int, float] = {}
        self.widths: dict[int, float] = {}
        pages = data.get("pages")
        for page in pages.values() if isinstance(pages, dict) else ():
            size = page.get("size") if isinstance(page, dict) else None
            if isinstance(size, dict) and isinstance(page.get("page_no"), int):
                self.heights[page["page_no"]] = read_number(size.get("height")) or 0.0
                self.widths[page["page_no"]] = read_number(size.get("width")) or 0.0
        self.seen: set[str] = set()
        self.regions: dict[int, list[Region]] = {}

    def read_pages(self) -> Iterator[LayoutPage]:
        """Yield the pages: the body in its order, and furniture that the body does not hold behind it."""
        page = 1
        for root in ("body", "furniture"):
            tree = self.data.get(root)
            page = self._walk(tree.get("children") if isinstance(tree, dict) else None, page, 0)
        self._walk([{"$ref": f"#/texts/{at}"} for at in range(len(read_items(self.data.get("texts"))))], page, 0)
        for page in sorted(self.regions):
            yield LayoutPage(tuple(self.regions[page]), (), self.widths.get(page, 0.0), self.heights.get(page, 0.0))

    def _walk(self, children: object, page: int, depth: int) -> int:
        """Collect the items that some pointers lead to; the page of the last one, for an item without a place."""
        if depth > MOST_DEEP:
            return page
        for child in read_mappings(children):
            pointer = read_string(child.get("$ref") or child.get("cref"))
            item = self._find_item(pointer)
            if item is None or pointer in self.seen:
                continue
            self.seen.add(pointer)
            label = DOCLING_LABELS.get(read_string(item.get("label")), "text")
            page, box = self._find_place(item, page)
            inside = item.get("children")
            if pointer.startswith("#/groups/"):
                page = self._walk(inside, page, depth + 1)
                continue
            regions = self.regions.setdefault(page, [])
            if label == "table":
                regions.append(Region("table", _format_table(item.get("data")), (), box))
            else:
                text = drop_line_spaces(read_string(item.get("text")) or read_string(item.get("orig")))
                level = item.get("level")
                rank = 1 if item.get("label") == "title" else 1 + level if isinstance(level, int) else 2
                regions.append(Region(label, text, (), box, min(6, max(1, rank)) if label == "title" else 0))
            for key in ("captions", "footnotes"):
                page = self._walk(item.get(key), page, depth + 1)
            page = self._walk(inside, page, depth + 1)
        return page

    def _find_item(self, pointer: str) -> Mapping[str, Any] | None:
        parts = pointer.split("/")
        if len(parts) != 3 or parts[0] != "#" or parts[1] not in COLLECTIONS or not parts[2].isdecimal():
            return None
        found, at = read_items(self.data.get(parts[1])), int(parts[2][:9])
        return found[at] if at < len(found) and isinstance(found[at], dict) else None

    def _find_place(self, item: Mapping[str, Any], page: int) -> tuple[int, Box | None]:
        """Return the page and the box of an item, from the top left."""
        prov = next(read_mappings(item.get("prov")), None)
        if prov is None:
            return page, None
        page = prov["page_no"] if isinstance(prov.get("page_no"), int) else page
        corners = prov.get("bbox")
        if not isinstance(corners, dict):
            return page, None
        left, top, right, bottom = (read_number(corners.get(key)) for key in "ltrb")
        if left is None or top is None or right is None or bottom is None:
            return page, None
        if corners.get("coord_origin") == "BOTTOMLEFT":
            high = self.heights.get(page, 0.0)
            top, bottom = high - top, high - bottom
        return page, make_box(left, top, right, bottom)


def _format_table(data: object) -> str:
    """Return the cells of a table as HTML, which is how other engines write theirs."""
    grid = read_items(data.get("grid")) if isinstance(data, dict) else []
    rows = []
    for row in grid:
        cells = [f"<td>{escape(read_string(cell.get('text')), quote=False)}</td>" for cell in read_mappings(row)]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>" if rows else ""
