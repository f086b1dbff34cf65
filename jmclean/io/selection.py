"""Which files of a folder are pages: by their suffix, by patterns as Git has them, and by .jmcleanignore files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from jmclean.errors import FileError, UsageError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

PAGE_SUFFIXES = frozenset((".md", ".markdown", ".mmd", ".txt", ".text"))
"""The files of a folder that are pages; a file that is named itself may be called anything."""

DUMP_SUFFIXES = frozenset((".json", ".xml", ".alto", ".hocr", ".html", ".htm", ".tsv", ".mmd"))
"""The files of a folder that may be layout dumps, which are taken with --layout."""

MANY_PATTERNS = 4
"""Repeats of an expression with which it cannot take long for a path, so that it needs no limit."""

IGNORE_FILE, GIT_IGNORE = ".jmcleanignore", ".gitignore"
MOST_FOLDERS_ABOVE = 64
"""How far up the top of a repository is looked for."""


class Ignored(NamedTuple):
    """The patterns of an ignore file, and how long the path of its folder is, below which they hold."""

    depth: int
    make_spec: GitIgnoreSpec
    prefix: str = ""
    """What stands before the path for an ignore file above the folder that was named."""


class Selection:
    """What is taken of a folder. Paths are relative to it, with slashes."""

    def __init__(
        self,
        include: tuple[str, ...] = (),
        exclude: tuple[str, ...] = (),
        layout: bool = False,
        ignores: bool = True,
    ) -> None:
        self.ignores = ignores
        self.included = make_spec(include) if include else None
        self.excluded = make_spec(exclude) if exclude else None
        named = (os.path.splitext(pattern)[1].lower() for pattern in include)
        self.suffixes = PAGE_SUFFIXES | {suffix for suffix in named if suffix[1:].isalnum()}
        if layout:
            self.suffixes |= DUMP_SUFFIXES

    def takes_folder(self, path: str, ignored: tuple[Ignored, ...]) -> bool:
        """Return whether a folder is looked into."""
        return not self._leaves_out(f"{path}/", ignored)

    def takes_file(self, path: str, ignored: tuple[Ignored, ...]) -> bool:
        """Return whether a file is a page."""
        if os.path.splitext(path)[1].lower() not in self.suffixes:
            return False
        return not self._leaves_out(path, ignored) and (self.included is None or self.included.match_file(path))

    def _leaves_out(self, path: str, ignored: tuple[Ignored, ...]) -> bool:
        if self.excluded is not None and self.excluded.match_file(path):
            return True
        for depth, patterns, prefix in reversed(ignored):  # the nearest has the last word
            said = patterns.check_file(prefix + path[depth:]).include
            if said is not None:
                return said
        return False


def make_spec(patterns: Iterable[str]) -> GitIgnoreSpec:
    """Return the patterns, ready to be asked. Raises UsageError for one that is none."""
    from pathspec import GitIgnoreSpec  # 27 ms, and few have patterns

    lines = list(patterns)
    try:
        found = GitIgnoreSpec.from_lines(lines)
        for pattern in found.patterns:
            if pattern.regex is not None and pattern.regex.pattern.count("*") > MANY_PATTERNS:
                import regex

                from jmclean.text.timed_regex import Pattern

                pattern.regex = Pattern(regex.compile(pattern.regex.pattern), str(pattern.pattern))  # type: ignore[assignment]
        return found
    except (ValueError, re.error, RecursionError, OverflowError) as error:
        raise UsageError(f"A pattern among {', '.join(lines)} is none: {error}. Write it as in .gitignore.") from None


def read_ignore_file(folder: str, relative: str) -> Ignored:
    """Return the patterns of the ignore file in a folder. Raises FileError."""
    path = os.path.join(folder, IGNORE_FILE)
    try:
        with open(path, encoding="utf-8-sig") as file:
            return Ignored(len(relative), make_spec(file))
    except (OSError, UnicodeDecodeError, UsageError) as error:
        raise FileError(f"Its {IGNORE_FILE} could not be read: {error}. Correct it or remove it.") from None


def read_git_ignore(folder: str, depth: int, prefix: str = "") -> tuple[Ignored, ...]:
    """Return the patterns of the .gitignore in a folder, none if there are none or it cannot be used."""
    try:
        with open(os.path.join(folder, GIT_IGNORE), encoding="utf-8-sig") as file:
            return (Ignored(depth, make_spec(file), prefix),)
    except (OSError, UnicodeDecodeError, UsageError):  # it is Git's, who passes over what it does not understand
        return ()


def read_git_ignores_above(root: str) -> tuple[Ignored, ...]:
    """Return the patterns of the .gitignore files above a folder, up to the top of its repository, the nearest last."""
    folder = os.path.realpath(root)
    prefix = ""
    found: tuple[Ignored, ...] = ()
    for _ in range(MOST_FOLDERS_ABOVE):
        if os.path.lexists(os.path.join(folder, ".git")):
            return found
        above, name = os.path.split(folder)
        if above == folder:
            break
        folder, prefix = above, f"{name}/{prefix}"
        here = read_git_ignore(folder, 0, prefix)
        if here and here[0].make_spec.match_file(prefix):
            return ()  # who names a folder that Git does not look into wants it
        found = (*here, *found)
    return ()
