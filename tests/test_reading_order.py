"""Whether lines and blocks follow each other as they stand."""

from __future__ import annotations

from itertools import pairwise

import pytest

from jmclean.text.reading_order import (
    LIKELY,
    NEUTRAL,
    UNLIKELY,
    WORD,
    find_mixed_ends,
    find_rows_of_columns,
    find_unordered,
    sum_around,
    weigh_bond,
)


@pytest.mark.parametrize(
    ("left", "right", "bond"),
    [
        ("孩子们走进图书", "馆看书", WORD),
        ("孩子們走進圖書", "館看書", WORD),
        ("市民走上街", "头", WORD),
        ("昨天他们来到江边，", "看灯", 0.0),  # punctuation parts them
        ("来到江边", "“看灯”", 0.0),
        ("第12", "3页", 0.0),
    ],
)
def test_a_word_across_two_lines_is_a_bond(left: str, right: str, bond: float) -> None:
    assert weigh_bond(left, right) == bond


def test_what_bonds_two_lines_without_a_word_is_how_often_their_characters_meet() -> None:
    assert {weigh_bond(left, "的灯") for left in ("我", "红色", "江边")} <= {LIKELY, NEUTRAL}
    assert weigh_bond("孩子们的", "鹳") in (NEUTRAL, UNLIKELY)
    assert weigh_bond("他们和", "了") == UNLIKELY


def test_only_the_characters_at_the_ends_are_weighed() -> None:
    assert weigh_bond("馆" * 40 + "图书", "馆" + "书" * 40) == WORD
    assert weigh_bond("图书" + "，" * 6, "馆") == 0.0


@pytest.mark.parametrize(("count", "is_mixed"), [(6, True), (5, False)])
def test_six_line_ends_tell_that_lines_are_mixed(count: int, is_mixed: bool) -> None:
    assert find_mixed_ends([UNLIKELY] * count) == [is_mixed] * count


def test_the_line_ends_around_one_tell_whether_it_is_mixed() -> None:
    """Five before and five behind; at the edges of a run the eleven nearest."""
    bonds = [WORD] * 20 + [UNLIKELY] * 20
    mixed = find_mixed_ends(bonds)
    assert not any(mixed[:20])
    assert all(mixed[25:])
    assert mixed.index(True) == 23
    assert [find_mixed_ends(bonds, doubt).index(True) for doubt in (-6.6, -0.6, 5.5)] == [25, 22, 19]
    assert find_mixed_ends(bonds[::-1]) == mixed[::-1]


def test_sums_are_of_five_on_both_sides() -> None:
    assert sum_around([1.0] * 13) == [6, 7, 8, 9, 10, 11, 11, 11, 10, 9, 8, 7, 6]
    assert sum_around([0.0] * 6 + [1.0] + [0.0] * 6) == [0.0] + [1.0] * 11 + [0.0]
    assert sum_around([]) == []


STORIES = (
    "市民昨晚在江边看灯，桥上也站满了",
    "图书馆明年春天对孩子们开放，新",
    "孩子和老人，灯光照亮了两岸的人",
    "馆设有三百个座位，还有一间专门",
    "家，船从桥下慢慢驶过，有人带着",
    "放报纸的阅览室，老人可以坐下来",
    "相机前来，也有人在桥头等候，夜",
    "慢慢看书，工作人员说，每天都有",
    "深了人们才回家，江面又安静了下",
    "上百人前来借书，周末的时候更是",
    "来，第二天仍有人来看，店家忙到",
    "排起了长队，今年已经买了两千册",
)
"""The lines of two columns in turn."""


def weigh_ends(lines: list[str]) -> list[float]:
    return [weigh_bond(one, two) for one, two in pairwise(lines)]


def test_rows_of_two_columns_are_told_by_the_line_behind_the_next() -> None:
    rows = list(STORIES)
    asked = list(range(len(rows) - 1))
    assert all(find_rows_of_columns(rows, asked, weigh_ends(rows)))
    columns = [*STORIES[::2], *STORIES[1::2]]
    assert not any(find_rows_of_columns(columns, asked, weigh_ends(columns)))
    assert find_rows_of_columns(rows, asked[:5], weigh_ends(rows)[:5]) == [False] * 5


def test_rows_of_three_columns_are_told_by_the_third_line() -> None:
    third = [
        "球队昨天在主场赢了比赛，这是他",
        "们今年赢得的第八场，教练赛后说",
        "队员们表现很好，下周将去客场比",
        "赛，门票已经卖完，球迷早早来到",
    ]
    rows = [line for three in zip(STORIES[:8:2], STORIES[1:8:2], third, strict=True) for line in three]
    assert all(find_rows_of_columns(rows, list(range(11)), weigh_ends(rows)))


