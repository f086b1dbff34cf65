"""What a rule only moved: text that one of its edits takes away and another one puts elsewhere."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from jmclean.edits import Change

MOVED: Final = 4
"""The least characters of a line that is taken to be moved where the same rule removes and inserts it."""

NEAR: Final = 12
"""How many long insertions on either side of a removal are searched for what was removed."""


class Claim(NamedTuple):
    """`size` characters at `place` in what one edit removed that stand again at `target` in what another inserted."""

    place: int
    size: int
    target: int
    edit: int


def claims(change: Change) -> dict[int, list[Claim]]:
    """What a change only moved, by the number of the edit that removed it and in order of what it removed."""
    long = [number for number, edit in enumerate(change.edits) if len(edit.new) >= MOVED]
    found: dict[int, list[Claim]] = {}
    if not long:
        return found
    used: dict[int, list[tuple[int, int]]] = {}
    for number, removed in enumerate(change.removed):
        if len(removed) < MOVED:
            continue
        middle = bisect_left(long, number)
        near = sorted(long[max(0, middle - NEAR) : middle + NEAR], key=lambda other: abs(other - number))
        place = 0
        for line in removed.split("\n"):
            words = line.strip()
            if len(words) >= MOVED:
                for other in near:
                    target = -1 if other == number else _free(change.edits[other].new, words, used.get(other, ()))
                    if target >= 0:
                        used.setdefault(other, []).append((target, target + len(words)))
                        claim = Claim(place + line.index(words), len(words), target, other)
                        found.setdefault(number, []).append(claim)
                        break
            place += len(line) + 1
    return found


def _free(text: str, words: str, used: Sequence[tuple[int, int]]) -> int:
    """Where in a text the words stand clear of the spans used already, or -1."""
    at = text.find(words)
    while at >= 0 and any(start < at + len(words) and at < end for start, end in used):
        at = text.find(words, at + 1)
    return at
