"""What becomes of every line end of a page: a paragraph's end, nothing, or left as it is.

A page's lines are told apart before any two are put together: by the columns that they fill, by their words (a folio,
a byline, a caption), by their order. What is left between are lines of one column, whose ends are weighed one by one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from jmclean.chinese.characters import BEYOND_LATIN, OCR_CLOSING
from jmclean.chinese.fast import Lazy
from jmclean.chinese.folding import fold
from jmclean.chinese.lexicon import find_word_gain
from jmclean.structure.caption_lines import goes_on
from jmclean.structure.cue_words import ARROWS, BEHIND_CREDIT, BRACKETED_CREDIT, CUE, NUMBERED_PICTURE
from jmclean.structure.openings import begins_item, begins_paragraph, begins_story
from jmclean.structure.out_of_order import find_out_of_order
from jmclean.structure.page_lines import LONGEST_APART, PUNCTUATION, STOP, Row, is_headline
from jmclean.structure.roles import Role, ends_in_credit, find_role, is_byline, is_verse
from jmclean.structure.verse import is_bilingual, is_stanza
from jmclean.text.fast import measure_width
from jmclean.text.line_runs import FULL, INDENTED, PrintLine, find_columns, print_line
from jmclean.text.reading_order import WORD, weigh_bond

LONG: Final = 50.0
"""Full-width letters of a line that no newspaper column holds: it is a whole paragraph."""

ROW: Final = Lazy(r"\d{1,2}[：:.]\d\d(?!\d)|[^，。；：！？“”\d]{1,6}：")
"""What a row of a programme or of facts begins with: 9:00 or 原料：."""

CLOCK: Final = Lazy(r"\d{1,2}[：:]\d\d(?!\d)")
ROW_OF_PROGRAMME: Final = 9.0
"""What it says for a line's end that it and the next line begin with a time of day."""

NAME_COLUMN: Final = Lazy(r"[^，。；：！？“”\s]{1,5}(?:\u3000{1,4}| {3,12})\S")
"""How a row begins that has a name in a column of its own."""

LONGEST_BYLINE: Final = 40
CAPTIONS: Final[frozenset[Role]] = frozenset({"caption", "credit"})
MOST_CAPTION_LINES, FEW_LINES = 10, 4
HEADLINE_LINES: Final = 2
MOST_NAME_CHARACTERS: Final = 3
"""The characters of a last line that is the end of a credit: 欣攝."""

LEAST_AMID: Final = 3
"""How many full lines of a column must end without punctuation."""

PAUSE: Final = tuple("，、,（“《「『(")

APART: Final[frozenset[Role]] = frozenset({"folio", "editors", "jump", "credit", "scan", "byline", "caption"})
"""What a line is by its own words if it stands alone."""


class LineEnds(NamedTuple):
    """For every line but the last whether a paragraph ends with it, None where its end is left as it is.

    `columns` are the widths of the columns that the lines stand in, 0 for none; `mixed` says whether the lines around
    an end are out of order.
    """

    ends: list[bool | None]
    mixed: list[bool]
    columns: list[float]


def decide_line_ends(rows: Sequence[Row]) -> LineEnds:
    """Decide on the line ends of a page."""
    prints = [print_line(row.text, row.first) for row in rows]
    columns = find_proven(find_columns(prints), rows, prints)
    shades = [fold(row.text) for row in rows]
    sure = frozenset(column for column, count in Counter(columns).items() if column and count >= LEAST_SURE)
    usual = find_usual_width([column for column in columns if column in sure]) or measure_usual(rows)
    ends: list[bool | None] = [None] * max(0, len(rows) - 1)
    bonds = [0.0] * len(ends)
    start = 0
    for stop in [*(number for number, row in enumerate(rows) if row.first and number), len(rows)]:
        if stop - start > 1:
            block = slice(start, stop)
            found = decide_block_ends(rows[block], shades[block], prints[block], columns[block], usual, sure)
            ends[start : stop - 1] = found
            for number in range(start, stop - 1):
                bonds[number] = (
                    weigh_bond(rows[number].text, rows[number + 1].text) if found[number - start] is False else 0.0
                )
        start = stop
    return LineEnds(*check_words_across(rows, ends, bonds, columns, sure), columns)


