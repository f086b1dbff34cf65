"""Hard-wrapped lines without paragraph breaks.

An engine that reads line by line writes one printed line a line. Only the lengths of the lines then show the
paragraphs: the last line of one is short or ends in a full stop, its first line is shorter by an indent of two
characters.

A block is wrapped if nearly all its lines fill one width. For each of its line ends the full stop, the width, the
indent and a word across the line end are weighed for and against the end of a paragraph. The line end is then removed
or becomes a blank line; it becomes a space only between Latin words. A block of long lines, each a whole paragraph,
gets blank lines between them.

Left alone: verse, lists, tables and code, and lines that end in two spaces, Markdown's own line break.

Before:

    昨夜江边亮起了灯，市民纷纷出
    门赏灯，有人说这是多年未见的
    热闹景象，也有人在江边架起了
    设备，把灯会的画面传给远方的
    家人，直到深夜才陆续散去。

After:

    昨夜江边亮起了灯，市民纷纷出门赏灯，有人说这是多年未见的热闹景象，也有人在江边架起了设备，把灯会的画面传给远方的家人，直到深夜才陆续散去。

Unchanged:

    江上有灯，
    灯下有船。
    船中有酒，
    酒里有年。
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from jmclean.chinese.fast import Lazy
from jmclean.chinese.lexicon import word_gain
from jmclean.options import Options
from jmclean.structure.blocks import SmallType
from jmclean.structure.column_widths import length
from jmclean.structure.openings import begins_item, begins_paragraph, begins_story
from jmclean.structure.roles import BRACKETED_CREDIT, CLOSERS, HAN, fold, is_byline, is_verse
from jmclean.structure.verse import is_bilingual, is_stanza
from jmclean.text.declaration import Declaration
from jmclean.text.document import Document
from jmclean.text.edits import Edit
from jmclean.text.joint import joint

DECLARATION: Final = Declaration(looks_at=frozenset({"lines"}), changes=frozenset({"line-breaks"}))

BLANKS: Final = " \t\u3000\xa0"
INDENT: Final = Lazy(r"(?:\u3000{1,4}|[ \xa0]{2,8})(?=\S)")
LONG: Final = 50.0
"""A line of more full-width characters than a newspaper column holds is a whole paragraph."""

SMALLER_TYPE, SMALLEST_TYPE = 1.06, 1.3
"""How many times as many characters as a column's line one in a caption's type holds, at least and at most."""

ROW: Final = Lazy(r"\d{1,2}[：:.]\d\d(?!\d)|[^，。；：！？“”\d]{1,6}：")
"""How a row of a programme or of facts begins: 9:00 or 原料：."""

NAME_COLUMN: Final = Lazy(r"[^，。；：！？“”\s]{1,5}(?:\u3000{1,4}| {3,12})\S")
"""How a row begins that has a name in a column of its own."""

HANGING: Final = "，。、；：！？,.;:!?”’」』）)》"
LONGEST_APART: Final = 300
"""The most characters of a block that may be set in a caption's type."""

PAUSES: Final = "，。；"
SHORTEST_LINE: Final = 10
"""The fewest characters of a caption of one line: a shorter line is the end of a paragraph."""

MOST_LINES: Final = 8
"""The most lines of a caption."""

LONGEST_BYLINE: Final = 40

