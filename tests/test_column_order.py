"""Bare lines with the places of their characters are cut at gutters and put in order; columns are put right."""

from __future__ import annotations

import pytest

from jmclean.readers.column_order import KnownParagraph, order_columns
from jmclean.readers.model import Box, LayoutPage, Line, Region
from jmclean.readers.order import can_be_ordered, put_in_order
from jmclean.readers.paragraphs import Paragraph

SIZE, STEP = 30, 40
LEFT = (
    "昨夜江边亮起了灯市民",
    "纷纷出门赏灯有人说这",
    "是多年未见的热闹景象",
    "也有人在江边架起设备",
    "把画面传给远方的家人",
)
RIGHT = (
    "图书馆明年春天开放设",
    "有三百个座位还有一间",
    "放报纸的阅览室老人可",
    "以坐下来慢慢看书每天",
    "都有上百人前来借书看",
)
"""The lines of two columns of ten characters."""


def line(text: str, left: float, top: float, size: float = SIZE, high: float = 0) -> Line:
    """Return a line in which every character is as wide as the type; a space is as wide as the sign says."""
    places: list[tuple[float, float]] = []
    at = left
    for char in text:
        if not char.isspace():
            places.append((at, at + size))
        at += size
    return Line(text, Box(left, top, at, top + (high or size)), tuple(places))


def side_by_side(one: str, two: str, gap: float, top: float, left: float = 0) -> Line:
    """Return one line that runs over a gutter."""
    first, second = line(one, left, top), line(two, left + SIZE * len(one) + gap, top)
    assert first.box
    assert second.box
    return Line(one + two, first.box.around(second.box), first.places + second.places)


def stack(texts: tuple[str, ...], left: float, top: float = 0, size: float = SIZE, step: float = STEP) -> list[Line]:
    return [line(text, left, top + step * number, size) for number, text in enumerate(texts)]


def read(*lines: Line) -> list[str]:
    """Return the regions that lines are put together to, in order."""
    page = put_in_order(LayoutPage((), lines, 1000, 2000))
    return ["".join(one.text for one in region.lines) for region in page.regions]


ONE, TWO = "".join(LEFT), "".join(RIGHT)


@pytest.mark.parametrize(("gap", "is_cut"), [(14, True), (13, False), (30, True), (90, True)])
def test_lines_over_a_gutter_are_cut_where_white_runs_down(gap: float, is_cut: bool) -> None:
    rows = [side_by_side(one, two, gap, STEP * at) for at, (one, two) in enumerate(zip(LEFT, RIGHT, strict=True))]
    found = read(*rows)
    assert found == ([ONE, TWO] if is_cut else ["".join(row.text for row in rows)])


@pytest.mark.parametrize(("number", "is_cut"), [(4, True), (3, False)])
def test_three_other_lines_show_a_gutter(number: int, is_cut: bool) -> None:
    rows = [side_by_side(LEFT[at], RIGHT[at], 30, STEP * at) for at in range(number)]
    assert len(read(*rows)) == 1 + is_cut


@pytest.mark.parametrize(("across", "is_cut"), [(1, True), (3, False)])
def test_three_lines_in_four_show_a_gutter(across: int, is_cut: bool) -> None:
    rows = [side_by_side(one, two, 30, STEP * at) for at, (one, two) in enumerate(zip(LEFT, RIGHT, strict=True))]
    full = [line("市" * 21, 0, STEP * (5 + at)) for at in range(across)]
    assert read(*rows, *full)[0].startswith(ONE) == is_cut


def test_columns_are_read_from_left_to_right_whatever_order_the_engine_gave() -> None:
    rows = [one for pair in zip(stack(RIGHT, 330), stack(LEFT, 0), strict=True) for one in pair]
    assert read(*rows) == [ONE, TWO]


def test_a_headline_over_columns_is_read_first_and_one_amid_them_with_what_is_below_it() -> None:
    head = line("江边灯火", 150, -100, 60)
    assert read(*stack(LEFT, 0), head, *stack(RIGHT, 330)) == ["江边灯火", ONE, TWO]
    lower = [line("新馆开放", 150, 250, 60), *stack(LEFT, 0, 350), *stack(RIGHT, 330, 350)]
    assert read(*stack(LEFT, 0), *stack(RIGHT, 330), *lower) == [ONE, TWO, "新馆开放", ONE, TWO]


@pytest.mark.parametrize(("gap", "order"), [(120, "two rows"), (20, "two columns")])
def test_a_page_is_cut_along_its_widest_white(gap: float, order: str) -> None:
    """Blocks in two rows of two are read row by row only if more white stands between the rows."""
    parts = [stack(texts, left, top) for texts, left, top in ((LEFT, 0, 0), (RIGHT, 360, 0))]
    below = 4 * STEP + SIZE + gap
    other = ("甲乙丙丁戊己庚辛壬癸",) * 5, ("子丑寅卯辰巳午未申酉",) * 5
    parts += [stack(texts, left, below) for texts, left in zip(other, (0, 360), strict=True)]
    three, four = "".join(other[0]), "".join(other[1])
    found = "".join(read(*(one for part in parts for one in part)))
    assert found == (ONE + TWO + three + four if order == "two rows" else ONE + three + TWO + four)


