"""Which short blocks of lines are set as captions are: in smaller type than the column they stand in, or narrower.

Widths prove that only where one column runs on before and behind the block: on a page of many widths a block of
another one is a story of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from jmclean.chinese import ngrams
from jmclean.chinese.characters import OCR_CLOSING
from jmclean.chinese.folding import fold
from jmclean.structure.cue_words import NUMBERED_PICTURE
from jmclean.structure.roles import Role, ends_in_credit, find_role, is_verse
from jmclean.text.edits import Span
from jmclean.text.fast import measure_width
from jmclean.text.line_runs import FULL, HANGING_MARKS, INDENTED
from jmclean.text.reading_order import WORD, weigh_bond

SMALLER_TYPE, SMALLEST_TYPE = 1.06, 1.3
"""How many times as many characters as a column's line one in a caption's type holds, at least and at most."""

LONGEST_CAPTION, SHORTEST_CAPTION = 300, 8
"""The characters of a block that may be set in a caption's type."""

QUOTED: Final = '“‘「『[《（("'
"""What begins a line that may go on in what stands before it, whatever the characters."""

OPEN_PAUSES: Final = "，、；：,;:"
PAUSES: Final = "，。；"
SHORTEST_LINE: Final = 10
"""The characters of a caption of one line, at least: a shorter line is the end of a paragraph."""

MOST_LINES: Final = 8
SENTENCE_ENDS: Final = "。！？·"
AROUND: Final = 24
"""How many lines before and behind a block are asked for their column."""

UNIFORM: Final = 0.8
"""The share of those that must stand in one column for another width to tell anything."""


class CaptionLines(NamedTuple):
    """A block that is set as a caption: its first line and past its last, and whether it is in smaller type."""

    start: int
    stop: int
    small: bool


def find_caption_lines(lines: Sequence[str], firsts: Sequence[bool], columns: Sequence[float]) -> list[CaptionLines]:
    """Return the blocks of a page that are set as captions are; `firsts` says which lines begin a block."""
    starts = [number for number, first in enumerate(firsts) if first]
    found: list[CaptionLines] = []
    if not starts:
        return found
    widest: dict[float, float] = {}
    for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True):
        size = sum(map(len, lines[start:stop]))
        if not start or stop - start > MOST_LINES or not SHORTEST_CAPTION <= size <= LONGEST_CAPTION:
            continue
        stopped = ends_whole(lines[start - 1 : start]) or lines[start - 1][-1] in OCR_CLOSING
        column = find_column_around(columns, start, stop, stopped)
        if not column:
            continue
        if column not in widest:
            widest[column] = measure_nearly_widest(lines, columns, column)
        block = list(lines[start:stop])
        small = is_in_small_type(block, widest[column])
        if not (small or is_set_apart(block, column)):
            continue
        if (
            not (small or stopped)
            and 0 < columns[start] == columns[start - 1]
            and (abs(columns[start] - column) > SAME or is_as_wide(lines[start - 1], block))
        ):
            continue  # an open line of its own column stands before it
        behind = "".join(lines[stop : stop + 1])
        over = goes_on(lines[start - 1], behind)
        amid = not stopped and runs_into(lines[start - 1], block)
        if (over or not amid) and not goes_on(lines[stop - 1], behind):
            found.append(CaptionLines(start, stop, small))
    return found


def find_captions_amid(lines: Sequence[str], firsts: Sequence[bool]) -> list[Span]:
    """Return the first line and past the last of captions that stand in a block without a blank line around them.

    A caption is in smaller type than the column, and the line before it goes on in the line behind it, as the
    characters tell, and not in the caption. A caption of one line is not told so: a line of the next column, in rows
    that an engine mixed, stands just as it does.
    """
    found: list[Span] = []
    starts = [number for number, first in enumerate(firsts) if first]
    for first, last in zip(starts, [*starts[1:], len(lines)], strict=True):
        if last - first < FEWEST_AROUND + 2:
            continue
        block = lines[first:last]
        sizes = [measure_width(line.rstrip(HANGING_MARKS)) for line in block]
        number = 1
        while number < len(block) - 2:
            stop = find_end_amid(block, sizes, number)
            if stop:
                start = find_start_amid(block, sizes, number, stop)
                found.append((first + start, first + stop))
            number = stop or number + 1
    return found