def check_words_across(
    rows: Sequence[Row],
    ends: Sequence[bool | None],
    bonds: Sequence[float],
    columns: Sequence[float],
    sure: frozenset[float],
) -> tuple[list[bool | None], list[bool]]:
    """Return the line ends once the words across them have been asked, and which of them are out of order.

    Lines of verse and of lists, and the rows of columns that an engine mixed, have hardly a word across their ends. A
    page of such lines is left as it is, but for the blocks in which words run across after all.
    """
    asked = [number for number, end in enumerate(ends) if end is False]
    mixed = find_out_of_order(rows, ends, columns)
    runs_on = sum(bonds[number] for number in asked) > (UNSURE if len(asked) >= LEAST_ASKED else MIXED_BOND)
    checked_ends = [None if mixed[number] else end for number, end in enumerate(ends)]
    start = 0
    for stop in [*(number for number, row in enumerate(rows) if row.first and number), len(rows)]:
        if stop - start == 1:  # it has no line end
            start = stop
            continue
        own = [bonds[number] for number in range(start, stop - 1) if ends[number] is False]
        lined = len(asked) >= LEAST_ASKED and any(
            abs(column - other) <= SAME_COLUMN for column in {*columns[start:stop]} for other in sure
        )
        long = (
            sum(row.indented for row in rows[start:stop]) > 2 or max(len(row.text) for row in rows[start:stop]) > LONG
        )
        if (not runs_on and sum(own) < WORD) or (
            not (lined or long or is_named(rows[start:stop])) and (not own or sum(own) < WORST)
        ):
            none: list[bool | None] = [None] * (stop - start - 1)
            checked_ends[start : stop - 1] = set_bylines_apart(rows[start:stop], none)
        start = stop
    return checked_ends, mixed


def is_named(rows: Sequence[Row]) -> bool:
    """Return whether a line of a block is furniture or a caption by its own words, and more than a byline."""
    shades = [fold(row.text) for row in rows if len(row.text) <= LONGEST_APART]
    return any(find_role(shade) in APART and not is_byline(shade) for shade in shades)


WORST: Final = -1.0
"""What the line ends of a block that stands in no column of its page must say at least."""

MIXED_BOND: Final = -2.0
"""What the line ends of a page must say at least for any to be joined, as a natural logarithm of odds."""

SAME_COLUMN: Final = 1.0
"""How far apart two widths may be for lines of one column, with half-width characters in some, to have both."""

LEAST_ASKED, UNSURE = 8, -1.5
"""How many line ends are many, and what they must say for the order, as a natural logarithm of odds; one block of 100
in order says less."""


def find_usual_width(columns: Sequence[float]) -> float:
    """Return the width of the columns that most lines stand in."""
    counts = Counter(column for column in columns if column)
    return counts.most_common(1)[0][0] if counts else 0.0


def find_proven(columns: Sequence[float], rows: Sequence[Row], prints: Sequence[PrintLine]) -> list[float]:
    """Return the columns of lines, without those whose full lines hardly ever end amid a clause, as in verse."""
    lines: Counter[float] = Counter()
    amid: Counter[float] = Counter()
    for column, row, print_line_ in zip(columns, rows, prints, strict=True):
        if column:
            lines[column] += 1
            amid[column] += print_line_.width >= column - FULL and row.text[-1] not in PUNCTUATION
    sure = {column for column in lines if amid[column] >= LEAST_AMID and amid[column] * 3 >= lines[column]}
    return [column if column in sure else 0.0 for column in columns]


def measure_usual(rows: Sequence[Row]) -> float:
    """Return the width of most lines of the blocks of five lines or more that are no verse, 0 where there are none."""
    starts = [number for number, row in enumerate(rows) if row.first]
    blocks = [
        [row.text for row in rows[start:stop]] for start, stop in zip(starts, [*starts[1:], len(rows)], strict=True)
    ]
    lines = [line for block in blocks if len(block) >= LEAST_COLUMN and not is_marked(block) for line in block]
    return measure_common_width(lines) if lines else 0.0


LEAST_COLUMN: Final = 5
"""How many lines make a column."""


