"""An edit is the only way text changes; this file holds what can be done with edits.

The edits of one rule refer to the text that the rule read. A journal is what each rule of a chain did, in order; it is
enough to make the output from the source, the source from the output, and to say where in the source a change began.
A rule that was asked again stands in it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Final, NamedTuple

from jmclean.text.fast import make_named


class Edit(NamedTuple):
    """Replace the characters from `start` up to `end` by `new`; offsets count characters from 0."""

    start: int
    end: int
    new: str


def make_edits(starts: Iterable[int], ends: Iterable[int], new: Iterable[str]) -> list[Edit]:
    """Return edits, given where each starts, where it ends and what it writes."""
    return make_named(Edit, zip(starts, ends, new, strict=True))


MANY_EDITS: Final = 10_000
"""How many parts of a text wait to be put together."""

Span = tuple[int, int]
"""From an offset up to another."""


class Change(NamedTuple):
    """What one rule did to the text it read: its edits in order, and for each the characters that it took away."""

    rule: str
    edits: tuple[Edit, ...]
    removed: tuple[str, ...]


Journal = tuple[Change, ...]


class OverlapError(ValueError):
    """Two edits of one rule claim the same characters, or an edit lies outside the text: a defect of the rule."""


_position = itemgetter(0, 1)


def trim(text: str, edits: Iterable[Edit]) -> list[Edit]:
    """Return the same edits in order of the text, each cut down to the characters that differ.

    Those that change nothing go.

    Raises OverlapError where two edits overlap or one lies outside `text`.
    """
    return _trim(text, edits)[0]


def _trim(text: str, edits: Iterable[Edit]) -> tuple[list[Edit], list[str]]:
    """Return the edits as `trim` gives them, and for each the characters that it takes away."""
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
            edit = _shorten(old, start, end, new)
            old = text[edit.start : edit.end]
        trimmed.append(edit)
        removed.append(old)
    return trimmed, removed


def _is_in_order(edits: list[Edit]) -> bool:
    """Return whether no edit begins before the end of the one before it, so that there is nothing to sort."""
    done = 0
    for start, end, _ in edits:
        if start < done:
            return False
        done = end
    return True


def _shorten(old: str, start: int, end: int, new: str) -> Edit:
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
    """Return the text with trimmed edits carried out."""
    parts: list[str] = []
    done = 0
    for start, end, new in edits:
        parts.append(text[done:start])
        parts.append(new)
        done = end
    parts.append(text[done:])
    return "".join(parts)


def apply(text: str, rule: str, edits: Iterable[Edit]) -> tuple[str, Change | None]:
    """Return the text with the edits carried out, and the record of it; None for the record where nothing changed.

    Raises OverlapError as `trim` does.
    """
    trimmed, removed = _trim(text, edits)
    if not trimmed:
        return text, None
    return splice(text, trimmed), Change(rule, tuple(trimmed), tuple(removed))


def edits_by_rule(journal: Iterable[Change]) -> dict[str, int]:
    """Return how many edits each rule of a journal made, in the order in which they come in first."""
    counts: dict[str, int] = {}
    for change in journal:
        counts[change.rule] = counts.get(change.rule, 0) + len(change.edits)
    return counts


def replay(source: str, journal: Iterable[Change]) -> str:
    """Return the output that a journal makes of its source."""
    for change in journal:
        source = splice(source, change.edits)
    return source


def undo(output: str, journal: Sequence[Change]) -> str:
    """Return the source of an output, by its journal.

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
        if len(parts) > MANY_EDITS:  # of a large page the parts would take more room than the text
            wholes.append("".join(parts))
            parts.clear()
    return "".join((*wholes, *parts, text[done:]))
