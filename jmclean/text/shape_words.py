"""The shape of a text in words, for people who ask how a file was read."""

from __future__ import annotations

from collections import Counter
from typing import Final

from jmclean.chinese.characters import BLOCK_END, OCR_CLOSING
from jmclean.text.engine_facts import recall_pages
from jmclean.text.line_runs import find_columns, print_line
from jmclean.text.shape import find_shape
from jmclean.text.spacing import close_up, find_spacing

LEAST_LINES_OF_COLUMN: Final = 6
"""How many lines of a page must stand in a column for it to be named."""

PAGE_TRAITS: Final = {
    "beside": "columns side by side",
    "double": "double-spaced",
    "padded": "padded",
    "indent": "indented",
    "numbered": "numbered",
}
"""The words for what is true of nearly all lines of a page, by its name in `PageShape`."""


def describe_shape(text: str) -> str:
    """Return the shape of a text in words: `lines, columns of 16 and 22 characters, spaced, 4 pages`."""
    marked = recall_pages(text).pages
    pages = find_shape(text, [(page.start, page.end) for page in marked] or None).pages
    widths: Counter[int] = Counter()
    in_columns = 0
    is_spaced = False
    for page in pages:
        inside = text[page.start : page.end]
        if spacing := find_spacing(inside):
            is_spaced = True
            set_in = set(close_up(inside, spacing))
            inside = "".join([char for at, char in enumerate(inside) if at not in set_in])
        if page.double and are_mostly_open(inside):
            inside = inside.replace("\n\n", "\n")  # what is set in columns is lines, each with a blank line behind it
        found = count_column_lines(inside)
        in_columns += sum(found.values())
        widths.update({width: count for width, count in found.items() if count >= LEAST_LINES_OF_COLUMN})
    is_lined = 2 * in_columns > sum(page.lines for page in pages)
    words = ["lines" if is_lined else "blocks"]
    if widths:
        *most, last = [str(width) for width in sorted(widths)]
        words.append(f"columns of {', '.join(most)}{' and ' if most else ''}{last} characters")
    traits = [trait for trait in PAGE_TRAITS if is_lined or trait != "double"]  # a blank line follows every block
    words += [PAGE_TRAITS[trait] for trait in traits if any(getattr(page, trait) for page in pages)]
    if is_spaced:
        words.append("spaced")
    if len(pages) > 1:
        words.append(f"{len(pages)} pages")
    return ", ".join(words)


def are_mostly_open(page: str) -> bool:
    """Return whether most lines go on in the next, as lines of print do; short paragraphs of equal length do not."""
    ends = [line.rstrip(OCR_CLOSING)[-1:] for line in map(str.strip, page.split("\n")) if line]
    return 2 * sum(end not in BLOCK_END for end in ends) > len(ends)


def count_column_lines(page: str) -> Counter[int]:
    """Return how many lines of a page stand in columns of each width, in full-width characters."""
    after_blank, lines = True, []
    for line in page.split("\n"):
        if bare := line.strip():
            lines.append(print_line(bare, after_blank))
        after_blank = not bare
    return Counter(round(width) for width in find_columns(lines) if width)
