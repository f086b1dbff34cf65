"""Text for a terminal: nothing in it is obeyed, what is changed is seen with and without colour, lines fit."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from jmclean.chinese.characters import FULL_WIDTH
from jmclean.rules import RULES
from jmclean.views.segments import Segment

ELLIPSIS = "…"
BREAK = "¶"
BLANK_SIGN = "␣"

CHANGE_MARKS = {
    "removed": ("[-", "-]"),
    "inserted": ("{+", "+}"),
    "moved away": ("[~", "~]"),
    "moved here": ("{~", "~}"),
    "widened": ("{", "}"),
}
"""What stands around a change where there is no colour, as in git's plain word diff; "widened" is punctuation of which
only the form changes, and its old form is not shown."""

COLOURS = {
    "removed": "31",
    "inserted": "32",
    "@": "36",
    "rule": "",
    "line": "2",
    "elided": "2",
    "head": "1",
}
"""The parameters of ANSI's SGR sequence for a style that does not depend on a rule: red, green, cyan, dim, bold."""

FORMS: Final = {"removed": "9", "inserted": "4", "moved away": "3;2", "moved here": "3;4", "widened": "2"}
"""How a change stands out in the colour of its rule: struck through, underlined, italic, dim."""

DIM: Final = "2"
FEW_COLOURS: Final = ("31", "32", "35", "36", "34", "33")
"""The colours of a rule on a terminal of eight, the best legible on light and dark first."""

MANY_COLOURS: Final = tuple(f"38;5;{number}" for number in (163, 160, 30, 28, 130, 33, 97, 100, 167, 67, 64))
"""The same on a terminal of 256: as bright as to be legible on white and on black."""

SAME_MARKS: Final = {new: old for old, new in FULL_WIDTH.items()} | {"“": '"', "”": '"', "‘": "'", "’": "'", "。": "."}
"""The half-width form of punctuation."""

Run = tuple[str, str]
"""A style and a text that is ready to be shown. The style of a change is its kind, a slash, and its rule."""


def make_visible(text: str, changed: bool = False) -> str:
    """Return the text with all that a terminal would obey, or not show, in a form that is seen.

    Control characters are ^X, other characters that print nothing are <U+XXXX>; of a change also blanks and line ends.
    """
    if text.isprintable() and not (changed and (" " in text or not text.isalnum())):
        return text
    return "".join(map(_show_changed_letter if changed else _show_letter, text))


@lru_cache(4096)
def _show_letter(char: str) -> str:
    if char.isprintable() or unicodedata.category(char) == "Zs":
        return char
    if char < " " or char == "\x7f":
        return "^" + chr(ord(char) ^ 64)
    return f"<U+{ord(char):04X}>"


@lru_cache(4096)
def _show_changed_letter(char: str) -> str:
    if char in "\n ":
        return BREAK if char == "\n" else BLANK_SIGN
    if unicodedata.category(char)[0] in "ZM":
        return f"<U+{ord(char):04X}>"
    return _show_letter(char)


def run(segment: Segment, room: int | None = None) -> Run:
    """Return a changed segment to be shown; moved text longer than twice `room` loses its middle."""
    text = segment.text
    if room is not None and segment.kind in ("moved away", "moved here"):
        text = elide(text, room)
    return f"{segment.kind}/{segment.rule}", make_visible(text, True)


def changed_runs(segments: Sequence[Segment], room: int | None = None) -> Iterator[Run]:
    """Yield the runs of changed segments that stand together; where only the form of a mark changes, the new one."""
    at = 0
    while at < len(segments):
        segment = segments[at]
        following = segments[at + 1] if at + 1 < len(segments) else None
        if following is not None and is_widened(segment, following):
            yield f"widened/{segment.rule}", make_visible(following.text, True)
            at += 2
            continue
        yield run(segment, room)
        at += 1


def is_widened(old: Segment, new: Segment) -> bool:
    """Return whether a rule puts the full-width form of punctuation in the place of the half-width one."""
    return (
        (old.kind, new.kind) == ("removed", "inserted")
        and old.rule == new.rule
        and len(old.text) == len(new.text)
        and all(SAME_MARKS.get(after) == before for before, after in zip(old.text, new.text, strict=True))
    )


def elide(text: str, room: int) -> str:
    """Return the text, without its middle where that is longer than `room` characters on either side."""
    if len(text) <= 2 * room + 3:
        return text
    return text[:room] + ELLIPSIS + text[len(text) - room :]


def mark_runs(runs: Iterable[Run], colour: bool) -> Iterator[Run]:
    """Yield the runs with the marks that stand for colour where there is none."""
    for style, text in runs:
        before, after = ("", "") if colour else CHANGE_MARKS.get(style.partition("/")[0], ("", ""))
        yield style, f"{before}{text}{after}"


def paint(runs: Iterable[Run], colour: bool) -> str:
    """Return the runs as one string."""
    if not colour:
        return "".join([text for _, text in runs])
    coloured = [(_code(style, text), text) for style, text in runs if text]
    return "".join([f"\x1b[{code}m{text}\x1b[0m" if code else text for code, text in coloured])


def _code(style: str, text: str) -> str:
    """Return the parameters of the SGR sequence for a run; a change without letters is dim."""
    kind, _, rule = style.partition("/")
    if not rule:
        return COLOURS.get(kind, "")
    faint = kind in ("removed", "inserted") and not any(map(_is_word, text))
    return ";".join(filter(None, (rule_colour(rule), FORMS.get(kind, ""), DIM * faint)))


def _is_word(char: str) -> bool:
    """Return whether a character that is shown is more than punctuation or white space."""
    return char.isalnum() or char == BREAK


def rule_colour(rule: str) -> str:
    """Return the parameters of the colour of a rule."""
    colours = MANY_COLOURS if has_many_colours() else FEW_COLOURS
    return colours[RULES.index(rule) % len(colours)] if rule in RULES else COLOURS["inserted"]


def has_many_colours() -> bool:
    """Return whether the terminal says that it shows 256 colours."""
    return "256color" in os.environ.get("TERM", "") or bool(os.environ.get("COLORTERM"))


LEAST_UNBROKEN: Final = 3
"""The characters of a run that is not broken, such as a mark between two signs."""


def wrap_runs(runs: Iterable[Run], width: int) -> list[list[Run]]:
    """Return the runs in lines of at most `width` cells, of which a Han letter takes two."""
    from rich.cells import get_character_cell_size

    lines: list[list[Run]] = [[]]
    used = 0
    for style, text in runs:
        if used and len(text) <= LEAST_UNBROKEN and width - count_cells([("", text)]) in range(used):
            lines.append([])
            used = 0
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


def count_cells(runs: Iterable[Run]) -> int:
    """Return how many cells of a terminal the runs take."""
    from rich.cells import get_character_cell_size

    return sum([get_character_cell_size(char) for _, text in runs for char in text])


def is_coloured() -> bool:
    """Return whether standard output is a terminal that shows colours, and the user wants them."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def find_terminal_width() -> int | None:
    """Return the cells of a line of the terminal; None if standard output is not one and COLUMNS does not say."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    try:
        return os.get_terminal_size(1).columns or None
    except OSError:
        return None
