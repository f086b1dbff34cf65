"""Code that is written for speed: each function says what it is the same as, and the tests compare them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import repeat
from typing import Any, TypeVar

Named = TypeVar("Named", bound="tuple[Any, ...]")


def make_named(kind: type[Named], rows: Iterable[tuple[Any, ...]]) -> list[Named]:
    """Return a named tuple for every row: the same as `[kind(*row) for row in rows]`, in half the time.

    A row must have all fields, those with a default too.
    """
    return list(map(tuple.__new__, repeat(kind), rows))
