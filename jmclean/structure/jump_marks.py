"""Jump marks at the ends of a block: （上接A01版）, （下转A02版）."""

from __future__ import annotations

from typing import Final, NamedTuple

from jmclean.chinese.folding import fold
from jmclean.structure.cue_words import JUMP_HEAD, JUMP_LINE, JUMP_TAIL

END: Final = 60
"""How many characters of a block's beginning and end are looked at."""

TURNS: Final = frozenset("转轉接")


class Inside(NamedTuple):
    """Where a block's own text begins and ends in it, less the jump marks at its ends, and which of them it has."""

    start: int
    end: int
    resumes: bool
    turns: bool


def strip_jump_marks(text: str) -> Inside:
    """Return the inside of a block between marks such as （上接A01版） and （下转A02版）."""
    ends = text[:END] + text[-END:]
    if "版" not in ends or TURNS.isdisjoint(ends) or JUMP_LINE.fullmatch(fold(text[:END])):
        return Inside(0, len(text), False, False)
    start, end = 0, len(text)
    while head := JUMP_HEAD.match(fold(text[start : start + END])):
        start += head.end()
    while tail := JUMP_TAIL.search(fold(text[max(start, end - END) : end])):
        end -= len(tail[0])
    left = text[start:end].strip()
    if not left:
        return Inside(0, len(text), False, False)
    resumes, turns = start > 0, end < len(text)
    start = text.find(left, start)
    return Inside(start, start + len(left), resumes, turns)