@pytest.mark.parametrize(
    ("gap", "drift", "is_one"),
    [
        (39, 0, True),
        (104, 0, True),
        (106, 0, False),
        (38, 59, True),
        (38, 119, True),
        (38, 121, False),
        (39, 59, False),
        (60, 30, False),
        (60, 20, True),
    ],
)
def test_what_stands_under_a_column_belongs_to_it_if_it_is_near(gap: float, drift: float, is_one: bool) -> None:
    """Without a drift to one side the engine may have lost a line or two between them."""
    upper, lower = stack(LEFT, 0), stack(RIGHT, drift, 4 * STEP + SIZE + gap)
    assert (len(read(*upper, *lower)) == 1) == is_one


@pytest.mark.parametrize(("size", "is_one"), [(32.5, True), (33, False), (27.7, True), (27.4, False)])
def test_long_lines_of_slightly_other_type_are_no_part_of_a_column(size: float, is_one: bool) -> None:
    upper = stack(tuple(text + "江边" for text in LEFT), 0)
    lower = stack(tuple(text + "江边" for text in RIGHT), 0, 5 * STEP, size)
    page = put_in_order(LayoutPage((), (*upper, *lower), 1000, 2000))
    first = page.regions[0].lines
    assert (len(first) > 5) == (is_one or len(page.regions) == 1)


def test_a_character_that_stands_alone_goes_to_the_line_beside_it() -> None:
    rows = stack(LEFT, 30)
    before = line("今", 0, 0)
    behind = line("了", 330, 80)
    far = line("远", 500, 120)
    assert read(*rows, before, behind, far) == [f"今{LEFT[0]}{LEFT[1]}{LEFT[2]}了{LEFT[3]}{LEFT[4]}", "远"]


@pytest.mark.parametrize(("number", "can"), [(4, True), (3, False)])
def test_four_lines_with_places_can_be_put_in_order(number: int, can: bool) -> None:
    assert can_be_ordered(LayoutPage((), tuple(stack(LEFT, 0)[:number]))) == can
    assert not can_be_ordered(LayoutPage((Region("text", "江边"),), tuple(stack(LEFT, 0))))


@pytest.mark.parametrize(("bare", "can"), [(1, True), (2, False)])
def test_nearly_all_lines_must_have_places(bare: int, can: bool) -> None:
    lines = [line("江边的灯", 0, STEP * at) for at in range(22)]
    lines[:bare] = [one._replace(places=()) for one in lines[:bare]]
    assert can_be_ordered(LayoutPage((), tuple(lines))) == can


def test_a_page_without_a_line_of_four_characters_is_left_as_it_is() -> None:
    page = LayoutPage((), tuple(line("江边", 0, STEP * at) for at in range(6)))
    assert put_in_order(page) == page


# columns of a dump that has regions


def known(
    text: str, left: float, top: float, right: float, bottom: float, kind: str = "text", label: str = "text"
) -> KnownParagraph:
    return KnownParagraph(Paragraph(label, text, 0, Box(left, top, right, bottom)), kind)  # type: ignore[arg-type]


def put(*blocks: KnownParagraph) -> str:
    return "".join(block.paragraph.text for block in order_columns(blocks, SIZE))


A, B = (0, 0, 300, 400), (330, 0, 630, 400)


def test_two_columns_that_changed_places_are_put_right() -> None:
    assert put(known("二", *B), known("一", *A)) == "一二"
    assert put(known("一", *A), known("二", *B)) == "一二"
    assert put(known("三", 660, 0, 960, 400), known("二", *B)) == "二三"
    assert put(known("二", 330, 0, 630, 190), known("三", 330, 200, 630, 400), known("一", *A)) == "一二三"


@pytest.mark.parametrize(
    ("left", "top", "right", "bottom", "is_moved"),
    [
        (60, 0, 360, 400, True),  # 30 wide at most runs over the other
        (60, 0, 376, 400, False),
        (0, 390, 300, 800, False),  # it hardly stands beside the other
        (0, 370, 300, 400, True),
        (0, 405, 300, 800, False),
        (350, 0, 640, 400, False),  # its middle is no more at the left
    ],
)
def test_a_column_is_moved_that_stands_at_the_left_of_the_one_before(
    left: float, top: float, right: float, bottom: float, is_moved: bool
) -> None:
    assert (put(known("二", *B), known("一", left, top, right, bottom)) == "一二") == is_moved


def test_headings_and_tables_are_not_moved_over_and_captions_go_with_their_column() -> None:
    assert put(known("二", *B), known("题", 0, 0, 300, 50, "heading"), known("一", *A)) == "二题一"
    assert put(known("二", *B), known("图", *A, "caption", "caption"), known("一", *A)) == "一二图"
    assert put(known("图", *A, "caption", "caption"), known("二", *B), known("一", *A)) == "图一二"
    assert put(known("二", *B), known("注", 330, 410, 630, 440, "caption"), known("一", *A)) == "一二注"
