"""Undo in a file that a person edited: what they did not touch is taken back, and what they wrote stays.

A journal holds the length and the checksum of every line of the output, so that the lines which a person left as they
were are known. The others are holes, and an edit that wrote into a hole or stands at one stays.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate
from typing import Final, NamedTuple
from zlib import crc32

from jmclean.history.partial_undo import Chosen, Kept, find_groups, leave_out_kept, take_back
from jmclean.text.edits import Change, Edit, Journal, replay, splice
from jmclean.text.tracing import Offsets

HOLE: Final = "\U0010ffff"
"""Stands for every character of a line of the output that a person changed; no text has it."""

Line = tuple[int, int]
"""The length of a line and its checksum."""


class HandEdit(NamedTuple):
    """What a person changed: a span of the output as it was written, what stands there now, and in which line."""

    start: int
    end: int
    new: str
    line: int


class Held(NamedTuple):
    """A change by hand, and the rules whose edits stay because of it."""

    line: int
    rules: tuple[str, ...]


class EditedUndo(NamedTuple):
    """What comes of an edited output: its text, what is left of the journal, and what had to stay."""

    text: str
    undone: int
    held: tuple[Held, ...]
    kept: tuple[Kept, ...]


def pack_lines(text: str) -> bytes:
    """Return the lengths and checksums of the lines of a text, as a journal holds them."""
    return _dump_numbers([number for line in text.split("\n") for number in _measure_line(line)])


def _measure_line(line: str) -> Line:
    return len(line), crc32(line.encode("utf-8", "surrogatepass"))


def _dump_numbers(numbers: Sequence[int]) -> bytes:
    values = array("I", numbers)
    if sys.byteorder == "big":
        values.byteswap()
    return values.tobytes()


def _unpack_lines(data: bytes) -> list[Line]:
    """Return what `pack_lines` packed. Raises ValueError for other bytes."""
    values = array("I")
    values.frombytes(data)
    if sys.byteorder == "big":
        values.byteswap()
    return list(zip(values[::2], values[1::2], strict=True))


def undo_edited(text: str, lines: bytes, journal: Journal, chosen: Chosen) -> EditedUndo:
    """Take edits of a journal back in a text that a person edited. Raises ValueError for a damaged journal."""
    written, by_hand = _compare(_unpack_lines(lines), text.split("\n"))
    spans = _find_final_spans(journal)
    held, free = _set_held_apart(journal, spans, by_hand, chosen)
    remaining, kept = take_back(journal, free)
    undone = leave_out_kept(journal, free, kept)
    source = written
    for change in reversed(journal):
        source = _revert_with_holes(source, change)
    result = splice(replay(source, remaining), list(_move_by_hand(by_hand, spans, journal, undone)))
    if HOLE in result:
        raise ValueError("what was edited cannot be told from what was not")
    count = sum(map(len, undone.values()))
    lines_held = {by_hand[number].line: tuple(rules) for number, rules in sorted(held.items())}
    return EditedUndo(result, count, tuple([Held(line, rules) for line, rules in lines_held.items()]), kept)


def _compare(before: Sequence[Line], after: Sequence[str]) -> tuple[str, list[HandEdit]]:
    """Return the text as it was written, with holes, and what was changed since."""
    known = list(map(_measure_line, after))
    starts = list(accumulate([size + 1 for size, _ in before], initial=0))
    end = starts[-1] - 1
    parts: list[str] = []
    found: list[HandEdit] = []
    for tag, first, last, here, stop in SequenceMatcher(None, before, known).get_opcodes():
        if tag == "equal":
            parts += after[here:stop]
            continue
        parts += [HOLE * size for size, _ in before[first:last]]
        new = "\n".join(after[here:stop])
        if first < last and here < stop:
            found.append(HandEdit(starts[first], starts[last] - 1, new, here + 1))
        elif first < last:
            start = starts[first] if last < len(before) else max(0, starts[first] - 1)
            found.append(HandEdit(start, min(starts[last], end), "", here + 1))
        elif first < len(before):
            found.append(HandEdit(starts[first], starts[first], new + "\n", here + 1))
        else:
            found.append(HandEdit(end, end, "\n" + new, here + 1))
    return "\n".join(parts), found


def _find_final_spans(journal: Journal) -> list[list[tuple[int, int]]]:
    """Return where in the output that stands which each edit wrote, by the place of its change."""
    maps = [Offsets(change) for change in journal]
    found: list[list[tuple[int, int]]] = []
    for place, offsets in enumerate(maps):
        spans = list(zip(offsets.new_starts, offsets.new_ends, strict=True))
        for later in maps[place + 1 :]:
            spans = [_follow(later, span) for span in spans]
        found.append(spans)
    return found


def _follow(offsets: Offsets, span: tuple[int, int]) -> tuple[int, int]:
    moved = offsets.follow(span)
    if moved is None:
        start, end = offsets.after(span)
        moved = (start, max(start, end))
    return moved


def _set_held_apart(
    journal: Journal, spans: Sequence[Sequence[tuple[int, int]]], by_hand: Sequence[HandEdit], chosen: Chosen
) -> tuple[dict[int, list[str]], Chosen]:
    """Return the changes by hand that hold edits, by number, and the edits that none of them meets."""
    starts, ends = [one.start for one in by_hand], [one.end for one in by_hand]
    held: dict[int, list[str]] = {}
    free: Chosen = {}
    for place, numbers in chosen.items():
        groups = find_groups(journal[place])
        stuck: set[int] = set()
        for number in sorted(numbers):
            start, end = spans[place][number]
            first, last = bisect_left(ends, start), bisect_right(starts, end)
            for met in range(first, last):
                rules = held.setdefault(met, [])
                if journal[place].rule not in rules:
                    rules.append(journal[place].rule)
            if first < last:
                stuck |= groups.get(number, {number})
        free[place] = numbers - stuck
    return held, free


def _move_by_hand(
    by_hand: Sequence[HandEdit], spans: Sequence[Sequence[tuple[int, int]]], journal: Journal, undone: Chosen
) -> Iterator[Edit]:
    """Yield the changes by hand at their places once some edits are undone."""
    growth = sorted(
        (spans[place][number][0], len(journal[place].removed[number]) - len(journal[place].edits[number].new))
        for place, numbers in undone.items()
        for number in numbers
    )
    at = shift = 0
    for start, end, new, _ in by_hand:
        while at < len(growth) and growth[at][0] < start:
            shift += growth[at][1]
            at += 1
        yield Edit(start + shift, end + shift, new)


def _revert_with_holes(text: str, change: Change) -> str:
    """Return the text before a change; what a hole hides is taken for what the rule wrote."""
    inverse: list[Edit] = []
    grown = 0
    for (start, end, new), removed in zip(change.edits, change.removed, strict=True):
        at = start + grown
        found = text[at : at + len(new)]
        if found != new and HOLE not in found:
            raise ValueError(f"the text at {at} is not what {change.rule} wrote there")
        inverse.append(Edit(at, at + len(new), removed))
        grown += len(new) - (end - start)
    return splice(text, inverse)
