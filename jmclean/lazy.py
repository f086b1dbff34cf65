"""What is worked out when it is first asked: attributes, and regular expressions, of which a page needs few."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar, overload

END = sys.maxsize
Value = TypeVar("Value")


class once(Generic[Value]):  # noqa: N801 - a decorator, written as functools.cached_property is
    """A method that is called once and then is an attribute: functools.cached_property without its lock."""

    def __init__(self, method: Callable[[Any], Value]) -> None:
        self.method = method
        self.name = method.__name__
        self.__doc__ = method.__doc__

    @overload
    def __get__(self, owner: None, kind: type) -> once[Value]: ...
    @overload
    def __get__(self, owner: object, kind: type) -> Value: ...
    def __get__(self, owner: object | None, kind: type) -> once[Value] | Value:
        """The value, kept where the attribute is looked up first from now on."""
        if owner is None:
            return self
        value = owner.__dict__[self.name] = self.method(owner)
        return value


class Lazy:
    """Stands for `re.compile(pattern)`: a class that holds all Han takes Python some 3 ms to compile."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    @once
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    def match(self, text: str, start: int = 0, end: int = END) -> re.Match[str] | None:
        """As `re.Pattern.match`."""
        return self._compiled.match(text, start, end)

    def fullmatch(self, text: str, start: int = 0, end: int = END) -> re.Match[str] | None:
        """As `re.Pattern.fullmatch`."""
        return self._compiled.fullmatch(text, start, end)

    def search(self, text: str, start: int = 0, end: int = END) -> re.Match[str] | None:
        """As `re.Pattern.search`."""
        return self._compiled.search(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int = END) -> Iterator[re.Match[str]]:
        """As `re.Pattern.finditer`."""
        return self._compiled.finditer(text, start, end)

    def split(self, text: str) -> list[str]:
        """As `re.Pattern.split`."""
        return self._compiled.split(text)

    def findall(self, text: str, start: int = 0, end: int = END) -> list[str]:
        """As `re.Pattern.findall` for a pattern without groups."""
        return self._compiled.findall(text, start, end)
