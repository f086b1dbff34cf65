"""Segments cut into rows where source and output both begin a line, so that they can stand side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from jmclean.views.segments import IN_OUTPUT, IN_SOURCE, Segment


class DiffRow(NamedTuple):
    """Lines of the source beside the lines of the output that they became; `line` and `output_line` count from 1."""

    segments: list[Segment]
    line: int
    output_line: int

    @property
    def changed(self) -> bool:
        """Return whether anything in the row is not as it was."""
        return any(segment.kind != "kept" for segment in self.segments)

    @property
    def rules(self) -> list[str]:
        """Return the rules that changed the row, in order of what they did."""
        return list(dict.fromkeys([segment.rule for segment in self.segments if segment.rule]))


def cut_rows(segments: Iterable[Segment]) -> Iterator[DiffRow]:
    """Yield the rows in order; each ends with a kept line end, or with one that ends lines of one side only."""
    row: list[Segment] = []
    line = output_line = 1
    lines = output_lines = 0
    in_source = in_output = False
    for segment in _cut(segments):
        row.append(segment)
        breaks = segment.text.count("\n")
        if segment.kind in IN_SOURCE:
            lines += breaks
            in_source = True
        if segment.kind in IN_OUTPUT:
            output_lines += breaks
            in_output = True
        if segment.text.endswith("\n") and (segment.kind == "kept" or not (in_source and in_output)):
            yield DiffRow(row, line, output_line)
            row, in_source, in_output = [], False, False
            line, output_line = line + lines, output_line + output_lines
            lines = output_lines = 0
    if row:
        yield DiffRow(row, line, output_line)


def _cut(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Yield the segments, kept ones cut behind each line end."""
    for segment in segments:
        if segment.kind != "kept" or "\n" not in segment.text[:-1]:
            yield segment
            continue
        start = segment.start
        for text in segment.text.split("\n"):
            size = min(len(text) + 1, segment.end - start)
            if size:
                yield Segment("kept", start, start + size, "", text + "\n" if size > len(text) else text)
            start += size
