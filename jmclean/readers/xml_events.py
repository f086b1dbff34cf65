"""XML read as events, without entities of its own and not deeper than any dump is."""

from __future__ import annotations

from typing import Final, Protocol
from xml.parsers import expat

from jmclean.errors import LayoutError
from jmclean.readers.values import make_error

DEEPEST_ELEMENT: Final = 100
"""How deep elements stand inside one another at most: ALTO has 8, PAGE 12, hOCR 15."""

XML_PIECE: Final = 1 << 20
"""How many characters are given to the parser at once."""


class Handler(Protocol):
    """What is called for the elements of a file. Names are without their namespace."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def text(self, text: str) -> None:
        """Take some of the text between elements."""


def parse(text: str, handler: Handler, what: str) -> None:
    """Call `handler` for every element of `text`.

    Raises LayoutError for XML that is not well-formed, that declares entities or that is too deep; `what` names the
    format in its message. Nothing outside the text is ever read.
    """
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST_ELEMENT:
            raise make_error(what, f"its elements are nested more than {DEEPEST_ELEMENT} deep")
        handler.start(name.rpartition(":")[2] if ":" in name else name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(name.rpartition(":")[2] if ":" in name else name)

    def refuse(*_: object) -> int:
        raise LayoutError(
            f"This looks like {what}, but it declares entities, which no OCR engine does. "
            "It is not read; write the file again with the program that made it."
        )

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = handler.text
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    try:
        for at in range(0, len(text), XML_PIECE):
            before = parser.CurrentByteIndex
            parser.Parse(text[at : at + XML_PIECE], False)
            if at and parser.CurrentByteIndex == before:
                raise make_error(what, f"it has a tag of more than {XML_PIECE:,} characters")
        parser.Parse("", True)
    except (expat.ExpatError, ValueError) as error:
        raise make_error(what, f"its XML is broken ({error})") from None
