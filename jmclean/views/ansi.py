"""Text for a terminal: nothing in it is obeyed, what is changed is seen with and without colour, lines fit."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from jmclean.views.segments import Segment

ELLIPSIS = "…"
BREAK = "¶"
BLANK = "␣"

MARKS = {
    "removed": ("[-", "-]"),
    "dropped": ("[-", "-]"),
    "inserted": ("{+", "+}"),
    "moved away": ("[~", "~]"),
    "moved here": ("{~", "~}"),
}
"""What stands around a change where there is no colour, as in git's plain word diff."""

COLOURS = {
    "removed": "31",
    "dropped": "31;9",
    "inserted": "32",
    "moved away": "36;9",
    "moved here": "36",
    "rule": "33",
    "line": "2",
    "elided": "2",
    "head": "1",
}
"""The parameters of ANSI's SGR sequence for each style: red, green, cyan, 9 to strike through."""

Run = tuple[str, str]
"""A style and a text that is ready to be shown."""


def visible(text: str, changed: bool = False) -> str:
    """Return the text with all that a terminal would obey, or not show, in a form that is seen.

    Control characters are ^X, other characters that print nothing are <U+XXXX>; of a change also blanks and line ends.
    """
    if text.isprintable() and not (changed and (" " in text or not text.isalnum())):
        return text
    return "".join(map(_changed_letter if changed else _letter, text))


@lru_cache(4096)
def _letter(char: str) -> str:
    if char.isprintable() or unicodedata.category(char) == "Zs":
        return char
    if char < " " or char == "\x7f":
        return "^" + chr(ord(char) ^ 64)
    return f"<U+{ord(char):04X}>"


@lru_cache(4096)
def _changed_letter(char: str) -> str:
    if char in "\n ":
        return BREAK if char == "\n" else BLANK
    if unicodedata.category(char)[0] in "ZM":
        return f"<U+{ord(char):04X}>"
    return _letter(char)


def run(segment: Segment, drop: bool = False, room: int | None = None) -> Run:
    """Return a changed segment to be shown; moved text longer than twice `room` loses its middle."""
    text = segment.text
    if room is not None and segment.kind in ("moved away", "moved here"):
        text = elided(text, room)
    return "dropped" if drop else segment.kind, visible(text, True)


def elided(text: str, room: int) -> str:
    """Return the text, without its middle where that is longer than `room` characters on either side."""
    if len(text) <= 2 * room + 3:
        return text
    return text[:room] + ELLIPSIS + text[len(text) - room :]


def dropped(segments: list[Segment]) -> list[bool]:
    """Return for each segment whether it is words that go, and for which their rule put nothing."""
    return [
        segment.kind == "removed"
        and any(map(str.isalnum, segment.text))
        and not any(near.kind == "inserted" and near.rule == segment.rule for near in segments[max(0, at - 1) : at + 2])
        for at, segment in enumerate(segments)
    ]


def marked(runs: Iterable[Run], colour: bool) -> Iterator[Run]:
    """Yield the runs with the marks that stand for colour where there is none."""
    for style, text in runs:
        before, after = ("", "") if colour else MARKS.get(style, ("", ""))
        yield style, f"{before}{text}{after}"


def painted(runs: Iterable[Run], colour: bool) -> str:
    """Return the runs as one string."""
    if not colour:
        return "".join([text for _, text in runs])
    coloured = [(COLOURS.get(style), text) for style, text in runs if text]
    return "".join([f"\x1b[{code}m{text}\x1b[0m" if code else text for code, text in coloured])


def wrapped(runs: Iterable[Run], width: int) -> list[list[Run]]:
    """Return the runs in lines of at most `width` cells, of which a Han letter takes two."""
    from rich.cells import get_character_cell_size

    lines: list[list[Run]] = [[]]
    used = 0
    for style, text in runs:
        start = 0
        for at, char in enumerate(text):
            size = get_character_cell_size(char)
            if used + size > width and used:
                lines[-1].append((style, text[start:at]))
                lines.append([])
                start, used = at, 0
            used += size
        lines[-1].append((style, text[start:]))
    return lines


def cells(runs: Iterable[Run]) -> int:
    """Return how many cells of a terminal the runs take."""
    from rich.cells import get_character_cell_size

    return sum([get_character_cell_size(char) for _, text in runs for char in text])


def is_coloured() -> bool:
    """Return whether standard output is a terminal that shows colours, and the user wants them."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def terminal_width() -> int | None:
    """Return the cells of a line of the terminal; None if standard output is not one and COLUMNS does not say."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    try:
        return os.get_terminal_size(1).columns or None
    except OSError:
        return None
