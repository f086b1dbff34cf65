"""Lines and blocks out of order are left as they are, and what is in order on the same page is not."""

from __future__ import annotations

from itertools import chain

import pytest

from jmclean import Options, clean
from jmclean.text.reading_order import LIKELY, NEUTRAL, UNLIKELY, WORD, find_disorder, weigh_bond, weigh_sequel

LIBRARY = (
    "市图书馆新馆昨天正式对外开放，清晨六点不到，门前的广场上就排起了长队。最先走进大厅的是一位退休的中学教师，"
    "他说自己在这座城市生活了四十多年，看着老馆从两间平房变成三层小楼，现在终于等到了一座像样的图书馆。"
    "新馆共有阅览座位一千二百个，藏书超过八十万册，儿童阅览区占了整整一层，家长可以陪着孩子一起读书。"
)
BRIDGE = (
    "连接两岸的新大桥经过三年施工，已经完成了全部主体工程，预计今年年底可以通车。工程负责人介绍，这座桥的主跨长达六百米，"
    "建设者克服了水流急、地质复杂等困难，采用了多项新技术。大桥建成以后，两岸居民来往的时间将从一个小时缩短到十分钟，"
    "沿江的几个乡镇也将因此受益，农产品可以更快地运到城里的市场，企业的运输成本也会明显下降。"
)
SCHOOL = (
    "山区的孩子们开学第一天就领到了新课本，学校还为住校的学生准备了棉被和热水瓶。校长告诉记者，过去学生上学要走两个多小时的山路，"
    "遇到下雨天常常迟到，自从公路修通，校车每天早晚接送，再也没有一个孩子因为路远而辍学。今年学校又来了六位年轻教师，"
    "他们大多是从师范学院毕业的大学生，愿意留在山里教书。"
)
CLOSING = "市民说，这样的日子过去想都不敢想，现在每天都能看到新的变化。"


def wrap(text: str, width: int = 14) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]


def in_turn(*columns: list[str]) -> list[str]:
    return list(chain.from_iterable(zip(*columns, strict=False)))


def test_rows_of_columns_are_left_and_the_story_below_them_is_joined() -> None:
    mixed = in_turn(wrap(BRIDGE), wrap(SCHOOL))
    page = "\n".join(mixed) + "\n\n" + "\n".join(wrap(LIBRARY)) + "\n"
    result = clean(page)
    assert result.text.splitlines() == [*mixed, "", LIBRARY]
    assert [note.rule for note in result.notes if "in each other's way" in note.message] == ["wrapped-lines"]


def test_a_story_in_order_stays_joined_whatever_its_neighbour_is() -> None:
    page = "\n".join([*wrap(LIBRARY), "", *in_turn(wrap(BRIDGE), wrap(SCHOOL)), "", *wrap(LIBRARY)])
    assert clean(page).text.split("\n\n")[0] == LIBRARY


def pieces(text: str, size: int) -> list[str]:
    """The text cut into columns of so many lines, each a block."""
    lines = wrap(text)
    return ["\n".join(lines[at : at + size]) for at in range(0, len(lines), size)]


def test_pieces_of_columns_in_another_order_are_joined_within_only() -> None:
    columns = pieces(LIBRARY + BRIDGE + SCHOOL, 4)
    order = [columns[at] for at in (0, 5, 2, 7, 4, 1, 6, 3)]
    found = clean("\n\n".join([*order, CLOSING]) + "\n").text.strip().split("\n\n")
    assert found == [*[column.replace("\n", "") for column in order], CLOSING]


def test_the_same_pieces_in_their_order_are_one_text() -> None:
    columns = pieces(LIBRARY + BRIDGE + SCHOOL, 4)[:8]
    found = clean("\n\n".join([*columns, CLOSING]) + "\n").text.strip().split("\n\n")
    assert found[0].startswith("".join(columns).replace("\n", ""))


def test_nothing_is_moved_on_a_page_with_lines_out_of_order() -> None:
    mixed = in_turn(wrap(BRIDGE), wrap(SCHOOL))
    tail, between, head = (
        "市民昨天在江边重新回到了生",
        "渡口的老船要上岸了，新的大桥已经",
        "活里，孩子们也来了，大家都说这里很好。",
    )
    page = "\n\n".join(["\n".join(mixed), tail, between, head]) + "\n"
    text = clean(page).text
    assert text.index(tail) < text.index(between) < text.index(head)
    assert clean(text).text == text


@pytest.mark.parametrize("page", ["\n".join(in_turn(wrap(BRIDGE), wrap(SCHOOL), wrap(LIBRARY))) + "\n"])
def test_rows_of_three_columns_stay_to_the_letter_a_second_time(page: str) -> None:
    options = Options(only=("wrapped-lines", "split-paragraphs"))
    assert clean(page, options).text == page
    assert clean(clean(page).text).text == clean(page).text


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


@pytest.mark.parametrize(
    ("left", "right"),
    [("市民昨天在江边重新回到了生", "活里"), ("这座城市的经", "济发展"), ("三年施工，已经完成了全", "部主体")],
)
def test_what_goes_on_says_more_than_what_does_not(left: str, right: str) -> None:
    assert weigh_sequel(left, right) > 1 > weigh_sequel(left, "籍船灯")
    assert weigh_sequel(f"{left}。", right) == 0


def test_one_end_that_says_no_is_chance_and_a_row_of_them_is_disorder() -> None:
    assert find_disorder([2.0, 2.0, -1.0, 2.0, 2.0], [False] * 5, 4.0) == [False] * 5
    assert (
        find_disorder([2.0] * 3 + [-1.5] * 7 + [2.0] * 3, [False] * 13, 4.0) == [False] * 3 + [True] * 7 + [False] * 3
    )


def test_order_changes_more_cheaply_where_a_block_ends() -> None:
    said = [2.0] * 3 + [-1.5] * 2 + [2.0] * 3
    assert not any(find_disorder(said, [False] * 8, 4.0))
    assert find_disorder(said, [False, False, True, False, True, False, False, False], 4.0)[3:5] == [True, True]