def decide_block_ends(
    rows: Sequence[Row],
    shades: Sequence[str],
    prints: Sequence[PrintLine],
    columns: Sequence[float],
    usual: float,
    sure: frozenset[float],
) -> list[bool | None]:
    """Return the line ends of one block: its lines are told apart first, then each stretch of one column is judged."""
    bare = [row.text for row in rows]
    if len(rows) <= MOST_CAPTION_LINES and find_role("".join(shades)) == "caption":
        first, last = find_caption_within(shades, prints)
        if last - first == len(rows):
            ends = decide_stretch_ends(rows, 0.0, max(measure_width(line) for line in bare), sure, bare)
            if not any(end and not is_bracket_open(shades[: at + 1]) for at, end in enumerate(ends)):
                return [None if row.stays else False for row in rows[:-1]]
        elif not any(row.stays for row in rows):
            ends = [None] * (len(rows) - 1)
            ends[first : last - 1] = [False] * (last - first - 1)
            for border in {first - 1, last - 1}.intersection(range(len(ends))):
                ends[border] = True
            return ends
    if stay_apart(bare, choose_kept_apart(columns, sure)):
        return set_bylines_apart(
            rows, decide_by_indents([row.indented for row in rows], [row.stays for row in rows[:-1]])
        )
    cuts = [
        one != two and (prints[at].stopped or weigh_bond(bare[at], bare[at + 1]) < WORD)
        for at, (one, two) in enumerate(pairwise(columns))
    ]
    mark_by_words(shades, prints, columns, cuts)
    ends = []
    start = 0
    for stop in [*(number + 1 for number, cut in enumerate(cuts) if cut), len(rows)]:
        if start:
            ends.append(None if rows[start - 1].stays else True)
        column = find_usual_width(columns[start:stop])
        if not column and stop - start < len(rows):
            ends += decide_headline_ends(rows[start:stop])
        else:
            lines = bare[start:stop]
            if column and not sure and stop - start <= FEW_LINES:
                lines = [line for line, other in zip(bare, columns, strict=True) if other == column]
            ends += decide_stretch_ends(rows[start:stop], column, usual, sure, lines)
        start = stop
    return ends


def is_bracket_open(lines: Sequence[str]) -> bool:
    """Return whether a bracket that opened in some lines is still open behind them."""
    text = "".join(lines)
    return text.rfind("（") > text.rfind("）")


def mark_by_words(
    shades: Sequence[str], prints: Sequence[PrintLine], columns: Sequence[float], cuts: list[bool]
) -> None:
    """Cut a block around the lines that are a folio, a byline or a caption by their own words."""
    for number, shade in enumerate(shades):
        kind = find_role(shade) if len(shade) <= LONGEST_APART else "body"
        if kind == "byline" and not any(columns):
            continue
        first = number
        if is_end_of_credit(shades, number):
            start = find_caption_start(shades, prints, cuts, number)
            first = number + 1 if start is None and kind not in APART else number if start is None else start
        elif kind not in APART:
            first = number + 1
        if first == number and runs_through(shades, prints, columns, number, kind):
            first = number + 1
        if first <= number:
            if first:
                cuts[first - 1] = True
            cuts[first:number] = [False] * (number - first)
        if number < len(cuts) and (first <= number or ends_in_credit(shade)):
            cuts[number] = True
        if (CUE.match(shade) or shade[0] in ARROWS) and (last := find_caption_end(shades, prints, number)) is not None:
            if number:
                cuts[number - 1] = True
            for at in range(number, last):
                cuts[at] = False
            if last < len(cuts):
                cuts[last] = True


def is_end_of_credit(shades: Sequence[str], number: int) -> bool:
    """Return whether a line ends in a credit, which may begin on the line before it."""
    shade = shades[number]
    if ends_in_credit(shade):
        return True
    if not number:
        return False
    closes = shade.rstrip(BEHIND_CREDIT)[-1:] == "）" and "（" not in shade
    return (closes or len(shade) <= MOST_NAME_CHARACTERS) and ends_in_credit(shades[number - 1] + shade)


def find_caption_start(
    shades: Sequence[str], prints: Sequence[PrintLine], cuts: Sequence[bool], last: int
) -> int | None:
    """Return the number of the first line of a caption that ends in a credit, None where no start is to be seen."""
    for at in range(last, max(-1, last - MOST_CAPTION_LINES), -1):
        is_cut = cuts[at - 1] and not (at == last and ends_caption(shades, at))
        if not at or CUE.match(shades[at]) or prints[at - 1].stopped or is_cut:
            first = at + find_caption_within(shades[at : last + 1], prints[at : last + 1])[0]
            first = find_numbered_start(shades, prints, first, last)
            first = skip_cut_lines(shades, first, last)
            is_caption = are_even(prints[first : last + 1]) and find_role("".join(shades[first : last + 1])) in CAPTIONS
            return first if is_caption else None
        parted = abs(prints[at - 1].width - prints[at].width) > FULL and is_headline(shades[at - 1 : at])
        is_name_end = len(shades[at]) <= MOST_NAME_CHARACTERS
        parted = parted or (at == last and not is_name_end and find_role(shades[at]) == "caption")
        if parted and not continues(shades[at - 1], shades[at]):
            return at if are_even(prints[at : last + 1]) else None
    return None


