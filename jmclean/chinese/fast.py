"""Regular expressions that are compiled when they are first asked: a page needs few of them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Final

TEXT_END: Final = sys.maxsize


class Lazy:
    """Stands for `re.compile(pattern)`: a class that holds all Han takes Python some 3 ms to compile."""

    _found: re.Pattern[str] | None = None

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    @property
    def _compiled(self) -> re.Pattern[str]:
        if self._found is None:
            self._found = re.compile(self.pattern)
        return self._found

    def match(self, text: str, start: int = 0, end: int = TEXT_END) -> re.Match[str] | None:
        """As `re.Pattern.match`."""
        return self._compiled.match(text, start, end)

    def fullmatch(self, text: str, start: int = 0, end: int = TEXT_END) -> re.Match[str] | None:
        """As `re.Pattern.fullmatch`."""
        return self._compiled.fullmatch(text, start, end)

    def search(self, text: str, start: int = 0, end: int = TEXT_END) -> re.Match[str] | None:
        """As `re.Pattern.search`."""
        return self._compiled.search(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int = TEXT_END) -> Iterator[re.Match[str]]:
        """As `re.Pattern.finditer`."""
        return self._compiled.finditer(text, start, end)

    def split(self, text: str) -> list[str]:
        """As `re.Pattern.split`."""
        return self._compiled.split(text)

    def findall(self, text: str, start: int = 0, end: int = TEXT_END) -> list[str]:
        """As `re.Pattern.findall` for a pattern without groups."""
        return self._compiled.findall(text, start, end)