SENTENCE_ENDS: Final = "。！？·"
STOP: Final = "。！？…：；!?:;"
PAUSE: Final = "，、,（“《「『("


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Yield edits that join wrapped lines and put blank lines where their paragraphs end."""
    if options.join == "off":
        return
    text = doc.text
    wrapped = [
        block for block in doc.blocks if block.kind == "paragraph" and text.find("\n", block.start, block.end) > 0
    ]
    if not wrapped:
        return
    columns = column_lines([text[block.start : block.end].split("\n") for block in wrapped])
    small_type: set[tuple[int, int]] = set()
    usual, widest = (width(columns), nearly_widest(columns)) if columns else (0.0, 0.0)
    lined = 2 * sum(map(len, columns)) > len(text)  # a page of lines, not one with some blocks left as they were
    if lined:
        for before, block in pairwise(doc.blocks):
            if block.kind == "paragraph" and block.end - block.start <= LONGEST_APART:
                lines = [line.strip(BLANKS) for line in text[block.start : block.end].split("\n")]
                small = is_in_small_type(lines, widest)
                if small or is_set_apart(lines, usual):
                    if text.count("\n", before.end, block.start) < 4:
                        yield Edit(before.end, before.end, "\n\n")
                    if small:
                        small_type.add((block.start, block.end))
    if small_type:
        doc.carry(SmallType(tuple(sorted(small_type))))
    for block in wrapped:
        start = text.rfind("\n", 0, block.start) + 1
        lines = text[start : block.end].split("\n")
        at = start
        small = (block.start, block.end) in small_type
        found: list[bool | None] = [False] * len(lines)
        if not small:
            found = paragraph_ends(lines, usual)
            if not lined and False not in found and not is_long(lines):
                found = [None] * len(found)  # nothing was wrapped, so that the lines are their writer's
            found = set_bylines_apart(lines, found)
        if doc.is_authored:  # whoever writes Markdown parts paragraphs by blank lines
            found = [None if ends else ends for ends in found]
        for line, after, ends in zip(lines, lines[1:], found, strict=False):
            at += len(line)
            if ends is not None:
                left = at - (len(line) - len(line.rstrip(BLANKS)))
                right = at + 1 + (len(after) - len(after.lstrip(BLANKS)))
                between = "\n\n" if ends else joint(line.rstrip(BLANKS), after.lstrip(BLANKS))
                yield Edit(left, right if not ends else at + 1, between)
            at += 1


def is_long(lines: list[str]) -> bool:
    """Return whether some line is too long for a column, or three or more are indented as paragraphs are."""
    return max(map(length, lines)) > LONG or sum(INDENT.match(line) is not None for line in lines) > 2


def set_bylines_apart(lines: list[str], ends: list[bool | None]) -> list[bool | None]:
    """Return the ends, with one on both sides of a reporter's byline if nothing else shows an end there.

    Other bylines stand in poems and plays, whose lines stay together.
    """
    for number, line in enumerate(lines):
        if len(line) <= LONGEST_BYLINE and "记者" in (plain := fold(line.strip(BLANKS))) and is_byline(plain):
            for at in range(max(0, number - 1), min(number + 1, len(ends))):
                if ends[at] is None and not lines[at].endswith(("  ", "\\", *PAUSE)):
                    ends[at] = True
    return ends


def is_set_apart(lines: list[str], usual: float) -> bool:
    """Return whether a few lines are set in another width than the page's columns, like a caption, and are no headline.

    An extra blank line then keeps what the widths showed, for the rules that remove captions.
    """
    if not is_short(lines) or not ends_whole(lines):
        return False
    sizes = [length(line) for line in lines]
    if len(lines) == 1:
        return len(lines[0]) >= SHORTEST_LINE and sizes[0] < usual - 1.2
    if is_verse("\n".join(lines)) and max(sizes) - min(sizes) <= 2:
        return False
    if sizes[-1] > max(sizes[:-1]) + 1:
        return False
    return filled(lines) > SMALLER_TYPE * usual or all(size < usual - 1.2 for size in sizes[:-1])


def is_short(lines: list[str]) -> bool:
    """Return whether a block has as few lines as a caption, and more than a few characters."""
    return len(lines) <= MOST_LINES and sum(map(len, lines)) >= 8


def ends_whole(lines: list[str]) -> bool:
    """Return whether a block ends in a full stop."""
    return lines[-1].rstrip(CLOSERS)[-1:] in SENTENCE_ENDS


def is_in_small_type(lines: list[str], widest: float) -> bool:
    """Return whether lines hold more characters than most lines of the columns, as a caption's smaller type does.

    An engine that drops characters makes lines shorter, never longer: so only the longest lines count, of the columns
    and of the caption.

    - None of its full lines may be shorter than theirs, except one of four, and half must be longer.
    - Its last line counts if it is full.
    - Without a full stop at its end all must be longer, and it must have two pauses, as no headline of two lines has.
    """
    if len(lines) == 1 or not is_short(lines) or is_verse("\n".join(lines)):
        return False
    sizes = print_sizes(lines)
    full = sorted(sizes if sizes[-1] > widest else sizes[:-1])
    if len(full) >= 4:
        del full[0]
    longer = sum(size > SMALLER_TYPE * widest for size in full)
    if full[0] < widest - 0.5 or full[-1] >= SMALLEST_TYPE * widest:
        return False
    if ends_whole(lines):
        return 2 * longer >= len(full)
    return longer == len(full) and sum(map(fold("".join(lines)).count, PAUSES)) >= 2


def print_sizes(lines: list[str]) -> list[float]:
    """Return how many full-width characters each line holds, without punctuation that hangs over the longest line."""
    longest = max(length(line.rstrip(HANGING)) for line in lines)
    return [min(length(line), longest) for line in lines]


def nearly_widest(lines: list[str]) -> float:
    """Return the width, in full-width characters, that three of four lines of the columns do not exceed."""
    sizes = sorted(length(line.rstrip(HANGING)) for line in lines)
    return sizes[len(sizes) * 3 // 4]


def filled(lines: list[str]) -> float:
    """Return how many full-width characters the lines before the last hold on average, without hanging punctuation."""
    return sum(length(line.rstrip(HANGING)) for line in lines[:-1]) / (len(lines) - 1)


def paragraph_ends(lines: list[str], usual: float) -> list[bool | None]:
    """Return for every line but the last whether a paragraph ends with it; None if the line end stays as it is."""
    bare = [line.strip(BLANKS) for line in lines]
    if is_stanza(bare) or is_bilingual(bare):
        return [None] * (len(lines) - 1)
    stays = [line.endswith(("  ", "\\")) for line in lines]
    sizes = [length(line) for line in bare]
    indents = [INDENT.match(line) is not None for line in lines]
    if max(sizes) > LONG:
        if sum(indents[1:]) or sum(size > LONG for size in sizes) >= 2:
            return [None if stay else True for stay in stays[:-1]]
        return [None] * (len(lines) - 1)
    own = width(bare) if len(bare) >= 5 or (len(bare) >= 3 and max(sizes[:-1]) - min(sizes[:-1]) <= 1.5) else usual
    full = sum(size >= own - 2.8 for size in sizes[:-1])
    if own < 6 or max(sizes) > own + 4 or full < 0.6 * (len(lines) - 1) or is_verse("\n".join(bare)):
        if sum(indents) >= 2:
            return [None if stay else indent or None for stay, indent in zip(stays[:-1], indents[1:], strict=True)]
        return [None] * (len(lines) - 1)
    if len(lines) > 2 and (is_marked(bare) or are_rows(bare)):
        return [None] * (len(lines) - 1)
    return [
        None
        if stays[at]
        else evidence(bare[at], bare[at + 1], own - sizes[at], own - sizes[at + 1], indents[at + 1]) > 0
        for at in range(len(lines) - 1)
    ]


def column_lines(blocks: list[list[str]]) -> list[str]:
    """Return the lines of the page's columns: those of the blocks of five lines or more that are no verse."""
    return [line.strip(BLANKS) for block in blocks if len(block) >= 5 and not is_marked(block) for line in block]