def ends_caption(shades: Sequence[str], last: int) -> bool:
    """Return whether a short last line goes on from the one before it, though no column shows that."""
    return "（" not in shades[last] or continues(shades[last - 1], shades[last])


def continues(line: str, after: str) -> bool:
    """Return whether a line goes on in another, as its characters or a word across tell."""
    return goes_on(line, after) or weigh_bond(line, after) > 0


def skip_cut_lines(shades: Sequence[str], first: int, last: int) -> int:
    """Return the first line of a caption behind the lines of a sentence that it cuts: the last goes on behind it."""
    best, start = 0.0, first
    after = shades[last + 1] if last + 1 < len(shades) else ""
    for number in range(first, last) if after else ():
        line, head = shades[number], shades[number + 1]
        over = weigh_bond(line, after) - weigh_bond(line, head)
        if over > best and goes_on(line, after) and not goes_on(line, head):
            best, start = over, number + 1
    return start


def find_numbered_start(shades: Sequence[str], prints: Sequence[PrintLine], first: int, last: int) -> int:
    """Return the number of the line before `first` that gives the number of the picture, `first` if none does.

    A stop within the caption, as behind what someone says, then begins no caption of its own.
    """
    for at in range(first - 1, max(-1, last - MOST_CAPTION_LINES), -1):
        if abs(prints[at].width - prints[first].width) > FULL:
            break
        if NUMBERED_PICTURE.match(shades[at]) and (not at or prints[at - 1].stopped):
            return at
    return first


def are_even(prints: Sequence[PrintLine]) -> bool:
    """Return whether lines are of one width but for an indent of the first, and the last no wider."""
    sizes = [line.width for line in prints]
    widest = max(sizes)
    return min(sizes[1:-1], default=widest) >= widest - 2 * FULL and sizes[0] >= min(widest - INDENTED, sizes[-1])


def find_caption_within(shades: Sequence[str], prints: Sequence[PrintLine]) -> tuple[int, int]:
    """Return the first line and past the last of the caption in a block that is one as a whole.

    Lines before its cue, or before a credit's lines and in another width without punctuation, are a headline; lines
    behind its stop, or behind its only line if the characters do not go on, are what stood under the picture.
    """
    first, last = 0, len(shades)
    cue = next((number for number, shade in enumerate(shades) if CUE.match(shade)), None)
    if cue is not None:
        if cue and (prints[cue - 1].stopped or is_headline(shades[:cue])):
            first = cue
        for number in range(cue, last - 1):
            ended = prints[number].stopped and prints[number].width < prints[number + 1].width - FULL
            if ended or ends_in_credit(shades[number]):
                return first, number + 1
            if number == cue and not goes_on(shades[number], shades[number + 1]):
                return first, number + 1
        return first, last
    for number in range(1, last - 1):
        if not is_headline(shades[:number]):
            break
        other_width = abs(prints[number].width - prints[number - 1].width) > FULL
        if prints[number].width > prints[number - 1].width and (
            other_width or not goes_on(shades[number - 1], shades[number])
        ):
            first = number
    return first, last


def runs_through(
    shades: Sequence[str], prints: Sequence[PrintLine], columns: Sequence[float], number: int, kind: Role
) -> bool:
    """Return whether a line only looks like a byline or a credit.

    It stands amid a sentence, in lines that fill a column.
    """
    if not number or not columns[number] or prints[number - 1].stopped:
        return False
    if min(prints[number - 1].width, prints[number].width) < columns[number] - INDENTED:
        return False
    if number <= HEADLINE_LINES and kind == "byline" and not goes_on(shades[number - 1], shades[number]):
        return False  # a headline as wide as the column stands over it
    return kind in ("byline", "credit") or weigh_bond(shades[number - 1], shades[number]) > 0


