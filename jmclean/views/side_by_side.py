"""The view of a diff in two columns: source lines on the left, beside them the output lines that they became."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from jmclean.views.ansi import BREAK, Run, count_cells, elide, make_visible, mark_runs, paint, run, wrap_runs
from jmclean.views.rows import DiffRow, cut_rows
from jmclean.views.segments import IN_OUTPUT, IN_SOURCE, Segment

BETWEEN_SIDES = " │ "
LEAST_SIDE_WIDTH = 10


def format_side_by_side(segments: list[Segment], context: int | None, width: int, colour: bool) -> Iterator[str]:
    """Yield the rows that changed, below the rules that changed them.

    Kept text loses its middle where `context` is given.
    """
    found = [row for row in cut_rows(segments) if row.changed]
    if not found:
        return
    digits = len(str(max(found[-1].line, found[-1].output_line) + found[-1].segments[-1].text.count("\n")))
    room = max(LEAST_SIDE_WIDTH, (width - len(BETWEEN_SIDES)) // 2 - digits - 1)
    for row in found:
        names = [(f"rule/{rule}", f"{', ' * bool(number)}{rule}") for number, rule in enumerate(row.rules)]
        yield paint([("", " " * (digits + 1)), *names], colour)
        left = list(_format_column(_choose_side(row, IN_SOURCE), row.line, context, digits, room, colour))
        right = list(_format_column(_choose_side(row, IN_OUTPUT), row.output_line, context, digits, room, colour))
        for pair in zip_longest(left, right):
            one, other = ((side or []) for side in pair)
            blank = " " * (digits + 1 + room - count_cells(one))
            text = paint([*one, ("", blank), ("line", BETWEEN_SIDES), *other], colour)
            yield text if other else text.rstrip()


def _choose_side(row: DiffRow, kinds: frozenset[str]) -> list[Segment]:
    return [segment for segment in row.segments if segment.kind in kinds]


def _format_column(
    segments: list[Segment], line: int, context: int | None, digits: int, room: int, colour: bool
) -> Iterator[list[Run]]:
    """Yield one side of a row, wrapped, with the numbers of its lines."""
    for runs in _split_runs(segments, context):
        number = str(line)
        for piece in wrap_runs(mark_runs(runs, colour), room):
            yield [("line", f"{number:>{digits}} "), *piece]
            number = ""
        line += 1


def _split_runs(segments: list[Segment], context: int | None) -> Iterator[list[Run]]:
    """Yield the runs of each line of one side; a line end that is changed is seen."""
    line: list[Run] = []
    for segment in segments:
        kept = segment.kind == "kept"
        parts = segment.text.split("\n")
        for number, part in enumerate(parts):
            ends = number + 1 < len(parts)
            if kept and part:
                line.append(("", make_visible(part if context is None else elide(part, context))))
            elif not kept and (part or ends):
                style, text = run(segment._replace(text=part))
                line.append((style, text + BREAK * ends))
            if ends:
                yield line
                line = []
    if line:
        yield line
