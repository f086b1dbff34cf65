"""The other mark of a pair: an edit to a quote or a bracket stands or falls with the edit to its partner."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Final

from jmclean.chinese.characters import CLOSING, OPENING
from jmclean.text.edits import Edit

HALF_WIDTH: Final = {"(": "（", ")": "）", "[": "［", "]": "］", "{": "｛", "}": "｝"}
PARTNERS: Final = dict(zip(CLOSING, OPENING, strict=True))

Mark = tuple[str, int]
"""A quote or a bracket, and the number of the edit that writes it, -1 if it stands in the text."""


def find_partners(text: str, edits: Sequence[Edit], refused: Set[int]) -> set[int]:
    """Return the edits that write the other mark of a pair of which one is refused, within their paragraph."""
    found: set[int] = set()
    for number in refused:
        if any(char in PARTNERS or char in OPENING for char in edits[number].new):
            found |= _find_in_paragraph(text, edits, number)
    return found - refused


def _find_in_paragraph(text: str, edits: Sequence[Edit], number: int) -> set[int]:
    """Return the edits that write the partners of what one edit writes."""
    start = text.rfind("\n\n", 0, edits[number].start) + 1
    end = text.find("\n\n", edits[number].end)
    end = len(text) if end < 0 else end
    found: set[int] = set()
    open_marks: list[Mark] = []
    for char, writer in _read_marks(text, edits, number, start, end):
        if char in OPENING:
            open_marks.append((char, writer))
            continue
        while open_marks:
            opened, other = open_marks.pop()
            if opened == PARTNERS[char]:
                if number in (writer, other):
                    found |= {writer, other} - {number, -1}
                break
    return found


def _read_marks(text: str, edits: Sequence[Edit], number: int, start: int, end: int) -> list[Mark]:
    """Return the quotes and brackets of a paragraph as a rule would leave them."""
    first = last = number
    while first and edits[first - 1].start >= start:
        first -= 1
    while last + 1 < len(edits) and edits[last + 1].end <= end:
        last += 1
    marks: list[Mark] = []
    at = start
    for index in range(first, last + 1):
        edit = edits[index]
        marks += [(char, -1) for char in text[at : edit.start]]
        marks += [(char, index) for char in edit.new]
        at = edit.end
    marks += [(char, -1) for char in text[at:end]]
    wide = [(HALF_WIDTH.get(char, char), writer) for char, writer in marks]
    return [(char, writer) for char, writer in wide if char in PARTNERS or char in OPENING]
