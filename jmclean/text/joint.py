"""What to put between two pieces of text that are joined: a space where two Latin words meet, otherwise nothing."""

from __future__ import annotations

from typing import Final

OPENING_MARKS: Final = frozenset("([{<-/@#$")
"""What the next word follows without a space; a hyphen at a line's end is a word's own or a broken word's."""

CLOSING_MARKS: Final = frozenset(",.;:!?)]}>%")
LEAST_WORD: Final = 3
"""The letters of a word behind a figure that is no unit or type: 2019 the, but 5G and 20km."""


def choose_joint(left: str, right: str) -> str:
    """Return what stands between two pieces, given the end of one and the beginning of the other."""
    last, first = left[-1:], right[:1]
    if not last or not first or not (last + first).isascii() or last.isspace() or first.isspace():
        return ""
    if last in OPENING_MARKS or first in CLOSING_MARKS:
        return ""
    if first.isdigit():
        is_figure = last.isdigit() or (last in ",." and left[-2:-1].isdigit())
        return "" if is_figure or not _ends_in_word(left) else " "
    if last.isdigit():
        return " " if right[:LEAST_WORD].isalpha() and right[:LEAST_WORD].isascii() and len(right) >= LEAST_WORD else ""
    return " " if _ends_in_word(left) else ""


def _ends_in_word(text: str) -> bool:
    """Return whether an ASCII letter or digit is the last character that is no mark."""
    bare = text.rstrip(",.;:!?)]}>%'\"")
    return bare[-1:].isalnum() and bare[-1:].isascii()
