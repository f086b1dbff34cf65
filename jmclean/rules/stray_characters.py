"""Invisible characters, unusual spaces, radicals.

PDF text layers and web pages contain zero-width spaces, soft hyphens and control characters. A model that reads
shapes writes look-alikes (the radical ⼈ for 人, ⻓ for 长, ︵ of vertical type for （). Printed indents become
spaces. This rule removes or replaces them, so that no later rule needs to know of them.

Left alone:

- invisible characters that have a use: in emoji, and in scripts that need them
- code, tables, HTML and URLs
- spaces within a line: in a headline or between names they are content, a hair space is a typographer's, and a no-break
  space binds a Latin word or a figure to its neighbour
- two spaces at the end of a line, Markdown's line break, if the block continues
- the indents of a list, and an indent within a block, by which wrapped-lines finds paragraphs
- a radical without one certain ideograph.

Before:

    江边的⼈都在看⻓桥︵三号桥︶。

After:

    江边的人都在看长桥（三号桥）。

Unchanged:

    - 甲
      - 乙 丙
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jmclean.chinese.characters import BLANK, INVISIBLE, LINE_END, STRAY
from jmclean.chinese.fast import Lazy
from jmclean.options import Options
from jmclean.text.declaration import Declaration
from jmclean.text.document import Document
from jmclean.text.edits import Edit
from jmclean.text.markdown import Block, split_lines

DECLARATION: Final = Declaration(changes=frozenset({"characters", "line-ends"}), changes_characters=True)

STRAY_CHARACTER: Final = Lazy(f"[{STRAY}]")
BLANK_CHARACTER: Final = Lazy(f"[{BLANK}]")
BINDING_SPACE = Lazy(f"[\u00a0\u202f](?:(?<=[0-9A-Za-z].)(?=[^\\s{INVISIBLE}])|(?<=[^\\s{INVISIBLE}].)(?=[0-9A-Za-z]))")
"""A no-break space in its own use: 5\u00a0km, p.\u00a029."""
PARAGRAPH_SEPARATOR: Final = "\u2029"
LINE_END_CHARACTER: Final = Lazy(f"[{LINE_END}]")
FENCE_BEHIND: Final = Lazy(f"[ \t\u3000{INVISIBLE}{BLANK}]{{0,64}}(?:```|~~~)")
SHAPING: Final = "\u0590-\u1cff\ua800-\uabff\ufb1d-\ufdff\ufe70-\ufefc"
PICTOGRAPHS: Final = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
JOINED_SCRIPTS: Final = Lazy(f"[{SHAPING}{PICTOGRAPHS}]")
"""Right-to-left, Indic and South-East Asian characters, and emoji: beside them an invisible character has a use."""
EDGE_SPACES: Final = " \t\u3000"
VERTICAL_BAR: Final = "\ufe31"


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Yield edits that remove or replace stray characters, and remove spaces at the edges of lines."""
    text, strays = doc.text, dict[int, str]()
    for match in () if doc.is_plain else doc.matches(STRAY_CHARACTER):
        at, char = match.start(), match[0]
        if char < "\u2e80" or char > "\ufe48":
            new = _find_plain(text, at, char)
            if new is not None:
                strays[at] = new
        else:
            from jmclean.chinese.lookalikes import PLAIN  # few pages have one

            if char in PLAIN and not is_bar(text, at):
                yield Edit(at, at + 1, PLAIN[char])
    kept = [at for at in range(len(text)) if strays.get(at) != ""] if strays else range(len(text))
    view = Document("".join(strays.get(at) or text[at] for at in kept), doc.protect) if strays else doc
    for start, end in _find_outer_blanks(view):
        first, last = kept[start], kept[end - 1]
        if not doc.guards.touch(first, last + 1):
            yield Edit(first, last + 1, "")
            for at in range(first, last + 1) if strays else ():
                strays.pop(at, None)
    yield from (Edit(at, at + 1, new) for at, new in strays.items())


def _find_plain(text: str, at: int, char: str) -> str | None:
    """Return what to put for a stray character; None if it has a use."""
    if BINDING_SPACE.match(text, at) or FENCE_BEHIND.match(text, at + 1):
        return None  # without it, what follows could be a fence of code
    if BLANK_CHARACTER.match(char):
        return " "
    if char == PARAGRAPH_SEPARATOR:
        return "\n\n"
    if LINE_END_CHARACTER.match(char):
        return "" if char == "\r" and text[at + 1 : at + 2] == "\n" else "\n"
    if text[max(0, at - 1) : at + 2 : 2] == "``" or JOINED_SCRIPTS.search(text[max(0, at - 1) : at + 2]):
        return None
    return ""


def _find_outer_blanks(view: Document) -> Iterator[tuple[int, int]]:
    """Yield the runs of spaces at the edges of lines that mean nothing."""
    text = view.text
    if not any(blank in text for blank in EDGE_SPACES):
        return
    blocks, number, after = view.blocks, 0, 0
    for line in split_lines(text):
        before, after = after, after + len(line) + 1
        if not line or (line[0] not in EDGE_SPACES and line[-1] not in EDGE_SPACES):
            continue
        end = after - 1
        first, last = end - len(line.lstrip(EDGE_SPACES)), before + len(line.rstrip(EDGE_SPACES))
        if first == end:
            yield before, end
            continue
        while number < len(blocks) and blocks[number].end <= before:
            number += 1
        if number == len(blocks):
            break
        inside = blocks[number].start < before
        if before < first and not inside and _indents_nothing(text, blocks, number, before, first):
            yield before, first
        if last < end and not (line.endswith("  ") and _is_line_break(text, blocks[number], last, end)):
            yield last, end


def _is_line_break(text: str, block: Block, start: int, end: int) -> bool:
    """Return whether the spaces at the end of a line break it: its block goes on, or a picture's caption follows."""
    return block.end > start or (block.kind == "picture" and text[end + 1 : end + 2] not in ("", "\n"))


def _indents_nothing(text: str, blocks: list[Block], number: int, start: int, end: int) -> bool:
    """Return whether the spaces before a block are a printed indent, not a list's."""
    block = blocks[number]
    if block.kind in ("code", "table", "html") or text.startswith(("```", "~~~"), end):
        return False
    within_list = block.kind == "list" or (number > 0 and blocks[number - 1].kind == "list")
    return not within_list or "\u3000" in text[start:end]


def is_bar(text: str, at: int) -> bool:
    """Return whether a character is the dash of vertical print, alone: a bar between the parts of a title (访谈︱…)."""
    return text[at] == VERTICAL_BAR and VERTICAL_BAR not in (text[at - 1 : at], text[at + 1 : at + 2])
