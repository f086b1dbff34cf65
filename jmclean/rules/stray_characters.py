"""Stray characters: invisible ones, odd blanks, blanks at a line's edge, radicals and vertical marks.

PDF text layers and web pages carry zero-width spaces, soft hyphens and control characters; a model that reads glyphs
answers with a look-alike (the radical ⼈ for 人, ⻓ for 长, ︵ of vertical type for （); printed indents come out as
blanks. All of it is gone from here on, so that no later rule needs to know of it.

Invisible characters stay where they do something: in emoji, and in scripts that use them. Code, tables, HTML and URLs
stay. The blanks within a line stay too: in a headline or between names they are content, and a hair space is a
typographer's. Two blanks at a line's end are Markdown's line break and stay where the block goes on; so do a list's
indents, and an indent within a block, which tells wrapped-lines of a paragraph. A radical without one sure ideograph
stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jmclean.document import Block, Document
from jmclean.edits import Edit
from jmclean.glyphs import PLAIN
from jmclean.options import Options

CONTROLS = "\0-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"
INVISIBLE = f"{CONTROLS}\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufffc"
BLANK = "\u00a0\u1680\u2000-\u2009\u202f\u205f"
LINE_END = "\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"

STRAY = re.compile(f"[{INVISIBLE}{BLANK}{LINE_END}]")
IS_BLANK = re.compile(f"[{BLANK}]")
IS_LINE_END = re.compile(f"[{LINE_END}]")
LOOKALIKE = re.compile(f"[{''.join(map(re.escape, PLAIN))}]")

SHAPING = "\u0590-\u1cff\ua800-\uabff\ufb1d-\ufdff\ufe70-\ufefc"
PICTURES = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
JOINED = re.compile(f"[{SHAPING}{PICTURES}]")
"""Right-to-left, Indic and South-East Asian letters, and pictures: beside them an invisible character has a use."""
OUTER = re.compile(r"(?<![ \t\u3000])[ \t\u3000]+(?=\n|\Z)|^[ \t\u3000]+", re.M)


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Stray characters removed or made plain, and blanks removed from the edges of lines."""
    if doc.text.isascii() and not STRAY.search(doc.text) and not OUTER.search(doc.text):
        return
    for match in doc.matches(LOOKALIKE):
        yield Edit(match.start(), match.end(), PLAIN[match[0]])
    strays = dict(_strays(doc))
    view = _view(doc, strays)
    within: set[int] = set()
    for start, end in _outer_blanks(view, strays):
        if not doc.guards.touch(start, end):
            yield Edit(start, end, "")
            within.update(at for at in range(start, end) if at in strays)
    yield from (Edit(at, at + 1, new) for at, new in strays.items() if at not in within)


def _strays(doc: Document) -> Iterator[tuple[int, str]]:
    """Every stray character that does nothing where it stands, and what to put for it."""
    text = doc.text
    for match in doc.matches(STRAY):
        at, char = match.start(), match[0]
        if IS_BLANK.match(char):
            yield at, " "
        elif IS_LINE_END.match(char):
            yield at, "" if char == "\r" and text[at + 1 : at + 2] == "\n" else "\n"
        elif not JOINED.search(text[max(0, at - 1) : at + 2]):
            yield at, ""


def _view(doc: Document, strays: dict[int, str]) -> Document:
    """The document with blanks for its strays, so that every offset stays and blocks are what they will be."""
    if not strays:
        return doc
    characters = list(doc.text)
    for at, new in strays.items():
        characters[at] = new or " "
    return Document("".join(characters), doc.protect)


def _outer_blanks(view: Document, strays: dict[int, str]) -> Iterator[tuple[int, int]]:
    """The runs of blanks at the edges of lines that mean nothing."""
    text, number = view.text, 0
    blocks = view.blocks
    for match in OUTER.finditer(text):
        start, end = match.span()
        while number < len(blocks) and blocks[number].end <= start:
            number += 1
        inside = number < len(blocks) and blocks[number].start < end and blocks[number].start < start
        line_starts = start == 0 or text[start - 1] == "\n"
        if end == len(text) or text[end] == "\n":
            kept = "".join(text[at] for at in range(start, end) if strays.get(at) != "")
            if not inside or line_starts or not kept.endswith("  "):
                yield start, end
        elif not inside and _indents_nothing(text, blocks, number, start, end):
            yield start, end


def _indents_nothing(text: str, blocks: list[Block], number: int, start: int, end: int) -> bool:
    """Whether the blanks before a block are a printed indent, not a list's."""
    block = blocks[number]
    if block.kind in ("code", "table", "html") or text.startswith(("```", "~~~"), end):
        return False
    within_list = block.kind == "list" or (number > 0 and blocks[number - 1].kind == "list")
    return not within_list or "\u3000" in text[start:end]
