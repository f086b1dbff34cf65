"""One text of a layout, a block a paragraph, and what the layout says of every block of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from jmclean.readers.column_order import KnownParagraph
from jmclean.readers.columns import Columns
from jmclean.readers.kinds import find_blocks
from jmclean.readers.model import Layout, LayoutPage
from jmclean.readers.paragraphs import find_paragraphs, indents_paragraphs
from jmclean.readers.placing import place_lines
from jmclean.structure.layout_facts import BlockFacts, Evidence


class Reading(NamedTuple):
    """The text that was read out of a dump, what is known of its blocks, and notes for the user.

    `has_order` is False where some page's lines stay as the engine read them, so that no line goes on in the next.
    """

    format: str
    text: str
    evidence: Evidence
    notes: tuple[str, ...] = ()
    has_order: bool = True

    def find_place(self, start: int, end: int) -> dict[str, Any]:
        """Return the page and the box of the block that a span lies in, for `jmclean explain --format json`."""
        block = self.evidence.find_first(start, max(end, start + 1))
        return {} if block is None else {"page": block.page + 1, "box": _round_box(block)}

    def list_entries(self) -> Iterator[dict[str, Any]]:
        """Yield every block with its page, its box and its role, as `jmclean layout --format json` prints them."""
        for block in self.evidence.blocks:
            yield {
                "page": block.page + 1,
                "box": _round_box(block),
                "role": block.kind,
                "start": block.start,
                "end": block.end,
                "text": self.text[block.start : block.end],
            }


def _round_box(block: BlockFacts) -> list[float] | None:
    return [round(value, 1) for value in block.place] if block.place else None


def write_text(layout: Layout) -> Reading:
    """Return the text of a layout in the dump's own order, and the evidence over it."""
    parts: list[str] = []
    facts: list[BlockFacts] = []
    at = 0
    for number, page in enumerate(layout.pages):
        for text, fact in _write_page(page, number):
            parts.append(text)
            facts.append(fact._replace(start=at, end=at + len(text)))
            at += len(text) + 2
    text = "\n\n".join(parts)
    has_order = all(page.regions or not page.lines for page in layout.pages)
    return Reading(layout.format, text + "\n" if text else "", Evidence(tuple(facts)), (), has_order)


def _write_page(page: LayoutPage, number: int) -> Iterator[tuple[str, BlockFacts]]:
    if not page.regions:
        lines = "\n".join([line.text.strip() for line in page.lines])
        if lines:
            yield lines, BlockFacts(0, 0, "other", number)
        return
    page, restored = place_lines(page)
    columns = Columns(page)
    found = list(find_paragraphs(page, columns))
    indents = indents_paragraphs(found)
    for block in find_blocks(page, found, columns):
        one = block.paragraph
        if not one.text.strip():
            continue
        yield (
            _write_block(block),
            BlockFacts(
                0,
                0,
                block.kind,
                number,
                one.box,
                one.first.is_flush if indents else None,
                one.last.is_full,
                block.is_apart,
                columns.unit,
                restored(one.box) if one.box else None,
            ),
        )


def _write_block(block: KnownParagraph) -> str:
    """Return the text of a block as Markdown: with the mark of a heading, of a formula, of code."""
    text, label = block.paragraph.text, block.paragraph.label
    if block.kind == "heading":
        return f"{'#' * block.level} {text}"
    if label == "formula" and "$" not in text:
        return f"$$\n{text}\n$$"
    if label == "code" and "```" not in text:
        return f"```\n{text}\n```"
    return text
