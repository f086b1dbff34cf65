"""A patch that is only to be looked at: in colour, what changes within a line stands out, and no text is obeyed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from jmclean.views.ansi import Run, make_visible, paint
from jmclean.views.segments import IN_OUTPUT, IN_SOURCE, Segment

HUNK: Final = re.compile(r"@@ -(\d+),\d+ \+(\d+),\d+ @@")
SIDES: Final = {"-": "removed", "+": "inserted"}


def for_terminal(patch: bytes, segments: Iterable[Segment], colour: bool) -> bytes:
    """Return a patch as a terminal shows it; `segments` are those of the text that it is of."""
    lines = patch.decode("utf-8", "backslashreplace").split("\n")
    if not colour:
        return "\n".join(map(make_visible, lines)).encode()
    found = list(segments)
    sides = {"-": _lines(found, IN_SOURCE), "+": _lines(found, IN_OUTPUT)}
    at = {"-": 0, "+": 0}
    shown: list[str] = []
    for line in lines:
        sign = line[:1]
        if hunk := HUNK.match(line):
            at = {"-": int(hunk[1]) - 1, "+": int(hunk[2]) - 1}
        if line.startswith(("--- ", "+++ ")):
            shown.append(paint([("head", make_visible(line))], True))
            continue
        runs = [(SIDES.get(sign, "@" if sign == "@" else ""), make_visible(line))]
        if sign in SIDES:
            number = at[sign]
            parts = sides[sign][number] if number < len(sides[sign]) else []
            if "".join([text for _, text in parts]) == line[1:].rstrip("\r"):
                runs = [(SIDES[sign], sign), *_shown(parts, SIDES[sign])]
            at[sign] += 1
        elif sign == " ":
            at = {side: number + 1 for side, number in at.items()}
        shown.append(paint(runs, True))
    return "\n".join(shown).encode()


def _lines(segments: Iterable[Segment], kinds: frozenset[str]) -> list[list[Run]]:
    """Return the runs of every line of the source or of the output, as they are in the text."""
    lines: list[list[Run]] = [[]]
    for segment in segments:
        if segment.kind not in kinds:
            continue
        style = "" if segment.kind == "kept" else f"{segment.kind}/{segment.rule}"
        first, *others = segment.text.split("\n")
        lines[-1].append((style, first))
        lines += [[(style, other)] for other in others]
    return lines


def _shown(parts: Iterable[Run], side: str) -> Iterator[Run]:
    """Yield the runs of a line, what is kept in the colour of its side."""
    for style, text in parts:
        yield style or side, make_visible(text)
