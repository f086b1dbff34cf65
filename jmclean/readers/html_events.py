"""HTML read as the events of XML, in linear time whatever it holds and without the tree that a browser makes.

Only the attributes that a reader asks for are kept. The standard library's parser takes quadratic time where a comment
stays open, and hundreds of bytes for every letter of a tag with many attributes.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from jmclean.readers.values import make_error
from jmclean.readers.xml_events import DEEPEST_ELEMENT, Handler

VOID_TAGS: Final = frozenset(
    ("meta", "link", "br", "img", "hr", "input", "area", "base", "col", "wbr", "source", "embed", "param", "track")
)
"""Elements without an end."""

RAW_TAGS: Final = frozenset(("script", "style"))
"""Elements whose content is no HTML, up to their own end."""

TAG_FORM: Final = re.compile(r"<(?:!--|[!?]|(/?)([a-zA-Z][^\s/>]{0,40}))")
TAG_PART_FORM: Final = re.compile(
    r"""[\s/]*(?:(>)|([^\s=<>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?|(<)|[="'])"""
)
"""The end of a tag, a name with or without a value, the beginning of another tag, or a mark that means nothing."""


class HtmlEvents:
    """The elements of a file: void ones end at once, and an end ends all that was left open inside."""

    def __init__(self, handler: Handler, attributes: frozenset[str], what: str) -> None:
        self._handler = handler
        self._attributes = attributes
        self._what = what
        self._open: list[str] = []

    def read(self, text: str) -> None:
        """Call the handler for every element of `text`. Raises LayoutError where elements are nested too deep."""
        done = 0
        while match := TAG_FORM.search(text, done):
            self._text(text[done : match.start()])
            name = (match[2] or "").lower()
            if not name:
                done = _find_behind(text, "-->" if match[0] == "<!--" else ">", match.end())
                continue
            found, done = self._read_tag(text, match.end())
            if match[1]:
                self._end(name)
                continue
            self._start(name, found)
            if name in RAW_TAGS:
                ending = re.compile(f"</{name}", re.IGNORECASE).search(text, done)
                done = ending.start() if ending else len(text)
        self._text(text[done:])
        for name in reversed(self._open):
            self._handler.end(name)

    def _read_tag(self, text: str, at: int) -> tuple[dict[str, str], int]:
        """Return the attributes of a tag and where it ends; a tag without an end is one up to the next."""
        found: dict[str, str] = {}
        while match := TAG_PART_FORM.match(text, at):
            if match[6]:
                return found, match.start(6)
            at = match.end()
            if match[1]:
                break
            if match[2]:
                name = match[2].lower()
                if name in self._attributes:
                    value = match[3] or match[4] or match[5] or ""
                    found.setdefault(name, unescape(value) if "&" in value else value)
        else:
            at = len(text)
        return found, at

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "p":  # a paragraph holds no other
            self._end("p")
        if len(self._open) >= DEEPEST_ELEMENT:
            raise make_error(self._what, f"its elements are nested more than {DEEPEST_ELEMENT} deep")
        self._handler.start(name, attributes)
        if name in VOID_TAGS:
            self._handler.end(name)
        else:
            self._open.append(name)

    def _end(self, name: str) -> None:
        if name not in self._open:
            return
        while True:
            last = self._open.pop()
            self._handler.end(last)
            if last == name:
                return

    def _text(self, text: str) -> None:
        if text:
            self._handler.text(unescape(text) if "&" in text else text)


def _find_behind(text: str, mark: str, start: int) -> int:
    found = text.find(mark, start)
    return found + len(mark) if found >= 0 else len(text)
