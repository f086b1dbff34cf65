"""An edit is the only way text changes; this file holds what can be done with edits.

The edits of one rule refer to the text that the rule read. A journal is what each rule of a chain did, in order; it is
enough to make the output from the source, the source from the output, and to say where in the source a change began.
A rule that was asked again stands in it again.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, repeat
from operator import add, itemgetter
from typing import Final, NamedTuple


class Edit(NamedTuple):
    """Replace the characters from `start` up to `end` by `new`; offsets count characters from 0."""

    start: int
    end: int
    new: str


def put(starts: Iterable[int], ends: Iterable[int], new: Iterable[str]) -> list[Edit]:
    """Many edits at once, which takes half as long as one by one."""
    return list(map(tuple.__new__, repeat(Edit), zip(starts, ends, new, strict=True)))


MANY: Final = 10_000
"""How many parts of a text wait to be put together."""

Span = tuple[int, int]
"""From an offset up to another."""


class Change(NamedTuple):
    """What one rule did to the text it read: its edits in order, and for each the characters that it took away."""

    rule: str
    edits: tuple[Edit, ...]
    removed: tuple[str, ...]


Journal = tuple[Change, ...]


class Traced(NamedTuple):
    """One edit and the span of the source that it goes back to."""

    rule: str
    start: int
    end: int
    old: str
    new: str


class OverlapError(ValueError):
    """Two edits of one rule claim the same characters, or an edit lies outside the text: a defect of the rule."""


_position = itemgetter(0, 1)


def trim(text: str, edits: Iterable[Edit]) -> list[Edit]:
    """The same edits in order of the text, each cut down to the characters that differ; those that change nothing go.

    Raises OverlapError where two edits overlap or one lies outside `text`.
    """
    return _trimmed(text, edits)[0]


def _trimmed(text: str, edits: Iterable[Edit]) -> tuple[list[Edit], list[str]]:
    """The edits as `trim` gives them, and for each the characters that it takes away."""
    found = list(edits)
    if not _is_in_order(found):
        found.sort(key=_position)
    trimmed: list[Edit] = []
    removed: list[str] = []
    done, size = 0, len(text)
    for edit in found:
        start, end, new = edit
        if not done <= start <= end <= size:
            raise OverlapError(f"edit {start}:{end} -> {new!r} overlaps the one before it or lies outside the text")
        done = end
        old = text[start:end]
        if old == new:
            continue
        if len(old) + len(new) > 2 and old and new and (old[0] == new[0] or old[-1] == new[-1]):
            edit = _shorter(old, start, end, new)
            old = text[edit.start : edit.end]
        trimmed.append(edit)
        removed.append(old)
    return trimmed, removed


def _is_in_order(edits: list[Edit]) -> bool:
    """Whether no edit begins before the end of the one before it, so that there is nothing to sort."""
    done = 0
    for start, end, _ in edits:
        if start < done:
            return False
        done = end
    return True


def _shorter(old: str, start: int, end: int, new: str) -> Edit:
    shorter = min(len(old), len(new))
    same = 0
    while same < shorter and old[same] == new[same]:
        same += 1
    start, new, shorter = start + same, new[same:], shorter - same
    same = 0
    while same < shorter and old[-1 - same] == new[-1 - same]:
        same += 1
    return Edit(start, end - same, new[: len(new) - same])


def splice(text: str, edits: Sequence[Edit]) -> str:
    """The text with trimmed edits carried out."""
    parts: list[str] = []
    done = 0
    for start, end, new in edits:
        parts.append(text[done:start])
        parts.append(new)
        done = end
    parts.append(text[done:])
    return "".join(parts)


def apply(text: str, rule: str, edits: Iterable[Edit]) -> tuple[str, Change | None]:
    """The text with the edits carried out, and the record of it; None for the record where nothing changed.

    Raises OverlapError as `trim` does.
    """
    trimmed, removed = _trimmed(text, edits)
    if not trimmed:
        return text, None
    return splice(text, trimmed), Change(rule, tuple(trimmed), tuple(removed))


def edits_by_rule(journal: Iterable[Change]) -> dict[str, int]:
    """How many edits each rule of a journal made, in the order in which they come in first."""
    counts: dict[str, int] = {}
    for change in journal:
        counts[change.rule] = counts.get(change.rule, 0) + len(change.edits)
    return counts


def replay(source: str, journal: Iterable[Change]) -> str:
    """The output that a journal makes of its source."""
    for change in journal:
        source = splice(source, change.edits)
    return source


def undo(output: str, journal: Sequence[Change]) -> str:
    """The source of an output, by its journal.

    Raises ValueError where the output does not hold what the journal says was put there.
    """
    for change in reversed(journal):
        output = _revert(output, change)
    return output


def _revert(text: str, change: Change) -> str:
    wholes: list[str] = []
    parts: list[str] = []
    done = grown = 0
    for (start, end, new), removed in zip(change.edits, change.removed, strict=True):
        at = start + grown
        if text[at : at + len(new)] != new:
            raise ValueError(f"the text at {at} is not what {change.rule} wrote there")
        parts += (text[done:at], removed)
        done = at + len(new)
        grown += len(new) - (end - start)
        if len(parts) > MANY:  # of a large page the parts would take more room than the text
            wholes.append("".join(parts))
            parts.clear()
    return "".join((*wholes, *parts, text[done:]))


def trace(journal: Sequence[Change]) -> list[Traced]:
    """Every edit of a journal with its span in the source, in order of the source and then of the chain."""
    found: list[Traced] = []
    maps = [Offsets(change) for change in journal]
    for number, change in enumerate(journal):
        for edit, removed in zip(change.edits, change.removed, strict=True):
            start, end = source_span(maps[:number], (edit.start, edit.end))
            found.append(Traced(change.rule, start, end, removed, edit.new))
    found.sort(key=lambda traced: (traced.start, traced.end))
    return found


def source_offset(journal: Sequence[Change], offset: int) -> int:
    """Where in the source a character of the text after `journal` stood, or what it replaced began."""
    return source_span([Offsets(change) for change in journal], (offset, offset))[0]


def source_span(maps: Sequence[Offsets], span: Span) -> Span:
    """The span of the source that one of the text after all `maps` goes back to."""
    for offsets in reversed(maps):
        span = offsets.origin(span)
    return span[0], max(span)


class Offsets:
    """Offsets before one change and after it, taken from one to the other."""

    _found_moves: list[tuple[int, int, int]] | None = None

    def __init__(self, change: Change) -> None:
        self.edits = change.edits
        self.grown = list(accumulate([len(new) - (end - start) for start, end, new in change.edits], initial=0))
        self.starts = [edit.start for edit in change.edits]
        self.ends = [edit.end for edit in change.edits]
        self.new_starts = list(map(add, self.starts, self.grown))
        self.new_ends = list(map(add, self.ends, self.grown[1:]))
        self.change = change

    def origin(self, span: Span) -> Span:
        """As `before`, but what the change moved goes back to where it stood, not to where it was put."""
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

    def _find_moves(self) -> list[tuple[int, int, int]]:
        from jmclean.moves import claims  # few pages have text that was moved, and fewer are asked about it

        return sorted(
            (self.new_starts[claim.edit] + claim.target, claim.size, self.starts[number] + claim.place)
            for number, found in claims(self.change).items()
            for claim in found
        )

    def after(self, span: Span) -> Span:
        """Where the characters of a span from before the change stand now; what was inserted at its ends is outside."""
        start, end = span
        return start + self.grown[bisect_right(self.ends, start)], end + self.grown[bisect_left(self.ends, end)]

    def before(self, span: Span) -> Span:
        """The span of the old text that one of the new goes back to; what was replaced belongs to it as a whole."""
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