def find_caption_end(shades: Sequence[str], prints: Sequence[PrintLine], number: int) -> int | None:
    """Return the number of the last line of a caption that begins with a line, None where no end is to be seen."""
    amid = number > 0 and not prints[number - 1].stopped and not ends_in_credit(shades[number - 1])
    for at in range(number, min(number + MOST_CAPTION_LINES, len(shades))):
        if ends_in_credit("".join(shades[number : at + 1])):
            return at
        if amid and at - number >= FEW_LINES:
            return None
        narrower = (
            prints[min(at + 1, len(prints) - 1)].width - FULL if at == number else prints[number].width - 2 * FULL
        )
        if not amid and prints[at].stopped and prints[at].width < narrower:
            return at
    return None


def decide_stretch_ends(
    rows: Sequence[Row], column: float, usual: float, sure: frozenset[float], lines: list[str]
) -> list[bool | None]:
    """Return the line ends of lines that stand in one column, or in none.

    `lines` tell whether they are verse: where they are few, all of the block that stand in their column.
    """
    bare = [row.text for row in rows]
    count = len(rows) - 1
    if count == 0:
        return []
    sizes = [measure_width(line) for line in bare]
    indents = [row.indented for row in rows]
    stays = [row.stays for row in rows[:-1]]
    if max(sizes) > LONG:
        if sum(indents[1:]) or sum(size > LONG for size in sizes) >= 2:
            return [None if stay else True for stay in stays]
        return [None] * count
    if stay_apart(lines, choose_kept_apart([column], sure)):
        return set_bylines_apart(rows, decide_by_indents(indents, stays))
    indented = len(sizes) > 3 and sizes[0] < sizes[1] and not is_headline(bare)
    inner = sizes[1:-1] if indented else sizes[:-1]
    own = (
        measure_common_width(bare)
        if len(bare) >= 5 or (len(bare) >= 3 and max(inner) - min(inner) <= 1.5)
        else column or usual
    )
    if column and abs(own - column) > FULL:
        own = column
    full = sum(size >= own - 2.8 for size in sizes[:-1])
    if own < 6 or max(sizes) > own + 4 or full < (0.3 if column else 0.6) * count:
        return set_bylines_apart(rows, decide_by_indents(indents, stays))
    return [
        None
        if stays[at]
        else weigh_evidence(bare[at], bare[at + 1], own - sizes[at], own - sizes[at + 1], indents[at + 1]) > 0
        for at in range(count)
    ]


def decide_by_indents(indents: Sequence[bool], stays: Sequence[bool]) -> list[bool | None]:
    """Return the ends of paragraphs as two indents or more tell them, where nothing else does."""
    if sum(indents) >= 2:
        return [None if stay else indent or None for stay, indent in zip(stays, indents[1:], strict=True)]
    return [None] * len(stays)


def decide_headline_ends(rows: Sequence[Row]) -> list[bool | None]:
    """Return the line ends of lines beside a column that stand in none, as a headline's.

    Where a word is cut it goes on; two or three lines may be a headline whose lines get shorter. More lines are those
    of advertisements, names, addresses or verse, as are lines that hold figures in turn.
    """
    few = len(rows) <= MOST_HEADLINE_LINES and not hold_figures([row.text for row in rows])
    ends: list[bool | None] = []
    for row, after in pairwise(rows):
        if row.stays:
            ends.append(None)
        elif row.text[-1] in STOP or begins_story(fold(after.text[:24])):
            ends.append(True)
        else:
            bond = weigh_bond(row.text, after.text)
            joined = bond >= WORD or (few and (bond > 0 or may_narrow(row.text, after.text)))
            ends.append(False if joined else None)
    return ends


MOST_HEADLINE_LINES: Final = 3
"""How many lines a headline has at most."""

LETTER_CLOSING: Final = Lazy(r"(?:此致|[敬谨][礼启上]|顺[颂祝]|即颂|祝[好安])[！。]?$")
DATE_OR_NUMBER: Final = Lazy(r"[\d年.月/日-]{5,}$|.{0,8}\d[\d-]{5,}$")
"""What signs a letter or ends an advertisement: a date, a telephone number."""


def may_narrow(line: str, after: str) -> bool:
    """Return whether two lines may be those of a headline that gets no wider: no names, date, number or greeting."""
    if measure_width(line) < measure_width(after) - 0.6:
        return False
    one, two = fold(line), fold(after)
    if LETTER_CLOSING.match(one) or LETTER_CLOSING.match(two) or DATE_OR_NUMBER.match(two):
        return False
    return not find_role(one) == find_role(two) == "label"