def is_marked(lines: list[str]) -> bool:
    """Return whether more than half of the lines end in punctuation, as verse does and a column hardly ever."""
    return sum(line.rstrip(BLANKS)[-1:] in STOP + "，," for line in lines) > 0.5 * len(lines)


def are_rows(lines: list[str]) -> bool:
    """Return whether most lines begin with a time, a word and a colon or a number, like programmes and lists."""
    starts = [fold(line[:12]) for line in lines]
    return sum(
        bool(ROW.match(start) or begins_item(start) or NAME_COLUMN.match(line))
        for start, line in zip(starts, lines, strict=True)
    ) >= max(3, 0.6 * len(lines))


def width(lines: list[str]) -> float:
    """Return the width that most of the lines fill, in full-width characters."""
    sizes = sorted(length(line) for line in lines)
    middle = sizes[len(sizes) // 2]
    counts = Counter(round(2 * size) for size in sizes if size >= 0.7 * middle)
    best = max(counts, key=lambda size: (counts[size - 1] + counts[size] + counts[size + 1], size))
    return best / 2


def evidence(line: str, after: str, short: float, next_short: float, indent: bool) -> float:
    """Return the evidence for a paragraph's end between two lines; more than 0 is an end.

    `short` and `next_short` are the full-width characters that the lines lack of the column's width.
    """
    one, two = fold(line[-6:]), fold(after[:24])
    end = one.rstrip(CLOSERS)[-1:]
    found = 6.0 if indent else 0.0
    if two[:1] == "（" and BRACKETED_CREDIT.fullmatch(two):
        found -= 6.0
    if end in STOP:
        found += 2.0
    elif one[-1:] in "，、（“《":
        found -= 4.0
    else:
        found -= 2.0
    found += 3.5 if short >= 6 else 2.0 if short >= 2.6 else 0.5 if short >= 1.2 else -1.5
    if 1.2 <= next_short <= 3.0:
        found += 1.5
    elif next_short < 1.2:
        found -= 2.5
    if begins_story(two) or begins_item(two):
        found += 2.0
    elif begins_paragraph(two):
        found += 0.7
    left, right = re.search(HAN + "{0,5}$", one), re.match(HAN + "{0,5}", two)
    if left and right and left[0] and right[0]:
        found -= word_gain(left[0], right[0]) / 4
    return found
