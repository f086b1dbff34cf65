"""The default view of a diff: every paragraph that changes, once, with all its changes, as a text to be read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from jmclean.rules import RULES
from jmclean.views.ansi import ELLIPSIS, Run, changed_runs, elide, make_visible, mark_runs, paint, wrap_runs
from jmclean.views.rows import DiffRow, cut_rows
from jmclean.views.segments import IN_SOURCE, Segment

LEAST_CONTEXT: Final = 20
"""The least cells that the text gets beside its margin, however narrow the terminal is."""

BETWEEN_RULES: Final = " · "
"""What stands between the names of rules below a paragraph."""


class _Moves(NamedTuple):
    """Where text was moved to: starts in the source, in order, with the ends and the lines of the new places."""

    starts: list[int]
    places: list[tuple[int, int]]

    def line(self, start: int, end: int) -> int | None:
        """Return the line that a span of the source was moved to."""
        at = bisect_left(self.starts, end) - 1
        return self.places[at][1] if at >= 0 and self.places[at][0] > start else None


def format_inline(segments: list[Segment], context: int, width: int | None, colour: bool) -> Iterator[str]:
    """Yield the lines of the view, with `context` characters of unchanged text around a change; None does not wrap."""
    found = list(paragraphs(segments))
    if not found:
        return
    digits = len(str(found[-1].line))
    room = None if width is None else max(LEAST_CONTEXT, width - digits - 2)
    moves = _moves(found)
    lines = _source_lines(segments) if moves.starts else []
    for row in found:
        content = mark_runs(_runs(row, context, moves, lines), colour)
        number = str(row.line)
        for runs in [list(content)] if room is None else wrap_runs(content, room):
            yield paint([("line", number.rjust(digits)), ("", "  "), *runs], colour)
            number = ""
        for runs in _names(row.rules, room):
            yield paint([("", " " * (digits + 2)), *runs], colour)


def tally(counts: Mapping[str, int], colour: bool) -> Iterator[str]:
    """Yield how many changes each rule made, in the order in which the rules run."""
    width = max([len(f"{count:,}") for count in counts.values()], default=0)
    for rule in RULES:
        if rule in counts:
            yield paint([("", f"  {counts[rule]:>{width},} "), (f"rule/{rule}", rule)], colour)


def paragraphs(segments: list[Segment]) -> Iterator[DiffRow]:
    """Yield the rows that changed; those that stand together and hold white space alone are one."""
    blank: DiffRow | None = None
    for row in cut_rows(segments):
        if row.changed and all(segment.kind != "kept" and not segment.text.strip() for segment in row.segments):
            blank = row if blank is None else blank._replace(segments=blank.segments + row.segments)
            continue
        if blank is not None:
            yield blank
            blank = None
        if row.changed:
            yield row
    if blank is not None:
        yield blank


def _moves(found: Iterable[DiffRow]) -> _Moves:
    """Return where text was moved to."""
    places = sorted(
        [
            (segment.start, segment.end, row.line)
            for row in found
            for segment in row.segments
            if segment.kind == "moved here"
        ]
    )
    return _Moves([start for start, _, _ in places], [(end, line) for _, end, line in places])


def _source_lines(segments: Iterable[Segment]) -> list[int]:
    """Return the offsets of the line ends of the source."""
    return [
        segment.start + at
        for segment in segments
        if segment.kind in IN_SOURCE
        for at, char in enumerate(segment.text)
        if char == "\n"
    ]


def _runs(row: DiffRow, context: int, moves: _Moves, lines: Sequence[int]) -> Iterator[Run]:
    """Yield a paragraph with its changes, unchanged text without its middle."""
    parts = [(kept, list(part)) for kept, part in groupby(row.segments, lambda segment: segment.kind == "kept")]
    for number, (kept, part) in enumerate(parts):
        if kept:
            text = "".join([segment.text for segment in part]).rstrip("\n")
            yield from _elide_kept(text, context, number == 0, number + 1 == len(parts))
            continue
        for moved, some in groupby(part, lambda segment: segment.kind.startswith("moved")):
            if not moved:
                yield from changed_runs(list(some))
                continue
            for segment in some:
                yield from _moved(segment, context, moves, lines)


def _moved(segment: Segment, context: int, moves: _Moves, lines: Sequence[int]) -> Iterator[Run]:
    """Yield text that changes its place: all of it where it comes to, its ends where it stood, and the other line."""
    from_here = segment.kind == "moved away"
    if not from_here:
        yield "line", f"‹{bisect_left(lines, segment.start) + 1}→›"
    style, text = next(iter(changed_runs([segment])))
    yield style, elide(text, context) if from_here else text
    if from_here and (line := moves.line(segment.start, segment.end)) is not None:
        yield "line", f"‹→{line}›"


def _elide_kept(text: str, context: int, is_first: bool, is_last: bool) -> Iterator[Run]:
    """Yield unchanged text at the beginning, in the middle or at the end of a paragraph."""
    room = len(text) if len(text) <= 2 * context + len(ELLIPSIS) else context
    if is_first:
        shown = text[len(text) - room :]
        yield "elided", ELLIPSIS * (len(shown) < len(text))
        yield "", make_visible(shown)
    elif is_last:
        yield "", make_visible(text[:room])
        yield "elided", ELLIPSIS * (room < len(text))
    else:
        yield "", make_visible(elide(text, context))


def _names(rules: Sequence[str], room: int | None) -> Iterator[list[Run]]:
    """Yield lines with the names of rules, each in its colour."""
    line: list[Run] = []
    used = 0
    for rule in rules:
        size = len(BETWEEN_RULES) * bool(line) + len(rule)
        if room is not None and line and used + size > room:
            yield line
            line, used = [], 0
            size = len(rule)
        if line:
            line.append(("line", BETWEEN_RULES))
        line.append((f"rule/{rule}", rule))
        used += size
    yield line
