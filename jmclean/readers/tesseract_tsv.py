"""Tesseract's TSV: a row for every page, block, paragraph, line and word.

Checked against the output of Tesseract 5.3 and 5.4. Rows of the head that come again part files that were put together,
in each of which pages are numbered from 1.
"""

from __future__ import annotations

from typing import Final

from jmclean.readers.model import Box, Layout, LayoutPage, Line, Region
from jmclean.readers.values import MOST_LINES_OF_DUMP, make_box, make_error, make_size_error, parse_number, read_string
from jmclean.readers.words import Word, make_line

TSV_COLUMNS: Final = ("level", "page_num", "block_num", "par_num", "line_num", "word_num")
TSV_HEADER: Final = "\t".join(TSV_COLUMNS)
PAGE, LINE, WORD = "1", "4", "5"
"""The levels of the rows that are looked at."""


def read(text: str) -> Layout:
    """Return the pages of a file. Raises LayoutError where a row has too few columns."""
    pages: dict[str, dict[tuple[str, str], dict[str, tuple[Box | None, list[Word]]]]] = {}
    sizes: dict[str, Box | None] = {}
    count = part = 0
    for row in text.split("\n")[1:]:
        if not row:
            continue
        if row.startswith(TSV_HEADER):
            part += 1
            continue
        count += 1
        if count > MOST_LINES_OF_DUMP:
            raise make_size_error()
        cells = row.split("\t", 11)
        if len(cells) < 11:
            raise make_error("Tesseract's TSV", f"its row {count + 1} has {len(cells)} columns instead of 12")
        level, number, block, paragraph, line = cells[:5]
        page = f"{part} {number}"
        box = _read_box(cells[6:10])
        if level == PAGE:
            sizes[page] = box
        home = pages.setdefault(page, {})
        if level == LINE:
            home.setdefault((block, paragraph), {}).setdefault(line, (box, []))
        elif level == WORD:
            words = home.setdefault((block, paragraph), {}).setdefault(line, (None, []))[1]
            score = parse_number(cells[10])
            share = score / 100 if score is not None and 0 <= score <= 100 else None
            words.append(Word(read_string(cells[11] if len(cells) > 11 else ""), box, share))
    found = []
    for page, paragraphs in pages.items():
        size = sizes.get(page)
        regions = [region for lines in paragraphs.values() if (region := _make_region(lines)).lines]
        found.append(LayoutPage(tuple(regions), (), size.right if size else 0.0, size.bottom if size else 0.0))
    return Layout("Tesseract TSV", tuple(found))


def _make_region(lines: dict[str, tuple[Box | None, list[Word]]]) -> Region:
    read_lines: list[Line] = [make_line(words, box, spaced=True) for box, words in lines.values()]
    return Region("unknown", "", tuple([line for line in read_lines if line.text.strip()]))


def _read_box(cells: list[str]) -> Box | None:
    left, top, width, height = map(parse_number, cells)
    if left is None or top is None or width is None or height is None:
        return None
    return make_box(left, top, left + width, top + height)
