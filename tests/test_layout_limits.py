"""Up to where things stand together: blocks and lines of a page are moved or grow bit by bit, and what comes of it.

`limits` says what a page is read as, up to which distance, size or number inclusive, and what beyond that.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

import pytest

from jmclean.readers.columns import Columns, Fill, measure_body, measure_characters, measure_pitch
from jmclean.readers.model import Box, Layout, LayoutPage, Line, Region
from jmclean.readers.order import can_be_ordered, put_in_order
from jmclean.readers.paragraphs import Paragraph, find_paragraphs, indents_paragraphs
from jmclean.readers.placing import sort_lines
from jmclean.readers.text_of_layout import write_text
from tests.test_column_order import known, put
from tests.test_kinds_of_blocks import BODY, block, picture

SIZE, STEP = 30, 40


def limits(outcome: Callable[[float], str], start: float, stop: float, coarse: float = 10, fine: float = 0.5) -> str:
    """Return the outcomes in turn, with the last value of each: "one 13.5 other"."""
    found: list[str] = []
    low, seen = start, outcome(start)
    first, last = start, start + coarse
    while first < stop:
        if outcome(last) == seen:
            first, last = last, last + coarse
            continue
        low, high = first, last
        while high - low > fine:
            middle = low + fine * ((high - low) / fine // 2)
            low, high = (middle, high) if outcome(middle) == seen else (low, middle)
        found.append(f"{seen} {low:g}")
        first, seen = high, outcome(high)
        last = first + coarse
    return "  ".join([*found, seen])


# the order of bare lines


def row(name: str, left: float = 0, top: float = 0, length: int = 10, size: float = SIZE, high: float = 0) -> Line:
    """Return a line of one character again and again."""
    places = tuple((left + size * at, left + size * (at + 1)) for at in range(length))
    return Line(name * length, Box(left, top, left + size * length, top + (high or size)), places)


def rows(
    name: str, left: float = 0, top: float = 0, number: int = 5, length: int = 10, size: float = SIZE
) -> list[Line]:
    """Return a column of such lines."""
    return [row(name, left, top + STEP * size / SIZE * at, length, size) for at in range(number)]


def over(names: str, gap: float, left: float = 0, top: float = 0, length: int = 10) -> Line:
    """Return a line that runs over a gutter."""
    one, two = row(names[0], left, top, length), row(names[1], left + SIZE * length + gap, top, length)
    assert one.box
    assert two.box
    return Line(one.text + two.text, one.box.around(two.box), one.places + two.places)


def order(*parts: Line | list[Line]) -> str:
    """Return the regions that lines are put together to, in order, each with its characters once in a row."""
    lines = [line for part in parts for line in (part if isinstance(part, list) else [part])]
    page = put_in_order(LayoutPage((), tuple(lines), 1000, 2000))
    texts = ("".join(line.text for line in region.lines) for region in page.regions)
    return "/".join("".join(name for name, _ in groupby(text)) for text in texts)


def both(number: int = 5, top: float = 0, gap: float = 30) -> list[Line]:
    """Return lines over a gutter at 300."""
    return [over("甲乙", gap, 0, top + STEP * at) for at in range(number)]


ONE, TWO = rows("甲"), rows("乙", 330)

FAR = rows("乙", 900)

ORDERS: dict[str, tuple[Callable[[float], str], float, float, str]] = {
    "a gutter is wide": (lambda x: order(both(gap=x)), 0, 60, "甲乙甲乙甲乙甲乙甲乙 13.5  甲/乙"),
    "a gutter runs straight": (
        lambda x: order(both(4), over("丙丁", 30, x, 160)),
        -60,
        60,
        "甲/乙/丙丁 -19  甲丙/乙丁 14.5  甲/乙/丙丁",
    ),
    "a narrow gutter runs straight": (
        lambda x: order(both(4, gap=15), over("丙丁", 15, x, 160)),
        -40,
        40,
        "甲/乙/丙丁 -11.5  甲丙/乙丁 7  甲/乙/丙丁",
    ),
    "a wide gutter is beside another": (
        lambda x: order(both(4, gap=15), over("丙丁", 90, x, 160)),
        -70,
        60,
        "甲丙/乙丁 -57  甲/乙/丙丁 -49  甲丙/乙丁 -30.5  甲/乙/丙丁 -22.5  甲丙/乙丁 -3.5  甲/乙/丙丁",
    ),
    "so many full lines": (
        lambda x: order(both(12), rows("丙", 0, 480, int(x), 21)),
        0,
        14,
        "甲/乙 0  甲丙/乙丙 2  甲丙/乙丙/丙 3  甲/乙/甲乙甲乙甲乙丙",
    ),
    "full lines far off": (
        lambda x: order(both(6), rows("丙", 0, 240 + x, 6, 21)),
        0,
        2400,
        "甲乙甲乙甲乙甲乙甲乙甲乙丙 94.5  甲乙甲乙甲乙甲乙甲乙甲乙/丙 1519.5  甲/乙/丙",
    ),
    "few lines with a gutter far off": (
        lambda x: order(both(3), over("丙丁", 30, 0, 80 + x)),
        40,
        2400,
        "甲丙/乙丁 140  甲/乙/丙/丁 1809.5  甲乙甲/乙/甲/丙丁 1849.5  甲乙甲乙甲/乙/丙丁 1889.5  甲乙甲乙甲乙/丙丁",
    ),
    "a line runs over a gutter amid": (
        lambda x: order(both(int(x)), row("丙", 0, STEP * x, 21), both(3, STEP * (x + 1))),
        1,
        8,
        "甲丙甲/乙丙乙",
    ),
    "a line runs over a gutter at the foot": (
        lambda x: order(both(int(x)), row("丙", 0, STEP * x, 21)),
        3,
        8,
        "甲乙甲乙甲乙丙 3  甲/乙/丙 4  甲丙/乙丙",
    ),
    "a line runs over a gutter at the head": (
        lambda x: order(row("丙", 0, -STEP, 21), both(int(x))),
        3,
        8,
        "丙甲乙甲乙甲乙 3  丙甲/乙/甲 4  丙甲/丙乙",
    ),
    "a line runs over it far below": (
        lambda x: order(both(6), row("丙", 0, 200 + x, 21)),
        40,
        400,
        "甲丙/乙丙 70.5  甲丙/乙/丙 140  甲/乙/丙/丙 154.5  甲/乙/丙",
    ),
    "a line runs over it far above": (
        lambda x: order(row("丙", 0, -x, 21), both(6)),
        40,
        400,
        "丙甲/丙乙 70.5  丙甲/丙/乙 140  丙/丙/甲/乙 154.5  丙/甲/乙",
    ),
    "a line runs over it by so much": (
        lambda x: order(both(6), row("丙", x, 240, 12)),
        -120,
        320,
        "丙/甲丙/乙 -61  甲丙/乙 -0.5  甲丙/乙丙 125.5  甲/丙/乙丙 269.5  甲/乙丙",
    ),
    "a wide character stands over it": (
        lambda x: order(
            both(6),
            Line("丙" * 21, Box(0, 240, 630, 270), (*row("丙").places, (300, 300 + x), *row("丙", 330).places)),
        ),
        1,
        60,
        "甲丙/乙丙",
    ),
    "edges of columns show it": (
        lambda x: order(ONE, TWO, row("丙", x, 200, 12)),
        -60,
        330,
        "甲丙/乙 -0.5  甲丙/乙丙 119.5  甲/丙/乙丙 269.5  甲/乙丙 329.5  甲/乙丙/丙",
    ),
    "columns end off it": (
        lambda x: order(rows("甲", x), rows("乙", 330), row("丙", 0, 200, 21)),
        -60,
        30,
        "甲丙/丙/乙丙 -60  甲丙/乙丙 24  甲/乙/丙",
    ),
    "columns begin off it": (
        lambda x: order(rows("甲"), rows("乙", 300 + x), row("丙", 0, 200, 21)),
        0,
        90,
        "甲/乙/丙 5.5  甲丙/乙丙 60  甲丙/丙/乙丙",
    ),
    "a headline runs over it": (
        lambda x: order(both(6), row("丙", 0, 280, int(630 / x), x)),
        24,
        45,
        "甲/乙/丙 26  甲丙/乙丙 35.5  甲/乙/丙/丙 37.5  甲/乙/丙",
    ),
    "a character at the right": (
        lambda x: order(ONE, row("丙", 300 + x, 80, 1)),
        -30,
        60,
        "甲/丙/甲 -30  甲丙甲 29.5  甲/丙",
    ),
    "a character at the left": (lambda x: order(ONE, row("丙", -30 - x, 80, 1)), -30, 60, "甲丙甲 29.5  丙/甲"),
    "a character between rows": (
        lambda x: order(ONE, row("丙", 300, x, 1)),
        -60,
        240,
        "甲/丙 -15.5  甲丙甲 135  甲/丙 144.5  甲丙 175  甲/丙",
    ),
    "two characters": (
        lambda x: order(ONE, row("丙", 300, 80, 1), row("丁", 300 + x, 120, 1)),
        0,
        120,
        "甲丙甲丁甲 29.5  甲丙甲/丁",
    ),
    "a column below": (lambda x: order(ONE, rows("丙", 0, 190 + x, 3)), 10, 140, "甲丙 104.5  甲/丙"),
    "a line below": (lambda x: order(ONE, row("丙", 0, 190 + x)), 10, 140, "甲丙 104.5  甲/丙"),
    "a line over one": (lambda x: order(row("丙", 0, -30 - x), ONE), 10, 140, "丙甲 104.5  丙/甲"),
    "a column below at the side": (
        lambda x: order(ONE, rows("丙", x, 200)),
        -330,
        330,
        "丙/甲 -270.5  甲/丙 -120  甲丙 119.5  甲/丙",
    ),
    "a column far below at the side": (
        lambda x: order(ONE, rows("丙", x, 260)),
        -330,
        330,
        "丙/甲 -270.5  甲/丙 -24  甲丙 23.5  甲/丙",
    ),
    "a line below at the side": (
        lambda x: order(ONE, row("丙", x, 200)),
        -330,
        330,
        "丙/甲 -270.5  丙/甲丙 -60.5  甲丙 59.5  甲丙/丙 119.5  甲/丙/丙 269.5  甲/丙",
    ),
    "a line far below at the side": (
        lambda x: order(ONE, row("丙", x, 260)),
        -60,
        330,
        "甲/丙 -54  甲丙 -45.5  甲/丙 -24  甲丙 59.5  甲丙/丙 74.5  甲/丙/丙 269.5  甲/丙",
    ),
    "a short line far below at the side": (
        lambda x: order(ONE, row("丙", x, 260, 8)),
        -60,
        130,
        "甲/丙 -54  甲丙 -45.5  甲/丙 -24  甲丙 74.5  甲/丙 119.5  甲/丙/丙",
    ),
    "a shorter line far below": (lambda x: order(ONE, row("丙", 60, 260, int(x))), 1, 14, "甲/丙 6  甲丙 9  甲丙/丙"),
    "a wider column below": (lambda x: order(ONE, rows("丙", 0, 210, 5, int(x))), 1, 16, "甲丙"),
    "a larger line below": (
        lambda x: order(ONE, row("丙", 0, 200, int(300 / x), x)),
        15,
        60,
        "甲/丙 25  甲丙 35.5  甲/丙",
    ),
    "a larger long line below": (
        lambda x: order(rows("甲", 0, 0, 5, 20), row("丙", 0, 200, int(600 / x), x)),
        15,
        45,
        "甲/丙 25  甲丙 35.5  甲/丙",
    ),
    "larger lines far below": (
        lambda x: order(ONE, rows("丙", 0, 250, 3, int(300 / x), x)),
        15,
        60,
        "甲/丙 25  甲丙 35.5  甲/丙",
    ),
    "a wider spaced line below": (
        lambda x: order(rows("甲", 0, 0, 5, 20), row("丙", 0, 190 + x, 19, 31.5)),
        5,
        40,
        "甲丙",
    ),
    "a higher short line below": (lambda x: order(ONE, row("丙", 0, 200, 3, SIZE, x)), 15, 60, "甲丙"),
    "a higher line below": (
        lambda x: order(ONE, *[row("丙", 0, top, 12, 25, x) for top in (240, 280, 320)]),
        15,
        60,
        "甲/丙 25  甲丙 35.5  甲/丙",
    ),
    "larger type under smaller": (
        lambda x: order(rows("丙", 0, -300, 3, 8, 36), rows("丁", 0, -150 + x, 3, 8, 36), ONE, TWO),
        -60,
        60,
        "丙丁丙丁/甲/乙 -54.5  丙丁/甲/乙 28.5  丙/丁/甲/乙 51  丙丁/丁/甲/甲/乙 53.5  丙丁/甲/丁/甲/乙",
    ),
    "a headline over the page": (
        lambda x: order(TWO, row("丙", 0, -60 + x, 14, 45), ONE),
        -60,
        120,
        "丙/甲/乙 52.5  丙/甲/乙/甲/乙 59.5  甲/丙/乙/甲/乙 60  甲/乙/丙/甲/乙",
    ),
    "larger type at the head": (
        lambda x: order(TWO, row("丙", 0, -60, int(600 / x), x), ONE),
        24,
        48,
        "丙/甲/乙 25  丙甲/丙乙 35.5  丙/甲/乙",
    ),
    "a page cut across": (
        lambda x: order(ONE, TWO, rows("丙", 0, 190 + x), rows("丁", 330, 190 + x)),
        106,
        220,
        "甲/乙/丙/丁",
    ),
    "four columns": (
        lambda x: order(ONE, rows("乙", 300 + x), rows("丙", 0, 330), rows("丁", 300 + x, 330)),
        1,
        260,
        "甲/乙/丙/丁 140  甲/丙/乙/丁",
    ),
    "columns beside each other": (lambda x: order(rows("乙", 330, x), ONE), -300, 300, "甲/乙"),
    "a column at the left below": (lambda x: order(TWO, rows("甲", x, 300)), -60, 400, "甲/乙 59.5  乙/甲"),
    "columns that overlap": (lambda x: order(rows("乙", 300 - x), ONE), -40, 60, "甲/乙"),
    "one line too wide": (
        lambda x: order(rows("甲", 0, 0, int(x)), row("甲", 0, STEP * x, 11), rows("乙", 320, 0, int(x) + 1)),
        2,
        9,
        "甲/乙",
    ),
    "two lines too wide": (
        lambda x: order(rows("甲", 0, 0, int(x)), rows("甲", 0, STEP * x, 2, 11), rows("乙", 320, 0, int(x) + 2)),
        2,
        9,
        "甲/乙",
    ),
    "two lines are apart": (lambda x: order(row("甲"), row("丙", 0, 30 + x), FAR), -10, 80, "甲丙/乙 38.5  甲/丙/乙"),
    "two lines of large type are apart": (
        lambda x: order(row("甲", 0, 0, 5, 60), row("丙", 0, 60 + x, 5, 60), FAR),
        -10,
        120,
        "甲丙/乙 77.5  甲/丙/乙",
    ),
    "two lines begin apart": (
        lambda x: order(row("甲"), row("丙", x, 40), FAR),
        -200,
        200,
        "甲/丙/乙 -120  甲丙/乙 119.5  甲/丙/乙",
    ),
    "two lines of large type begin apart": (
        lambda x: order(row("甲", 0, 0, 5, 60), row("丙", x, 70, 5, 60), FAR),
        -260,
        260,
        "甲/丙/乙 -225  甲丙/乙 224.5  甲/丙/乙",
    ),
    "a line of other type": (
        lambda x: order(row("甲"), row("丙", 0, 40, 10, x), FAR),
        15,
        60,
        "甲/丙/乙 25  甲丙/乙 35.5  甲/丙/乙",
    ),
    "a long line of other type": (
        lambda x: order(row("甲", 0, 0, 12), row("丙", 0, 40, 12, x), FAR),
        20,
        45,
        "甲/丙/乙 27.5  甲丙/乙 32.5  甲/丙/乙",
    ),
    "a short line of other height": (
        lambda x: order(row("甲"), row("丙", 0, 40, 3, SIZE, x), FAR),
        15,
        60,
        "甲/丙/乙 21  甲丙/乙 41.5  甲/丙/乙",
    ),
    "a line of slightly other type is apart": (
        lambda x: order(row("甲"), row("甲", 0, 40), row("丙", 0, 50 + x, 10, 31.5), FAR),
        0,
        60,
        "甲丙/乙",
    ),
    "a wide line some lines above": (
        lambda x: order(row("甲", 0, 0, 20), rows("甲", 0, 40, int(x), 6), row("丙", 330, 40 * (x + 1))),
        1,
        8,
        "甲/丙 4  甲/甲/丙",
    ),
    "the left edge some lines above": (
        lambda x: order(row("甲", -60), rows("甲", 0, 40, int(x)), row("丙", 80, 40 * (x + 1)), FAR),
        1,
        8,
        "甲/丙/乙 3  甲丙/乙 4  甲丙/丙/乙",
    ),
    "lines under a wide block": (
        lambda x: order(rows("丙", 0, 0, 3, 26, 24), rows("甲", 0, 88 + x), rows("乙", 330, 88 + x)),
        -30,
        30,
        "丙/甲/乙/丙/甲/乙 -27.5  丙/甲/乙",
    ),
    "a wide block under columns": (
        lambda x: order(ONE, TWO, rows("丙", 0, 190 + x, 3, 26, 24)),
        -30,
        30,
        "甲/乙/丙/甲/乙/丙 -30  甲/乙/甲/乙/丙/丙 -27.5  甲/乙/丙",
    ),
    "gutters of others are wide": (
        lambda x: order(both(4, gap=x), over("丙丁", 30, 0, 160)),
        5,
        40,
        "甲乙甲乙甲乙甲乙丙丁 13.5  甲/乙/丙丁 15  甲丙/乙丁",
    ),
    "a column overlaps the one above": (lambda x: order(ONE, rows("丙", 0, 190 + x)), -60, 20, "甲丙甲丙 -30.5  甲丙"),
    "few lines begin off a gutter": (
        lambda x: order(rows("甲", 0, 0, 3), rows("乙", 300 + x, 0, 3), row("丙", 0, 120, 21)),
        0,
        90,
        "甲/乙/丙 5.5  甲丙/乙丙 51  甲/乙/丙",
    ),
    "few lines end off a gutter": (
        lambda x: order(rows("甲", x, 0, 3), rows("乙", 330, 0, 3), row("丙", 0, 120, 21)),
        -60,
        30,
        "甲/乙/丙 -21.5  甲丙/乙丙 24  甲/乙/丙",
    ),
    "few lines above and below show it": (
        lambda x: order(both(2), row("丙", 0, 80, 21), both(int(x), 120)),
        1,
        5,
        "甲乙甲乙丙甲乙 1  甲丙甲/乙丙乙",
    ),
    "three blocks like a staircase": (
        lambda x: order(rows("丙", 0, 0, 3, 21), rows("甲", x, 150), rows("乙", 330 + x, 150)),
        24,
        330,
        "丙/丙/甲/乙 30  丙/甲/丙乙 53.5  丙/丙/甲/乙 270  丙/甲/乙",
    ),
    "three blocks over each other": (
        lambda x: order(rows("丙", 150, 0, 3), rows("甲", 0, x), rows("乙", 330, x)),
        60,
        260,
        "丙/甲/丙/甲/丙乙丙乙 79.5  丙/甲/丙乙 148.5  丙/丙/甲/乙 219.5  丙/丙/丙/甲/乙 259.5  丙/丙/甲/乙",
    ),
    "something is between": (
        lambda x: order(ONE, rows("丙", 0, 270), rows("丁", x, 205, 1, 6, 20)),
        -200,
        330,
        "丁/甲丙 -90.5  甲丙/丁 -90  甲/丁/丙 269.5  甲丙/丁",
    ),
    "something is beside": (
        lambda x: order(ONE, rows("丙", 0, 270), rows("丁", 90, x, 1, 6, 20)),
        190,
        330,
        "甲/丁/丙 269.5  甲/丙/丁 275  甲/丙/丁/丙 299.5  甲丙/丁/丙 309.5  甲丙/丙/丁 314.5  甲/丙/丁/丙",
    ),
}


@pytest.mark.parametrize("name", ORDERS)
def test_limits_of_order(name: str) -> None:
    outcome, start, stop, expected = ORDERS[name]
    is_count = stop - start < 20
    assert limits(outcome, start, stop, *((1, 1) if is_count else (10, 0.5))) == expected


def test_pieces_of_a_tilted_line_stand_at_their_own_height() -> None:
    tilted = [line._replace(slope=0.01) for line in both()]
    found = put_in_order(LayoutPage((), tuple(tilted), 1000, 2000)).regions
    boxes = (line.box for region in found for line in region.lines[:2] if line.box)
    assert (
        " / ".join(" ".join(f"{edge:.2f}" for edge in box) for box in boxes)
        == "0.00 -1.65 300.00 28.35 / 0.00 38.35 300.00 68.35 / 330.00 1.65 630.00 31.65 / 330.00 41.65 630.00 71.65"
    )
    assert {line.places for line in found[1].lines} == {row("乙", 330).places}


def test_spaces_of_a_line_that_is_cut_stay_within_its_pieces() -> None:
    spaced = [line._replace(text="甲甲 甲甲甲甲甲甲甲甲 乙乙乙乙乙 乙乙乙乙乙") for line in both()]
    found = put_in_order(LayoutPage((), tuple(spaced), 1000, 2000)).regions
    assert [region.lines[0].text for region in found] == ["甲甲 甲甲甲甲甲甲甲甲", "乙乙乙乙乙 乙乙乙乙乙"]


# what blocks are


def told(*regions: Region, high: float = 2000) -> str:
    """Return the roles of all blocks in order, each with how it begins and ends.

    A role is t(ext), h(eading), c(aption), f(urniture) or o(ther); | is an end at the column's edge, > an indent, < an
    end before it, and . what is not known; ' is apart. An indented paragraph that ends short is _ only.
    """
    entries = write_text(Layout("any", (LayoutPage(tuple(regions), (), 1000, high),))).evidence.blocks
    begins, ends = {True: "|", False: ">", None: "."}, {True: "|", False: "<", None: "."}
    found = (f"{begins[one.is_flush]}{one.kind[0]}{ends[one.is_full]}{chr(39) * one.is_apart}" for one in entries)
    return "".join(found).replace(">t<", "_")


def story(top: float, *lines: str, left: float = 0, indent: float = 60) -> Region:
    """Return a paragraph whose first line is indented."""
    texts = lines or ("昨夜江边亮起了灯市民出", *BODY[1:4], "家人才散去。")
    region = block(top, *texts, left=left)
    first = region.lines[0]
    assert first.box
    moved = first._replace(box=first.box._replace(left=left + indent, right=first.box.right + indent))
    return region._replace(lines=(moved, *region.lines[1:]))


PAGE = (story(200), story(400), story(600))
BEHIND = (story(1200), story(1400))
TABLE = picture(0, 860, 420, 1000, "table")._replace(text="表")
PHOTO = picture(0, 860, 420, 1000)
HEAD = "灯火通明"


def line_of(text: str, left: float, top: float, size: float = SIZE, high: float = 0) -> Region:
    return block(top, text, left=left, size=size, high=high)


def caption(left: float, top: float, length: int = 8) -> Region:
    return block(top, "江边的灯火与市民都来看灯了吗"[:length], left=left, label="caption")


def tilt(region: Region, slope: float) -> Region:
    return region._replace(lines=tuple([line._replace(slope=slope) for line in region.lines]))


KINDS: dict[str, tuple[Callable[[float], str], float, float, str]] = {
    "a paragraph's indent": (
        lambda x: told(*PAGE, story(800, indent=x), *BEHIND),
        -60,
        130,
        "___|t<__ 23.5  ___.t<__ 37.5  ______",
    ),
    "a line's indent within": (
        lambda x: told(*PAGE, Region("text", "", (*story(800).lines, *story(1000, indent=x).lines)), *BEHIND),
        -60,
        130,
        "____|t<__ 23.5  ____.t<__ 37.5  _______",
    ),
    "an end before": (
        lambda x: told(
            *PAGE,
            Region(
                "text",
                "",
                (*story(800).lines[:4], line_of("家" * int(x), 0, 960).lines[0], *story(1000, indent=30).lines),
            ),
            *BEHIND,
        ),
        1,
        14,
        "______",
    ),
    "an end with a stop before": (
        lambda x: told(
            *PAGE,
            Region(
                "text",
                "",
                (*story(800).lines[:4], line_of("家" * int(x) + "。", 0, 960).lines[0], *story(1000, indent=0).lines),
            ),
            *BEHIND,
        ),
        1,
        13,
        "____|t<__ 9  ______",
    ),
    "white between lines": (
        lambda x: told(*PAGE, Region("text", "", (*story(800).lines[:4], *story(950 + x).lines)), *BEHIND),
        0,
        80,
        "______ 30  ___>t|___",
    ),
    "a column at the side": (
        lambda x: told(*PAGE, story(800, left=x), *BEHIND),
        -420,
        420,
        "______ -162.5  ___|t<__ -36.5  ___.t<__ -22.5  ______ 37.5  ___>t|>t|>t|>t|___ 161.5  ______",
    ),
    "wider lines": (
        lambda x: told(*PAGE, story(800, *["江" * int(x)] * 3), *BEHIND),
        5,
        20,
        "______ 11  ___>t.__ 12  ___>t|__",
    ),
    "larger lines": (
        lambda x: told(*PAGE, block(800, *["江" * 10] * 5, size=x), *BEHIND),
        15,
        60,
        "___|t<__ 35.5  ___|t.__ 38  ___|t|__",
    ),
    "a short line's size": (lambda x: told(*PAGE, block(800, "江边的灯", size=x), *BEHIND), 15, 60, "___|h<__"),
    "a line in the column": (
        lambda x: told(*PAGE, line_of(HEAD, x, 840), *BEHIND),
        -60,
        420,
        "___.t.__ -60  ___|h<__ 23.5  ___.h<__ 37.5  ___>h<__ 161.5  ___.h<__ 162  ___.t.__",
    ),
    "a line under the column": (
        lambda x: told(*PAGE, line_of(HEAD, x, 800), story(840), *BEHIND),
        -60,
        420,
        "___.t.___ -60  ___|h<___ 23.5  ___.h<___ 37.5  ___>h<___ 161.5  ___.h<___ 162  ___.t.___",
    ),
    "a line apart": (lambda x: told(*PAGE, line_of(HEAD, 30, 780 + x), story(880), *BEHIND), 0, 80, "___.h<___"),
    "a line apart in the middle": (
        lambda x: told(*PAGE, line_of(HEAD, 150, 780 + x), story(880), *BEHIND),
        0,
        80,
        "___>h<___",
    ),
    "a line that goes on apart": (
        lambda x: told(*PAGE, block(800, *BODY[:4]), line_of(HEAD, 150, 960 + x), block(1060, *BODY[:4]), *BEHIND),
        0,
        80,
        "___|t|_|t|__",
    ),
    "a line apart over text that goes on": (
        lambda x: told(*PAGE, block(800, *BODY[:4]), line_of(HEAD, 150, 980), block(1010 + x, *BODY[:4]), *BEHIND),
        0,
        80,
        "___|t|_|t|__",
    ),
    "a long line apart": (
        lambda x: told(*PAGE, line_of("灯" * int(x), 0, 820), story(880), *BEHIND),
        1,
        14,
        "___|t<___ 1  ___|h<___ 11  ___|t.___ 12  ___|t|___",
    ),
    "a long line in the middle": (
        lambda x: told(*PAGE, line_of("灯" * int(x), (420 - 30 * int(x)) / 2, 820), story(880), *BEHIND),
        1,
        14,
        "___.t.___ 3  ___>h<___ 9  ___>h.___ 11  ___.h|___ 12  ___|t|___",
    ),
    "a small line apart in the middle": (
        lambda x: told(*PAGE, line_of("灯" * int(x), (420 - 14 * int(x)) / 2, 820, 14), story(880), *BEHIND),
        18,
        28,
        "___>h<___ 21  ___>h.___ 24  ___.t|___ 26  ___|t|___",
    ),
    "a line at the head of a column": (
        lambda x: told(*PAGE, line_of(HEAD, 480 + 150, x), story(280, left=480), story(480, left=480)),
        100,
        270,
        "___>h<__",
    ),
    "a heading's size": (lambda x: told(*PAGE, line_of(HEAD, 0, 820, x), story(900), *BEHIND), 30, 60, "___|h<___"),
    "a picture before a line": (
        lambda x: told(*PAGE, *[PHOTO] * int(x), line_of(HEAD, 150, 1100), *BEHIND),
        1,
        12,
        "___>h<__ 7  ______",
    ),
    "a caption under a picture": (
        lambda x: told(*PAGE, PHOTO, caption(0, 1000 + x), *BEHIND),
        -60,
        130,
        "___|c<'__ 89.5  ___|t<__",
    ),
    "a caption over a picture": (
        lambda x: told(*PAGE, caption(0, 830 - x), PHOTO, *BEHIND),
        -100,
        60,
        "___|c<'__ -15.5  ___|t<__",
    ),
    "a caption beside it": (
        lambda x: told(*PAGE, PHOTO, caption(x, 1010), *BEHIND),
        -300,
        30,
        "___.t.__ -120  ___.c.'__ -102.5  ___|c<'__ 23.5  ___.c<'__",
    ),
    "a caption over its edge": (
        lambda x: told(*PAGE, PHOTO, caption(x, 900), *BEHIND),
        140,
        430,
        "___>c|'__ 161.5  ___.c|'__ 162  ___.c.'__ 299.5  ___.t.__",
    ),
    "a caption over its foot": (
        lambda x: told(*PAGE, PHOTO, caption(100, x), *BEHIND),
        800,
        1100,
        "______ 845  ___>c<'__ 1089.5  ______",
    ),
    "a narrow picture": (
        lambda x: told(*PAGE, picture(200, 860, 200 + x, 1000), caption(0, 1010), *BEHIND),
        10,
        400,
        "___|c<'__ 79.5  ___|t<__",
    ),
    "a caption under a table": (
        lambda x: told(*PAGE, TABLE, caption(0, 1000 + x), *BEHIND),
        -60,
        130,
        "___.o.|t<__ 89.5  ___.o.|c<__",
    ),
    "a caption over a table": (
        lambda x: told(*PAGE, caption(0, 830 - x), TABLE, *BEHIND),
        -60,
        130,
        "___|t<.o.__ 89.5  ___|c<.o.__",
    ),
    "a caption beside a table": (
        lambda x: told(*PAGE, TABLE, caption(x, 1010), *BEHIND),
        -300,
        30,
        "___.o..c.__ -240  ___.o..t.__ -102.5  ___.o.|t<__ 23.5  ___.o..t<__",
    ),
    "small type under a picture": (
        lambda x: told(*PAGE, PHOTO, block(1010, "江边的灯火与市民", size=x), *BEHIND),
        20,
        40,
        "___|c<'__ 28  ___|t<'__ 36.5  ___|h<__ 44.5  ___|h.__",
    ),
    "lines under a picture": (
        lambda x: told(*PAGE, PHOTO, block(1010, *["江边的灯火与市民"] * int(x), size=27), story(1400), story(1600)),
        1,
        12,
        "___|c<'__ 7  ___|c|'__ 8  ___|t|__ 10  ___|t<__",
    ),
    "a wide line under a picture": (
        lambda x: told(*PAGE, picture(0, 860, 560, 1000), line_of("江" * int(x), 0, 1010), *BEHIND),
        10,
        26,
        "___|t<'__ 11  ___|t.'__ 12  ___|t|'__ 16  ___|c|'__ 19  ___|t|'__",
    ),
    "a middle line under a picture": (
        lambda x: told(*PAGE, PHOTO, line_of("江边的灯火", x, 1010), *BEHIND),
        60,
        240,
        "______ 161.5  ___.c<'__ 162  ___.t.'__",
    ),
    "text goes on past a caption": (
        lambda x: told(
            *PAGE, block(780, *BODY[:2]), PHOTO, line_of("江" * int(x), 0, 1010), block(1060, *BODY[:4]), *BEHIND
        ),
        1,
        15,
        "___|t||c<'|t|__ 11  ___|t||t.'|t|'__ 12  ___|t||t|'|t|'__",
    ),
    "text goes on past a lower caption": (
        lambda x: told(
            *PAGE, block(780, *BODY[:2]), PHOTO, line_of("江边的灯火", 0, 1010), block(1060, "江" * int(x)), *BEHIND
        ),
        1,
        15,
        "___|t||t<'|t<'__ 11  ___|t||t<'|t.'__ 12  ___|t||t<'|t|'__",
    ),
    "text ends past a caption": (
        lambda x: told(
            *PAGE,
            block(780, *BODY[:2]),
            PHOTO,
            line_of("江边的灯火", 0, 1010),
            block(1060, "江" * int(x) + "。"),
            *BEHIND,
        ),
        1,
        14,
        "___|t||c<'|t<__ 10  ___|t||c<'|t.__ 11  ___|t||c<'|t|__",
    ),
    "a long caption": (
        lambda x: told(
            *PAGE, PHOTO, block(1010, *["江边的灯火与市民" * 6] * 6, "江" * int(x), size=8), story(1400), story(1600)
        ),
        1,
        16,
        "___|c<'__ 6  .t..t..t..t..t..t. 7  .t<.t<.t<.t<.t<.t<",
    ),
    "a header at the top": (
        lambda x: told(line_of("江边日报", 500, x), *PAGE, *BEHIND),
        100,
        700,
        ".t._____ 179  _____.t.",
    ),
    "a header at the foot": (
        lambda x: told(*PAGE, *BEHIND, line_of("江边日报", 500, x)._replace(label="footer")),
        1000,
        1700,
        "_____.t. 1477.5  _____.f.",
    ),
    "a labelled header": (
        lambda x: told(line_of("江边日报", 500, x)._replace(label="header"), *PAGE, *BEHIND),
        100,
        700,
        ".f._____ 282  _____.t.",
    ),
    "a folio": (lambda x: told(line_of("江边日报第3版", 500, x), *PAGE, *BEHIND), 100, 300, ".f._____ 184.5  _____.t."),
    "a folio at the foot": (
        lambda x: told(*PAGE, *BEHIND, line_of("责任编辑张三", 500, x)),
        1450,
        1700,
        "_____.t. 1575  _____.f.",
    ),
    "a higher folio": (
        lambda x: told(line_of("江边日报第3版", 500, 100, SIZE, high=x), *PAGE, *BEHIND),
        20,
        50,
        ".f._____ 33.5  .t._____",
    ),
    "a phrase with a comma apart": (
        lambda x: told(*PAGE, line_of("灯火，通明", 135, 780 + x), story(880), *BEHIND),
        0,
        80,
        "_______ 28.5  ___>h<___ 51  _______",
    ),
    "a phrase where text goes on": (
        lambda x: told(*PAGE, block(800, *BODY[:4]), line_of(HEAD, 150, 950 + x), story(1040), *BEHIND),
        0,
        80,
        "___|t|____ 18.5  ___|t|>h<___ 41  ___|t|____",
    ),
    "a header among pictures": (
        lambda x: told(
            picture(0, 0, 900, 250),
            line_of("江边日报", 500, x)._replace(label="header"),
            story(300),
            story(500),
            picture(0, 1000, 900, 2000),
        ),
        150,
        320,
        ".f.__ 270  .t.__ 279  __.t.",
    ),
    "a footer among pictures": (
        lambda x: told(
            picture(0, 0, 900, 250),
            story(300),
            story(500),
            line_of("江边日报", 500, x)._replace(label="footer"),
            picture(0, 1000, 900, 2000),
        ),
        600,
        750,
        "__.t. 689.5  __.f.",
    ),
    "lines go on past a caption": (
        lambda x: told(
            *PAGE, block(780, *BODY[:2]), PHOTO, line_of("江边的灯火", 0, 1010), block(1060, *BODY[: int(x)]), *BEHIND
        ),
        1,
        4,
        "___|t||t<'|t|'__ 1  ___|t||c<'|t|__",
    ),
    "a header of so many characters": (
        lambda x: told(Region("header", "江" * int(x), (), Box(0, 0, 900, 30)), *PAGE, *BEHIND),
        85,
        95,
        ".f._____ 90  .t._____",
    ),
    "white below what may be a folio": (
        lambda x: told(
            Region("text", "江边日报第3版", (), Box(0, 180 - x, 600, 200 - x)),
            *[Region("text", "江边的灯火" * 9, (), Box(0, top, 420, top + 150)) for top in (200, 400, 600, 800, 2100)],
        ),
        0,
        60,
        ".t..t..t..t..t..t. 20  .f..t..t..t..t..t.",
    ),
    "white above what may be a folio": (
        lambda x: told(
            *[Region("text", "江边的灯火" * 9, (), Box(0, top, 420, top + 150)) for top in (200, 400, 600, 800, 2100)],
            Region("text", "责任编辑张三", (), Box(0, 2250 + x, 600, 2270 + x)),
        ),
        0,
        60,
        ".t..t..t..t..t..t. 20  .t..t..t..t..t..f.",
    ),
    "the height of what may be a folio": (
        lambda x: told(
            Region("text", "江边日报第3版", (), Box(0, 0, 600, x)),
            *[Region("text", "江边的灯火" * 9, (), Box(0, top, 420, top + 150)) for top in (200, 400, 600, 800, 1850)],
        ),
        10,
        60,
        ".f..t..t..t..t..t. 30  .t..t..t..t..t..t.",
    ),
    "a tilted page": (
        lambda x: told(*[tilt(one, x / 1000) for one in (*PAGE, story(700, left=480 + 60 * (x > 0)), *BEHIND)]),
        -60,
        60,
        "______",
    ),
}


@pytest.mark.parametrize("name", KINDS)
def test_limits_of_kinds(name: str) -> None:
    outcome, start, stop, expected = KINDS[name]
    is_count = stop - start < 20
    assert limits(outcome, start, stop, *((1, 1) if is_count else (10, 0.5))) == expected


# columns


def test_widths_of_characters() -> None:
    assert [measure_characters(text) for text in ("", "江边", "a1", "江a")] == [0, 2, pytest.approx(1.1), 1.55]
    assert [measure_pitch(row("江", length=number)) for number in (3, 4)] == [0, 30]
    assert measure_pitch(Line("江边的灯")) == 0
    sizes: list[list[tuple[float, int]]] = [
        [],
        [(9.0, 0)],
        [(3.0, 1)],
        [(9.0, 2), (3.0, 1)],
        [(9.0, 1), (3.0, 1)],
        [(3.0, 2), (9.0, 3), (5.0, 1)],
    ]
    assert [measure_body(one) for one in sizes] == [0, 0, 3, 9, 6, 7]


def test_how_lines_fill_a_column() -> None:
    lines = [*rows("甲", 0, 0, 40), *rows("乙", 60, 1600, 3, 6), *rows("丙", 25, 1720, 20)]
    columns = Columns(LayoutPage((Region("text", "", tuple(lines)),)))

    def fill(left: float, top: float, right: float) -> str:
        found = columns.find_fill(Box(left, top, right, top + 30))
        return " ".join("-" if value is None else f"{value:.2f}" for value in found)

    assert columns.unit == 30
    places = ((0, 0, 300), (60, 200, 270), (60, 1600, 240), (30, 1800, 320), (45, 2400, 330), (500, 0, 800))
    assert (
        " / ".join(fill(*place) for place in places)
        == "0.00 0.00 / 2.00 1.00 / 2.00 2.83 / 0.17 0.17 / 0.67 -0.17 / - -"
    )
    sides = ((-102, 0, 198), (-103, 0, 198), (102, 0, 402), (103, 0, 402), (149, 0, 299), (150, 0, 450), (-75, 0, 75))
    assert " / ".join(fill(*place) for place in sides) == "-3.40 3.40 / - - / 3.40 -3.40 / - - / - - / - - / - -"


def test_limits_of_an_edge() -> None:
    """Lines begin in turn at the edge and a little off it."""

    def indent(off: float) -> str:
        lines = [line for at in range(10) for line in (row("甲", 0, 80 * at), row("甲", off, 80 * at + 40, 9))]
        found = Columns(LayoutPage((Region("text", "", tuple(lines)),))).find_fill(Box(0, 0, 300, 30))
        return "together" if found.indent else "apart"

    assert limits(indent, 2, 60) == "together 21  apart"


def test_short_lines_alone_tell_no_type() -> None:
    assert told(PHOTO, line_of("江边灯", 0, 1010), line_of("亮了灯", 0, 1400)) == ".t..t."


def test_lines_that_do_not_say_what_their_region_says() -> None:
    def region(text: str) -> Region:
        return block(800, *BODY[:4], "家人才散去。")._replace(text=text)

    one, two = region("昨夜江边亮起了灯，市民都来了。"), region("昨夜江边亮起了灯\n家人才散去。")
    page = LayoutPage((*PAGE, one, two))
    found = list(find_paragraphs(page, Columns(page)))[3:]
    assert [(one.text, one.first[0], one.last[1], one.lines, one.rows, bool(one.box), one.size) for one in found] == [
        ("昨夜江边亮起了灯，市民都来了。", 0.0, None, 5, (815.0, 975.0), True, 30.0),
        ("昨夜江边亮起了灯", 0.0, None, 0, None, False, 30.0),
        ("家人才散去。", None, 8.0, 0, None, False, 30.0),
    ]


def test_paragraphs_under_one_that_ended_tell_whether_a_page_indents() -> None:
    def paragraph(left: float, top: float, indent: float, text: str = "江边亮了。", early: float = 9) -> Paragraph:
        return Paragraph(
            "text", text, 0, Box(left, top, left + 300, top + 100), 0, Fill(indent, None), Fill(None, early)
        )

    first, indented, flush = paragraph(0, 0, 2), paragraph(0, 100, 2), paragraph(0, 200, 0)
    assert indents_paragraphs([first, indented])
    assert not indents_paragraphs([first, flush])
    assert not indents_paragraphs([first, indented, indented._replace(box=Box(0, 200, 300, 300)), paragraph(0, 300, 0)])
    assert indents_paragraphs([first, indented, paragraph(400, 0, 0)])  # at the head of another column
    assert indents_paragraphs([first, indented, paragraph(151, 200, 0)])
    assert not indents_paragraphs([first, indented, paragraph(149, 200, 0)])
    assert not indents_paragraphs([paragraph(0, 0, 2, "江边亮了"), indented])
    assert not indents_paragraphs([paragraph(0, 0, 2, early=0), indented])
    assert not indents_paragraphs([first, paragraph(0, 49, 2)])
    assert indents_paragraphs([first, paragraph(0, 50, 2)])
    assert not indents_paragraphs([first._replace(region=1), indented])


def test_nearly_all_lines_have_places() -> None:
    lines = [row("甲", 0, STEP * at) for at in range(21)]
    bare = row("甲")._replace(places=())
    assert not can_be_ordered(LayoutPage((), (*lines[:19], bare)))
    assert can_be_ordered(LayoutPage((), (*lines[:20], bare)))


def test_parts_of_one_row_are_read_from_left_to_right() -> None:
    def sort(*lines: Line) -> str:
        return "".join(line.text[0] for line in sort_lines(list(lines)))

    pair = row("乙", 330, 15), row("甲", 0, 0)
    assert sort(*pair) == "甲乙"
    assert sort(row("乙", 330, 14), row("甲", 0, 0)) == "甲乙"
    assert sort(row("丙", 0, 40), row("乙", 330, 14), row("甲", 0, 0)) == "甲乙丙"
    assert sort(row("乙", 330, 14), Line("甲")) == "乙甲"


# columns that changed places


@pytest.mark.parametrize(
    ("name", "start", "stop", "found"),
    [
        ("left", -400, 400, "二一 -180.5  一二 75  二一"),
        ("top", -600, 600, "二一 -280  一二 279.5  二一"),
        ("right", 100, 500, "二一 119.5  一二 375  二一"),
        ("bottom", 50, 500, "一二"),
    ],
)
def test_limits_of_columns_that_changed_places(name: str, start: float, stop: float, found: str) -> None:
    def outcome(value: float) -> str:
        edges = {"left": 0.0, "top": 0.0, "right": 300.0, "bottom": 400.0, name: value}
        if name == "left":
            edges["right"] = value + 300
        if name == "top":
            edges["bottom"] = value + 400
        return put(
            known("二", 330, 0, 630, 400), known("一", edges["left"], edges["top"], edges["right"], edges["bottom"])
        )

    assert limits(outcome, start, stop) == found