def find_start_amid(lines: Sequence[str], sizes: Sequence[float], first: int, stop: int) -> int:
    """Return the first line of a caption that ends before `stop`: the line before it goes on best in the line behind.

    `first` is the first line that it could begin with; lines of the sentence that it cuts may stand there.
    """
    starts = [first, *(start for start in range(first + 1, stop - 1) if find_end_amid(lines, sizes, start) == stop)]
    return max(starts, key=lambda start: weigh_going_on(lines[start - 1], lines[stop]))


def find_end_amid(lines: Sequence[str], sizes: Sequence[float], start: int) -> int:
    """Return past the last line of a caption that begins with a line of a block, 0 where there is none."""
    before = lines[start - 1]
    if ends_whole([before]) or before[-1] in OCR_CLOSING or sizes[start] < sizes[start - 1] - FULL:
        return 0
    for stop in range(start + 2, min(start + MOST_LINES, len(lines) - 1) + 1):
        block = list(lines[start:stop])
        if ends_in_credit(fold("".join(block[:-1]))):  # nothing of a caption stands behind its credit
            return 0
        if not ends_whole(block) and not ends_in_credit(fold("".join(block))):
            continue
        around = [*sizes[max(0, start - BESIDE) : start], *sizes[stop : stop + BESIDE]]
        column = sorted(around)[len(around) * 3 // 4]
        if not column - INDENTED <= sizes[start - 1] <= column + FULL or sizes[stop] > column + FULL:
            continue
        if sizes[start] < SMALLER_TYPE * column - SAME and not NUMBERED_PICTURE.match(fold(block[0])):
            continue
        least = NEVER_A_SEQUEL if find_role(fold("".join(block))) in CUED_CAPTIONS else SURE_SEQUEL
        if is_in_small_type(block, column) and is_amid(before, block[0], lines[stop], least):
            return stop
    return 0


def is_amid(before: str, line: str, behind: str, least: float) -> bool:
    """Return whether a line goes on in the line behind a caption and not in the first line of the caption.

    `least` is how well it must go on behind, whatever it does in the caption.
    """
    into, over = weigh_going_on(before, line), weigh_going_on(before, behind)
    return into < 0 and weigh_bond(before, line) < WORD and over - into >= OVER_CAPTION and over >= least


OVER_CAPTION: Final = 2.0
"""How much better a line must go on in the line behind a caption than in the caption, as a natural logarithm."""

SURE_SEQUEL: Final = 2.0
"""How well the line before must go on behind what has neither a credit nor another cue of a caption: lines that only
stand in a wider column are a caption's as little as those of a story behind its dateline."""

CUED_CAPTIONS: Final[frozenset[Role]] = frozenset({"caption", "credit"})

BESIDE, FEWEST_AROUND = 6, 4
"""How many lines before and behind a caption tell the width of its column, and how many must."""


def is_as_wide(before: str, block: Sequence[str]) -> bool:
    """Return whether a line is as wide as the widest line of a block of several lines."""
    return len(block) > 1 and abs(measure_width(before) - max(map(measure_width, block))) <= SAME


def find_column_around(columns: Sequence[float], start: int, stop: int, stopped: bool) -> float:
    """Return the column that the lines around a block stand in, 0 where they stand in several.

    `stopped` says whether the line before the block ends as a paragraph or a caption does.
    """
    around = [*columns[max(0, start - AROUND) : start], *columns[stop : stop + AROUND]]
    known = [column for column in around if column]
    if len(known) < AROUND // 4:
        return 0.0
    usual = max(set(known), key=known.count)
    if is_uniform(columns, usual):
        return usual if sum(abs(column - usual) <= 2 * SAME for column in known) >= UNIFORM * len(known) else 0.0
    before, behind = columns[start - 1], columns[stop] if stop < len(columns) else usual
    if any(beside and abs(beside - usual) > SAME for beside in (before, behind)) or not (before or stopped):
        return 0.0  # another column stands beside it, or a headline over it
    return usual if sum(abs(column - usual) <= SAME for column in known) >= UNIFORM * len(known) else 0.0


def is_uniform(columns: Sequence[float], usual: float) -> bool:
    """Return whether nearly all lines of a page that stand in columns stand in one."""
    known = [column for column in columns if column]
    return sum(abs(column - usual) <= 2 * SAME for column in known) >= UNIFORM_PAGE * len(known)


UNIFORM_PAGE: Final = 0.9
SAME: Final = 0.5
"""How far apart two widths may be to be those of one column, in full-width characters."""


def measure_nearly_widest(lines: Sequence[str], columns: Sequence[float], column: float) -> float:
    """Return the width, in full-width characters, that three of four lines of a column do not exceed."""
    sizes = sorted(
        measure_width(line.rstrip(HANGING_MARKS))
        for line, own in zip(lines, columns, strict=True)
        if abs(own - column) <= 2 * SAME
    )
    return sizes[len(sizes) * 3 // 4]


def is_set_apart(lines: list[str], usual: float) -> bool:
    """Whether a few lines are set in another width than the page's columns, as a caption is, and are no headline.

    An extra blank line then keeps what the widths told, for the rules that take captions out.
    """
    if not ends_whole(lines):
        return False
    sizes = [measure_width(line) for line in lines]
    if len(lines) == 1:
        return len(lines[0]) >= SHORTEST_LINE and sizes[0] < usual - 1.2
    if is_verse("\n".join(lines)) and max(sizes) - min(sizes) <= 2:
        return False
    if sizes[-1] > max(sizes[:-1]) + 1:
        return False
    return measure_filled(lines) > SMALLER_TYPE * usual or all(size < usual - 1.2 for size in sizes[:-1])


def runs_into(before: str, block: Sequence[str]) -> bool:
    """Return whether an open line goes on in a block: by a word, by a pause, or in a line that begins with a quote."""
    if len(block) > 1:
        return goes_on(before, block[0])
    if block[0][0] in QUOTED:
        return True
    word = weigh_bond(before, block[0]) >= WORD
    return word or (before[-1] in OPEN_PAUSES and goes_on(before, block[0]))


def goes_on(line: str, after: str) -> bool:
    """Return whether the characters of a line go on in another, as far as newspapers tell."""
    return weigh_going_on(line, after) > 0


def weigh_going_on(line: str, after: str) -> float:
    """Return how much oftener the first characters of a line stand behind the last of another than elsewhere.

    As a natural logarithm; less than 0 where a sentence ends or nothing follows.
    """
    line, after = fold(line[-AT_SEAM:]), fold(after[:AT_SEAM])
    if not after or line.rstrip(OCR_CLOSING)[-1:] in SENTENCE_ENDS:
        return NEVER_A_SEQUEL
    return ngrams.rate_sequel(line, after) - max(ngrams.rate_anywhere(after), ngrams.rate_beginning(after))


NEVER_A_SEQUEL: Final = -10.0
AT_SEAM: Final = 12
"""How many characters before and behind a seam hold the last and the first two tokens: a long number is one."""


def ends_whole(lines: Sequence[str]) -> bool:
    """Return whether a block ends in a stop."""
    return lines[-1].rstrip(OCR_CLOSING)[-1:] in SENTENCE_ENDS


def is_in_small_type(lines: list[str], widest: float) -> bool:
    """Return whether lines hold more characters than most lines of the columns, as a caption's smaller type does.

    An engine that drops characters makes lines shorter, never longer: so it is the longest lines that count, of the
    columns and of the caption. None of its full lines may be shorter than theirs, but for one of four, and half must
    be longer. Its last line counts if it is full. Without a stop at its end all must be longer, and it must have two
    marks of a sentence, as no headline over two lines has.
    """
    if len(lines) == 1 or is_verse("\n".join(lines)):
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
    """Return how many full-width characters each line holds; a mark that hangs over the longest line does not count."""
    longest = max(measure_width(line.rstrip(HANGING_MARKS)) for line in lines)
    return [min(measure_width(line), longest) for line in lines]


def measure_filled(lines: list[str]) -> float:
    """Return how many full-width characters a line before the last holds on average, without a mark that hangs."""
    return sum(measure_width(line.rstrip(HANGING_MARKS)) for line in lines[:-1]) / (len(lines) - 1)
