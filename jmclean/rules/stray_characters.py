"""Stray characters: invisible ones, odd blanks, blanks at a line's edge, radicals and vertical marks.

PDF text layers and web pages carry zero-width spaces, soft hyphens and control characters; a model that reads glyphs
answers with a look-alike (the radical ⼈ for 人, ⻓ for 长, ︵ of vertical type for （); printed indents come out as
blanks. All of it is gone from here on, so that no later rule needs to know of it.

Invisible characters stay where they do something: in emoji, and in scripts that use them. Code, tables, HTML and URLs
stay. The blanks within a line stay too: in a headline or between names they are content, a hair space is a
typographer's, and a no-break one beside a Latin word or a figure binds it to its neighbour. Two blanks at a line's end
are Markdown's line break and stay where the block goes on; so do a list's indents, and an indent within a block, which
tells wrapped-lines of a paragraph. A radical without one sure ideograph stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jmclean.document import Block, Document
from jmclean.edits import Edit
from jmclean.glyphs import PLAIN
from jmclean.lazy import Lazy
from jmclean.options import Options

CONTROLS = "\0-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"
INVISIBLE = f"{CONTROLS}\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufffc"
BLANK = "\u00a0\u1680\u2000-\u2009\u202f\u205f"
LINE_END = "\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"

STRAY = Lazy(f"[{INVISIBLE}{BLANK}{LINE_END}]")
IS_BLANK = Lazy(f"[{BLANK}]")
BINDING = Lazy(f"[\u00a0\u202f](?:(?<=[0-9A-Za-z].)(?=[^\\s{INVISIBLE}])|(?<=[^\\s{INVISIBLE}].)(?=[0-9A-Za-z]))")
"""A no-break blank in its own use: 5\u00a0km, p.\u00a029."""
IS_LINE_END = Lazy(f"[{LINE_END}]")
FENCE = Lazy(f"[ \t\u3000{INVISIBLE}{BLANK}]*(?:```|~~~)")
LOOKALIKE = Lazy(f"[{''.join(map(re.escape, PLAIN))}]")

SHAPING = "\u0590-\u1cff\ua800-\uabff\ufb1d-\ufdff\ufe70-\ufefc"
PICTURES = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
JOINED = Lazy(f"[{SHAPING}{PICTURES}]")
"""Right-to-left, Indic and South-East Asian letters, and pictures: beside them an invisible character has a use."""
OUTER = Lazy(r"(?<![ \t\u3000])[ \t\u3000]+(?=\n|\Z)|(?m:^)[ \t\u3000]+")


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Stray characters removed or made plain, and blanks removed from the edges of lines."""
    if doc.text.isascii() and not STRAY.search(doc.text) and not OUTER.search(doc.text):
        return
    for match in doc.matches(LOOKALIKE):
        yield Edit(match.start(), match.end(), PLAIN[match[0]])
    strays = dict(_strays(doc))
    kept = [at for at in range(len(doc.text)) if strays.get(at) != ""] if strays else range(len(doc.text))
    view = Document("".join(strays.get(at) or doc.text[at] for at in kept), doc.protect) if strays else doc
    for start, end in _outer_blanks(view):
        first, last = kept[start], kept[end - 1]
        if not doc.guards.touch(first, last + 1):
            yield Edit(first, last + 1, "")
            for at in range(first, last + 1) if strays else ():
                strays.pop(at, None)
    yield from (Edit(at, at + 1, new) for at, new in strays.items())


def _strays(doc: Document) -> Iterator[tuple[int, str]]:
    """Every stray character that does nothing where it stands, and what to put for it."""
    text = doc.text
    for match in doc.matches(STRAY):
        at, char = match.start(), match[0]
        if BINDING.match(text, at) or FENCE.match(text, at + 1):
            continue  # without it, what follows could be a fence of code
        if IS_BLANK.match(char):
            yield at, " "
        elif IS_LINE_END.match(char):
            yield at, "" if char == "\r" and text[at + 1 : at + 2] == "\n" else "\n"
        elif text[max(0, at - 1) : at + 2 : 2] != "``" and not JOINED.search(text[max(0, at - 1) : at + 2]):
            yield at, ""


def _outer_blanks(view: Document) -> Iterator[tuple[int, int]]:
    """The runs of blanks at the edges of lines that mean nothing."""
    text, number = view.text, 0
    blocks = view.blocks
    for match in OUTER.finditer(text):
        start, end = match.span()
        while number < len(blocks) and blocks[number].end <= start:
            number += 1
        inside = number < len(blocks) and blocks[number].start < start
        if end == len(text) or text[end] == "\n":
            whole_line = start == 0 or text[start - 1] == "\n"
            if not inside or whole_line or not match[0].endswith("  "):
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