@pytest.mark.parametrize(("spaces", "are_rows"), [(1, True), (3, True), (4, False)])
def test_single_spaces_between_han_are_gutters_unless_there_are_many(spaces: int, are_rows: bool) -> None:
    line = " ".join(["江边"] * (spaces + 1))
    assert find_rows_of_columns([line] * 9, list(range(8)), [WORD] * 8) == [are_rows] * 8


@pytest.mark.parametrize(("number", "are_rows"), [(5, True), (4, False)])
def test_four_lines_in_ten_have_a_gutter_where_two_columns_are_one(number: int, are_rows: bool) -> None:
    lines = ["江边 灯火"] * number + ["江边的灯火"] * (12 - number)
    found = find_rows_of_columns(lines, list(range(11)), [WORD] * 11)
    assert found[5] == are_rows


@pytest.mark.parametrize(
    ("bonds", "is_unordered"),
    [
        ([UNLIKELY] * 12, True),
        ([UNLIKELY] * 11, False),
        ([NEUTRAL] * 12, True),
        ([UNLIKELY, LIKELY] * 6, False),  # -0.1 for each is clear
        ([UNLIKELY, UNLIKELY, WORD] * 4, False),  # a word across one in three
        ([UNLIKELY] * 18 + [WORD] * 2, True),
        ([UNLIKELY] * 17 + [WORD] * 3, False),  # three of twenty
        ([NEUTRAL] * 10 + [LIKELY] * 10, False),
    ],
)
def test_blocks_are_out_of_order_where_hardly_a_word_runs_across(bonds: list[float], is_unordered: bool) -> None:
    assert find_unordered(bonds) == [is_unordered] * len(bonds)


def test_twenty_blocks_in_a_row_are_out_of_order_together() -> None:
    assert find_unordered([WORD] * 20 + [UNLIKELY] * 30) == [False] * 18 + [True] * 32


@pytest.mark.parametrize(("first", "last"), [(9, 20), (8, 14)])
def test_at_the_edges_of_a_run_the_eleven_nearest_line_ends_are_asked(first: int, last: int) -> None:
    bonds = [0.0] * 20
    bonds[first : first + 2] = [-1.0, -1.0]
    assert find_mixed_ends(bonds, -2.0) == [number < last for number in range(20)]


APART, CUT = "江边的灯。", "馆看书江边图书"
"""A line that goes on in no other, and one that goes on with a word in any line of its kind."""


def find_rows(lines: list[str], bonds: list[float]) -> list[int]:
    """Return the ends of lines that are rows of columns."""
    found = find_rows_of_columns(lines, list(range(len(bonds))), bonds)
    return [number for number, is_row in enumerate(found) if is_row]


@pytest.mark.parametrize(("size", "rows"), [(8, [12, 13, 14, 15]), (7, [])])
def test_what_speaks_against_the_next_line_makes_rows_at_two(size: int, rows: list[int]) -> None:
    assert find_rows([APART] * 31, [0.0] * 10 + [-0.25] * size + [0.0] * (20 - size)) == rows


@pytest.mark.parametrize(("count", "rows"), [(25, range(25)), (26, range(12, 17))])
def test_a_fifth_of_rows_makes_rows_of_all_that_may_be(count: int, rows: range) -> None:
    assert find_rows([APART] * (count + 1), [0.0] * 10 + [-0.25] * 9 + [0.0] * (count - 19)) == list(rows)


@pytest.mark.parametrize(("bond", "is_row"), [(1.0, True), (1.25, False)])
def test_among_rows_less_is_enough(bond: float, is_row: bool) -> None:
    bonds = [0.0] * 10 + [-0.25] * 9 + [0.0] * 3 + [bond] + [0.0] * 2
    assert (24 in find_rows([APART] * 26, bonds)) == is_row


@pytest.mark.parametrize(("bond", "rows"), [(1.5, list(range(16, 29))), (1.6, [16, 28])])
def test_lines_that_go_on_in_the_next_as_well_are_no_rows(bond: float, rows: list[int]) -> None:
    bonds = [0.0] * 70
    bonds[22] = bond
    assert find_rows([CUT if 20 <= at <= 26 else APART for at in range(71)], bonds) == rows


@pytest.mark.parametrize(("bond", "is_row"), [(3.0, True), (3.1, False)])
def test_lines_behind_the_next_are_asked_where_the_next_says_little(bond: float, is_row: bool) -> None:
    bonds = [0.0] * 40
    bonds[20] = bond
    assert (20 in find_rows([CUT] * 41, bonds)) == is_row
