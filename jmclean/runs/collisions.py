"""Two pages that would be written to one file, found before anything is written.

Names that differ only in case or in the form of Unicode count as one, since some systems take them for one. Of every
page two numbers are kept, not its path, so that a folder of millions of pages can be looked through.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from unicodedata import normalize

from jmclean.errors import UsageError
from jmclean.io.files import find_target

NAMED_FILES = 5
"""How many meetings are told of; the rest are counted."""

PARTS = 16
"""In how many parts the numbers are put in order, so that few of them are looked at together."""

Found = Callable[[], Iterator[tuple[str, str]]]
"""Gives every page with the file or folder that was asked for, each time anew."""


class Survey(NamedTuple):
    """How many pages there are, and how many bytes they hold."""

    pages: int
    size: int


def survey(found: Found, folder: str | None) -> Survey:
    """Count the pages. Raises UsageError where two of them would meet in one file of `folder`."""
    count = size = 0
    outputs, sources = array("q"), array("q")
    inside = folder and _fold_path(os.path.join(os.path.realpath(folder), ""))
    for page, root in found():
        count += 1
        try:
            size += os.stat(page).st_size
        except OSError:  # it is told of when it is read
            continue
        if folder is not None and inside is not None:
            outputs.append(_number_path(_resolve(find_target(page, root, folder))))
            real = _resolve(page)
            if _fold_path(real).startswith(inside):
                sources.append(_number_path(real))
    suspects = _find_twice(outputs) | set(sources).intersection(outputs)
    if suspects and folder is not None:
        _refuse(found, folder, suspects)
    return Survey(count, size)


def _refuse(found: Found, folder: str, suspects: set[int]) -> None:
    """Raise UsageError with the pages that meet, unless the numbers are equal by chance or a page is named twice."""
    makers: dict[str, dict[str, str]] = {}
    inputs: dict[str, str] = {}
    for page, root in found():
        output = find_target(page, root, folder)
        real = _resolve(page)
        if _number_path(_resolve(output)) in suspects:
            makers.setdefault(_fold_path(_resolve(output)), {})[real] = page
        if _number_path(real) in suspects:
            inputs[_fold_path(real)] = page
    meetings = []
    for path, pages in makers.items():
        first, *others = pages.values()
        if others:
            meetings.append(f"{first} and {others[0]} would be one file in {folder}")
        elif path in inputs:
            same = inputs[path] == first
            meetings.append(f"{first} would be written over {'itself' if same else inputs[path]}")
    if meetings:
        more = f" ({len(meetings) - NAMED_FILES} more)" if len(meetings) > NAMED_FILES else ""
        raise UsageError(
            f"{'; '.join(meetings[:NAMED_FILES])}{more}. "
            "Nothing was written; rename them, clean them into folders of their own with -o, or use -i."
        )


def _find_twice(numbers: array[int]) -> set[int]:
    """Return the numbers that stand there more than once."""
    twice: set[int] = set()
    for part in range(PARTS):
        ordered = sorted(number for number in numbers if number % PARTS == part)
        twice.update(number for number, after in pairwise(ordered) if number == after)
    return twice


def _resolve(path: str) -> str:
    """Return the path without links; the folder is asked once for all its files."""
    folder, name = os.path.split(path)
    real = os.path.join(_resolve_folder(folder), name)
    return os.path.realpath(real) if os.path.islink(real) else real


@lru_cache(maxsize=64)
def _resolve_folder(folder: str) -> str:
    return os.path.realpath(folder)


def _fold_path(path: str) -> str:
    return path.lower() if path.isascii() else normalize("NFC", normalize("NFC", path).casefold())


def _number_path(path: str) -> int:
    return hash(_fold_path(path))
