"""Where text came from and went to: offsets before and after a change, and what a change only moved."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from operator import add, itemgetter
from typing import Final, NamedTuple

from jmclean.text.edits import Change, Span


class Traced(NamedTuple):
    """One edit and the span of the source that it goes back to."""

    rule: str
    start: int
    end: int
    old: str
    new: str


def trace(journal: Sequence[Change]) -> list[Traced]:
    """Return every edit of a journal with its span in the source, in order of the source and then of the chain."""
    found: list[Traced] = []
    maps = [Offsets(change) for change in journal]
    for number, change in enumerate(journal):
        for edit, removed in zip(change.edits, change.removed, strict=True):
            start, end = trace_span(maps[:number], (edit.start, edit.end))
            found.append(Traced(change.rule, start, end, removed, edit.new))
    found.sort(key=lambda traced: (traced.start, traced.end))
    return found


def trace_offset(journal: Sequence[Change], offset: int) -> int:
    """Return where in the source a character of the text after `journal` stood, or what it replaced began."""
    return trace_span([Offsets(change) for change in journal], (offset, offset))[0]


def trace_span(maps: Sequence[Offsets], span: Span) -> Span:
    """Return the span of the source that one of the text after all `maps` goes back to."""
    for offsets in reversed(maps):
        span = offsets.origin(span)
    return span[0], max(span)


class Offsets:
    """Offsets before one change and after it, taken from one to the other."""

    _found_moves: list[tuple[int, int, int]] | None = None
    _found_claims: dict[int, list[Claim]] | None = None

    def __init__(self, change: Change) -> None:
        self.edits = change.edits
        self.grown = list(accumulate([len(new) - (end - start) for start, end, new in change.edits], initial=0))
        self.starts = [edit.start for edit in change.edits]
        self.ends = [edit.end for edit in change.edits]
        self.new_starts = list(map(add, self.starts, self.grown))
        self.new_ends = list(map(add, self.ends, self.grown[1:]))
        self.change = change

    def origin(self, span: Span) -> Span:
        """Return the same as `before`, but what the change moved goes back to where it stood."""
        start, end = span
        number = bisect_right(self._moves, start, key=itemgetter(0)) - 1
        if number >= 0:
            here, size, there = self._moves[number]
            if start < here + size or start == end == here + size:
                return there + start - here, there + min(end - here, size)
        return self.before(span)

    @property
    def _moves(self) -> list[tuple[int, int, int]]:
        """Where text stands that the change moved, how long it is, and where it stood."""
        if self._found_moves is None:
            self._found_moves = self._find_moves()
        return self._found_moves

    @property
    def _claims(self) -> dict[int, list[Claim]]:
        """What the change only moved."""
        if self._found_claims is None:
            self._found_claims = find_claims(self.change)
        return self._found_claims

    def _find_moves(self) -> list[tuple[int, int, int]]:
        return sorted(
            (self.new_starts[claim.edit] + claim.target, claim.size, self.starts[number] + claim.place)
            for number, found in self._claims.items()
            for claim in found
        )

    def after(self, span: Span) -> Span:
        """Return where the characters of a span from before the change stand now.

        What was inserted at its ends is outside.
        """
        start, end = span
        last = bisect_left(self.ends, end)
        if last < len(self.ends) and self.ends[last] == end and self.starts[last] < end:
            last += 1  # what ends the span was replaced
        return start + self.grown[bisect_right(self.ends, start)], end + self.grown[last]

    def follow(self, span: Span) -> Span | None:
        """Return where the characters of a span stand now, also where the change moved them; None if they are gone.

        What was replaced stands where that is which replaced it.
        """
        start, end = span
        first = bisect_right(self.ends, start)
        last = bisect_left(self.starts, end) - 1
        if start == end:
            inside = first < len(self.edits) and self.starts[first] < start
            if not inside:
                at = start + self.grown[bisect_left(self.ends, start)]
                return at, at
            last = first
        if first > last:
            return start + self.grown[first], end + self.grown[first]
        if first == last and self.starts[first] <= start and end <= self.ends[first]:
            for claim in self._claims.get(first, ()):
                place = start - self.starts[first] - claim.place
                if place >= 0 and place + end - start <= claim.size:
                    at = self.new_starts[claim.edit] + claim.target + place
                    return at, at + end - start
            if not self.edits[first].new:
                return None
        low = self.new_starts[first] if self.starts[first] <= start else start + self.grown[first]
        high = self.new_ends[last] if end <= self.ends[last] else end + self.grown[last + 1]
        return (low, high) if low < high else None

    def before(self, span: Span) -> Span:
        """Return the span of the old text that one of the new goes back to.

        What was replaced belongs to it as a whole.
        """
        start, end = span
        first, last = bisect_right(self.new_ends, start), bisect_left(self.new_starts, end) - 1
        if first < len(self.edits) and self.new_starts[first] <= start:
            start = self.starts[first]
        else:
            start -= self.grown[first]
        if last >= 0 and end <= self.new_ends[last]:
            end = self.ends[last]
        else:
            end -= self.grown[last + 1]
        return start, end


LEAST_MOVED: Final = 4
"""The least characters of a line that is taken to be moved where the same rule removes and inserts it."""

NEAR_CLAIM: Final = 12
"""How many long insertions on either side of a removal are searched for what was removed."""


class Claim(NamedTuple):
    """`size` characters at `place` in what one edit removed that stand again at `target` in what another inserted."""

    place: int
    size: int
    target: int
    edit: int


def find_claims(change: Change) -> dict[int, list[Claim]]:
    """Return what a change only moved, by the number of the edit that removed it and in order of what it removed."""
    long = [number for number, edit in enumerate(change.edits) if len(edit.new) >= LEAST_MOVED]
    found: dict[int, list[Claim]] = {}
    if not long:
        return found
    used: dict[int, list[tuple[int, int]]] = {}
    for number, removed in enumerate(change.removed):
        if len(removed) < LEAST_MOVED:
            continue
        middle = bisect_left(long, number)
        near = sorted(long[max(0, middle - NEAR_CLAIM) : middle + NEAR_CLAIM], key=lambda other: abs(other - number))
        place = 0
        for line in removed.split("\n"):
            words = line.strip()
            if len(words) >= LEAST_MOVED:
                for other in near:
                    target = -1 if other == number else _find_free(change.edits[other].new, words, used.get(other, ()))
                    if target >= 0:
                        used.setdefault(other, []).append((target, target + len(words)))
                        claim = Claim(place + line.index(words), len(words), target, other)
                        found.setdefault(number, []).append(claim)
                        break
            place += len(line) + 1
    return found


def _find_free(text: str, words: str, used: Sequence[tuple[int, int]]) -> int:
    """Return where in a text the words stand clear of the spans used already, or -1."""
    at = text.find(words)
    while at >= 0 and any(start < at + len(words) and at < end for start, end in used):
        at = text.find(words, at + 1)
    return at