def hold_figures(lines: Sequence[str]) -> bool:
    """Return whether all of some lines hold figures, or end in them, as scores and prices do."""
    return len(lines) > 1 and all(any(char.isdecimal() for char in line) for line in lines)


def is_marked(lines: list[str]) -> bool:
    """Return whether more than half of the lines end in a mark, as verse does and a column hardly ever."""
    return len(lines) > 2 and sum(line[-1:] in STOP + "，," for line in lines) > 0.5 * len(lines)


def are_rows(lines: list[str]) -> bool:
    """Return whether most lines begin with a time, a word and a colon or a number, as those of a programme do."""
    if len(lines) < 3:
        return False
    starts = [fold(line[:12]) for line in lines]
    rows = [
        bool(ROW.match(start) or begins_item(start) or NAME_COLUMN.match(line))
        for start, line in zip(starts, lines, strict=True)
    ]
    return sum(rows) >= max(3, 0.6 * len(lines))


def are_verse(lines: list[str]) -> bool:
    """Return whether the lines are verse; its lines do not pause within and go on at their ends."""
    runs_on = all(line[-1] not in PUNCTUATION for line in lines) and any("，" in line or "。" in line for line in lines)
    return not runs_on and is_verse("\n".join(lines))


KEPT_APART: Final[tuple[Callable[[list[str]], bool], ...]] = (are_verse, is_stanza, is_bilingual, is_marked, are_rows)
"""What says of lines of about one width that each is one of its own: verse, rows of a list or a programme."""


def is_marked_throughout(lines: list[str]) -> bool:
    """Return whether more than half of the lines end in a mark and hardly one pauses before its end."""
    paused = sum(any(mark in line[:-1] for mark in "，。,;；") for line in lines)
    return is_marked(lines) and 2 * paused <= len(lines)


KEPT_IN_COLUMNS: Final[tuple[Callable[[list[str]], bool], ...]] = (are_verse, is_marked_throughout, are_rows)
"""The same for lines that stand in a column of the page."""


LEAST_SURE: Final = 12
"""How many lines of a page make a column that no stanza is."""


def choose_kept_apart(columns: Sequence[float], sure: frozenset[float]) -> tuple[Callable[[list[str]], bool], ...]:
    """Return what keeps lines apart that stand in some columns."""
    return KEPT_APART if sure.isdisjoint(columns) else KEPT_IN_COLUMNS


def stay_apart(lines: list[str], kept: tuple[Callable[[list[str]], bool], ...]) -> bool:
    """Return whether lines are to stay as they are, whatever their widths."""
    return any(is_kept(lines) for is_kept in kept)


def set_bylines_apart(rows: Sequence[Row], ends: list[bool | None]) -> list[bool | None]:
    """Return the ends with those on both sides of a reporter's byline among them, where nothing else tells of an end.

    Other bylines stand in poems and plays, whose lines stay together.
    """
    for number, row in enumerate(rows):
        if len(row.text) <= LONGEST_BYLINE and "记者" in (plain := fold(row.text)) and is_byline(plain):
            for at in range(max(0, number - 1), min(number + 1, len(ends))):
                if ends[at] is None and not rows[at].stays and not rows[at].text.endswith(PAUSE):
                    ends[at] = True
    return ends


def measure_common_width(lines: Sequence[str]) -> float:
    """Return the width that most of the lines fill, in full-width letters."""
    sizes = sorted(measure_width(line) for line in lines)
    middle = sizes[len(sizes) // 2]
    counts = Counter(round(2 * size) for size in sizes if size >= 0.7 * middle)
    best = max(counts, key=lambda size: (counts[size - 1] + counts[size] + counts[size + 1], size))
    return best / 2


def weigh_evidence(line: str, after: str, short: float, next_short: float, indent: bool) -> float:
    """Return what speaks for a paragraph's end between two lines, more than 0 for an end.

    `short` and `next_short` are the full-width letters that the lines lack of the column's width.
    """
    one, two = fold(line[-6:]), fold(after[:24])
    if CLOCK.match(line) and CLOCK.match(after):
        return ROW_OF_PROGRAMME
    end = one.rstrip(OCR_CLOSING)[-1:]
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
    left, right = re.search(BEYOND_LATIN + "{0,5}$", one), re.match(BEYOND_LATIN + "{0,5}", two)
    if left and right and left[0] and right[0]:
        found -= find_word_gain(left[0], right[0]) / 4
    return found
