"""Which lines stand in one column of print: told from their widths, since an engine says nothing of columns.

A page has columns of a few widths. A line belongs to one if it fills it, or ends a paragraph in it, or begins one with
an indent; a headline, a caption or a line of another column fits it badly. The cheapest way through all lines, given
what each fits and what a change costs, tells where one column ends and another begins.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from jmclean.text.fast import measure_width

HANGING_MARKS: Final = "，。、；：！？,.;:!?”’」』）)》"
"""Punctuation that print may hang over the edge of a column."""

LINE_STOPS: Final = frozenset("。！？…：；!?:;")
CLOSING_AT_END: Final = '”’」』）》】〉)]"＂'

FULL, INDENTED = 1.3, 2.7
"""How much wider or narrower than its column a full line may be, and how much narrower one with an indent."""

MOST_WIDTHS: Final = 16
"""How many widths of columns a page may have."""

TOO_WIDE, UNSTOPPED, SHORT, ODD, NARROW = 5.0, 2.0, 0.6, 1.2, 0.6
"""What it costs a column to hold a line that is wider than it, short without a stop, short with one, narrower than it
by an indent where no paragraph begins, and by an indent where one may."""

ALIKE_WIDTHS: Final = 0.6
"""What it costs more if two such lines are as wide as each other, as those of another column are."""

NEARLY_FULL: Final = 0.15
"""What a full line costs for every character that it is off its column's width."""

WIDTHS_APART: Final = 1.5
"""What it costs a line to stand in no column."""

TO_COLUMN, TO_APART, FROM_APART = 2.5, 0.8, 0.4
"""What it costs to change from one column to another, to none and from none, between lines without a blank one."""

CHEAPER_WIDTH: Final = 0.3
"""What share of that it costs where a blank line stands between."""


class PrintLine(NamedTuple):
    """A line as print has it: how wide it is with and without a mark that hangs over, how it ends, what precedes it.

    Widths are in full-width characters.
    """

    width: float
    least: float
    stopped: bool
    after_blank: bool


def print_line(text: str, after_blank: bool) -> PrintLine:
    """Return the line of a text without spaces around it."""
    return PrintLine(
        measure_width(text),
        measure_width(text.rstrip(HANGING_MARKS)),
        text.rstrip(CLOSING_AT_END)[-1:] in LINE_STOPS,
        after_blank,
    )


def find_column_widths(lines: Sequence[PrintLine]) -> list[float]:
    """Return the widths that neighbouring lines share, commonest first, each a character or more from the others."""
    counts: Counter[int] = Counter()
    for one, two in itertools.pairwise(lines):
        if not two.after_blank and one.width > LEAST_COLUMN_WIDTH and abs(one.width - two.width) <= FULL:
            counts[round(2 * one.width)] += 1
            counts[round(2 * two.width)] += 1
    smooth = {size: counts[size - 1] + counts[size] + counts[size + 1] for size in counts}
    found: list[int] = []
    for size in sorted(counts, key=lambda size: (-counts[size], -smooth[size], size)):
        if smooth[size] >= LEAST_SHARED and all(abs(size - other) >= 2 for other in found):
            found.append(size)
            if len(found) == MOST_WIDTHS:
                break
    return [size / 2 for size in found]


LEAST_COLUMN_WIDTH: Final = 5.0
LEAST_SHARED: Final = 4
"""How many line ends of about one width make a column of it."""


def find_columns(lines: Sequence[PrintLine]) -> list[float]:
    """Return for every line the width of the column that it stands in, 0 where it stands in none."""
    widths = find_column_widths(lines)
    if not widths:
        return [0.0] * len(lines)
    states = len(widths)
    costs = [0.0] * states + [WIDTHS_APART]
    ways: list[list[int]] = []
    before: PrintLine | None = None
    for number, line in enumerate(lines):
        after = lines[number + 1] if number + 1 < len(lines) else None
        share = CHEAPER_WIDTH if line.after_blank or before is None else 1.0
        best = min(range(states), key=costs.__getitem__)
        change = costs[best] + TO_COLUMN * share
        rise = costs[states] + FROM_APART * share
        fresh: list[float] = []
        way: list[int] = []
        for state in range(states):
            cost, origin = costs[state], state
            if change < cost:
                cost, origin = change, best
            if rise < cost:
                cost, origin = rise, states
            fresh.append(cost + price_misfit(line, widths[state], before, after))
            way.append(origin)
        fall, stay = costs[best] + TO_APART * share, costs[states]
        fresh.append(min(fall, stay) + WIDTHS_APART)
        way.append(best if fall < stay else states)
        costs = fresh
        ways.append(way)
        before = line
    state = min(range(states + 1), key=costs.__getitem__)
    found: list[float] = []
    for way in reversed(ways):
        found.append(widths[state] if state < states else 0.0)
        state = way[state]
    found.reverse()
    for number in range(1, len(found) - 1):
        wide = found[number - 1]
        if wide and wide == found[number + 1] != found[number] and is_squeezed(lines, number, wide):
            found[number] = wide
    return found


def is_squeezed(lines: Sequence[PrintLine], number: int, wide: float) -> bool:
    """Return whether a line amid a column only looks too wide for it, as print squeezes punctuation."""
    before, line, after = lines[number - 1 : number + 2]
    amid = not before.stopped and not line.after_blank and not after.after_blank and before.width >= wide - INDENTED
    return amid and wide - INDENTED <= line.width <= wide + INDENTED


def price_misfit(line: PrintLine, wide: float, before: PrintLine | None, after: PrintLine | None) -> float:
    """Return what it costs a column of a width to hold a line, given its neighbours."""
    lack = wide - line.width
    if line.least > wide + FULL:
        return TOO_WIDE
    if lack <= FULL:
        return NEARLY_FULL * abs(lack)
    if lack <= INDENTED:
        cost = NARROW if before is None or before.stopped else ODD
    else:
        cost = SHORT if line.stopped else UNSTOPPED
    if after is not None and not after.after_blank and abs(after.width - line.width) <= 0.6 and not line.stopped:
        cost += ALIKE_WIDTHS
    return cost
