"""Code that is written for speed: each function says what it is the same as, and the tests compare them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import repeat
from typing import Any, Final, TypeVar

WIDE_ASCII: Final = bytes(byte for byte in range(128) if not chr(byte).isalnum() and chr(byte) not in ".%")
"""What of ASCII is as wide as a Han character: punctuation, which print has in full width. Spaces are told apart."""

Named = TypeVar("Named", bound="tuple[Any, ...]")


def make_named(kind: type[Named], rows: Iterable[tuple[Any, ...]]) -> list[Named]:
    """Return a named tuple for every row: the same as `[kind(*row) for row in rows]`, in half the time.

    A row must have all fields, those with a default too.
    """
    return list(map(tuple.__new__, repeat(kind), rows))


def measure_width(text: str) -> float:
    """Return how much of a column a text takes, in full-width characters.

    The same as to add up a character at a time: 0.56 for a digit, a Latin letter, a point or a per cent sign, 0.3 for a
    space or a tab, 1 for any other.
    """
    half = text.encode("ascii", "ignore")
    narrow = len(half.translate(None, WIDE_ASCII))
    return len(text) - 0.44 * narrow - 0.7 * (half.count(b" ") + half.count(b"\t"))
