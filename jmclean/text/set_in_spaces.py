"""The spaces of a page that an engine set in, and those that stand where printed lines ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jmclean.text.document import Document
from jmclean.text.edits import Edit, Span
from jmclean.text.engine_facts import SpacedPages
from jmclean.text.spacing import (
    Spacing,
    close_up,
    find_cuts_of_words,
    find_former_line_ends,
    find_spaced_lines,
    find_spacing,
)


def find_set_in_spaces(doc: Document) -> Iterator[Edit]:
    """Yield the edits that take out the spaces that were set in, and put back line ends."""
    text = doc.text
    found: dict[int, str] = {}
    spaced: list[Span] = []
    for start, end in cut_pages(text):
        page = text[start:end]
        spacing = find_spacing(page)
        if spacing:
            found.update((start + at, "") for at in close_up(page, spacing))
        if spacing.han:
            spaced.append((start, end))
        if not spacing.han:
            for first, last in find_spaced_lines(page):
                found.update((start + first + at, "") for at in close_up(page[first:last], THROUGHOUT))
    if spaced:
        doc.carry(SpacedPages(tuple(spaced)))
    found.update(find_former_ends(doc))
    yield from (Edit(at, at + 1, found[at]) for at in sorted(found) if not doc.guards.touch(at, at + 1))


def cut_pages(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans between form feeds."""
    start = 0
    while (end := text.find("\f", start)) >= 0:
        yield start, end
        start = end + 1
    yield start, len(text)


def find_former_ends(doc: Document) -> Iterator[tuple[int, str]]:
    """Yield the spaces that stand where lines of print ended, and what stands there instead.

    It is a line end on a page that has three such paragraphs or more, for other rules to judge. A paragraph in which
    nearly all of them cut a word needs no other: there it is nothing.
    """
    text = doc.text
    paragraphs = [
        (block.start, text[block.start : block.end])
        for block in doc.blocks
        if block.kind == "paragraph" and " " in text[block.start : block.end]
    ]
    paragraphs = [(start, paragraph) for start, paragraph in paragraphs if "\n" not in paragraph]
    widths: set[float] = set()
    proofs = sum(bool(find_former_line_ends(paragraph, widths)) for _, paragraph in paragraphs)
    for start, paragraph in paragraphs:
        if proofs >= LEAST_PROOFS:
            yield from ((start + at, "\n") for at in find_former_line_ends(paragraph, widths))
        else:
            yield from ((start + at, "") for at in find_cuts_of_words(paragraph))


LEAST_PROOFS: Final = 3
"""How many paragraphs must have spaces where their lines ended."""

THROUGHOUT: Final = Spacing(han=True, marks=True, figures=True)
